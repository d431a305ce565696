package export

import (
	"html"
	"path"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// writeJekyll writes the content of a Jekyll site: posts, comments as data, images and
// files.
//
// Jekyll silently omits posts without a date: they are written as pages.
func writeJekyll(t Tree, records Records, o Options) (int, error) {
	s := &site{tree: t, o: o, dialect: jekyllDialect(), comments: "_data/comments", media: "media"}
	if err := s.open(records, "/"); err != nil {
		return 0, err
	}
	return s.each(records, func(e Entry, r *blog.Record) error {
		s.posts = "_posts"
		if e.At.IsZero() {
			s.posts = "undated"
			s.o.warn(r, &Change{Kind: Altered, What: "it has no date, without which Jekyll knows no posts: it becomes a page, and is on no list of posts"})
		}
		f := s.head(e, r)
		f.text("permalink", s.plan.Path(e))
		s.redirect(&f, "redirect_from", e, r, jekyllRedirect)
		tags, categories := s.plan.Terms(r)
		f.list("tags", names(tags)...)
		f.list("categories", names(categories)...)
		f.text("excerpt", html.EscapeString(r.Excerpt)) // templates treat it as HTML
		s.more(&f, r)
		if r.BodyMarkdown != nil {
			return s.file(e, r, f, *r.BodyMarkdown)
		}
		return s.file(e, r, f, "{::nomarkdown}\n"+oneBlock(s.dialect.markup(r.BodyHTML))+"\n{:/nomarkdown}")
	})
}

// jekyllRedirect returns an old path for the plugin jekyll-redirect-from. It writes /a/b
// to a/b.html, as servers expect, but /a/b.aspx to a file that they would serve as a
// download; /a/b.aspx/ is a page.
func jekyllRedirect(old string) string {
	switch ext := strings.ToLower(path.Ext(old)); ext {
	case "", ".html", ".htm":
		return old
	}
	return strings.TrimSuffix(old, "/") + "/"
}
