package parser

import (
	"slices"

	"golang.org/x/net/html"
)

// byItemsOf reads the records of a variant whose posts have an element each.
// Where such elements lie within one another, there are two readings; of equals
// the one counts in which all are posts with title, date and text.
func (s *scan) byItemsOf(v *Variant) []recordSet {
	every := s.doc.all(v.c.item)
	items := outermost(s.doc, every)
	sets := s.asSets(v, s.byItems(v, items))
	if s.own || len(items) == len(every) {
		return sets // a user's selector means the outermost
	}
	nested := s.asSets(v, s.byNestedItems(v, every))
	if len(nested) > 0 && wholeRecords(&nested[0]) {
		return append(nested, sets...)
	}
	return append(sets, nested...)
}

// byItems reads the records of elements that lie beside one another.
func (s *scan) byItems(v *Variant, items []*html.Node) []record {
	var records []record
	for i, item := range items {
		lines := s.doc.linesIn(item)
		if lines.empty() || s.doc.lines[lines.from].aside {
			continue
		}
		next := len(s.doc.lines)
		if i+1 < len(items) {
			next = s.doc.linesIn(items[i+1]).from
		}
		if r, ok := s.itemRecord(v, item, s.withByline(v, lines, next)); ok {
			records = append(records, r)
		}
	}
	s.dateRecords(v, records)
	return records
}

// byNestedItems reads the records of a variant whose elements lie within one
// another, as where a post has left one open: each ends where the next begins.
// One without a date that holds others is their frame.
func (s *scan) byNestedItems(v *Variant, items []*html.Node) []record {
	var records []record
	holders := map[int]bool{} // by the order number of the element
	for i, item := range items {
		r := record{from: s.doc.orderOf(item), to: s.doc.end(item)}
		if i+1 < len(items) && s.doc.orderOf(items[i+1]) <= r.to {
			holders[r.from] = true
			r.to = s.doc.orderOf(items[i+1]) - 1
		}
		r.extent = s.doc.linesBetween(r.from-1, r.to+1)
		if r.extent.empty() || s.doc.lines[r.extent.from].aside {
			continue
		}
		if r, ok := s.readRecord(v, r); ok {
			records = append(records, r)
		}
	}
	s.dateRecords(v, records)
	return slices.DeleteFunc(records, func(r record) bool { return holders[r.from] && r.meta.raw == "" })
}

// withByline gives the lines of an item. One that ends before its byline was
// closed by a stray end tag in the post: it goes on to the byline behind it,
// before the next item.
func (s *scan) withByline(v *Variant, lines span, next int) span {
	if v.c.meta != nil || v.c.date != nil || len(s.metasIn(lines)) > 0 {
		return lines
	}
	if behind := s.metasIn(span{lines.to, s.endOfPosts(lines.to, next)}); len(behind) > 0 && !behind[0].quoted {
		lines.to = s.tagsAfter(s.doc, behind[0].at.to).to
	}
	return lines
}

func (s *scan) itemRecord(v *Variant, item *html.Node, lines span) (record, bool) {
	return s.readRecord(v, record{item: item, extent: lines})
}

// itemBody bounds the body of an item: its elements, or all between the title
// and the meta text.
func (s *scan) itemBody(v *Variant, r *record) {
	if len(r.bodies) > 0 {
		s.boundBody(r, r.extent.to)
		return
	}
	r.body = span{r.title.to, r.extent.to}
	if r.title.empty() {
		r.body.from = r.extent.from
	}
	if m := r.meta.at; !m.empty() {
		behind := span{s.tagsAfter(s.doc, m.to).to, r.body.to}
		if d := s.doc; d.runes(span{r.body.from, m.from}) >= d.runes(behind) {
			r.body.to = m.from
		} else {
			r.body.from = m.to
		}
	}
}

// outermost drops nodes that lie within another one of the list.
func outermost(d *document, nodes []*html.Node) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		if len(out) == 0 || !d.inside(n, out[len(out)-1]) {
			out = append(out, n)
		}
	}
	return out
}
