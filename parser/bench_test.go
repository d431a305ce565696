package parser

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"golang.org/x/net/html"
)

// benchPage is a listing page of ten posts and about 96 KB, as old blogs with
// long posts serve it.
func benchPage(b *testing.B) *blog.Page {
	b.Helper()
	site := demo.New(demo.Options{Posts: demo.Many(100, 8600)})
	answer := httptest.NewRecorder()
	site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://old.example/blog?page=2", nil))
	body := answer.Body.Bytes()
	if len(body) < 90<<10 || len(body) > 102<<10 {
		b.Fatalf("the page has %d bytes, want about 96 KB", len(body))
	}
	return &blog.Page{
		Request: blog.Request{URL: "http://old.example/blog?page=2"}, URL: "http://old.example/blog?page=2",
		Status: http.StatusOK, Header: answer.Header(), Body: body,
	}
}

// BenchmarkTree is the measure for BenchmarkListing: the tree alone.
func BenchmarkTree(b *testing.B) {
	page := benchPage(b)
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := html.Parse(strings.NewReader(string(page.Body))); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkListing reads everything: fields, text, absolute links, safe bodies.
func BenchmarkListing(b *testing.B) {
	page := benchPage(b)
	p, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		l, err := p.Listing(page, blog.Knowledge{})
		if err != nil || len(l.Posts) != 10 {
			b.Fatalf("%v: %d posts, want 10", err, len(l.Posts))
		}
	}
}
