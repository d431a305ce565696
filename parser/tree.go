package parser

import (
	"iter"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"

	"golang.org/x/net/html"
)

// tree is the nodes of a page, numbered as a walk comes upon them: the orders of
// two nodes tell what lies between them. Orders begin with 1.
type tree struct {
	nodes []*html.Node       // by order
	last  []int              // by order, the highest one within the node
	order map[*html.Node]int // of elements and the document
}

// grow makes room for so many nodes, in an empty tree.
func (t *tree) grow(n int) {
	if t.order == nil {
		t.order = map[*html.Node]int{}
	}
	t.nodes = append(slices.Grow(t.nodes, n), nil)
	t.last = append(slices.Grow(t.last, n), 0)
}

// empty forgets all nodes, and keeps the room that they took.
func (t *tree) empty() {
	clear(t.nodes)
	clear(t.order)
	t.nodes, t.last = t.nodes[:0], t.last[:0]
}

// add gives the next node its order.
func (t *tree) add(n *html.Node) int {
	at := len(t.nodes)
	t.nodes, t.last = append(t.nodes, n), append(t.last, at)
	return at
}

// name makes a node known by its order.
func (t *tree) name(n *html.Node, at int) { t.order[n] = at }

// close says that all within a node has been added.
func (t *tree) close(at int) { t.last[at] = len(t.nodes) - 1 }

// orders is one more than the highest order.
func (t *tree) orders() int { return len(t.nodes) }

// node is that of an order.
func (t *tree) node(at int) *html.Node { return t.nodes[at] }

// elements are those of the page, by order.
func (t *tree) elements() iter.Seq2[int, *html.Node] {
	return func(yield func(int, *html.Node) bool) {
		for at, n := range t.nodes {
			if n != nil && n.Type == html.ElementNode && !yield(at, n) {
				return
			}
		}
	}
}

// lastWithin is the highest order within the node of an order.
func (t *tree) lastWithin(at int) int { return t.last[at] }

// orderOf is the order of an element, 0 if it is none of the page's.
func (t *tree) orderOf(n *html.Node) int { return t.order[n] }

// end is the highest order within n.
func (t *tree) end(n *html.Node) int { return t.last[t.order[n]] }

// inside says whether n lies within outer (or is it).
func (t *tree) inside(n, outer *html.Node) bool {
	return t.order[outer] <= t.order[n] && t.order[n] <= t.end(outer)
}

// cover gives the largest nodes within root that lie wholly between two order
// numbers: the markup of a region, whatever its wrappers are.
func (t *tree) cover(root *html.Node, after, before int) []*html.Node {
	var nodes []*html.Node
	end := min(before, t.end(root)+1)
	for at := max(after, t.order[root]-1) + 1; at < end; {
		n := t.nodes[at]
		switch {
		case n.Type == html.ElementNode && n.Data == "head":
			at = t.last[at] + 1
		case n.Type == html.DocumentNode || n.Data == "html" || n.Data == "body" || t.last[at] >= before:
			at++
		default:
			nodes = append(nodes, n)
			at = t.last[at] + 1
		}
	}
	return nodes
}

// wrapperFrom is the order number of the outermost element that begins with a
// leaf and holds no other.
func (t *tree) wrapperFrom(leaf int) int {
	at := leaf
	for at > 1 && t.last[at-1] == leaf {
		at--
	}
	return at
}

// trimEmpty drops what shows nothing at both ends of a region: spaces, breaks
// and wrappers that belong to the title or byline next to it.
func trimEmpty(nodes []*html.Node) []*html.Node {
	for len(nodes) > 0 && showsNothing(nodes[0]) {
		nodes = nodes[1:]
	}
	for len(nodes) > 0 && showsNothing(nodes[len(nodes)-1]) {
		nodes = nodes[:len(nodes)-1]
	}
	return nodes
}

func showsNothing(n *html.Node) bool {
	switch n.Type {
	case html.TextNode:
		return strings.TrimSpace(n.Data) == ""
	case html.ElementNode:
		if dom.Embeds[n.Data] {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !dom.Silent[c.Data] && !showsNothing(c) {
				return false
			}
		}
		return true
	default:
		return true
	}
}
