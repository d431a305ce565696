package parser

import (
	"reflect"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

const wayback = `/web/20141111100000`

// A page is read alike before the Wayback Machine has it and after.
func TestWaybackPage(t *testing.T) {
	list := ""
	for _, n := range []string{"3", "2", "1"} {
		list += `<div class="BlogPTitle"><a href="/blog/May-2014/Post-` + n + `">Post ` + n + `</a></div><div class="BlogPBody TextContent"><p>Number ` + n + ` has a <a href="/rules.pdf">rule</a>,
<a href="https://web.archive.org/web/2009/http://other.example/">a memory</a> and <img src="/getattachment/` + n + `/a.aspx" srcset="/a.jpg 1x, /b.jpg 2x" alt="a picture">.</p></div>
<div class="BlogPDateWhole">Posted: <span class="BlogPDate">5/1` + n + `/2014 6:00:00 AM</span> by <strong>Ann</strong> | with <a href="/blog/May-2014/Post-` + n + `#comments">0 comments</a></div><br /><br />`
	}
	plain := `<html><head><title>Notes</title><link href="/CMSPages/GetCSS.aspx?stylesheetname=N" rel="stylesheet"></head><body><h1>Notes</h1>` + list + `</body></html>`
	want, err := newParser(t).Listing(&blog.Page{URL: "http://old.example/blog", Body: []byte(plain)}, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	through := strings.NewReplacer(
		`href="/`, `href="`+wayback+`/http://old.example/`,
		`href="https://`, `href="https://web.archive.org`+wayback+`/https://`,
		`src="/`, `src="`+wayback+`im_/http://old.example/`,
		`srcset="/a.jpg 1x, /b`, `srcset="`+wayback+`im_/http://old.example/a.jpg 1x, `+wayback+`im_/http://old.example/b`,
		`<head>`, `<head><script>__wm.init("https://web.archive.org/web");
__wm.wombat("http://old.example/blog","20141111100000","https://web.archive.org/","web");</script>`,
		`<body>`, `<body><div id="wm-ipp-base"><h1>success</h1><a href="/web/20130101/http://old.example/blog">1 Jan 2013</a> Posted: 1/1/2013 by fail | with 0 comments</div>`,
	).Replace(plain)
	got, err := newParser(t).Listing(&blog.Page{File: "blog.html", Body: []byte(through)}, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Address != "http://old.example/blog" || got.Heading != "Notes" {
		t.Errorf("address %q, heading %q", got.Address, got.Heading)
	}
	for i := range want.Posts {
		want.Posts[i].Evidence, got.Posts[i].Evidence = nil, nil // which counts lines
	}
	if !reflect.DeepEqual(got.Posts, want.Posts) {
		t.Errorf("posts = %+v\nwant %+v", got.Posts, want.Posts)
	}
	// A page of today that leads to the Wayback Machine means it.
	if !strings.Contains(want.Posts[0].BodyHTML, "web.archive.org/web/2009/http://other.example/") {
		t.Errorf("body = %s", want.Posts[0].BodyHTML)
	}
}

func TestSingleFileTellsItsAddress(t *testing.T) {
	page := cultured("en-US", "5/21/2014 6:00:00 AM", "5/20/2014 6:00:00 AM")
	page.URL, page.File = "", "saved.html"
	page.Body = append([]byte("<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: http://old.example/blog?page=2 \n saved date: Tue Nov 11 2014\n-->"), page.Body...)
	l, err := newParser(t).Listing(page, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Address != "http://old.example/blog?page=2" || l.Posts[0].URL != "http://old.example/blog/May-2014/Post-0" {
		t.Errorf("address %q, permalink %q", l.Address, l.Posts[0].URL)
	}
}
