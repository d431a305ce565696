package parser

import (
	"slices"
	"sync"

	"golang.org/x/net/html"
)

// tables are what a document is made of. Those of one page are used again for the
// next: they would be a sixth of all that reading a page leaves to the garbage
// collector.
type tables struct {
	tree
	index
	lines  []line
	leaves []*html.Node // of all lines, one after another
	links  []link       // the same
	shown  []leafAt     // every node that shows something, in order
}

// leafAt is the order of a leaf and its line.
type leafAt struct{ order, line int }

var spareTables = sync.Pool{New: func() any { return blankTables() }}

func blankTables() *tables {
	t := &tables{}
	t.index = newIndex(&t.tree)
	return t
}

// newTables gives empty tables with room for a page of so many tags.
func newTables(tags int) *tables {
	t := spareTables.Get().(*tables)
	t.lines = slices.Grow(t.lines, tags/5)
	t.leaves = slices.Grow(t.leaves, tags/3)
	t.shown = slices.Grow(t.shown, tags/3)
	t.tree.grow(5 * tags / 4)
	return t
}

// mostSpare is the number of nodes beyond which tables are not kept: those of a
// giant page would stay as large for all the small ones behind it.
const mostSpare = 1 << 15

// free gives the tables back. The document must not be asked any more.
func (d *document) free() {
	t := d.tables
	d.tables = nil
	if d.root == nil || t.orders() > mostSpare {
		return
	}
	t.lines, t.leaves, t.links, t.shown = emptied(t.lines), emptied(t.leaves), emptied(t.links), t.shown[:0]
	t.tree.empty()
	t.index.empty()
	spareTables.Put(t)
}

// emptied is a list without what it held, so that no page is kept by it.
func emptied[T any](list []T) []T {
	clear(list)
	return list[:0]
}
