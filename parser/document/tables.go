package document

import (
	"slices"
	"sync"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// tables are the slices and maps of a document. They are reused for the next page:
// otherwise they would be a sixth of the garbage that reading a page leaves.
type tables struct {
	dom.Tree
	selector.Index
	Lines  []Line
	leaves []*html.Node // of all lines, consecutively
	links  []Link       // likewise
	Shown  []leafAt     // all visible leaves, in order
}

// leafAt is the order of a leaf and the index of its line.
type leafAt struct{ Order, Line int }

var spareTables = sync.Pool{New: func() any { return blankTables() }}

func blankTables() *tables {
	t := &tables{}
	t.Index = selector.NewIndex(&t.Tree)
	return t
}

// newTables returns empty tables with room for a page with that many tags.
func newTables(tags int) *tables {
	t := spareTables.Get().(*tables)
	t.Lines = slices.Grow(t.Lines, tags/5)
	t.leaves = slices.Grow(t.leaves, tags/3)
	t.Shown = slices.Grow(t.Shown, tags/3)
	t.Tree.Grow(5 * tags / 4)
	return t
}

// maxSpare is the number of nodes above which tables are not reused: the tables of a
// giant page would stay in memory.
const maxSpare = 1 << 15

// Free releases the tables for reuse. The document must not be used afterwards.
func (d *Document) Free() {
	t := d.tables
	d.tables = nil
	if d.Root == nil || t.Orders() > maxSpare {
		return
	}
	t.Lines, t.leaves, t.links, t.Shown = emptied(t.Lines), emptied(t.leaves), emptied(t.links), t.Shown[:0]
	t.Tree.Empty()
	t.Index.Empty()
	spareTables.Put(t)
}

// emptied returns a slice with length 0 whose elements are zeroed, so that they keep no
// page in memory.
func emptied[T any](list []T) []T {
	clear(list)
	return list[:0]
}
