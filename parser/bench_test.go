package parser

import (
	"fmt"
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

// unknownPage is a page of the same size in markup that no profile knows.
func unknownPage() *blog.Page {
	words := strings.Fields("gate lock weir mill keeper barge rope winch flood frost reed heron pike ledger lantern bridge towpath sluice gauge bell")
	word := func(n int) string { return words[n%len(words)] }
	var b strings.Builder
	b.WriteString(`<html><head><title>The Weir Log</title></head><body><h1>The Weir Log</h1><div id="col">`)
	for i := range 10 {
		fmt.Fprintf(&b, `<div class="scrap"><h2><a href="/log/%d.html">Notes from gauge %d</a></h2><p class="when">%d March 2009</p>`, 40-i, 40-i, 28-i)
		for k := range 30 {
			n := 31*i + 7*k
			fmt.Fprintf(&b, `<p>The <em>%s of the %s</em> stood as it had on <a href="/gauges/%d">every other day</a>, and we went to
				see whether the <strong>%s</strong> had closed. It had not, so that the %s and the %s had to wait until
				somebody found the %s, which took an hour.</p>`, word(n), word(n/3), n, word(n/2+1), word(n+5), word(n/5), word(n/7+2))
		}
		fmt.Fprintf(&b, `<p class="foot">by Odile Marchbanks, <a href="/log/%d.html#comments">%d comments</a></p></div>`, 40-i, i)
	}
	b.WriteString(`</div><p><a href="/log/older.html">Older notes</a></p></body></html>`)
	address := "http://old.example/log/"
	return &blog.Page{
		Request: blog.Request{URL: address}, URL: address, Status: http.StatusOK,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte(b.String()),
	}
}

// BenchmarkTree is the measure for BenchmarkListing: the trees alone.
func BenchmarkTree(b *testing.B) {
	for name, page := range map[string]*blog.Page{"known": benchPage(b), "unknown": unknownPage()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page.Body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := html.Parse(strings.NewReader(string(page.Body))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkListing reads everything: fields, text, absolute links, safe bodies.
// "told" is a page whose profile or rules are known from earlier pages.
func BenchmarkListing(b *testing.B) {
	p, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, page := range map[string]*blog.Page{"known": benchPage(b), "unknown": unknownPage()} {
		b.Run(name, func(b *testing.B) { benchListing(b, p, page, blog.Knowledge{}) })
		b.Run(name+"-told", func(b *testing.B) {
			l, err := p.Listing(page, blog.Knowledge{})
			if err != nil {
				b.Fatal(err)
			}
			benchListing(b, p, page, blog.Knowledge{Profile: l.Profile, Rules: l.Rules})
		})
	}
}

func benchListing(b *testing.B, p *Parser, page *blog.Page, k blog.Knowledge) {
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		l, err := p.Listing(page, k)
		if err != nil || len(l.Posts) != 10 {
			b.Fatalf("%v: %d posts, want 10", err, len(l.Posts))
		}
	}
}
