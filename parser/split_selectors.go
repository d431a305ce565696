package parser

import (
	"fmt"
	"slices"
	"sort"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// anchor is an element matched by a variant's selector.
type anchor struct {
	node *html.Node
	kind anchorKind
}

type anchorKind int

const (
	anchorTitle anchorKind = iota
	anchorBody
	anchorMeta
)

// bySelectors finds the records by a variant's selectors. There are two readings if
// matches are within a matched body: an author may have pasted the theme's markup into a
// post, or an unclosed element contains the following posts.
func (s *scan) bySelectors(v *profiles.Variant) []recordSet {
	if v.Needs.Given() && s.doc.First(v.Needs.Selector) == nil {
		return nil
	}
	if v.Item.Given() {
		return s.byItemsOf(v)
	}
	if v.Start.Given() {
		return s.asSets(v, s.byStarts(v))
	}
	every := s.anchors(v)
	top := s.outsideBodies(every)
	sets := s.asSets(v, s.sequence(v, top))
	if len(top) < len(every) {
		sets = append(sets, s.asSets(v, s.sequence(v, every))...)
	}
	return sets
}

func (s *scan) asSets(v *profiles.Variant, records []record) []recordSet {
	if len(records) == 0 || !s.applies(v, records) {
		return nil
	}
	return []recordSet{{
		records: records, variant: v, name: v.Name,
		why: fmt.Sprintf("%d posts by the selectors of variant %s", len(records), v.Name),
	}}
}

// applies reports whether most records' meta texts match the variant's condition.
func (s *scan) applies(v *profiles.Variant, records []record) bool {
	if !v.When.Given() {
		return true
	}
	fits := 0
	for i := range records {
		if v.When.Re.MatchString(s.doc.Text(records[i].meta.at)) {
			fits++
		}
	}
	return 2*fits > len(records)
}

// anchors returns the matches of title, body and meta outside of parts without posts, in
// page order.
func (s *scan) anchors(v *profiles.Variant) []anchor {
	var out []anchor
	add := func(sel selector.Selector, kind anchorKind) {
		for _, n := range s.doc.All(sel) {
			lines := s.doc.LinesIn(n)
			if lines.Empty() && kind != anchorBody {
				continue
			}
			if lines.Empty() || !s.doc.Lines[lines.From].Aside {
				out = append(out, anchor{n, kind})
			}
		}
	}
	add(v.Title.Selector, anchorTitle)
	add(v.Body.Selector, anchorBody)
	add(v.Meta.Selector, anchorMeta)
	sort.SliceStable(out, func(i, j int) bool { return s.doc.Order(out[i].node) < s.doc.Order(out[j].node) })
	return out
}

// outsideBodies drops anchors within a matched body.
func (s *scan) outsideBodies(all []anchor) []anchor {
	var top []anchor
	var body *html.Node
	for _, a := range all {
		if body != nil && s.doc.Inside(a.node, body) {
			continue
		}
		if a.kind == anchorBody {
			body = a.node
		}
		top = append(top, a)
	}
	return top
}

// sequence groups anchors into records: each title starts one. A title right after
// another means that the first is the page's heading.
func (s *scan) sequence(v *profiles.Variant, anchors []anchor) []record {
	var records []record
	var open *record
	closeOpen := func() {
		if open != nil && (len(open.bodies) > 0 || !open.meta.at.Empty()) {
			records = append(records, *open)
		}
		open = nil
	}
	for _, a := range anchors {
		switch a.kind {
		case anchorTitle:
			closeOpen()
			open = &record{titleNode: a.node, title: s.doc.LinesIn(a.node)}
		case anchorBody:
			metaFirst := open != nil && open.titleNode != nil && len(open.bodies) == 0 // as in some themes
			if open == nil || !open.meta.at.Empty() && !metaFirst || !v.Title.Given() && len(open.bodies) > 0 {
				closeOpen() // a post without a title
				open = &record{}
			}
			open.bodies = append(open.bodies, a.node)
		case anchorMeta:
			if open == nil {
				continue
			}
			if open.meta.at.Empty() {
				s.readMeta(open, a.node)
			}
		}
	}
	closeOpen()
	s.bound(v, records)
	s.dateRecords(v, records)
	return records
}

// readMeta reads the meta element of a record: by the patterns if they match, else by its
// lines and the selectors of single fields.
func (s *scan) readMeta(r *record, n *html.Node) {
	at := s.doc.LinesIn(n)
	ml, _ := s.match(s.doc.Text(at), true)
	for i := at.From; ml.raw == "" && i < at.To; i++ {
		ml, _ = s.metaAt(s.doc, i, at.To)
	}
	ml.at = at
	ml.link = s.metaLink(s.doc, at)
	r.meta, r.metaNode = ml, n
	r.tags = document.Span{From: at.To, To: at.To}
}

// bound sets the lines of every record: up to the start of the next one, at most up to
// its last part.
func (s *scan) bound(v *profiles.Variant, records []record) {
	for i := range records {
		r := &records[i]
		first, last := s.limits(r)
		next := len(s.doc.Lines)
		if i+1 < len(records) {
			next, _ = s.limits(&records[i+1])
		}
		r.extent = document.Span{From: first, To: max(first, min(last, next))}
		s.boundBody(r, next)
		if !v.Body.Given() {
			s.looseBody(r, next)
		}
		s.findSummaries(v, r)
		s.findMeta(r, next)
		s.findTagBlocks(v, r, next)
	}
}

// findSummaries finds the blocks within a record's bodies that repeat the teaser.
func (s *scan) findSummaries(v *profiles.Variant, r *record) {
	for _, b := range r.bodies {
		r.summaries = append(r.summaries, outermost(s.doc, s.doc.Below(b, v.Summary.Selector))...)
	}
}

// findMeta searches for a byline by words if the variant's selector found none: outside
// of the body, up to the next record.
func (s *scan) findMeta(r *record, next int) {
	if !r.meta.at.Empty() || r.body.Empty() {
		return
	}
	for _, in := range []document.Span{{From: r.body.To, To: next}, {From: max(r.title.To, r.extent.From), To: r.body.From}} {
		for _, m := range s.metasIn(in) {
			if !m.quoted {
				r.meta = m
				r.extent = document.Span{From: min(r.extent.From, m.at.From), To: max(r.extent.To, m.at.To)}
				return
			}
		}
	}
}

// limits returns the first line of a record's parts and the line after the last.
func (s *scan) limits(r *record) (first, last int) {
	first, last = len(s.doc.Lines), 0
	include := func(at document.Span) {
		if !at.Empty() {
			first, last = min(first, at.From), max(last, at.To)
		}
	}
	include(r.title)
	include(r.meta.at)
	for _, b := range r.bodies {
		include(s.doc.LinesIn(b))
	}
	if last == 0 && len(r.bodies) > 0 {
		first = s.doc.LineAfter(s.doc.Order(r.bodies[0]))
		last = first
	}
	return first, last
}

// boundBody sets the lines of the body: those of its elements, without those of the meta
// text or the next record (because of unclosed elements).
func (s *scan) boundBody(r *record, next int) {
	if len(r.bodies) == 0 {
		return
	}
	from := s.doc.LinesIn(r.bodies[0]).From
	to := s.doc.LinesIn(r.bodies[len(r.bodies)-1]).To
	if m := r.meta.at; !m.Empty() && m.From >= from {
		to = min(to, m.From)
	}
	r.body = document.Span{From: from, To: max(from, min(to, next))}
}

// looseBody sets the lines of a body without a selector: those between title and meta
// text, or else those after both.
func (s *scan) looseBody(r *record, next int) {
	r.body = document.Span{From: r.title.To, To: max(r.title.To, r.meta.at.From)}
	if s.doc.Text(r.body) != "" {
		return
	}
	from := max(r.title.To, r.meta.at.To)
	r.body = document.Span{From: from, To: s.endOfPosts(from, max(from, next))}
	r.extent.To = max(r.extent.To, r.body.To)
}

// findTagBlocks finds the blocks of tags after a record's meta text.
func (s *scan) findTagBlocks(v *profiles.Variant, r *record, next int) {
	if r.meta.at.Empty() {
		return
	}
	r.tags = s.tagsAfter(s.doc, r.meta.at.To)
	if r.tags.To > next {
		r.tags = document.Span{From: r.meta.at.To, To: r.meta.at.To}
	}
	for _, n := range s.doc.All(v.TagBlock.Selector) {
		at := s.doc.LinesIn(n)
		if !at.Empty() && at.From >= r.extent.From && at.To <= next && !at.Overlaps(r.body) {
			r.tagNodes = append(r.tagNodes, n)
			r.extent.To = max(r.extent.To, at.To)
		}
	}
	r.extent.To = max(r.extent.To, r.tags.To)
}

// readRecord finds the parts of a post of which only the extent is known. It fails for
// what does not look like a post, unless the selector is the user's.
func (s *scan) readRecord(v *profiles.Variant, r record) (record, bool) {
	lines := r.extent
	every := s.partsOf(v, &r, v.Body.Selector)
	r.bodies = outermost(s.doc, every)
	n := s.partOf(v, &r, v.Title.Selector)
	if n == nil && len(every) > len(r.bodies) { // a body within an element that also contains the title
		inner := r
		inner.bodies = outermost(s.doc, slices.DeleteFunc(every, func(b *html.Node) bool { return slices.Contains(r.bodies, b) }))
		if n = s.partOf(v, &inner, v.Title.Selector); n != nil {
			r = inner
		}
	}
	if n != nil {
		r.titleNode, r.title = n, s.doc.LinesIn(n)
		if !s.own { // what contains the title, too, is the whole post, not its body
			r.bodies = slices.DeleteFunc(r.bodies, func(b *html.Node) bool { return s.doc.Inside(n, b) })
		}
	}
	r.summaries = s.partsOf(v, &r, v.Summary.Selector)
	if n := s.partOf(v, &r, v.Meta.Selector); n != nil {
		s.readMeta(&r, n)
	} else if metas := s.chooseMetas(s.bylinesOf(v, &r), 1); len(metas) > 0 {
		r.meta = metas[len(metas)-1]
	}
	s.itemBody(&r)
	if !r.meta.at.Empty() {
		s.findTagBlocks(v, &r, lines.To)
	}
	return r, s.own || r.titleNode != nil || r.meta.raw != "" || s.isUntitled(v, &r)
}

// isUntitled reports whether a record without a title is a post: it has a date, and a
// text or an address, since a picture may be all of it.
func (s *scan) isUntitled(v *profiles.Variant, r *record) bool {
	return s.partOf(v, r, v.Date.Selector) != nil && (len(r.bodies) > 0 || s.partOf(v, r, v.Link.Selector) != nil)
}
