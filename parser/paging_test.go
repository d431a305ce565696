package parser

import (
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// TestCountedFromOldest turns pages round only where the front page is the last.
func TestCountedFromOldest(t *testing.T) {
	const frontURL = "http://old.example/blog"
	markup := `<div class="post"><h2><a href="/a/9">Reed</a></h2><p>3 May 2010</p><p>` + strings.Repeat("Cut in winter, when the water is hard. ", 4) + `</p></div>
<div class="post"><h2><a href="/a/8">Osier</a></h2><p>1 May 2010</p><p>` + strings.Repeat("Soak it for a week, then for another. ", 4) + `</p></div>
<p><a href="?page=2">previous page</a> Page 3 of 3</p>`
	for address, want := range map[string]int{frontURL: 1, frontURL + "?page=3": 3, frontURL + "?page=4": 3} {
		page := htmlPage("<body>" + markup + "</body>")
		page.URL = address
		l, err := newParser(t).Listing(page, blog.Knowledge{})
		if err != nil {
			t.Fatal(err)
		}
		if l.Pager.Current != want || (l.Pager.Next != nil) != (want == 1) {
			t.Errorf("%s: %+v, want page %d", address, l.Pager, want)
		}
	}
}

// A page that shows no post still tells the way to some.
func TestListingWithoutPosts(t *testing.T) {
	page := &blog.Page{URL: "http://old.example/", Body: []byte(`<html><title>Log</title><h1>Log</h1><p>Welcome.</p><ul><li><a href="/2010/08/">August 2010</a></ul></html>`)}
	l, err := newParser(t).Listing(page, blog.Knowledge{})
	if err == nil || l == nil || len(l.Pager.Archives) != 1 {
		t.Errorf("Listing = %+v, %v", l, err)
	}
}
