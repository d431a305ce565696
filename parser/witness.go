package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/induce"
)

const (
	// clearlyMore is by how much induced records must outweigh those found by a profile
	// or by words to be used instead.
	clearlyMore = 0.7
	// wholeWords is the weight of complete bylines: date, author, comments and a link to
	// them.
	wholeWords = 5.0
	// poorSelectors is the weight of a profile whose selectors miss fields.
	poorSelectors = 2.5
)

// orInduced compares the best reading by a profile or by words with induction. The one
// that is not used fills in the fields that the other left empty.
func (s *scan) orInduced(best, other recordSet) recordSet {
	if len(best.records) == 0 {
		return other
	}
	if s.outweighs(&other, &best) && !(s.own && best.variant != nil) {
		return other
	}
	if best.variant != nil || !wellWorded(&best) {
		s.witnesses(&best, &other)
	}
	return best
}

// outweighs reports whether induction is to be used instead of the best reading by a
// profile or by words.
func (s *scan) outweighs(other, best *recordSet) bool {
	if best.variant != nil && (len(other.records) <= len(best.records) || !other.titled() || other.within(best)) && wholeRecords(best) {
		return false // selectors found title, date and text of every post
	}
	mine, others := s.spotWeight(best), s.spotWeight(other)
	take := others > mine+2*clearlyMore
	if best.variant == nil {
		take = !wellWorded(best) && (others > mine+clearlyMore || best.score < wholeWords && others >= mine-0.2) ||
			len(best.records) < s.stated && len(other.records) == s.stated && (2*len(best.records) < s.stated || other.titled()) || // bylines quoted by posts, or missed
			2*len(best.records) < len(other.records) && others > mine && other.titled()
	} else if wellWorded(best) && s.claimed(best) > 0.8 {
		take = false
	} else if best.score < poorSelectors && others >= mine {
		take = true
	}
	if best.variant != nil && len(other.records) < len(best.records) && others < mine+2*clearlyMore {
		take = false // selectors tell apart posts that look like one
	}
	return take
}

// within reports whether all records of a reading are within the bodies of another one:
// lists of links in its posts.
func (set *recordSet) within(outer *recordSet) bool {
	for i := range set.records {
		in := func(r record) bool {
			return r.body.From <= set.records[i].extent.From && set.records[i].extent.To <= r.body.To
		}
		if !slices.ContainsFunc(outer.records, in) {
			return false
		}
	}
	return true
}

// titled reports whether an induced reading is based on elements or titles, rather than
// on bold lines or dates, which any text may have.
func (set *recordSet) titled() bool {
	return set.rules == nil || set.rules.Induced == nil || set.rules.Induced.ByTitles()
}

// wellWorded reports whether most bylines of a reading have a date, a comment count and,
// if there is a label, a name: no line has them by chance.
func wellWorded(set *recordSet) bool {
	well := 0
	for i := range set.records {
		m := &set.records[i].meta
		if m.raw != "" && m.comments != nil && len(strings.Fields(m.author)) <= 5 && m.at.To-m.at.From <= 3 {
			well++
		}
	}
	return 5*well >= 4*len(set.records)
}

// wholeRecords reports whether selectors found title, date and text of every post.
func wholeRecords(set *recordSet) bool {
	for i := range set.records {
		if r := &set.records[i]; r.titleNode == nil || r.meta.raw == "" || len(r.bodies) == 0 {
			return false
		}
	}
	return true
}

// spotWeight weighs the records of a reading like an induced guess.
func (s *scan) spotWeight(set *recordSet) float64 {
	var extents []document.Span
	for i := range set.records {
		extents = append(extents, set.records[i].extent)
	}
	return s.inducer().Weigh(extents)
}

// surely reports whether a reading with one record is reliable: it was found as on
// earlier pages, or has title, date and permalink of a post.
func (s *scan) surely(set *recordSet) bool {
	if len(set.records) == 0 || s.learned != nil {
		return len(set.records) > 0
	}
	f := set.records[0].found
	return f != nil && f.Title != "" && f.URL != "" && !f.Date.Empty()
}

