package parser

import (
	"sort"
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// partOf returns an element of a record, nil if there is none.
func (s *scan) partOf(v *profiles.Variant, r *record, sel selector.Selector) *html.Node {
	if nodes := s.partsOf(v, r, sel); len(nodes) > 0 {
		return nodes[0]
	}
	return nil
}

// partsOf returns all elements of a record that a selector matches: the matches of its
// first choice that has any. Matches within the body count only for the first choice,
// since fallbacks are less specific.
func (s *scan) partsOf(v *profiles.Variant, r *record, sel selector.Selector) []*html.Node {
	for i, choice := range sel.Choices() {
		found := s.choiceOf(v, r, choice)
		if beside := s.besideBodies(r, found); len(beside) > 0 {
			return beside
		}
		if i == 0 && len(found) > 0 {
			return found
		}
	}
	return nil
}

// choiceOf searches the record's meta text, then its element, or from its start to its
// end. Records with neither are searched from their first to their last line, but only if
// the variant does not select the meta text, so that no word of a body is taken for a
// name.
func (s *scan) choiceOf(v *profiles.Variant, r *record, sel selector.Selector) []*html.Node {
	for _, root := range []*html.Node{r.metaNode, r.item} {
		if found := s.doc.Below(root, sel); len(found) > 0 {
			return found
		}
		if root != nil && sel.Match(root) {
			return []*html.Node{root}
		}
	}
	switch {
	case r.to > 0:
		return matchesIn(s.doc, sel, r.from, r.to)
	case r.item != nil || v.Meta.Given() || r.extent.Empty():
		return nil
	}
	return matchesIn(s.doc, sel, s.doc.Lines[r.extent.From].From, s.doc.Lines[r.extent.To-1].To)
}

// besideBodies returns the nodes outside of the body.
func (s *scan) besideBodies(r *record, nodes []*html.Node) []*html.Node {
	var beside []*html.Node
	for _, n := range nodes {
		if !s.inBody(r, s.doc.Order(n)) {
			beside = append(beside, n)
		}
	}
	return beside
}

// inBody reports whether the node with an order is within one of the bodies, which are
// disjoint and in page order.
func (s *scan) inBody(r *record, at int) bool {
	next := sort.Search(len(r.bodies), func(i int) bool { return s.doc.Order(r.bodies[i]) >= at })
	return next > 0 && at <= s.doc.End(r.bodies[next-1])
}

// matchesIn returns the visible elements that a selector matches between two orders,
// inclusive.
func matchesIn(d *document.Document, sel selector.Selector, from, to int) []*html.Node {
	// A wrapper of only the first leaf starts before it.
	for from > 1 && d.Last(from-1) >= from && d.Last(from-1) <= to {
		from--
	}
	var found []*html.Node
	for _, n := range d.Between(sel, from, min(to, d.Orders()-1)) {
		if d.End(n) <= to {
			found = append(found, n)
		}
	}
	return found
}

// dayHeads returns the headings that give the day of the posts below.
func (s *scan) dayHeads(v *profiles.Variant) []*html.Node {
	if !v.Day.Given() {
		return nil
	}
	return s.doc.All(v.Day.Selector)
}

// underDays assigns each record the day heading above it. One within the post, above its
// title, counts as well.
func (s *scan) underDays(v *profiles.Variant, records []record) {
	heads := s.dayHeads(v)
	var places []induce.UnderDay
	for i := range records {
		begin := s.beginOf(&records[i])
		place := induce.UnderDay{Title: s.doc.LineAfter(begin - 1), Header: -1}
		if next := sort.Search(len(heads), func(i int) bool { return s.doc.Order(heads[i]) > begin }); next > 0 {
			records[i].day = heads[next-1]
			place.Header = s.doc.LineAfter(s.doc.Order(heads[next-1]) - 1)
		}
		places = append(places, place)
	}
	for i := induce.EndOfDays(s.doc, places); i < len(records); i++ {
		records[i].day = nil
	}
}

// beginOf returns the order of the record's first part found by a selector.
func (s *scan) beginOf(r *record) int {
	switch {
	case r.titleNode != nil:
		return s.doc.Order(r.titleNode)
	case len(r.bodies) > 0:
		return s.doc.Order(r.bodies[0])
	case r.item != nil:
		return s.doc.Order(r.item)
	case r.metaNode != nil:
		return s.doc.Order(r.metaNode)
	}
	return 0
}

// dateRecords reads the dates of records that selectors find, to compare readings.
func (s *scan) dateRecords(v *profiles.Variant, records []record) {
	s.underDays(v, records)
	for i := range records {
		r := &records[i]
		s.ownLink(v, r)
		m, n := s.partDate(v, r)
		if n == nil {
			continue
		}
		r.meta.date, r.meta.raw, r.dated = m, m.Raw, true
		if at := s.doc.LinesIn(n); r.meta.at.Empty() && r.extent.From <= at.From && at.To <= r.extent.To {
			r.meta.at, r.tags = at, document.Span{From: at.To, To: at.To}
		}
	}
}

// ownLink finds the permalink of a post without a title, and a second link to the target
// of the title: both support the record.
func (s *scan) ownLink(v *profiles.Variant, r *record) {
	href := s.titleLink(r)
	if n := s.partOf(v, r, v.Link.Selector); n != nil && r.titleNode == nil {
		r.link = hrefWithin(n)
		href = r.link
	}
	if r.meta.link != "" || href == "" {
		return
	}
	want, _, _ := strings.Cut(href, "#")
	links := 0
	for i := r.extent.From; i < r.extent.To; i++ {
		for _, a := range s.doc.Lines[i].Links {
			if to, _, _ := strings.Cut(a.Href, "#"); to == want && a.Text != "" {
				links++
			}
		}
	}
	if links > 1 {
		r.meta.link = want
	}
}

// bylinesOf returns the lines of a record that look like bylines. If a selector finds the
// date, those within its body are the author's.
func (s *scan) bylinesOf(v *profiles.Variant, r *record) []metaLine {
	all := s.metasIn(document.Span{From: max(r.extent.From, r.title.To), To: r.extent.To})
	if !v.Date.Given() {
		return all
	}
	var beside []metaLine
	for _, m := range all {
		if !s.inBody(r, s.doc.Lines[m.at.From].From) {
			beside = append(beside, m)
		}
	}
	return beside
}
