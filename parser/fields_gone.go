package parser

import (
	"sort"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// settleGone notes the nodes that leave the body, so that the writer of the body
// need not ask of each node where it stands: those that are cut, all that show
// nothing but dropped lines, and the line breaks beside these.
func (f *fields) settleGone() {
	f.gone = map[*html.Node]bool{}
	for _, n := range f.cut {
		f.gone[n] = true
	}
	for _, at := range f.drop {
		for i := at.from; i < at.to; i++ {
			f.dropLine(&f.s.doc.lines[i])
		}
	}
}

// leaves says whether a node leaves the body: it is gone, or no part of bodies
// anywhere.
func (f *fields) leaves(n *html.Node) bool {
	return f.gone[n] || f.s.doc.trimmed(n)
}

func (f *fields) dropLine(l *line) {
	for _, leaf := range l.leaves {
		f.gone[leaf] = true
		for n := leaf.Parent; n != nil && f.showsDropped(n); n = n.Parent {
			f.gone[n] = true
		}
	}
	shown := f.s.doc.shown
	first := sort.Search(len(shown), func(i int) bool { return shown[i].order >= l.from })
	for i := first; i < len(shown) && shown[i].order <= l.to; i++ {
		f.dropBreaks(i-1, i, l.block)
		f.dropBreaks(i, i+1, l.block)
	}
}

// showsDropped says whether all that an element shows belongs to dropped lines.
func (f *fields) showsDropped(n *html.Node) bool {
	shown, first, last := f.s.doc.shown, f.s.doc.orderOf(n), f.s.doc.end(n)
	for i := sort.Search(len(shown), func(i int) bool { return shown[i].order >= first }); i < len(shown) && shown[i].order <= last; i++ {
		if !f.isDropped(shown[i].line) {
			return false
		}
	}
	return true
}

func (f *fields) isDropped(line int) bool {
	for _, s := range f.drop {
		if s.has(line) {
			return true
		}
	}
	return false
}

// dropBreaks drops the line breaks of a block between two leaves of the page.
func (f *fields) dropBreaks(before, behind int, block *html.Node) {
	d := f.s.doc
	from, to := 1, d.orders()
	if before >= 0 {
		from = d.shown[before].order + 1
	}
	if behind < len(d.shown) {
		to = d.shown[behind].order
	}
	for at := from; at < to; at++ {
		if n := d.node(at); n.Type == html.ElementNode && n.Data == "br" && blockOf(n) == block {
			f.gone[n] = true
		}
	}
}

// blockOf is the innermost block around n.
func blockOf(n *html.Node) *html.Node {
	n = n.Parent
	for n != nil && !dom.Blocks[n.Data] {
		n = n.Parent
	}
	return n
}
