package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/induce"
)

// rival is what an earlier page taught about induction when selectors or words explained
// that page better: induction on every page costs more than everything else.
type rival struct {
	// Winner is the name of the reading that was used.
	Winner string `json:"winner"`
	// Spots finds the same records again, nil if nothing repeated.
	Spots *induce.Rule `json:"spots,omitempty"`
	// Idle means that it agreed and had nothing to add.
	Idle bool `json:"idle,omitempty"`
	// Open are the fields that the winner had left empty.
	Open []string `json:"open,omitempty"`
}

// settled reports whether induction cannot change the result: complete bylines are used
// in any case, and if selectors find whole posts as on an earlier page, it had nothing to
// add there. Whether they leave more fields empty turns out when the fields have been
// read.
func (sh *sheet) settled(sets []recordSet) bool {
	best, ok := sh.bestSet(sets)
	if !ok {
		return false
	}
	if best.variant == nil {
		const quoted = 2 // posts may quote that many bylines
		return wellWorded(&best) && len(best.records) > quoted && len(best.records) >= sh.stated
	}
	if sh.rival != nil && sh.rival.Winner == best.name && wholeRecords(&best) {
		sh.taken, sh.deferred = len(best.records), sh.rival.Idle
	}
	return sh.deferred
}

// asksRival reports whether induction is needed after all, because the posts have more
// empty fields than those of the earlier page.
func (sh *sheet) asksRival(set *recordSet, posts []blog.Post) bool {
	if !sh.deferred {
		return false
	}
	news := func(field string) bool { return !slices.Contains(sh.rival.Open, field) }
	if !slices.ContainsFunc(sh.openFields(set, posts), news) {
		return false
	}
	sh.withRepeats(nil)
	return sh.other != nil && !sh.isFrame(sh.other)
}

// rivalOf returns what the page teaches about induction, or else what an earlier one
// taught.
func (sh *sheet) rivalOf(set *recordSet, posts []blog.Post) *rival {
	if !sh.asked || set.induced > 0 || sh.rival != nil && !sh.rival.lone() {
		return sh.rival
	}
	r := &rival{Winner: set.name}
	if sh.other != nil {
		r.Spots = sh.other.rules.Induced
	}
	if r.Idle = len(posts) > 1 && set.variant != nil && !sh.own && sh.idle(set, posts); r.Idle {
		r.Open = sh.openFields(set, posts)
	}
	return r
}

// lone reports whether it was learned from a single post.
func (r *rival) lone() bool { return !r.Idle && r.Spots != nil && r.Spots.Lone }

// idle reports whether induction agrees with every post and adds nothing.
func (sh *sheet) idle(set *recordSet, posts []blog.Post) bool {
	for i := range set.records {
		r, p := &set.records[i], &posts[i]
		if r.witness == nil {
			continue
		}
		if r.filled || sh.dropsFrom(r) {
			return false
		}
		for f := range slices.Values(sureFields) {
			if other := f.witnessed(r.witness); other != "" && other != f.value(p) {
				return false
			}
		}
	}
	return true
}

// dropsFrom reports whether the witness removes lines from a body that are not removed
// anyway.
func (sh *sheet) dropsFrom(r *record) bool {
	for _, n := range r.bodies {
		body := sh.doc.LinesIn(n)
		for _, at := range slices.Concat(r.witness.Drop, r.witness.Edges) {
			if body.Overlaps(at) && !sh.doc.Lines[at.From].Trim {
				return true
			}
		}
	}
	return false
}

// openFields returns the fields that posts lack, except those for which an empty selector
// result means that there is none.
func (sh *sheet) openFields(set *recordSet, posts []blog.Post) []string {
	var q *silence
	silent := func() silence {
		if q == nil {
			found := sh.silencedBy(set)
			q = &found
		}
		return *q
	}
	var open []string
	for _, f := range []struct {
		name    string
		missing func(p *blog.Post) bool
		silent  func() bool
	}{
		{"title", func(p *blog.Post) bool { return p.Title == "" }, nil},
		{"url", func(p *blog.Post) bool { return p.URL == "" }, nil},
		{"date", func(p *blog.Post) bool { return p.Published == "" }, nil},
		{"time", func(p *blog.Post) bool { return strings.HasSuffix(string(p.Published), "00:00:00") }, nil},
		{"author", func(p *blog.Post) bool { return p.Author == "" }, func() bool { return silent().author }},
		{"terms", func(p *blog.Post) bool { return len(p.Tags)+len(p.Categories) == 0 }, func() bool { return silent().terms }},
		{"comments", func(p *blog.Post) bool { return p.CommentCount == nil }, func() bool { return silent().comments }},
	} {
		missing := slices.ContainsFunc(posts, func(p blog.Post) bool { return f.missing(&p) })
		if missing && (f.silent == nil || !f.silent()) {
			open = append(open, f.name)
		}
	}
	if slices.ContainsFunc(set.records, sh.holdsFrame) {
		open = append(open, "body")
	}
	return open
}

// holdsFrame reports whether a body contains fields of the post that the profile does not
// exclude.
func (sh *sheet) holdsFrame(r record) bool {
	for _, n := range r.bodies {
		at := sh.doc.LinesIn(n)
		for i := at.From; i < at.To; i++ {
			if !sh.doc.Lines[i].Trim && sh.frame().Has(i) {
				return true
			}
		}
	}
	return false
}
