package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/induce"
)

const (
	// oneWitness is the confidence in a post with which nothing can be compared.
	oneWitness = 0.5
	// byPlaceAlone is the confidence in a field that neither words nor markup name, but
	// that repeats at its place.
	byPlaceAlone = 0.7
)

// confidence returns, from 0 to 1, how well the evidence for each field of a page agrees:
// how many posts have it, whether it varies as expected (titles and links differ, dates
// are in order), and whether induction agrees with the selectors. Fields that no post has
// are omitted.
func confidence(posts []blog.Post, records []record) map[string]float64 {
	out := map[string]float64{}
	for i := range sureFields {
		f := &sureFields[i]
		if shown := f.look(posts, records); shown.posts > 0 {
			out[f.name] = f.sure(posts, shown)
		}
	}
	return out
}

// showing is how the posts of a page show a field.
type showing struct {
	posts   int // posts that have it
	values  map[string]bool
	guessed int // posts for which it was found only by its place
	asked   int // posts for which induction has the field, too
	agree   int // and agrees
}

func (f *sureField) look(posts []blog.Post, records []record) showing {
	s := showing{values: map[string]bool{}}
	for i := range posts {
		v := f.value(&posts[i])
		if v == "" {
			continue
		}
		s.posts++
		s.values[v] = true
		how := posts[i].Evidence[f.evidence]
		if strings.Contains(how, "comes back at its place") || strings.Contains(how, "beside the date") {
			s.guessed++
		}
		if other := f.witnessed(records[i].witness); other != "" {
			if s.asked++; other == v {
				s.agree++
			}
		}
	}
	return s
}

// sure combines the evidence.
func (f *sureField) sure(posts []blog.Post, s showing) float64 {
	sure := 1 - (1-byPlaceAlone)*ratio(s.guessed, s.posts)
	if f.everywhere {
		sure *= ratio(s.posts, len(posts))
	}
	if f.distinct {
		sure *= ratio(len(s.values), s.posts)
	}
	if s.asked > 0 {
		sure *= ratio(s.agree, s.asked)
	}
	if f.name == "date" {
		sure *= inOrder(posts)
	}
	if len(posts) == 1 {
		sure *= oneWitness
	}
	return sure
}

func ratio(n, of int) float64 { return float64(n) / float64(of) }

// sureField describes a field for confidence.
type sureField struct {
	name, evidence string
	everywhere     bool // usually, all posts have it
	distinct       bool // differs from post to post
	value          func(p *blog.Post) string
	ofWitness      func(w *induce.Post) string // nil if it cannot be compared
}

var sureFields = []sureField{
	{name: "title", evidence: "title", everywhere: true, distinct: true,
		value: func(p *blog.Post) string { return p.Title }, ofWitness: func(w *induce.Post) string { return w.Title }},
	{name: "url", evidence: "url", everywhere: true, distinct: true,
		value: func(p *blog.Post) string { return p.URL }, ofWitness: func(w *induce.Post) string { return w.URL }},
	{name: "date", evidence: "date", everywhere: true,
		value: func(p *blog.Post) string { return string(p.Published) }},
	{name: "author", evidence: "author", everywhere: true,
		value: func(p *blog.Post) string { return p.Author }, ofWitness: func(w *induce.Post) string { return w.Author }},
	{name: "tags", evidence: "tags",
		value: func(p *blog.Post) string { return strings.Join(p.Tags, "|") }},
	{name: "categories", evidence: "categories",
		value: func(p *blog.Post) string { return strings.Join(p.Categories, "|") }},
	{name: "comment_count", evidence: "comment_count", everywhere: true,
		value: func(p *blog.Post) string {
			if p.CommentCount == nil {
				return ""
			}
			return "known"
		}},
	{name: "body", evidence: "body", everywhere: true, distinct: true,
		value: func(p *blog.Post) string { return p.BodyHTML }},
}

func (f *sureField) witnessed(w *induce.Post) string {
	if w == nil || f.ofWitness == nil {
		return ""
	}
	return f.ofWitness(w)
}

// inOrder returns the share of successive dates that follow the main direction.
func inOrder(posts []blog.Post) float64 {
	var walls []blog.Wall
	for i := range posts {
		walls = append(walls, posts[i].Published)
	}
	if len(walls) < 2 {
		return 1
	}
	return dates.Ordered(walls)
}
