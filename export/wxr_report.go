package export

import (
	"fmt"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// report reports what WordPress could not have imported unchanged.
func (x *wxr) report(n int, r *blog.Record, post wxrPost, terms []Term) {
	change := func(kind, what string, args ...any) { x.o.warn(r, &Change{kind, fmt.Sprintf(what, args...)}) }
	if post.undated {
		change(Altered, "WordPress has no published posts without a date: it comes as a draft")
	}
	if post.at.After(time.Now()) {
		change(Altered, "its date is still to come: WordPress hides it until %s", post.at.Format(time.DateOnly))
	}
	if slug := x.plan.wanted(n); wordpressSlugs.MatchString(slug) {
		change(Renamed, "WordPress keeps the address %q for itself: it becomes %q", slug, post.slug)
	}
	if post.late > 0 {
		change(Merged, "WordPress would take it for another post of the same title and time: its time is %v later", post.late)
	}
	if isLongWXR(r.Title) {
		change(Cut, "the title has more than %d bytes", maxWXRText)
	}
	if isLongWXR(r.Excerpt) {
		change(Cut, "the excerpt has more than %d bytes", maxWXRText)
	}
	x.reportNames(n, r, terms, change)
	reportComments(r, change)
}

func (x *wxr) reportNames(n int, r *blog.Record, terms []Term, change func(kind, what string, args ...any)) {
	author, ok := x.plan.Author(r)
	if !ok {
		x.plan.reportNoAuthor(n, r, x.o, "WordPress makes the user who imports its author")
	}
	for _, t := range append(terms, Term{Name: author.Name}) {
		if _, cut := wxrName(t.Name, t.Slug); cut {
			change(Cut, "the name %.20q… has more than %d characters", t.Name, maxWXRName)
		}
	}
}

func reportComments(r *blog.Record, change func(kind, what string, args ...any)) {
	undated, cut := 0, 0
	for i := range r.Comments {
		c := &r.Comments[i]
		if parseDate(c.PublishedAt).IsZero() {
			undated++
		}
		_, nameCut := wxrPen(c.Author)
		if _, bodyCut := commentBody(c); nameCut || bodyCut {
			cut++
		}
	}
	if undated > 0 {
		change(Altered, "comments without a date: %d; each gets that of the one before, or of the post", undated)
	}
	if cut > 0 {
		change(Cut, "comments longer than %d bytes, or with names longer than %d: %d", maxWXRText, maxWXRPen, cut)
	}
}
