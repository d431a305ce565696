package parser

import (
	"errors"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestBreaksOff(t *testing.T) {
	for _, c := range []struct {
		name, source string
		want         bool
	}{
		{"whole", "<html><body><div>a</div></body></html>", false},
		{"whole, in capitals", "<HTML><BODY><DIV>a</BODY></HTML>", false},
		{"an element left open", "<html><body><div>a</body></html>", false},
		{"no end of the document", "<html><body><div><p>a</div>\n<p>b", false},
		{"a template that closes nothing", "<html><body><div><table><tr><td>a</td></tr>\n<script>b()</script>\n\n", false},
		{"a part that a script asks for", "<div><h2>a</h2>", false},
		{"in the text of an element", "<html><body><div><p>a", true},
		{"in the head", "<html><head><title>a", true},
		{"in a script", "<html><head><script>var a = 1", true},
		{"in a tag", `<html><body><p>a</p><img src="`, true},
	} {
		if got := breaksOff(c.source); got != c.want {
			t.Errorf("%s: breaksOff(%q) = %v", c.name, c.source, got)
		}
	}
}

// What is left of a saved page cannot be had again; a server can be asked again.
func TestCutOffPage(t *testing.T) {
	const page = `<html><body><div><h2><a href="/blog/July-2014/Sluice">Sluice gates</a></h2><p>Of oak.</p>
<p>Posted: 7/21/2014 6:00:00 AM by Ann Other | with <a href="/blog/July-2014/Sluice#comments">0 comments</a></p>
<h2><a href="/blog/July-2014/Ice">Ice</a></h2><p>The canal fro`
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	fetched := &blog.Page{URL: "http://old.example/blog", Status: 200, Body: []byte(page)}
	if _, err := p.Listing(fetched, blog.Knowledge{}); !errors.Is(err, blog.ErrCutOff) {
		t.Errorf("a fetched page: %v", err)
	}
	l, err := p.Listing(&blog.Page{File: "page.html", Body: []byte(page)}, blog.Knowledge{})
	if err != nil || len(l.Posts) == 0 || len(l.Warnings) == 0 {
		t.Errorf("a saved page: %+v, %v", l, err)
	}
}
