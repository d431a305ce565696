package document

import (
	"slices"
	"sync"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// tables are what a document is made of. Those of one page are used again for the
// next: they would be a sixth of all that reading a page leaves to the garbage
// collector.
type tables struct {
	dom.Tree
	selector.Index
	Lines  []Line
	leaves []*html.Node // of all lines, one after another
	links  []Link       // the same
	Shown  []leafAt     // every node that shows something, in order
}

// leafAt is the order of a leaf and its line.
type leafAt struct{ Order, Line int }

var spareTables = sync.Pool{New: func() any { return blankTables() }}

func blankTables() *tables {
	t := &tables{}
	t.Index = selector.NewIndex(&t.Tree)
	return t
}

// newTables returns empty tables with room for a page of so many tags.
func newTables(tags int) *tables {
	t := spareTables.Get().(*tables)
	t.Lines = slices.Grow(t.Lines, tags/5)
	t.leaves = slices.Grow(t.leaves, tags/3)
	t.Shown = slices.Grow(t.Shown, tags/3)
	t.Tree.Grow(5 * tags / 4)
	return t
}

// mostSpare is the number of nodes beyond which tables are not kept: those of a
// giant page would stay as large for all the small ones behind it.
const mostSpare = 1 << 15

// Free gives the tables back. The document must not be asked any more.
func (d *Document) Free() {
	t := d.tables
	d.tables = nil
	if d.Root == nil || t.Orders() > mostSpare {
		return
	}
	t.Lines, t.leaves, t.links, t.Shown = emptied(t.Lines), emptied(t.leaves), emptied(t.links), t.Shown[:0]
	t.Tree.Empty()
	t.Index.Empty()
	spareTables.Put(t)
}

// emptied returns a list without what it held, so that no page is kept by it.
func emptied[T any](list []T) []T {
	clear(list)
	return list[:0]
}
