package parser

import (
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"golang.org/x/net/html"
)

func TestBaseOf(t *testing.T) {
	tests := []struct{ page, markup, want string }{
		{"http://old.example/blog/a", `<p>x`, "http://old.example/blog/a"},
		{"http://old.example/blog/a", `<base href="/other/">`, "http://old.example/other/"},
		{"", `<base target="_top"><base href="http://old.example/b/">`, "http://old.example/b/"},
		{"http://old.example/a", `<base href="file:///etc/">`, "http://old.example/a"},
		{"http://old.example/a", `<base href="javascript:x">`, "http://old.example/a"},
		{"", `<base href="/x">`, ""},
		{"file:///tmp/a.html", `<p>`, ""},
	}
	for _, tt := range tests {
		doc, err := html.Parse(strings.NewReader(tt.markup))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if u := baseOf(document.New(doc, 0), &blog.Page{URL: tt.page}); u != nil {
			got = u.String()
		}
		if got != tt.want {
			t.Errorf("baseOf(%q, %s) = %q, want %q", tt.page, tt.markup, got, tt.want)
		}
	}
}

// TestHeadingIsNoDay: a day above its posts does not name the blog.
func TestHeadingIsNoDay(t *testing.T) {
	const text = "<p>The gate was oiled and the pawls were counted, and all of them were there but one, which is in the canal.</p>"
	page := htmlPage(`<title>Lock Notes</title><meta name="generator" content="Blogger"><link rel="alternate" href="/feeds/posts/default"><body><h2 class="date-header">Monday, June 18, 2012</h2>
<div class="post"><h3 class="post-title"><a href="/2012/06/pawls.html">Pawls</a></h3><div class="post-body">` + text + `</div><p class="post-footer">posted by Ann at 7:00 AM</p></div>
<h2 class="date-header">Friday, June 15, 2012</h2>
<div class="post"><h3 class="post-title"><a href="/2012/06/gate.html">The gate</a></h3><div class="post-body">` + text + `</div><p class="post-footer">posted by Ann at 7:00 AM</p></div>
<h2 class="date-header">Sunday, June 10, 2012</h2>
<div class="post"><h3 class="post-title"><a href="/2012/06/rope.html">Rope</a></h3><div class="post-body">` + text + `</div><p class="post-footer">posted by Ann at 7:00 AM</p></div></body>`)
	l, err := newParser(t).Listing(page, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Heading != "Lock Notes" || len(l.Posts) != 3 {
		t.Errorf("heading %q and %d posts, want the title and 3", l.Heading, len(l.Posts))
	}
}
