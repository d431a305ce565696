package export

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// htmlMade is the page of a post and its line in the search index.
type htmlMade struct {
	name  string
	page  []byte
	words []byte
}

// posts writes a page for each post, and collects words for the search.
func (a *htmlArchive) posts(records Records) error {
	files := &copies{open: a.o.OpenMedia}
	for m, err := range a.pool(records, files).results() {
		if err == nil {
			err = a.tree.File(m.name, func(w io.Writer) error { _, err := w.Write(m.page); return err })
		}
		if err == nil {
			err = a.words.add(m.words)
		}
		if err != nil {
			return err
		}
	}
	return files.write(a.tree, "media")
}

func (a *htmlArchive) pool(records Records, files *copies) pool[htmlMade] {
	return pool[htmlMade]{
		warn: a.o.Warn,
		read: func(warn func(*blog.Record, error)) Records { return a.moved(records, files, warn) },
		worker: func(warn func(*blog.Record, error)) func(int, *blog.Record) htmlMade {
			own := *a
			own.o.Warn = warn
			return own.post
		},
	}
}

// moved returns the posts with the links of the archive.
func (a *htmlArchive) moved(records Records, files *copies, warn func(*blog.Record, error)) Records {
	return func(yield func(*blog.Record, error) bool) {
		n, root := 0, ""
		b := &bodies{plan: a.plan, o: a.o, copies: files, address: func(path string) string { return root + strings.TrimPrefix(path, "/") }}
		b.o.Warn = warn
		for r, err := range records {
			if err == nil {
				root = wayUp(a.pageName(n))
				r = b.record(r)
				n++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// pageName returns the name of the page of the n-th post.
func (a *htmlArchive) pageName(n int) string {
	return strings.TrimPrefix(a.plan.Path(a.plan.Entry(n)), "/")
}

// wayUp returns the path from a page to the root of the archive.
func wayUp(name string) string { return strings.Repeat("../", strings.Count(name, "/")) }

// htmlPost is the page of a post.
type htmlPost struct {
	Page              htmlPage
	Heading, Role, At string
	When, Excerpt     string
	Author            *htmlLink
	Body              string
	ExcerptOnly       bool
	Terms             []htmlLink
	Old               string
	CommentNote       string
	Comments          []*htmlComment
	Newer, Older      *archiveLine
}

func (a *htmlArchive) post(n int, r *blog.Record) htmlMade {
	name := a.pageName(n)
	page := a.page(name, a.titles.at(n))
	r = a.offline(r)
	p := htmlPost{
		Page: page, Heading: a.titles.at(n), Role: r.Role, Body: r.BodyHTML, ExcerptOnly: r.ExcerptOnly,
		Terms: a.terms(r), Old: orEmpty(r.URL), Comments: htmlComments(r), CommentNote: commentNote(r),
	}
	if r.Excerpt != "" && !strings.HasPrefix(r.BodyText, r.Excerpt) {
		p.Excerpt = r.Excerpt
	}
	p.At, p.When = orEmpty(r.PublishedAt), moment(r.PublishedAt)
	if author := a.authors[n]; author != nil {
		p.Author = &htmlLink{author.Name, "authors/" + author.Slug + ".html"}
	}
	if n > 0 {
		l := a.line(n-1, page.Root)
		p.Newer = &l
	}
	if n+1 < a.titles.len() {
		l := a.line(n+1, page.Root)
		p.Older = &l
	}
	var text bytes.Buffer
	_ = page.content(p.nodes())(&text) // a buffer never fails
	return htmlMade{name, text.Bytes(), searchLine(a.line(n, ""), r)}
}

// moment formats a time for a page, "" for none.
func moment(published *string) string {
	at := parseDate(published)
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02 15:04 -07:00")
}

func (a *htmlArchive) terms(r *blog.Record) (links []htmlLink) {
	tags, categories := a.plan.Terms(r)
	for _, c := range categories {
		links = append(links, htmlLink{c.Name, "categories/" + c.Slug + ".html"})
	}
	for _, t := range tags {
		links = append(links, htmlLink{t.Name, "tags/" + t.Slug + ".html"})
	}
	return links
}

// htmlComment is a comment with its replies.
type htmlComment struct {
	Author, At, When string
	Body             string
	Answers          []*htmlComment
}

// commentNote returns the heading above the comments: their number, and whether some are
// missing.
func commentNote(r *blog.Record) string {
	stated := 0
	if r.CommentCount != nil {
		stated = *r.CommentCount
	}
	switch {
	case r.CommentsElsewhere != "" && len(r.Comments) == 0:
		return "Comments were kept by " + r.CommentsElsewhere
	case stated > len(r.Comments):
		return plural(stated, "comment") + " stated, " + plural(len(r.Comments), "comment") + " read"
	case len(r.Comments) > 0:
		return plural(len(r.Comments), "comment")
	}
	return ""
}

// htmlComments puts replies below their parents. A reply to a missing or later comment is
// at the top level.
func htmlComments(r *blog.Record) (top []*htmlComment) {
	byURL := map[string]*htmlComment{}
	for _, c := range r.Comments {
		one := &htmlComment{Author: c.Author, At: orEmpty(c.PublishedAt), When: moment(c.PublishedAt), Body: c.BodyHTML}
		if parent := byURL[orEmpty(c.Parent)]; parent != nil {
			parent.Answers = append(parent.Answers, one)
		} else {
			top = append(top, one)
		}
		if c.URL != nil {
			byURL[*c.URL] = one
		}
	}
	return top
}

// offline returns a post with the markup for its page. Stored markup is safe, so it is
// not escaped; what would be loaded from other sites becomes a link, unless the user
// wants to keep it.
func (a *htmlArchive) offline(r *blog.Record) *blog.Record {
	if a.o.MediaMode != MediaCopy {
		return r
	}
	c := *r
	var outside []string
	c.BodyHTML, outside = withoutRequests(r.BodyHTML)
	c.Comments = slices.Clone(r.Comments)
	for i := range c.Comments {
		local, more := withoutRequests(c.Comments[i].BodyHTML)
		c.Comments[i].BodyHTML, outside = local, append(outside, more...)
	}
	if len(outside) > 0 {
		a.o.warn(r, &Change{Kind: Altered, What: "its images and embeds without a copy are links: " + strings.Join(outside, " ")})
	}
	return &c
}
