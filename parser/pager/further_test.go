package pager

import (
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/weburl"
)

func TestFurtherOf(t *testing.T) {
	for _, c := range []struct {
		post, address string
		want          bool
	}{
		{"http://old.example/2014/fog/", "http://old.example/2014/fog/comment-page-2/#comments", true},
		{"http://old.example/2014/fog/", "http://old.example/2014/fog?cpage=2", true},
		{"http://old.example/2014/fog.html", "http://old.example/2014/fog/comments/page/2/", true},
		{"http://old.example/2014/fog.html", "http://old.example/2014/fog.html/comments/page/2/", true},
		{"http://old.example/?p=12", "http://old.example/?p=12&cpage=2", true},
		{"http://old.example/?p=12", "http://old.example/?p=13", false},
		{"http://old.example/2014/fog/", "http://old.example/2014/foghorn/", false},
		{"http://old.example/2014/fog/", "http://old.example/2014/", false},
		{"http://old.example/", "http://old.example/2014/fog/", false},
		{"http://old.example/%zz", "http://old.example/%zz", false},
	} {
		if got := furtherOf(c.post, c.address); got != c.want {
			t.Errorf("furtherOf(%q, %q) = %v, want %v", c.post, c.address, got, c.want)
		}
	}
}

// The way to the posts beside one is not taken for the pages of its comments.
func TestReadPagesOfComments(t *testing.T) {
	const post = "http://old.example/2014/fog/"
	doc := tree(t, `<p><a href="/2014/tide/" rel="prev">&laquo; Tide</a> <a href="/2015/88/" rel="next">Next &raquo;</a></p>
		<div id="comments"><p>One.</p><div class="navigation"><a href="/2014/fog/comment-page-2/">Older comments</a></div></div>`)
	page := &blog.Page{URL: post, Request: blog.Request{URL: post}}
	if p := Read(doc, page, weburl.Web(post), Hints{Of: []string{post}}); p.Next == nil || p.Next.URL != post+"comment-page-2/" {
		t.Errorf("pager = %+v, want the second page of comments", p)
	}
	doc = tree(t, `<link rel="next" href="/2015/88/"><p><a href="/2014/tide/" rel="prev">&laquo; Tide</a> <a href="/2015/88/" rel="next">Next &raquo;</a></p>`)
	if p := Read(doc, page, weburl.Web(post), Hints{Of: []string{post}}); p.Mode != blog.PagerNone {
		t.Errorf("pager = %+v, want none", p)
	}
}
