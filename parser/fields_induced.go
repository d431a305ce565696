package parser

import "fmt"

// induced takes over what induction read of a post; its body is written as any
// other.
func (f *fields) induced(have *found) {
	p := &f.p
	p.Title, p.URL = have.title, have.url
	p.Author, p.Role = have.author, have.role
	p.Tags, p.Categories = have.tags, have.categories
	p.CommentCount = have.comments
	p.Published, p.PublishedRaw = have.date.settle(f.s.dates), have.date.raw()
	if p.Published == "" {
		p.PublishedRaw = have.date.age
	}
	for field, note := range have.notes {
		f.note(field, note)
	}
	if !f.r.title.Empty() {
		f.note("title", fmt.Sprintf("line %d: %s", f.r.title.From+1, have.notes["title"]))
	}
	if have.date.guessed {
		f.warnings = append(f.warnings, "post "+p.Title+": its date has no year, that of the page's other dates is taken")
	}
	f.drop = append(f.drop, have.drop...)
	f.cut = append(f.cut, have.cut...)
	f.more = have.more
	f.byline()
	f.body()
}
