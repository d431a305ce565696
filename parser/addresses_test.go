package parser

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
)

func TestAddresses(t *testing.T) {
	page := &blog.Page{URL: "http://old.example/blog", Body: []byte(`<html><head>
		<link rel="alternate" type="application/rss+xml" href="/blog/rss.aspx">
		<base href="http://old.example/"></head><body>
		<a href="/blog/July-2014">July 2014 (7)</a> <a href="blog?tagname=Safety">Safety</a>
		<a href="/about">About us</a> <a href="/blog#top">Top</a> <a href="http://elsewhere.example/x">x</a>
		<a href="javascript:void(0)">no</a> <a href="/about#team">Again</a> <script>"<a href=/no>"</script></body></html>`)}
	want := []blog.Address{
		{URL: "http://old.example/blog/rss.aspx", Kind: blog.AddressFeed},
		{URL: "http://old.example/blog/July-2014", Kind: blog.AddressPeriod, Text: "July 2014", Period: "2014-07"},
		{URL: "http://old.example/blog?tagname=Safety", Kind: blog.AddressLabel, Text: "Safety"},
		{URL: "http://old.example/about", Kind: blog.AddressLink, Text: "About us"},
	}
	if diff := cmp.Diff(want, Addresses(page)); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if got := Addresses(&blog.Page{Body: []byte("Posted: 7/21/2014 by Ann\n")}); got != nil {
		t.Errorf("a text page links to %v", got)
	}
}
