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
	lines  []line
	leaves []*html.Node       // of all lines, one after another
	links  []link             // the same
	shown  []leafAt           // every node that shows something, in order
	nodes  []*html.Node       // by number
	last   []int              // by number, the highest one within the node
	order  map[*html.Node]int // number of an element
	index  index
	facts  []lineFacts // by line, see inducer
}

// leafAt is the order number of a leaf and its line.
type leafAt struct{ order, line int }

var spareTables = sync.Pool{New: func() any {
	return &tables{order: map[*html.Node]int{}, index: newIndex()}
}}

// newTables gives empty tables with room for a page of so many tags.
func newTables(tags int) *tables {
	t := spareTables.Get().(*tables)
	t.lines = slices.Grow(t.lines, tags/5)
	t.leaves = slices.Grow(t.leaves, tags/3)
	t.shown = slices.Grow(t.shown, tags/3)
	t.nodes = append(slices.Grow(t.nodes, 5*tags/4), nil) // numbers begin with 1
	t.last = append(slices.Grow(t.last, 5*tags/4), 0)
	return t
}

// mostSpare is the number of nodes beyond which tables are not kept: those of a
// giant page would stay as large for all the small ones behind it.
const mostSpare = 1 << 15

// free gives the tables back. The document must not be asked any more.
func (d *document) free() {
	t := d.tables
	d.tables = nil
	if d.root == nil || len(t.nodes) > mostSpare {
		return
	}
	t.lines, t.leaves, t.links, t.nodes = emptied(t.lines), emptied(t.leaves), emptied(t.links), emptied(t.nodes)
	t.facts, t.shown, t.last = emptied(t.facts), t.shown[:0], t.last[:0]
	clear(t.order)
	t.index.empty()
	spareTables.Put(t)
}

// emptied is a list without what it held, so that no page is kept by it.
func emptied[T any](list []T) []T {
	clear(list)
	return list[:0]
}
