package parser

import (
	"sort"

	"github.com/blogferry/blogferry/parser/profiles"
	"golang.org/x/net/html"
)

// byStarts finds the records of a variant whose posts have no element of their own: each
// extends from its start element to the next one, the last one to the end of their common
// parent.
func (s *scan) byStarts(v *profiles.Variant) []record {
	starts := s.startNodes(v)
	if len(starts) == 0 {
		return nil
	}
	ends := s.endsOfRuns(v)
	var records []record
	for i, n := range starts {
		r := record{from: s.doc.Order(n), to: s.endOfRun(starts, i)}
		if next := sort.SearchInts(ends, r.from+1); next < len(ends) {
			r.to = min(r.to, ends[next]-1)
		}
		r.extent = s.doc.LinesBetween(r.from-1, r.to+1)
		if r, ok := s.readRecord(v, r); ok {
			records = append(records, r)
		}
	}
	s.dateRecords(v, records)
	return records
}

// endsOfRuns returns the orders of what ends a post in any case: a day heading, which
// starts the posts below it, and the pager.
func (s *scan) endsOfRuns(v *profiles.Variant) []int {
	var ends []int
	for _, n := range append(s.dayHeads(v), s.doc.All(s.p.Pager.Selector)...) {
		ends = append(ends, s.doc.Order(n))
	}
	sort.Ints(ends)
	return ends
}

func (s *scan) startNodes(v *profiles.Variant) []*html.Node {
	var out []*html.Node
	for _, n := range outermost(s.doc, s.doc.All(v.Start.Selector)) {
		if at := s.doc.LineAfter(s.doc.Order(n) - 1); at < len(s.doc.Lines) && !s.doc.Lines[at].Aside {
			out = append(out, n)
		}
	}
	return out
}

// endOfRun returns the order at which the post of start i ends.
func (s *scan) endOfRun(starts []*html.Node, i int) int {
	if i+1 < len(starts) {
		return s.doc.Order(starts[i+1]) - 1
	}
	holder := starts[i].Parent
	for holder != nil && holder.Parent != nil && !s.doc.Inside(starts[0], holder) {
		holder = holder.Parent
	}
	if holder == nil {
		return s.doc.End(starts[i])
	}
	from := s.doc.LineAfter(s.doc.Order(starts[i]) - 1)
	end := s.endOfPosts(from, s.doc.LinesBetween(s.doc.Order(starts[i])-1, s.doc.End(holder)+1).To)
	if end > from && end < len(s.doc.Lines) && s.doc.Lines[end].From <= s.doc.End(holder) {
		return s.doc.Lines[end].From - 1
	}
	return s.doc.End(holder)
}
