package parser

import (
	"errors"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// underPost is what stands below a post on its own page.
const underPost = `<div class="share"><a href="http://share.example/?u=1">Share this</a></div><a id="comments"></a><h3>2 comments</h3>
<div class="comment"><p>Posted: 1/2/2014 8:00:00 AM by Some Reader</p><p>Posted by: Some Reader | Lurker</p></div><div id="respond"><h3>Leave a comment</h3><form><textarea name="comment"></textarea></form></div>`

func detailPage(shape func([]madePost) string, p madePost) *blog.Page {
	markup := frame(shape([]madePost{p})+underPost, 1)
	markup = strings.Replace(markup, `<div class="PagerResults">Displaying results  1-1 (of 27)</div>`, "", 1)
	page := htmlPage(markup)
	page.URL = "http://old.example/blog/" + p.slug
	return page
}

// TestDetailShapes reads every post's own page in every shape, with what its
// listing showed: all of it, or its title and the beginning of its text.
func TestDetailShapes(t *testing.T) {
	p := newParser(t)
	for name, shape := range shapes {
		for _, m := range made {
			shown := blog.Post{URL: "http://old.example/blog/" + m.slug, Title: m.title, Published: m.wall, PublishedRaw: m.date}
			cut := blog.Post{URL: shown.URL, Title: m.title, ExcerptOnly: true, Excerpt: firstWords(m) + "…"}
			for kind, shown := range map[string]blog.Post{"whole": shown, "teaser": cut} {
				t.Run(name+"/"+m.slug+"/"+kind, func(t *testing.T) {
					d, err := p.Detail(detailPage(shape, m), blog.Knowledge{}, shown)
					if err != nil {
						t.Fatal(err)
					}
					checkMade(t, &blog.Listing{Posts: []blog.Post{d.Post}}, []madePost{m}, true)
				})
			}
		}
	}
}

func firstWords(m madePost) string {
	text := strings.Fields(anyTag.ReplaceAllString(blockEnds.ReplaceAllString(m.body, " "), ""))
	return strings.Join(text[:min(5, len(text))], " ")
}

func TestDetailWithoutThePost(t *testing.T) {
	p := newParser(t)
	page := htmlPage(frame("<p>This page has moved.</p>", 1))
	if _, err := p.Detail(page, blog.Knowledge{}, blog.Post{Title: "Gone"}); !errors.Is(err, blog.ErrNoPosts) {
		t.Errorf("error = %v, want %v", err, blog.ErrNoPosts)
	}
	page = htmlPage("<title>Runtime Error</title><h1>Server Error in '/' Application.</h1>")
	if _, err := p.Detail(page, blog.Knowledge{}, blog.Post{Title: "Gone"}); !errors.Is(err, blog.ErrErrorPage) {
		t.Errorf("error = %v, want %v", err, blog.ErrErrorPage)
	}
}

// TestSinglePage: a post's own page among saved listings is known as such.
func TestSinglePage(t *testing.T) {
	p := newParser(t)
	for _, name := range []string{"stock preview", "stock default", "articles"} {
		l, err := p.Listing(detailPage(shapes[name], made[0]), blog.Knowledge{})
		if err != nil {
			t.Fatal(err)
		}
		if !l.Single || len(l.Posts) != 1 {
			t.Errorf("%s: single = %v, %d posts", name, l.Single, len(l.Posts))
		}
	}
}

// The blog's heading is not the title of a post that has none.
func TestDetailOfPostWithoutTitle(t *testing.T) {
	page := htmlPage(`<html><body class="LTR ENUS ContentBody"><h1>The Towpath Blog</h1><form action="/blog"><input type="hidden" name="lng" value="en-US">
<div class="BlogPTitle"><h1></h1></div><div class="BlogPBody TextContent"><p>The gates would not move.</p></div>
<div class="BlogPDateWhole">Posted: <span class="BlogPDate">7/21/2014 6:00:00 AM</span> by <strong>Odile Marchbanks</strong> | with <a href="/blog/July-2014/Gates">0 comments</a></div></form></body></html>`)
	page.URL = "http://old.example/blog/July-2014/Gates"
	shown := blog.Post{URL: page.URL, Published: "2014-07-21T06:00:00", PublishedRaw: "7/21/2014 6:00:00 AM"}
	d, err := newParser(t).Detail(page, blog.Knowledge{Heading: "The Towpath Blog"}, shown)
	if err != nil || d.Post.Title != "" || d.Post.BodyText != "The gates would not move." {
		t.Errorf("title %q, body %q, %v; want none, the text", d.Post.Title, d.Post.BodyText, err)
	}
}
