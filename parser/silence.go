package parser

import (
	"github.com/blogferry/blogferry/parser/induce"
)

// silence says which fields a profile's selectors read in some posts of a page:
// a post in which they find nothing has none, and no other reading is asked.
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
	q.author = len(names) > 1 // where one name recurs, it may be left out
	return q
}

// on returns a witness without what it has not to be asked.
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
