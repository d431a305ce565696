package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// span is a run of lines, [from, to).
type span struct{ from, to int }

func (s span) empty() bool          { return s.to <= s.from }
func (s span) has(i int) bool       { return s.from <= i && i < s.to }
func (s span) overlaps(o span) bool { return s.from < o.to && o.from < s.to }

// linesIn gives the lines that have all their leaves within n.
func (d *document) linesIn(n *html.Node) span {
	return d.linesBetween(d.orderOf(n)-1, d.end(n)+1)
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

func (d *document) runes(s span) int {
	n := 0
	for i := s.from; i < s.to; i++ {
		n += utf8.RuneCountInString(d.lines[i].text)
	}
	return n
}

func (d *document) texts(s span) []string {
	var out []string
	for i := s.from; i < s.to; i++ {
		if t := d.lines[i].text; t != "" && !d.lines[i].trim {
			out = append(out, t)
		}
	}
	return out
}

// written is a line's text with the spaces of its author.
func (d *document) written(l *line) string {
	var b strings.Builder
	for at := l.from; at <= l.to; at++ {
		switch n := d.node(at); {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case dom.Silent[n.Data]:
			at = d.lastWithin(at)
		}
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, b.String())
}

// wrapper is the largest element that holds these lines and no others.
func (d *document) wrapper(at span) *html.Node {
	var found *html.Node
	for n := d.lines[at.from].block; n != nil; n = n.Parent {
		switch lines := d.linesIn(n); {
		case lines == at:
			found = n
		case lines.from < at.from || lines.to > at.to:
			return found
		}
	}
	return found
}
