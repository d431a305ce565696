package parser

import (
	"fmt"

	"github.com/blogferry/blogferry/parser/induce"
)

// induced takes over the fields found by induction. The body is written as usual.
func (f *fields) induced(have *induce.Post) {
	p := &f.p
	p.Title, p.URL = have.Title, have.URL
	p.Author, p.Role = have.Author, have.Role
	p.Tags, p.Categories = have.Tags, have.Categories
	p.CommentCount = have.Comments
	p.Published, p.PublishedRaw = have.Date.Settle(f.s.dates), have.Date.Raw()
	if p.Published == "" {
		p.PublishedRaw = have.Date.Age
	}
	for field, note := range have.Notes {
		f.note(field, note)
	}
	if !f.r.title.Empty() {
		f.note("title", fmt.Sprintf("line %d: %s", f.r.title.From+1, have.Notes["title"]))
	}
	if have.Date.Guessed {
		f.warnings = append(f.warnings, "post "+p.Title+": its date has no year, that of the page's other dates is taken")
	}
	f.drop = append(f.drop, have.Drop...)
	f.cut = append(f.cut, have.Cut...)
	f.more = have.More
	f.byline()
	f.authorInBox()
	f.roleNearName()
	f.body()
}
