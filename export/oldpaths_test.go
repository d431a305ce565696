package export

import (
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestOldPaths(t *testing.T) {
	for _, c := range []struct{ base, url, want, why string }{
		{"", "http://old.example/blog/A-post.aspx", "/blog/A-post.aspx", ""},
		{"", "http://old.example/blog/caf%C3%A9/", "/blog/café/", ""},
		{"", "http://old.example/?p=101", "", "a file can't answer to a query"},
		{"", "http://old.example/2014/07/taken/", "", "another page is there"},
		{"", "http://old.example/2014/07/TAKEN.html", "", "another page is there"},
		{"", "http://old.example/2014/07/own/index.html", "", ""},
		{"", "http://old.example/2014/07/own", "", ""},
		{"", "http://old.example/2014/07/own.html", "/2014/07/own.html", ""},
		{"", "http://old.example/tags/", "", "another page is there"},
		{"", "http://old.example/", "", "another page is there"},
		{"", "http://old.example/a/../b", "", "it can't be the name of a file"},
		{"", "http://old.example/a//b", "", "it can't be the name of a file"},
		{"", "http://old.example/a%3Fb", "", "it can't be the name of a file"},
		{"", "http://old.example/a%00b", "", "it can't be the name of a file"},
		{"", "http://old.example/.htaccess", "", "it can't be the name of a file"},
		{"", "http://old.example/a.html/b", "", "it can't be the name of a file"},
		{"", "http://old.example/" + strings.Repeat("x", 300), "", "it can't be the name of a file"},
		{"", "http://old.example/%zz", "", "it is no address"},
		{"https://new.example/blog", "http://old.example/blog/a", "/a", ""},
		{"https://new.example/blog", "http://old.example/blogger/a", "", "it is not below /blog/"},
	} {
		all := []blog.Record{{ID: "taken", Title: "taken", PublishedAt: text("2014-07-01T00:00:00Z")}, {ID: "own", Title: "own", URL: &c.url, PublishedAt: text("2014-07-02T00:00:00Z")}}
		all[1].URL = nil // so that the slug is that of the title
		o := Options{BaseURL: c.base}
		plan, err := NewPlan(seq(all), o)
		if err != nil {
			t.Fatal(err)
		}
		got, err := newOldPaths(plan, o, "/", "/tags").of(&blog.Record{URL: &c.url}, plan.Path(plan.Entry(1)))
		if got != c.want || (err != nil) != (c.why != "") || err != nil && !strings.Contains(err.Error(), ": "+c.why+";") {
			t.Errorf("%s: %q, %v, want %q, %q", c.url, got, err, c.want, c.why)
		}
	}
}

// Two old addresses that differ only in case cannot be two files.
func TestOldPathsOnce(t *testing.T) {
	plan, err := NewPlan(seq(nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := newOldPaths(plan, Options{})
	if first, err := p.of(&blog.Record{URL: text("http://old.example/A")}, "/a-new"); first != "/A" || err != nil {
		t.Errorf("the first: %q, %v", first, err)
	}
	if second, err := p.of(&blog.Record{URL: text("http://old.example/a/")}, "/b-new"); second != "" || err == nil {
		t.Errorf("the second: %q, %v", second, err)
	}
	if none, err := p.of(&blog.Record{}, "/c-new"); none != "" || err != nil {
		t.Errorf("no address: %q, %v", none, err)
	}
}
