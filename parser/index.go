package parser

import (
	"slices"
	"sort"
	"strings"

	"golang.org/x/net/html"
)

// index is a page's elements by what selectors ask of them first.
type index struct {
	place  map[trait]int // of a list in having
	having [][]int       // order numbers of the elements with a trait, rising
	marked []*html.Node  // elements with a trait, in page order
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

// textTags are elements that bodies are full of.
var textTags = set("p br b i u em strong font span div img ul ol li table tbody tr td")

// signAttrs are attributes by which selectors tell elements.
var signAttrs = set("id class rel role itemprop itemscope typeof property")

// add takes in an element.
func (x *index) add(n *html.Node, order int) {
	marked := false
	note := func(t trait) {
		marked = true
		x.note(t, order)
	}
	if !textTags[n.Data] {
		note(trait{nameTrait, n.Data})
	}
	for i := range n.Attr {
		a := &n.Attr[i]
		if signAttrs[a.Key] {
			note(trait{attrTrait, a.Key})
		}
		switch a.Key {
		case "id":
			note(trait{idTrait, a.Val})
		case "class":
			for class := range strings.FieldsSeq(a.Val) {
				note(trait{classTrait, class})
			}
		}
	}
	if marked {
		x.marked = append(x.marked, n)
	}
}

func (x *index) note(t trait, order int) {
	at, ok := x.place[t]
	if !ok {
		at = len(x.having)
		x.place[t] = at
		x.having = append(x.having, nil)
	}
	if list := x.having[at]; len(list) == 0 || list[len(list)-1] != order { // class="a a"
		x.having[at] = append(list, order)
	}
}

// list gives the elements with a trait.
func (x *index) list(t trait) []int {
	if at, ok := x.place[t]; ok {
		return x.having[at]
	}
	return nil
}

// all gives the elements of the page that are selected, in page order: the same
// as sel.all(d.root), sooner.
func (d *document) all(sel selector) []*html.Node { return d.between(sel, 1, len(d.nodes)-1) }

// first gives the first element of the page that is selected, nil if there is none.
func (d *document) first(sel selector) *html.Node {
	if found := d.all(sel); len(found) > 0 {
		return found[0]
	}
	return nil
}

// below gives the elements below n that are selected, in page order: the same as
// sel.all(n), sooner.
func (d *document) below(n *html.Node, sel selector) []*html.Node {
	if n == nil {
		return nil
	}
	return d.between(sel, d.order[n]+1, d.end(n))
}

// between gives the elements that are selected and begin between two order
// numbers, these included.
func (d *document) between(sel selector, from, to int) []*html.Node {
	for _, q := range sel {
		if found := d.find(q, from, to); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (d *document) find(q *quickSelect, from, to int) []*html.Node {
	var found []int
	for i := range q.choices {
		found = d.choice(&q.choices[i], from, to, found)
	}
	if len(q.choices) > 1 {
		slices.Sort(found)
		found = slices.Compact(found)
	}
	var nodes []*html.Node
	for _, at := range found {
		nodes = append(nodes, d.nodes[at])
	}
	return nodes
}

// choice adds the order numbers of the elements that one choice selects.
func (d *document) choice(c *quickChoice, from, to int, found []int) []int {
	t := c.trait()
	if t.kind == noTrait {
		for at := from; at <= to; at++ {
			if c.matches(d.nodes[at]) {
				found = append(found, at)
			}
		}
		return found
	}
	list := d.index.list(t)
	for _, at := range list[sort.SearchInts(list, from):] {
		if at > to {
			break
		}
		if c.matches(d.nodes[at]) {
			found = append(found, at)
		}
	}
	return found
}
