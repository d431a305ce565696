package export

import (
	"io"
	"path"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// site is the folder of a static site generator: a file for each post, its comments as
// data, and copies of images and files.
type site struct {
	tree     Tree
	o        Options
	dialect  *dialect
	posts    string // folder of the posts
	comments string // folder of the comments
	media    string // folder of images and files

	plan *Plan
	old  *oldPaths
}

// open plans the site. Reserved are addresses of pages that the generator makes
// itself.
func (s *site) open(records Records, reserved ...string) (err error) {
	if s.plan, err = NewPlan(records, s.o); err != nil {
		return err
	}
	s.old = newOldPaths(s.plan, s.o, reserved...)
	return nil
}

// each calls post for every post, whose body is in its new form: Markdown, or
// markup where Markdown would not read the same.
func (s *site) each(records Records, post func(e Entry, r *blog.Record) error) (n int, err error) {
	files := &copies{open: s.o.OpenMedia}
	read := func(warn func(*blog.Record, error)) Records {
		b := &bodies{plan: s.plan, o: s.o, copies: files}
		b.o.Warn = warn
		return b.records(records)
	}
	for r, err := range withMarkdown(read, s.o, s.dialect).results() {
		if err == nil {
			err = post(s.plan.Entry(n), r)
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, files.write(s.tree, s.media)
}

// file writes a post, and its comments beside it.
func (s *site) file(e Entry, r *blog.Record, front frontMatter, body string) error {
	if err := s.tree.File(path.Join(s.posts, datedName(e)), content(front.end()+body+"\n")); err != nil || len(r.Comments) == 0 {
		return err
	}
	list := appendList(nil, "", r.Comments, appendComment)
	return s.tree.File(path.Join(s.comments, e.Slug+".json"), content(jsonAsYAML(string(list))+"\n"))
}

// content writes a whole file.
func content(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// datedName returns a file name by date and slug, for one post only: slugs are unique,
// and all dates have one length.
func datedName(e Entry) string {
	day := "undated"
	if !e.At.IsZero() {
		day = e.At.Format(time.DateOnly)
	}
	return day + "-" + e.Slug + ".md"
}

// head begins the front matter with what all generators know by the same names.
func (s *site) head(e Entry, r *blog.Record) frontMatter {
	f := newFrontMatter()
	f.mustText("title", r.Title)
	if !e.At.IsZero() {
		f.plain("date", e.At.Format(time.RFC3339))
	}
	if a, known := s.plan.Author(r); known {
		f.text("author", a.Name)
		f.text("author_email", a.Email)
	}
	f.text("role", r.Role)
	f.text("slug", e.Slug)
	return f
}

// redirect adds the address that shall lead to the post, and reports an old
// address that can't have a page of its own.
func (s *site) redirect(f *frontMatter, key string, e Entry, r *blog.Record, form func(path string) string) {
	old, err := s.old.of(r, s.plan.Path(e))
	if err != nil {
		s.o.warn(r, err)
	}
	if old != "" {
		f.list(key, form(old))
	}
}

// more adds what templates can show if they know of it.
func (s *site) more(f *frontMatter, r *blog.Record) {
	f.count("comment_count", r.CommentCount)
	f.text("old_url", orEmpty(r.URL))
}

// names returns those of terms, as lists in front matter have them.
func names(terms []Term) (list []string) {
	for _, t := range terms {
		list = append(list, t.Name)
	}
	return list
}
