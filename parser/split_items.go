package parser

import (
	"slices"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/profiles"
	"golang.org/x/net/html"
)

// byItemsOf finds the records of a variant whose posts have an element each. If such
// elements are nested, there are two readings; on a tie, the one in which all records
// have title, date and text is used.
func (s *scan) byItemsOf(v *profiles.Variant) []recordSet {
	every := s.doc.All(v.Item.Selector)
	items := outermost(s.doc, every)
	sets := s.asSets(v, s.byItems(v, items))
	if s.own || len(items) == len(every) {
		return sets // a user's selector means the outermost elements
	}
	nested := s.asSets(v, s.byNestedItems(v, every))
	if len(nested) > 0 && wholeRecords(&nested[0]) {
		return append(nested, sets...)
	}
	return append(sets, nested...)
}

// byItems finds the records of elements that are not nested.
func (s *scan) byItems(v *profiles.Variant, items []*html.Node) []record {
	var records []record
	for i, item := range items {
		lines := s.doc.LinesIn(item)
		if lines.Empty() || s.doc.Lines[lines.From].Aside {
			continue
		}
		next := len(s.doc.Lines)
		if i+1 < len(items) {
			next = s.doc.LinesIn(items[i+1]).From
		}
		if r, ok := s.itemRecord(v, item, s.withByline(v, lines, next)); ok {
			records = append(records, r)
		}
	}
	s.dateRecords(v, records)
	return records
}

// byNestedItems finds the records of nested elements, which result from unclosed
// elements: each ends where the next one starts. One without a date that contains others
// is a wrapper.
func (s *scan) byNestedItems(v *profiles.Variant, items []*html.Node) []record {
	var records []record
	holders := map[int]bool{} // by the order of the element
	for i, item := range items {
		r := record{from: s.doc.Order(item), to: s.doc.End(item)}
		if i+1 < len(items) && s.doc.Order(items[i+1]) <= r.to {
			holders[r.from] = true
			r.to = s.doc.Order(items[i+1]) - 1
		}
		r.extent = s.doc.LinesBetween(r.from-1, r.to+1)
		if r.extent.Empty() || s.doc.Lines[r.extent.From].Aside {
			continue
		}
		if r, ok := s.readRecord(v, r); ok {
			records = append(records, r)
		}
	}
	s.dateRecords(v, records)
	return slices.DeleteFunc(records, func(r record) bool { return holders[r.from] && r.meta.raw == "" })
}

// withByline returns the lines of an item. One that ends before its byline, because of a
// stray end tag in the post, extends to the byline after it, before the next item.
func (s *scan) withByline(v *profiles.Variant, lines document.Span, next int) document.Span {
	if v.Meta.Given() || v.Date.Given() || len(s.metasIn(lines)) > 0 {
		return lines
	}
	if behind := s.metasIn(document.Span{From: lines.To, To: s.endOfPosts(lines.To, next)}); len(behind) > 0 && !behind[0].quoted {
		lines.To = s.tagsAfter(s.doc, behind[0].at.To).To
	}
	return lines
}

func (s *scan) itemRecord(v *profiles.Variant, item *html.Node, lines document.Span) (record, bool) {
	return s.readRecord(v, record{item: item, extent: lines})
}

// itemBody sets the lines of an item's body: those of its body elements, or all between
// the title and the meta text.
func (s *scan) itemBody(r *record) {
	if len(r.bodies) > 0 {
		s.boundBody(r, r.extent.To)
		return
	}
	r.body = document.Span{From: r.title.To, To: r.extent.To}
	if r.title.Empty() {
		r.body.From = r.extent.From
	}
	if m := r.meta.at; !m.Empty() {
		behind := document.Span{From: s.tagsAfter(s.doc, m.To).To, To: r.body.To}
		if d := s.doc; d.Runes(document.Span{From: r.body.From, To: m.From}) >= d.Runes(behind) {
			r.body.To = m.From
		} else {
			r.body.From = m.To
		}
	}
}

// outermost drops nodes that are within another one of the list.
func outermost(d *document.Document, nodes []*html.Node) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		if len(out) == 0 || !d.Inside(n, out[len(out)-1]) {
			out = append(out, n)
		}
	}
	return out
}
