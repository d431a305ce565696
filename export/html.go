package export

import (
	"cmp"
	"embed"
	"fmt"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

//go:embed html
var htmlFiles embed.FS

// archivePath is the address of posts in the archive, whatever the new site's.
const archivePath = Permalink("/posts/:year/:slug.html")

// writeHTML writes an archive that opens directly from disk: posts and lists of posts that
// need no server, network or generator.
//
// Images are in the folder media. Everything else that a browser would load becomes a link,
// so that no other site is contacted.
func writeHTML(t Tree, records Records, o Options) (int, error) {
	o.Permalink = archivePath
	a, err := newHTMLArchive(t, records, o)
	if err != nil {
		return 0, err
	}
	if err := a.posts(records); err != nil {
		return 0, err
	}
	for _, write := range []func() error{a.index, a.lists, a.about, a.search, a.furniture} {
		if err := write(); err != nil {
			return 0, err
		}
	}
	return a.titles.len(), nil
}

// htmlArchive is an archive being written.
type htmlArchive struct {
	tree  Tree
	o     Options
	plan  *Plan
	words *searchFiles

	// Of all posts, in the order of the records.
	titles  *texts
	authors []*Author // nil for none
	groups  []*postGroups
}

func newHTMLArchive(t Tree, records Records, o Options) (*htmlArchive, error) {
	plan, err := NewPlan(records, o)
	if err != nil {
		return nil, err
	}
	a := &htmlArchive{tree: t, o: o, plan: plan, titles: &texts{}, words: &searchFiles{tree: t}, groups: newPostGroups()}
	if o.Outlines != nil {
		records = o.Outlines
	}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		a.note(r)
	}
	return a, nil
}

// note records what lists show of a post.
func (a *htmlArchive) note(r *blog.Record) {
	n := a.titles.len()
	a.titles.add(cmp.Or(blog.Fold(r.Title), "Untitled"))
	var author *Author
	if known, ok := a.plan.Author(r); ok {
		author = a.plan.names.authors[blog.NameKey(known.Name)]
	}
	a.authors = append(a.authors, author)
	tags, categories := a.plan.Terms(r)
	for _, g := range a.groups {
		g.add(n, a.plan.Entry(n), author, tags, categories)
	}
}

// archiveLine is a post in a list.
type archiveLine struct{ Href, Title, Day, Author string }

// line returns the n-th post in a list of a page at root.
func (a *htmlArchive) line(n int, root string) archiveLine {
	e := a.plan.Entry(n)
	l := archiveLine{Href: root + strings.TrimPrefix(a.plan.Path(e), "/"), Title: a.titles.at(n)}
	if !e.At.IsZero() {
		l.Day = e.At.Format(time.DateOnly)
	}
	if a.authors[n] != nil {
		l.Author = a.authors[n].Name
	}
	return l
}

// page returns the frame of a page by its name.
func (a *htmlArchive) page(name, title string) htmlPage {
	p := htmlPage{Title: title, Blog: "Blog archive", Root: wayUp(name), Policy: a.policy("script-src 'none'"), Count: a.titles.len()}
	if len(a.o.Sources) > 0 {
		s := a.o.Sources[0]
		p.Blog, p.From = cmp.Or(s.Name, s.URL, p.Blog), s.URL
	}
	p.Sections = append(p.Sections, htmlLink{"Posts", "index.html"})
	for _, g := range a.groups {
		if len(g.byKey) > 0 {
			p.Sections = append(p.Sections, htmlLink{g.title, g.folder + ".html"})
		}
	}
	p.Sections = append(p.Sections, htmlLink{"Search", "search.html"})
	return p
}

// policy returns a content security policy that allows only the archive's own files.
func (a *htmlArchive) policy(scripts string) string {
	images := "'self' file: data:"
	if a.o.MediaMode != MediaCopy {
		images = "* file: data:"
	}
	return "default-src 'none'; style-src 'self' file: 'unsafe-inline'; img-src " + images + "; media-src " + images + "; " + scripts + "; base-uri 'none'; form-action 'self'"
}

// about writes the page about the archive.
func (a *htmlArchive) about() error {
	facts := []fact{{"Posts in this archive", fmt.Sprint(a.titles.len())}}
	for _, s := range a.o.Sources {
		facts = append(facts, fact{"Blog", cmp.Or(s.Name, "without a name")})
		if s.URL != "" {
			facts = append(facts, fact{"Its address", s.URL})
		}
		if s.StatedTotal != nil {
			facts = append(facts, fact{"Posts that it said it has", fmt.Sprint(*s.StatedTotal)})
		}
		facts = append(facts, fact{"Time zone of its times", cmp.Or(s.Timezone, "UTC")})
	}
	var newest, oldest time.Time
	undated := 0
	for _, e := range a.plan.Entries() {
		switch {
		case e.At.IsZero():
			undated++
		case newest.IsZero():
			newest, oldest = e.At, e.At
		default:
			oldest = e.At
		}
	}
	if !newest.IsZero() {
		facts = append(facts, fact{"Newest post", newest.Format(time.DateOnly)}, fact{"Oldest post", oldest.Format(time.DateOnly)})
	}
	if undated > 0 {
		facts = append(facts, fact{"Posts without a date", fmt.Sprint(undated)})
	}
	return a.tree.File("about.html", a.page("about.html", "About this archive").content(aboutPage(facts)))
}

func (a *htmlArchive) search() error {
	if err := a.words.flush(); err != nil {
		return err
	}
	page := a.page("search.html", "Search")
	page.Policy = a.policy("script-src 'self' file:")
	return a.tree.File("search.html", page.content(searchPage(a.words.part)))
}

// furniture writes the files that are the same in every archive.
func (a *htmlArchive) furniture() error {
	for _, name := range []string{"style.css", "search.js"} {
		text, err := htmlFiles.ReadFile("html/" + name)
		if err != nil {
			return err
		}
		if err := a.tree.File(name, content(string(text))); err != nil {
			return err
		}
	}
	return nil
}
