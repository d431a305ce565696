package export

import "github.com/blogferry/blogferry/blog"

// writeMarkdownFolder writes posts as CommonMark with GFM tables and YAML front matter,
// for programs without a format of their own here.
func writeMarkdownFolder(t Tree, records Records, o Options) (int, error) {
	s := &site{tree: t, o: o, dialect: plainDialect(), posts: "posts", comments: "comments", media: "media"}
	if err := s.open(records); err != nil {
		return 0, err
	}
	return s.each(records, func(e Entry, r *blog.Record) error {
		f := s.head(e, r)
		f.text("permalink", s.plan.Path(e))
		s.redirect(&f, "aliases", e, r, func(path string) string { return path })
		tags, categories := s.plan.Terms(r)
		f.list("tags", names(tags)...)
		f.list("categories", names(categories)...)
		f.text("excerpt", r.Excerpt)
		s.more(&f, r)
		if r.BodyMarkdown != nil {
			return s.file(e, r, f, *r.BodyMarkdown)
		}
		return s.file(e, r, f, "<div>\n"+oneBlock(s.dialect.markup(r.BodyHTML))+"\n</div>")
	})
}
