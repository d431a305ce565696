package document

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// Span is a range of lines, [From, To).
type Span struct{ From, To int }

// Empty reports whether the span has no lines.
func (s Span) Empty() bool { return s.To <= s.From }

// Has reports whether a line is in the span.
func (s Span) Has(i int) bool { return s.From <= i && i < s.To }

// Overlaps reports whether two spans share a line.
func (s Span) Overlaps(o Span) bool { return s.From < o.To && o.From < s.To }

// Union yields each line of the spans once, in order.
func Union(spans []Span) iter.Seq[int] {
	spans = slices.SortedStableFunc(slices.Values(spans), func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	return func(yield func(int) bool) {
		next := 0
		for _, s := range spans {
			for i := max(next, s.From); i < s.To; i++ {
				if !yield(i) {
					return
				}
			}
			next = max(next, s.To)
		}
	}
}

// LinesIn returns the lines that have all their leaves within n.
func (d *Document) LinesIn(n *html.Node) Span {
	return d.LinesBetween(d.Order(n)-1, d.End(n)+1)
}

// LinesBetween returns the lines whose first leaf lies between two orders.
func (d *Document) LinesBetween(after, before int) Span {
	from := d.LineAfter(after)
	return Span{from, max(from, d.LineAfter(before-1))}
}

// LineAfter returns the index of the first line that starts after an order.
func (d *Document) LineAfter(order int) int {
	low, high := 0, len(d.Lines)
	for low < high {
		mid := (low + high) / 2
		if d.Lines[mid].From > order {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// Text joins the lines of a span with spaces.
func (d *Document) Text(s Span) string {
	var parts []string
	for i := s.From; i < s.To; i++ {
		if t := d.Lines[i].Text; t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " ")
}

// Signature describes the place of a line in the markup: its elements with their classes,
// from the innermost to a few levels above its block. Lines with the same role in
// different posts have the same signature.
func (d *Document) Signature(i int) string {
	l := &d.Lines[i]
	if len(l.Leaves) == 0 {
		return ""
	}
	var b strings.Builder
	above := -1
	for n := l.Leaves[0].Parent; n != nil && n.Type == html.ElementNode && above < 2; n = n.Parent {
		if n == l.Block || above >= 0 {
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

// Runes returns the length of the lines of a span in characters.
func (d *Document) Runes(s Span) int {
	n := 0
	for i := s.From; i < s.To; i++ {
		n += utf8.RuneCountInString(d.Lines[i].Text)
	}
	return n
}

// Texts returns the texts of a span's lines, except empty ones and share buttons.
func (d *Document) Texts(s Span) []string {
	var out []string
	for i := s.From; i < s.To; i++ {
		if t := d.Lines[i].Text; t != "" && !d.Lines[i].Trim {
			out = append(out, t)
		}
	}
	return out
}

// Written returns a line's text with its original spaces.
func (d *Document) Written(l *Line) string {
	var b strings.Builder
	for at := l.From; at <= l.To; at++ {
		switch n := d.Node(at); {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case dom.Silent[n.Data]:
			at = d.Last(at)
		}
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, b.String())
}

// Wrapper returns the largest element that contains these lines and no others.
func (d *Document) Wrapper(at Span) *html.Node {
	var found *html.Node
	for n := d.Lines[at.From].Block; n != nil; n = n.Parent {
		switch lines := d.LinesIn(n); {
		case lines == at:
			found = n
		case lines.From < at.From || lines.To > at.To:
			return found
		}
	}
	return found
}
