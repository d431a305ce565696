package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/induce"
)

const (
	// oneWitness is the confidence in a post that nothing can be compared with.
	oneWitness = 0.5
	// byPlaceAlone is that in a field which no word and no markup calls by its
	// name: it comes back at its place.
	byPlaceAlone = 0.7
)

// confidence says, from 0 to 1, how well the evidence for each field of a page
// agrees: how many posts have it, whether it does what such a field does from
// post to post (titles and links differ, dates are in order), and whether what
// repeats says the same as the selectors. Fields that no post shows have none.
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
	posts   int // that show it
	values  map[string]bool
	guessed int // posts where it was taken by its place alone
	asked   int // posts of which what repeats has the field, too
	agree   int // and says the same
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

// sure weighs what was seen.
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

// sureField is a field as confidence looks at it.
type sureField struct {
	name, evidence string
	everywhere     bool // posts have it, as a rule
	distinct       bool // no two posts have the same
	value          func(p *blog.Post) string
	ofWitness      func(w *induce.Post) string // nil where it cannot be compared
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

// inOrder returns the share of neighbors whose dates go the way most of them go.
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
