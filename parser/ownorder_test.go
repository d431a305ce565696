package parser

import (
	"fmt"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// cultured is a page with posts of the given dates that declares its culture.
func cultured(culture string, raws ...string) *blog.Page {
	list := ""
	for i, raw := range raws {
		list += fmt.Sprintf(`<div class="BlogPTitle"><a href="/blog/May-2014/Post-%d">Post %d</a></div><div class="BlogPBody TextContent"><p>The text of it, number %d.</p></div>
<div class="BlogPDateWhole">Posted: <span class="BlogPDate">%s</span> by <strong>Ann</strong> | with <a href="/blog/May-2014/Post-%d#comments">0 comments</a></div><br /><br />`, i, i, i, raw, i)
	}
	return htmlPage(`<title>Notes</title><link href="/CMSPages/GetCSS.aspx?stylesheetname=N" rel="stylesheet"><body><form id="form"><input type="hidden" name="lng" value="` + culture + `">` + list + `</form></body>`)
}

// A blog that changes its culture in the middle of its life has pages of both; what
// was learned of the others does not overrule what a page proves itself.
func TestOwnDateOrder(t *testing.T) {
	british := []string{"21/05/2014 06:00:00", "07/05/2014 06:00:00"}
	for _, tt := range []struct {
		culture string
		k       blog.Knowledge
		want    blog.Wall
	}{
		{"en-GB", blog.Knowledge{DateOrder: blog.MDY}, "2014-05-07T06:00:00"},
		{"en-GB", blog.Knowledge{DateOrder: blog.MDY, DateOrderFixed: true}, "2014-07-05T06:00:00"},
		{"en-US", blog.Knowledge{DateOrder: blog.MDY}, "2014-07-05T06:00:00"},
		{"en-US", blog.Knowledge{DateOrder: blog.DMY}, "2014-05-07T06:00:00"},
	} {
		l, err := newParser(t).Listing(cultured(tt.culture, british...), tt.k)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Posts[1].Published; got != tt.want {
			t.Errorf("%s, %+v: %s, want %s", tt.culture, tt.k, got, tt.want)
		}
	}
}

// The day that the listing gave tells how a post's own page writes dates.
func TestDetailDatesAsListed(t *testing.T) {
	page := htmlPage(`<title>Notes</title><link href="/CMSPages/GetCSS.aspx?stylesheetname=N" rel="stylesheet"><body><form id="form"><input type="hidden" name="lng" value="en-US">
<div class="BlogPTitle"><h1>Post</h1></div><div class="BlogPBody TextContent"><p>The text of it.</p></div>
<div class="BlogPDateWhole">Posted: <span class="BlogPDate">5/7/2014 6:00:00 AM</span> by <strong>Ann</strong> | with <a href="/blog/May-2014/Post">1 comments</a></div><a id="comments"></a>
<div class="CommentDetail"><table><tr><td><span class="CommentUserName">Bo</span></td></tr><tr><td><span class="CommentText">Well said.</span></td></tr><tr><td><span class="CommentDate">5/8/2014 9:00:00 AM</span></td></tr></table></div></form></body>`)
	for _, order := range []blog.DateOrder{blog.MDY, blog.DMY} {
		d, err := newParser(t).Detail(page, blog.Knowledge{DateOrder: order}, blog.Post{Title: "Post", Published: "2014-05-07T06:00:00", BodyText: "The text of it."})
		if err != nil {
			t.Fatal(err)
		}
		if d.Post.Published != "2014-05-07T06:00:00" || len(d.Post.Comments) != 1 || d.Post.Comments[0].Published != "2014-05-08T09:00:00" {
			t.Errorf("%s: %s, comments %+v, want the 7th and the 8th of May", order, d.Post.Published, d.Post.Comments)
		}
	}
}
