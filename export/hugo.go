package export

import (
	"errors"

	"github.com/blogferry/blogferry/blog"
)

// writeHugo writes the content of a Hugo site: posts, comments as data, images and files.
//
// By default Hugo omits markup within Markdown. A post that needs markup is therefore
// written entirely as HTML, which Hugo always accepts.
func writeHugo(t Tree, records Records, o Options) (int, error) {
	s := &site{tree: t, o: o, dialect: hugoDialect(), posts: "content/posts", comments: "data/comments", media: "static/media"}
	if err := s.open(records, "/", "/posts", "/tags", "/categories"); err != nil {
		return 0, err
	}
	tagNames, categoryNames := newHugoTerms(s.plan.Tags()), newHugoTerms(s.plan.Categories())
	if err := errors.Join(tagNames.write(t, "content/tags"), categoryNames.write(t, "content/categories")); err != nil {
		return 0, err
	}
	return s.each(records, func(e Entry, r *blog.Record) error {
		f := s.head(e, r)
		f.visible(e, r)
		f.text("url", s.plan.Path(e))
		s.redirect(&f, "aliases", e, r, func(path string) string { return path })
		tags, categories := s.plan.Terms(r)
		report := func(err error) { s.o.warn(r, err) }
		f.list("tags", tagNames.of(tags, report)...)
		f.list("categories", categoryNames.of(categories, report)...)
		f.text("summary", r.Excerpt)
		s.more(&f, r)
		if r.BodyMarkdown != nil {
			return s.file(e, r, f, *r.BodyMarkdown)
		}
		f.plain("markup", "html")
		return s.file(e, r, f, s.dialect.markup(r.BodyHTML))
	})
}

// visible sets publishDate for a post that was seen before its own date: Hugo omits posts
// with a future date unless they were published before.
func (f *frontMatter) visible(e Entry, r *blog.Record) {
	if seen := parseDate(r.FirstSeenAt); !seen.IsZero() && e.At.After(seen) {
		f.plain("publishDate", *r.FirstSeenAt)
	}
}
