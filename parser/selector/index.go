package selector

import (
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// Index finds a page's elements by the traits that selectors use.
type Index struct {
	tree    *dom.Tree
	choices map[*choice][]int             // see selected
	place   [attrTrait + 1]map[string]int // of a list in having, by kind and name of its trait
	having  [][]int                       // orders of the elements with a trait, ascending
}

// NewIndex returns the index of an empty tree. Elements added to the tree must be added
// to the index, too.
func NewIndex(t *dom.Tree) Index {
	x := Index{tree: t}
	for kind := range x.place {
		x.place[kind] = map[string]int{}
	}
	return x
}

// trait is an id, a class, the name of an element that is not frequent in bodies, or the
// name of an attribute that identifies elements.
type trait struct {
	kind traitKind
	name string
}

type traitKind byte

const (
	noTrait traitKind = iota
	idTrait
	classTrait
	nameTrait
	attrTrait
)

// TellsElements reports whether selectors identify elements by an attribute.
func TellsElements(attribute string) bool {
	switch attribute {
	case "id", "class", "rel", "role", "itemprop", "itemscope", "typeof", "property":
		return true
	}
	return false
}

// AddElement adds an element.
func (x *Index) AddElement(n *html.Node, kind dom.Kind, order int) {
	if kind&dom.IsCommon != 0 && len(n.Attr) == 0 {
		return
	}
	if kind&dom.IsCommon == 0 {
		x.note(trait{nameTrait, n.Data}, order)
	}
	for i := range n.Attr {
		a := &n.Attr[i]
		if !TellsElements(a.Key) {
			continue
		}
		x.note(trait{attrTrait, a.Key}, order)
		switch a.Key {
		case "id":
			x.note(trait{idTrait, a.Val}, order)
		case "class":
			for class := range strings.FieldsSeq(a.Val) {
				x.note(trait{classTrait, class}, order)
			}
		}
	}
}

func (x *Index) note(t trait, order int) {
	at, ok := x.place[t.kind][t.name]
	if !ok {
		at = len(x.having)
		x.place[t.kind][t.name] = at
		x.having = slices.Grow(x.having, 1)[:at+1]
	}
	if list := x.having[at]; len(list) == 0 || list[len(list)-1] != order { // class="a a"
		x.having[at] = append(list, order)
	}
}

// Empty removes all elements but keeps the memory.
func (x *Index) Empty() {
	x.choices = nil
	for kind := range x.place {
		clear(x.place[kind])
	}
	for i := range x.having {
		x.having[i] = x.having[i][:0]
	}
	x.having = x.having[:0]
}

// Named returns the orders of the elements with a name. It does not know elements that
// are frequent in bodies.
func (x *Index) Named(element string) []int { return x.list(trait{nameTrait, element}) }

// WithID returns the orders of the elements with an id.
func (x *Index) WithID(id string) []int { return x.list(trait{idTrait, id}) }

// WithClass returns the orders of the elements with a class.
func (x *Index) WithClass(class string) []int { return x.list(trait{classTrait, class}) }

// list returns the orders of the elements with a trait.
func (x *Index) list(t trait) []int {
	if at, ok := x.place[t.kind][t.name]; ok {
		return x.having[at]
	}
	return nil
}

// All returns the matching elements of the page in document order: the same as
// sel.All(root), but faster.
func (x *Index) All(sel Selector) []*html.Node { return x.Between(sel, 1, x.tree.Orders()-1) }

// First returns the first matching element of the page, nil if there is none.
func (x *Index) First(sel Selector) *html.Node {
	for _, q := range sel {
		first := x.tree.Orders()
		for i := range q.choices {
			for at := range x.choice(&q.choices[i], 1, first-1) {
				first = at
				break
			}
		}
		if first < x.tree.Orders() {
			return x.tree.Node(first)
		}
	}
	return nil
}

// May reports whether the page has elements with the traits that a selector requires.
func (x *Index) May(sel Selector) bool {
	for _, q := range sel {
		for i := range q.choices {
			if !x.lacksAny(q.choices[i].chain) {
				return true
			}
		}
	}
	return false
}

// Below returns the matching elements below n in document order: the same as sel.All(n),
// but faster.
func (x *Index) Below(n *html.Node, sel Selector) []*html.Node {
	if n == nil {
		return nil
	}
	return x.Between(sel, x.tree.Order(n)+1, x.tree.End(n))
}

// Between returns the matching elements whose order is between two orders, inclusive.
func (x *Index) Between(sel Selector, from, to int) []*html.Node {
	for _, q := range sel {
		if found := x.find(q, from, to); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (x *Index) find(q *quick, from, to int) []*html.Node {
	var found []int
	for i := range q.choices {
		all := x.selected(&q.choices[i])
		found = append(found, all[sort.SearchInts(all, from):sort.SearchInts(all, to+1)]...)
	}
	if len(q.choices) > 1 {
		slices.Sort(found)
		found = slices.Compact(found)
	}
	var nodes []*html.Node
	for _, at := range found {
		nodes = append(nodes, x.tree.Node(at))
	}
	return nodes
}

// selected returns the orders of all elements that a choice matches. The result is
// cached, since it is needed several times for every post.
func (x *Index) selected(c *choice) []int {
	all, known := x.choices[c]
	if !known {
		all = slices.Collect(x.choice(c, 1, x.tree.Orders()-1))
		if x.choices == nil {
			x.choices = map[*choice][]int{}
		}
		x.choices[c] = all
	}
	return all
}

// choice yields the orders of the elements that a choice matches, ascending.
func (x *Index) choice(c *choice, from, to int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if x.lacksAny(c.chain) {
			return
		}
		if c.own().rare.kind == noTrait {
			for at := from; at <= to; at++ {
				if c.matches(x.tree.Node(at)) && !yield(at) {
					return
				}
			}
			return
		}
		list, outer := x.list(c.own().rare), x.outer(c)
		for _, at := range list[sort.SearchInts(list, from):] {
			if at > to || outer.hold(at) && c.matches(x.tree.Node(at)) && !yield(at) {
				return
			}
		}
	}
}

// outer are the elements within which a choice matches. It must be queried in ascending
// order. Without such elements, everything is within.
type outer struct {
	tree *dom.Tree
	next []int // orders of elements not yet reached
	end  int   // the highest order within those that were reached
}

// outer returns the candidates for the outer element of a choice: in ".title a", those
// with the class.
func (x *Index) outer(c *choice) outer {
	if len(c.chain) == 1 || c.chain[len(c.chain)-2].rare.kind == noTrait {
		return outer{end: x.tree.Orders()}
	}
	return outer{tree: x.tree, next: x.list(c.chain[len(c.chain)-2].rare)}
}

func (o *outer) hold(at int) bool {
	for len(o.next) > 0 && o.next[0] < at {
		o.end, o.next = max(o.end, o.tree.Last(o.next[0])), o.next[1:]
	}
	return at <= o.end
}

// lacksAny reports whether the page has no element for some compound of a chain.
func (x *Index) lacksAny(chain []compound) bool {
	for i := range chain {
		if rare := chain[i].rare; rare.kind != noTrait && len(x.list(rare)) == 0 {
			return true
		}
	}
	return false
}
