package parser

import (
	"sort"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// settleGone collects the nodes that are not part of the body: those that are cut, those
// that show only dropped lines, and the line breaks beside them.
func (f *fields) settleGone() {
	f.gone = map[*html.Node]bool{}
	for _, n := range f.cut {
		f.gone[n] = true
	}
	dropped := map[int]bool{}
	for i := range document.Union(f.drop) {
		dropped[i] = true
	}
	asked := map[*html.Node]bool{}
	for i := range document.Union(f.drop) {
		f.dropLine(&f.s.doc.Lines[i], dropped, asked)
	}
}

// leaves reports whether a node is not part of the body: it is gone, or never part of
// one.
func (f *fields) leaves(n *html.Node) bool {
	return f.gone[n] || f.s.doc.Trimmed(n)
}

// dropLine drops a line and the elements around it that show nothing but dropped lines.
// Each element is checked once.
func (f *fields) dropLine(l *document.Line, dropped map[int]bool, asked map[*html.Node]bool) {
	for _, leaf := range l.Leaves {
		f.gone[leaf] = true
		for n := leaf.Parent; n != nil && !asked[n]; n = n.Parent {
			asked[n] = true
			if !f.showsOnly(n, dropped) {
				break
			}
			f.gone[n] = true
		}
	}
	shown := f.s.doc.Shown
	first := sort.Search(len(shown), func(i int) bool { return shown[i].Order >= l.From })
	for i := first; i < len(shown) && shown[i].Order <= l.To; i++ {
		f.dropBreaks(i-1, i, l.Block)
		f.dropBreaks(i, i+1, l.Block)
	}
}

// showsOnly reports whether all that an element shows is in some lines.
func (f *fields) showsOnly(n *html.Node, lines map[int]bool) bool {
	shown, first, last := f.s.doc.Shown, f.s.doc.Order(n), f.s.doc.End(n)
	for i := sort.Search(len(shown), func(i int) bool { return shown[i].Order >= first }); i < len(shown) && shown[i].Order <= last; i++ {
		if !lines[shown[i].Line] {
			return false
		}
	}
	return true
}

// dropBreaks drops the line breaks of a block between two leaves of the page.
func (f *fields) dropBreaks(before, behind int, block *html.Node) {
	d := f.s.doc
	from, to := 1, d.Orders()
	if before >= 0 {
		from = d.Shown[before].Order + 1
	}
	if behind < len(d.Shown) {
		to = d.Shown[behind].Order
	}
	for at := from; at < to; at++ {
		if n := d.Node(at); n.Type == html.ElementNode && n.Data == "br" && blockOf(n) == block {
			f.gone[n] = true
		}
	}
}

// blockOf returns the innermost block around n.
func blockOf(n *html.Node) *html.Node {
	n = n.Parent
	for n != nil && !dom.Blocks[n.Data] {
		n = n.Parent
	}
	return n
}
