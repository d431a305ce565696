package parser

import (
	"github.com/blogferry/blogferry/parser/induce"
)

// silence tells for which fields a profile's selectors are reliable because they match in
// some posts of a page: then a post without a match does not have the field, and no other
// reading is used.
type silence struct{ author, terms, comments bool }

func (s *scan) silencedBy(set *recordSet) silence {
	var q silence
	v := set.variant
	names := map[string]bool{}
	for i := range set.records {
		r := &set.records[i]
		if n := s.partOf(v, r, v.Author.Selector); n != nil {
			names[nameIn(n, v.AuthorIn.Re)] = true
		}
		q.terms = q.terms || s.partOf(v, r, v.Tags.Selector) != nil || s.partOf(v, r, v.Categories.Selector) != nil
		q.comments = q.comments || s.partOf(v, r, v.Count.Selector) != nil
	}
	q.author = len(names) > 1 // a single name that repeats may be omitted
	return q
}

// on returns a witness without those fields.
func (q silence) on(w *induce.Post) *induce.Post {
	if w == nil {
		return nil
	}
	rest := *w
	if q.author {
		rest.Author, rest.Role = "", ""
	}
	if q.terms {
		rest.Tags, rest.Categories = nil, nil
	}
	if q.comments {
		rest.Comments = nil
	}
	return &rest
}