// witnesses assigns each record of a reading what the other found at its place.
func (s *scan) witnesses(set, other *recordSet) {
	var silenced silence // words do not tell which fields are absent
	if set.variant != nil {
		silenced = s.silencedBy(set)
	}
	for i := range set.records {
		r := &set.records[i]
		best, top := -1, 0
		for k := range other.records {
			o := &other.records[k]
			n := min(r.extent.To, o.extent.To) - max(r.extent.From, o.extent.From)
			if r.title != o.title && 2*n < max(r.extent.To-r.extent.From, o.extent.To-o.extent.From) {
				continue
			}
			if n > top {
				best, top = k, n
			}
		}
		if best >= 0 && !holdsNeighbor(set.records, i, other.records[best].extent) {
			r.witness = silenced.on(other.records[best].found)
		}
	}
}

// holdsNeighbor reports whether an extent of the other reading contains the title of the
// record before or after the i-th, or its byline if it has no title: it did not separate
// the two, and its fields may be the neighbor's.
func holdsNeighbor(records []record, i int, e document.Span) bool {
	for _, k := range []int{i - 1, i + 1} {
		if k < 0 || k >= len(records) {
			continue
		}
		at := records[k].title
		if at.Empty() {
			at = records[k].meta.at
		}
		if !at.Empty() && at.From >= e.From && at.To <= e.To {
			return true
		}
	}
	return false
}

// witnessed fills in what a profile's selectors left empty.
func (f *fields) witnessed(w *induce.Post) {
	p := &f.p
	if p.Title == "" && !f.v.Title.Given() && w.Title != "" {
		p.Title = w.Title
		f.note("title", "what repeats: "+w.Notes["title"])
	}
	note := func(field string) {
		if n := w.Notes[field]; n != "" {
			f.note(field, "what repeats: "+n)
		}
	}
	if p.Published == "" {
		if wall := w.Date.Settle(f.s.dates); wall != "" {
			p.Published, p.PublishedRaw = wall, w.Date.Raw()
			note("date")
		}
	} else if w.Date.Shown() {
		f.moreTime(w)
	}
	if p.Author == "" && w.Author != "" {
		p.Author, p.Role = w.Author, w.Role
		note("author")
	}
	if len(p.Tags) == 0 && len(p.Categories) == 0 {
		p.Tags, p.Categories = w.Tags, w.Categories
		if len(p.Tags) > 0 {
			note("tags")
		}
		if len(p.Categories) > 0 {
			note("categories")
		}
	}
	if p.CommentCount == nil && w.Comments != nil {
		p.CommentCount = w.Comments
		note("comment_count")
	}
	if p.URL == "" && w.URL != "" {
		p.URL = w.URL
		note("url")
	}
}

// moreTime takes the time from the witness if only the day is known.
func (f *fields) moreTime(w *induce.Post) {
	own := f.p.Published
	wall := w.Date.Settle(f.s.dates)
	if wall != "" && own[:10] == wall[:10] && len(own) > 11 && own[11:] == "00:00:00" {
		f.p.Published = blog.Wall(wall)
	}
}

// boundByWitness takes the bounds of the text from the witness if a user's profile does
// not select the body, or its selector matches nothing in the post's element.
func (f *fields) boundByWitness() {
	w := f.r.witness
	unsaid := f.s.own && !f.v.Body.Given()
	unfound := f.v.Body.Given() && f.r.item != nil && len(f.r.bodies) == 0 && f.sawPost(w)
	if w.Body.Empty() || !unsaid && !unfound {
		return
	}
	f.r.bodies, f.r.body = nil, w.Body
	f.drop, f.cut, f.more = append([]document.Span(nil), w.Drop...), append(f.cut, w.Cut...), w.More
}

// bodyOfWitness takes the text from the witness if the selectors found none.
func (f *fields) bodyOfWitness() {
	w := f.r.witness
	// A body found by a selector is the body, even if it is empty.
	if w == nil || len(f.r.bodies) > 0 || f.p.BodyText != "" || f.p.BodyHTML != "" || w.Body.Empty() {
		return
	}
	f.r.bodies, f.r.body = nil, w.Body
	f.drop, f.cut = append([]document.Span(nil), w.Drop...), nil
	f.body()
}
