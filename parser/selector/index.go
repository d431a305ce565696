package selector

import (
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// Index is a page's elements by what selectors ask of them first.
type Index struct {
	tree    *dom.Tree
	choices map[*choice][]int             // see selected
	place   [attrTrait + 1]map[string]int // of a list in having, by kind and name of its trait
	having  [][]int                       // order numbers of the elements with a trait, rising
}

// NewIndex returns the index of a tree without nodes: each element that the tree takes in
// is to be added here as well.
func NewIndex(t *dom.Tree) Index {
	x := Index{tree: t}
	for kind := range x.place {
		x.place[kind] = map[string]int{}
	}
	return x
}

// trait is an id, a class, the name of an element that bodies are not full of,
// or that of an attribute which says what an element is.
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

// tellsElements reports whether selectors tell elements by an attribute.
func tellsElements(attribute string) bool {
	switch attribute {
	case "id", "class", "rel", "role", "itemprop", "itemscope", "typeof", "property":
		return true
	}
	return false
}

// AddElement takes in an element.
func (x *Index) AddElement(n *html.Node, kind dom.Kind, order int) {
	if kind&dom.IsCommon != 0 && len(n.Attr) == 0 {
		return
	}
	if kind&dom.IsCommon == 0 {
		x.note(trait{nameTrait, n.Data}, order)
	}
	for i := range n.Attr {
		a := &n.Attr[i]
		if !tellsElements(a.Key) {
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

// Empty forgets all elements, and keeps the room that they took.
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

// Named returns the elements of a name, by their orders, but not those that bodies are
// full of.
func (x *Index) Named(element string) []int { return x.list(trait{nameTrait, element}) }

// WithID returns the elements with an id, by their orders.
func (x *Index) WithID(id string) []int { return x.list(trait{idTrait, id}) }

// WithClass returns the elements with a class, by their orders.
func (x *Index) WithClass(class string) []int { return x.list(trait{classTrait, class}) }

// list returns the elements with a trait.
func (x *Index) list(t trait) []int {
	if at, ok := x.place[t.kind][t.name]; ok {
		return x.having[at]
	}
	return nil
}

// All returns the elements of the page that are selected, in page order: the same as
// sel.all(root), sooner.
func (x *Index) All(sel Selector) []*html.Node { return x.Between(sel, 1, x.tree.Orders()-1) }

// First returns the first element of the page that is selected, nil if there is none.
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

// May reports whether the page has the elements that a selector goes by.
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

// Below returns the elements below n that are selected, in page order: the same as
// sel.all(n), sooner.
func (x *Index) Below(n *html.Node, sel Selector) []*html.Node {
	if n == nil {
		return nil
	}
	return x.Between(sel, x.tree.Order(n)+1, x.tree.End(n))
}

// Between returns the elements that are selected and begin between two order numbers,
// these included.
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

// selected returns the order numbers of all elements that one choice selects. It is asked
// for every post of the page, and more than once.
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

// choice returns the order numbers of the elements that one choice selects, rising.
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

// outer are the elements within which a choice selects. It is to be asked in
// rising order; without any, everything is within.
type outer struct {
	tree *dom.Tree
	next []int // order numbers of elements not yet reached
	end  int   // the highest order number within those that were
}

// outer returns the elements that may be the next outer one of a choice: in ".title a",
// those of the class.
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

// lacksAny reports whether no element of the page is such as some part of a chain asks
// for.
func (x *Index) lacksAny(chain []compound) bool {
	for i := range chain {
		if rare := chain[i].rare; rare.kind != noTrait && len(x.list(rare)) == 0 {
			return true
		}
	}
	return false
}
