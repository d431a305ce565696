package export

import (
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestSlugOf(t *testing.T) {
	long := strings.Repeat("longword ", 40)
	for _, c := range []struct{ url, title, id, want string }{
		{"http://old.example/Blog/July-2014/Vienna,-Austria.aspx", "Vienna", "p1", "vienna-austria"},
		{"http://old.example/2014/07/hello-world/", "Other", "p1", "hello-world"},
		{"http://old.example/notes-on-2.0", "", "p1", "notes-on-2-0"},
		{"http://old.example/archive/2004/07/21/1234.aspx", "A title", "p1", "a-title"},
		{"http://old.example/Default.aspx?id=7", "A title", "p1", "a-title"},
		{"http://old.example/index.html%3Fp=158.html", "A title", "p1", "a-title"},
		{"http://old.example/%E6%9D%B1%E4%BA%AC", "", "p1", "dong-jing"},
		{"", "Größe & Straße", "p1", "grosse-strasse"},
		{"", "Привет", "p1", "privet"},
		{"", "😀", "p1", "2014-07-21"},
		{"", "", "p1", "2014-07-21"},
		{"", "../../etc/passwd", "p1", "etc-passwd"},
		{"", long, "p1", strings.TrimSuffix(strings.Repeat("longword-", 16), "-")},
	} {
		r := blog.Record{ID: c.id, Title: c.title, URL: &c.url, PublishedAt: text("2014-07-21T06:00:00Z")}
		if got := slugOf(&r); got != c.want {
			t.Errorf("slug of %s %q = %q, want %q", c.url, c.title, got, c.want)
		}
	}
	if got := slugOf(&blog.Record{ID: "p_7"}); got != "p_7" {
		t.Errorf("slug of a bare post = %q", got)
	}
}

func plan(t *testing.T, o Options, records ...blog.Record) *Plan {
	t.Helper()
	p, err := NewPlan(seq(records), o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSlugsOfTwins(t *testing.T) {
	older := blog.Record{ID: "b", Title: "Twin", PublishedAt: text("2013-01-01T00:00:00Z")}
	younger := blog.Record{ID: "a", Title: "twin!", PublishedAt: text("2014-01-01T00:00:00Z")}
	taken := blog.Record{ID: "c", Title: "Twin 2", PublishedAt: text("2013-06-01T00:00:00Z")}
	p := plan(t, Options{}, younger, taken, older)
	var got []string
	for _, e := range p.Entries() {
		got = append(got, e.Slug)
	}
	if want := []string{"twin-3", "twin-2", "twin"}; !slices.Equal(got, want) {
		t.Errorf("slugs = %v, want %v", got, want)
	}
}

func TestReservedSlugs(t *testing.T) {
	var records []blog.Record
	for _, title := range []string{"RSS", "Ghost", "2014", "Embed", "RSS feeds"} {
		records = append(records, blog.Record{ID: title, Title: title})
	}
	var got []string
	for _, e := range plan(t, Options{}, records...).Entries() {
		got = append(got, e.Slug)
	}
	if want := []string{"rss-2", "ghost-2", "2014-2", "embed-2", "rss-feeds"}; !slices.Equal(got, want) {
		t.Errorf("slugs = %v, want %v", got, want)
	}
}

func TestPermalink(t *testing.T) {
	dated := Entry{ID: "p1", Slug: "hello", At: parseDate(text("2014-07-01T06:00:00+02:00"))}
	undated := Entry{ID: "p1", Slug: "hello"}
	for _, c := range []struct {
		pattern Permalink
		entry   Entry
		want    string
	}{
		{DefaultPermalink, dated, "/2014/07/hello/"},
		{DefaultPermalink, undated, "/hello/"},
		{"/blog/:year-:month-:day/:slug.html", dated, "/blog/2014-07-01/hello.html"},
		{"/blog/:year-:month-:day/:slug.html", undated, "/blog/hello.html"},
		{"/:id", dated, "/p1"},
	} {
		if got := c.pattern.path(c.entry); got != c.want || c.pattern.Check() != nil {
			t.Errorf("%s of %v = %s (%v), want %s", c.pattern, c.entry, got, c.pattern.Check(), c.want)
		}
	}
	for _, bad := range []Permalink{"", ":slug", "//x/:slug", "/:year/", "/:slug/:name", "/:slug?x", "/../:slug", "/a b/:slug"} {
		if bad.Check() == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// Addresses that differ only in case or extension may be two posts.
func TestTwinAddresses(t *testing.T) {
	p := plan(t, Options{},
		blog.Record{ID: "1", Title: "One", URL: text("http://old.example/blog/Post.aspx")},
		blog.Record{ID: "2", Title: "Two", URL: text("http://old.example/blog/post")},
		blog.Record{ID: "3", Title: "Three", URL: text("http://old.example/blog/Post.aspx")})
	p.AddAddress("http://old.example/blog/post", 2)
	for old, want := range map[string]string{
		"http://old.example/blog/Post.aspx": "1", "http://old.example/blog/post": "2", "http://old.example/blog/POST": "1",
	} {
		if e, ok := p.Lookup(old); !ok || e.ID != want {
			t.Errorf("Lookup(%q) = %+v, %v, want %s", old, e, ok, want)
		}
	}
}

func TestLink(t *testing.T) {
	p := plan(t, Options{},
		blog.Record{ID: "1", Title: "One", URL: text("http://www.old.example/blog/One.aspx")},
		blog.Record{ID: "2", Title: "Two", URL: text("http://old.example/blog/two")})
	for old, want := range map[string]string{
		"http://old.example/blog/One.aspx#c-1":      "/one/#c-1",
		"https://old.example/blog/One.aspx?utm_x=1": "/one/",
		"http://old.example/BLOG/one":               "/one/",
		"http://old.example/blog/Two.aspx":          "/two/",
		"http://old.example/blog":                   "http://old.example/blog",
		"mailto:a@old.example":                      "mailto:a@old.example",
		"":                                          "",
	} {
		if got := p.Link(old); got != want {
			t.Errorf("Link(%q) = %q, want %q", old, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	given := Names{
		Authors:    map[string]Author{"jon doe": {Name: "John Doe", Email: "john@new.example"}},
		Tags:       map[string]NewTerm{"sales": {Name: "Selling", Category: true}, "junk": {}},
		Categories: map[string]NewTerm{"News": {Name: "news", Slug: "latest", Category: true}},
	}
	records := []blog.Record{
		{ID: "1", Author: "John Doe", Role: "Editor", Tags: []string{"Sales", "C++", "junk"}, Categories: []string{"Selling"}},
		{ID: "2", Author: "Jon  Doe", Tags: []string{"c#"}, Categories: []string{"News"}},
		{ID: "3"},
	}
	p := plan(t, Options{Names: given}, records...)
	a, ok := p.Author(&records[1])
	if want := (Author{Name: "John Doe", Login: "john-doe", Slug: "john-doe"}); !ok || a.Name != want.Name || a.Login != want.Login || a.Role != "" || len(p.Authors()) != 1 {
		t.Errorf("author = %+v, %v; all %+v", a, ok, p.Authors())
	}
	if _, ok := p.Author(&records[2]); ok {
		t.Error("a post without author has one")
	}
	tags, categories := p.Terms(&records[0])
	if !slices.Equal(tags, []Term{{"C++", "c-2"}}) || !slices.Equal(categories, []Term{{"Selling", "selling"}}) {
		t.Errorf("terms = %v, %v", tags, categories)
	}
	if _, categories = p.Terms(&records[1]); !slices.Equal(categories, []Term{{"news", "latest"}}) {
		t.Errorf("categories = %v", categories)
	}
	if got := p.Tags(); !slices.Equal(got, []Term{{"c#", "c"}, {"C++", "c-2"}}) {
		t.Errorf("tags = %v", got)
	}
}
