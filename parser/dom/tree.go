package dom

import (
	"iter"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Tree numbers the nodes of a page in document order, from 1. The orders of two nodes
// tell what lies between them.
type Tree struct {
	nodes []*html.Node       // by order
	last  []int              // by order, the highest order within the node
	order map[*html.Node]int // of elements and the document
}

// Grow makes room for n nodes in an empty tree.
func (t *Tree) Grow(n int) {
	if t.order == nil {
		t.order = map[*html.Node]int{}
	}
	t.nodes = append(slices.Grow(t.nodes, n), nil)
	t.last = append(slices.Grow(t.last, n), 0)
}

// Empty removes all nodes but keeps the memory.
func (t *Tree) Empty() {
	clear(t.nodes)
	clear(t.order)
	t.nodes, t.last = t.nodes[:0], t.last[:0]
}

// Add appends a node and returns its order.
func (t *Tree) Add(n *html.Node) int {
	at := len(t.nodes)
	t.nodes, t.last = append(t.nodes, n), append(t.last, at)
	return at
}

// Name records the order of an element.
func (t *Tree) Name(n *html.Node, at int) { t.order[n] = at }

// Close is called when all nodes within a node have been added.
func (t *Tree) Close(at int) { t.last[at] = len(t.nodes) - 1 }

// Orders returns the highest order plus one.
func (t *Tree) Orders() int { return len(t.nodes) }

// Node returns the node with an order.
func (t *Tree) Node(at int) *html.Node { return t.nodes[at] }

// Elements yields the elements of the page with their orders.
func (t *Tree) Elements() iter.Seq2[int, *html.Node] {
	return func(yield func(int, *html.Node) bool) {
		for at, n := range t.nodes {
			if n != nil && n.Type == html.ElementNode && !yield(at, n) {
				return
			}
		}
	}
}

// Last returns the highest order within the node with an order.
func (t *Tree) Last(at int) int { return t.last[at] }

// Order returns the order of an element, 0 if it is not in the page.
func (t *Tree) Order(n *html.Node) int { return t.order[n] }

// End returns the highest order within n.
func (t *Tree) End(n *html.Node) int { return t.last[t.order[n]] }

// Inside reports whether n is outer or a descendant of it.
func (t *Tree) Inside(n, outer *html.Node) bool {
	return t.order[outer] <= t.order[n] && t.order[n] <= t.End(outer)
}

// Cover returns the largest nodes within root that lie entirely between two orders: the
// markup of a region, whatever its wrappers.
func (t *Tree) Cover(root *html.Node, after, before int) []*html.Node {
	var nodes []*html.Node
	end := min(before, t.End(root)+1)
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

// WrapperFrom returns the order of the outermost element whose only leaf, and first node,
// is the one given.
func (t *Tree) WrapperFrom(leaf int) int {
	at := leaf
	for at > 1 && t.last[at-1] == leaf {
		at--
	}
	return at
}

// TrimEmpty removes invisible nodes from both ends of a region: spaces, breaks, and
// wrappers that belong to the title or byline next to it.
func TrimEmpty(nodes []*html.Node) []*html.Node {
	for len(nodes) > 0 && ShowsNothing(nodes[0]) {
		nodes = nodes[1:]
	}
	for len(nodes) > 0 && ShowsNothing(nodes[len(nodes)-1]) {
		nodes = nodes[:len(nodes)-1]
	}
	return nodes
}

// ShowsNothing reports whether a node has neither visible text nor an image.
func ShowsNothing(n *html.Node) bool {
	switch n.Type {
	case html.TextNode:
		return strings.TrimSpace(n.Data) == ""
	case html.ElementNode:
		if Embeds[n.Data] {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !Silent[c.Data] && !ShowsNothing(c) {
				return false
			}
		}
		return true
	default:
		return true
	}
}
