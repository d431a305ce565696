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
	for _, at := range f.drop {
		for i := at.From; i < at.To; i++ {
			f.dropLine(&f.s.doc.Lines[i])
		}
	}
}

// leaves reports whether a node is not part of the body: it is gone, or never part of
// one.
func (f *fields) leaves(n *html.Node) bool {
	return f.gone[n] || f.s.doc.Trimmed(n)
}

func (f *fields) dropLine(l *document.Line) {
	for _, leaf := range l.Leaves {
		f.gone[leaf] = true
		for n := leaf.Parent; n != nil && f.showsDropped(n); n = n.Parent {
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

// showsDropped reports whether all that an element shows belongs to dropped lines.
func (f *fields) showsDropped(n *html.Node) bool {
	shown, first, last := f.s.doc.Shown, f.s.doc.Order(n), f.s.doc.End(n)
	for i := sort.Search(len(shown), func(i int) bool { return shown[i].Order >= first }); i < len(shown) && shown[i].Order <= last; i++ {
		if !f.isDropped(shown[i].Line) {
			return false
		}
	}
	return true
}

func (f *fields) isDropped(line int) bool {
	for _, s := range f.drop {
		if s.Has(line) {
			return true
		}
	}
	return false
}

// dropBreaks removes the line breaks of a block between two leaves.
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
