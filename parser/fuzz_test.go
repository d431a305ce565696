package parser

import (
	"reflect"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func FuzzListing(f *testing.F) {
	for _, name := range []string{"stock preview", "loose siblings", "tables", "unclosed"} {
		f.Add([]byte(frame(shapes[name](made), len(made))), false)
	}
	f.Add([]byte(asText(made, "Quayside Notes", "Displaying results 1-5 (of 27)", false)), true)
	f.Add([]byte("Posted: 1/2/2003 by | with 0 comments\nPosted: 1/2/2003 by | with 0 comments"), true)
	p := newParser(f)
	f.Fuzz(func(t *testing.T, data []byte, text bool) {
		page := htmlPage(string(data))
		if text {
			page = textPage(string(data))
		}
		one, err := p.Listing(page, blog.Knowledge{})
		two, again := p.Listing(page, blog.Knowledge{})
		if (err == nil) != (again == nil) || !reflect.DeepEqual(one, two) {
			t.Fatalf("reading twice differs:\n%+v %v\n%+v %v", one, err, two, again)
		}
		if err != nil {
			return
		}
		checkLinks(t, one.Posts)
		if _, err := p.Listing(page, blog.Knowledge{Rules: one.Rules, Heading: one.Heading, DateOrder: blog.DMY}); err != nil {
			t.Errorf("with the rules of the page itself: %v", err)
		}
	})
}

func FuzzDetail(f *testing.F) {
	f.Add([]byte(detailPage(shapes["articles"], made[0]).Body), made[0].title, "The lamps were lit at six")
	f.Add([]byte("<h1>T</h1><p>x"), "T", "x")
	p := newParser(f)
	f.Fuzz(func(t *testing.T, data []byte, title, teaser string) {
		shown := blog.Post{Title: title, Excerpt: teaser, ExcerptOnly: true}
		one, err := p.Detail(htmlPage(string(data)), blog.Knowledge{}, shown)
		two, again := p.Detail(htmlPage(string(data)), blog.Knowledge{}, shown)
		if (err == nil) != (again == nil) || !reflect.DeepEqual(one, two) {
			t.Fatalf("reading twice differs:\n%+v %v\n%+v %v", one, err, two, again)
		}
		if err == nil {
			checkLinks(t, []blog.Post{one.Post})
		}
	})
}

func checkLinks(t *testing.T, posts []blog.Post) {
	t.Helper()
	for _, p := range posts {
		if p.URL != "" && !strings.HasPrefix(p.URL, "http://") && !strings.HasPrefix(p.URL, "https://") {
			t.Errorf("permalink %q is not absolute", p.URL)
		}
	}
}
