package parser

import (
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// span is a run of lines, [from, to).
type span struct{ from, to int }

func (s span) empty() bool          { return s.to <= s.from }
func (s span) has(i int) bool       { return s.from <= i && i < s.to }
func (s span) overlaps(o span) bool { return s.from < o.to && o.from < s.to }

// end is the highest order number within n.
func (d *document) end(n *html.Node) int { return d.last[d.order[n]] }

// linesIn gives the lines that have all their leaves within n.
func (d *document) linesIn(n *html.Node) span {
	return d.linesBetween(d.order[n]-1, d.end(n)+1)
}

// linesBetween gives the lines whose first leaf lies between two order numbers.
func (d *document) linesBetween(after, before int) span {
	from := d.lineAfter(after)
	to := from
	for to < len(d.lines) && d.lines[to].from < before {
		to++
	}
	return span{from, to}
}

// lineAfter is the index of the first line that begins after an order number.
func (d *document) lineAfter(order int) int {
	low, high := 0, len(d.lines)
	for low < high {
		mid := (low + high) / 2
		if d.lines[mid].from > order {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// text joins the lines of a span to one.
func (d *document) text(s span) string {
	var parts []string
	for i := s.from; i < s.to; i++ {
		if t := d.lines[i].text; t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " ")
}

// inside says whether n lies within outer (or is it).
func (d *document) inside(n, outer *html.Node) bool {
	return d.order[outer] <= d.order[n] && d.order[n] <= d.end(outer)
}

// cover gives the largest nodes within root that lie wholly between two order
// numbers: the markup of a region, whatever its wrappers are.
func (d *document) cover(root *html.Node, after, before int) []*html.Node {
	var nodes []*html.Node
	end := min(before, d.end(root)+1)
	for at := max(after, d.order[root]-1) + 1; at < end; {
		n := d.nodes[at]
		switch {
		case n.Type == html.ElementNode && n.Data == "head":
			at = d.last[at] + 1
		case n.Type == html.DocumentNode || n.Data == "html" || n.Data == "body" || d.last[at] >= before:
			at++
		default:
			nodes = append(nodes, n)
			at = d.last[at] + 1
		}
	}
	return nodes
}

// trimNodes drops what shows nothing at both ends of a region: spaces, breaks
// and wrappers that belong to the title or byline next to it.
func trimNodes(nodes []*html.Node) []*html.Node {
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

// signature is the place of a line in the markup: its elements with their
// classes, from the innermost to a few levels above its block. Lines with the
// same part in different posts have the same signature.
func (d *document) signature(i int) string {
	l := &d.lines[i]
	if len(l.leaves) == 0 {
		return ""
	}
	var b strings.Builder
	above := -1
	for n := l.leaves[0].Parent; n != nil && n.Type == html.ElementNode && above < 2; n = n.Parent {
		if n == l.block || above >= 0 {
			above++
		}
		b.WriteString(n.Data)
		for _, class := range strings.Fields(dom.Attr(n, "class")) {
			b.WriteString("." + strings.TrimRight(class, "0123456789-_"))
		}
		b.WriteByte('<')
	}
	return b.String()
}
