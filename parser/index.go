package parser

import (
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// index is a page's elements by what selectors ask of them first.
type index struct {
	tree    *tree
	choices map[*quickChoice][]int        // see selected
	place   [attrTrait + 1]map[string]int // of a list in having, by kind and name of its trait
	having  [][]int                       // order numbers of the elements with a trait, rising
}

func newIndex(t *tree) index {
	x := index{tree: t}
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

// tellsElements says whether selectors tell elements by an attribute.
func tellsElements(attribute string) bool {
	switch attribute {
	case "id", "class", "rel", "role", "itemprop", "itemscope", "typeof", "property":
		return true
	}
	return false
}

// addElement takes in an element.
func (x *index) addElement(n *html.Node, kind dom.Kind, order int) {
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

func (x *index) note(t trait, order int) {
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

// empty forgets all elements, and keeps the room that they took.
func (x *index) empty() {
	x.choices = nil
	for kind := range x.place {
		clear(x.place[kind])
	}
	for i := range x.having {
		x.having[i] = x.having[i][:0]
	}
	x.having = x.having[:0]
}

// named gives the elements of a name, by their orders. Those that bodies are full of it does not know.
func (x *index) named(element string) []int { return x.list(trait{nameTrait, element}) }

// withID gives the elements with an id, by their orders.
func (x *index) withID(id string) []int { return x.list(trait{idTrait, id}) }

// withClass gives the elements with a class, by their orders.
func (x *index) withClass(class string) []int { return x.list(trait{classTrait, class}) }

// list gives the elements with a trait.
func (x *index) list(t trait) []int {
	if at, ok := x.place[t.kind][t.name]; ok {
		return x.having[at]
	}
	return nil
}

// all gives the elements of the page that are selected, in page order: the same
// as sel.all(root), sooner.
func (x *index) all(sel selector) []*html.Node { return x.between(sel, 1, x.tree.orders()-1) }

// first gives the first element of the page that is selected, nil if there is none.
func (x *index) first(sel selector) *html.Node {
	for _, q := range sel {
		first := x.tree.orders()
		for i := range q.choices {
			for at := range x.choice(&q.choices[i], 1, first-1) {
				first = at
				break
			}
		}
		if first < x.tree.orders() {
			return x.tree.node(first)
		}
	}
	return nil
}

// may says whether the page has the elements that a selector goes by.
func (x *index) may(sel selector) bool {
	return slices.ContainsFunc(sel, func(q *quickSelect) bool {
		return slices.ContainsFunc(q.choices, func(c quickChoice) bool { return !slices.ContainsFunc(c.chain, x.lacks) })
	})
}

// below gives the elements below n that are selected, in page order: the same as
// sel.all(n), sooner.
func (x *index) below(n *html.Node, sel selector) []*html.Node {
	if n == nil {
		return nil
	}
	return x.between(sel, x.tree.orderOf(n)+1, x.tree.end(n))
}

// between gives the elements that are selected and begin between two order
// numbers, these included.
func (x *index) between(sel selector, from, to int) []*html.Node {
	for _, q := range sel {
		if found := x.find(q, from, to); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (x *index) find(q *quickSelect, from, to int) []*html.Node {
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
		nodes = append(nodes, x.tree.node(at))
	}
	return nodes
}

// selected gives the order numbers of all elements that one choice selects. It
// is asked for every post of the page, and more than once.
func (x *index) selected(c *quickChoice) []int {
	all, known := x.choices[c]
	if !known {
		all = slices.Collect(x.choice(c, 1, x.tree.orders()-1))
		if x.choices == nil {
			x.choices = map[*quickChoice][]int{}
		}
		x.choices[c] = all
	}
	return all
}

// choice gives the order numbers of the elements that one choice selects, rising.
func (x *index) choice(c *quickChoice, from, to int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if slices.ContainsFunc(c.chain, x.lacks) {
			return
		}
		if c.own().rare.kind == noTrait {
			for at := from; at <= to; at++ {
				if c.matches(x.tree.node(at)) && !yield(at) {
					return
				}
			}
			return
		}
		list, outer := x.list(c.own().rare), x.outer(c)
		for _, at := range list[sort.SearchInts(list, from):] {
			if at > to || outer.hold(at) && c.matches(x.tree.node(at)) && !yield(at) {
				return
			}
		}
	}
}

// outer are the elements within which a choice selects. It is to be asked in
// rising order; without any, everything is within.
type outer struct {
	tree *tree
	next []int // order numbers of elements not yet reached
	end  int   // the highest order number within those that were
}

// outer gives the elements that may be the next outer one of a choice: in
// ".title a", those of the class.
func (x *index) outer(c *quickChoice) outer {
	if len(c.chain) == 1 || c.chain[len(c.chain)-2].rare.kind == noTrait {
		return outer{end: x.tree.orders()}
	}
	return outer{tree: x.tree, next: x.list(c.chain[len(c.chain)-2].rare)}
}

func (o *outer) hold(at int) bool {
	for len(o.next) > 0 && o.next[0] < at {
		o.end, o.next = max(o.end, o.tree.lastWithin(o.next[0])), o.next[1:]
	}
	return at <= o.end
}

// lacks says whether no element of the page is such a one.
func (x *index) lacks(c compound) bool {
	return c.rare.kind != noTrait && len(x.list(c.rare)) == 0
}
