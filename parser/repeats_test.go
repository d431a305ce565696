package parser

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/induce"
)

// TestRulesAgain reads pages by the rules that they taught themselves. Those
// that words explain have a test of their own, with made-up pages.
func TestRulesAgain(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "parser", "*", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	p := newParser(t)
	for _, file := range files {
		if filepath.Base(filepath.Dir(file)) == "unknown" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page := htmlPage(string(data))
		first, err := p.Listing(page, blog.Knowledge{})
		if errors.Is(err, blog.ErrNoPosts) || errors.Is(err, blog.ErrErrorPage) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		again, err := p.Listing(page, blog.Knowledge{Profile: first.Profile, Rules: first.Rules})
		if err != nil {
			t.Fatalf("%s, by its rules: %v", file, err)
		}
		for _, l := range []*blog.Listing{first, again} {
			for i := range l.Posts {
				l.Posts[i].Evidence = nil
			}
		}
		if !reflect.DeepEqual(first.Posts, again.Posts) {
			t.Errorf("%s: by the rules %s:\n%+v\nwant\n%+v", file, first.Rules, again.Posts, first.Posts)
		}
	}
}

// TestInducedRules reads a later page with one post by what a page with several
// taught.
func TestInducedRules(t *testing.T) {
	post := func(n, title, day string) string {
		return `<div class="slip"><h4><a href="/s/` + n + `">` + title + `</a></h4><div class="txt"><p>` + strings.Repeat("Oak, then elm, then what was left. ", 4) +
			`</p><h4>Inside</h4><p>A heading of the author's own.</p></div><div class="ft">` + day + ` <a href="/s/` + n + `#comments">2 comments</a></div></div>`
	}
	page := func(posts ...string) *blog.Page {
		return htmlPage(`<html><head><title>Slips</title></head><body><h1>Slips</h1><div id="all">` + strings.Join(posts, "") + `</div></body></html>`)
	}
	p := newParser(t)
	first, err := p.Listing(page(post("9", "Keel", "May 4, 2010"), post("8", "Ribs", "April 2, 2010")), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	last, err := p.Listing(page(post("1", "Bark", "January 3, 2009")), blog.Knowledge{Rules: first.Rules})
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Posts) != 2 || len(last.Posts) != 1 || last.Posts[0].Title != "Bark" || last.Posts[0].Published != "2009-01-03T00:00:00" {
		t.Errorf("first page %d posts, last page %+v", len(first.Posts), last.Posts)
	}
}

// TestLoneElsewhere reads the one short post of an archive page, in whose markup the post
// is one level deeper than on the front page, without the margin.
func TestLoneElsewhere(t *testing.T) {
	post := func(n, title, day string) string {
		return `<div class="entry slip"><h2><a href="/s/` + n + `">` + title + `</a></h2><div class="by">By <a href="/who/ann">Ann Peel</a> | ` + day + `</div><div class="txt"><p>Oak, then elm, then what was left.</p></div></div>`
	}
	page := func(posts string) *blog.Page {
		return htmlPage(`<html><head><title>Slips</title></head><body><div class="box"><h1>Slips</h1><div class="main">` + posts + `</div><div class="right"><p>Write to us</p><h3>Pages</h3><ul><li><a href="/about">About the yard</a><li><a href="/links">Links to other yards</a><li><a href="/feeds">Feeds</a></ul>` +
			strings.Repeat(`<p>A word from those who pay for the timber, the glue and the tea.</p>`, 4) + `</div></div></body></html>`)
	}
	p := newParser(t)
	first, err := p.Listing(page(post("9", "Keel", "May 4, 2010")+post("8", "Ribs", "April 2, 2010")+post("7", "Stem", "March 9, 2010")), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	last, err := p.Listing(page(`<div class="wrap">`+post("1", "Bark", "January 3, 2009")+`</div>`), blog.Knowledge{Rules: first.Rules})
	if err != nil {
		t.Fatal(err)
	}
	if len(last.Posts) != 1 || last.Posts[0].Title != "Bark" || last.Posts[0].BodyText != "Oak, then elm, then what was left." {
		t.Errorf("last page %+v", last.Posts)
	}
}

// TestHeadlinesOnLastPage reads posts without dates and texts by what earlier pages
// taught.
func TestHeadlinesOnLastPage(t *testing.T) {
	post := func(n, title, text string) string {
		return `<table><caption><a href="/b/` + n + `"><h2>` + title + `</h2></a></caption><tr><td>` + text + `</td></tr></table>`
	}
	page := func(posts ...string) *blog.Page {
		return htmlPage("<body><h1>Lessons</h1><div>" + strings.Join(posts, "") + "</div></body>")
	}
	full := "<span>January 3, 2014</span><br>" + strings.Repeat("Chalk, slate, and a bell. ", 6)
	p := newParser(t)
	first, err := p.Listing(page(post("9", "Bell", full), post("8", "Slate", full), post("7", "Chalk", full)), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	last, err := p.Listing(page(post("3", "Desk", full), post("2", "Window", `<a href="/t/room">Room</a>`), post("1", "Door", "")), blog.Knowledge{Rules: first.Rules})
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Posts) != 3 || len(last.Posts) != 3 || last.Posts[2].Title != "Door" || last.Posts[2].Published != "" {
		t.Errorf("first page %d posts, last page %+v", len(first.Posts), last.Posts)
	}
}

// TestUnlabelledOnLastPage reads a name and a category that no word announces on a
// last page with too few posts to tell.
func TestUnlabelledOnLastPage(t *testing.T) {
	post := func(n, title, name, topic string) string {
		return `<div class="p"><h3><a href="/p/` + n + `">` + title + `</a></h3><p>` + strings.Repeat("Tide, rope, and "+title+". ", 6) + `</p><div class="foot">` + name + ` | 2009-01-0` + n + ` | <a href="/t/` + topic + `">` + topic + `</a></div></div>`
	}
	page := func(posts ...string) *blog.Page {
		return htmlPage("<body><h1>Log</h1>" + strings.Join(posts, "") + "</body>")
	}
	p := newParser(t)
	first, err := p.Listing(page(post("7", "Ebb", "Ann Birch", "quay"), post("6", "Flood", "Ann Birch", "town"), post("5", "Slack", "Tom Wren", "quay"), post("4", "Spring", "Ann Birch", "town")), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	last, err := p.Listing(page(post("3", "Neap", "Eve Stone", "fair")), blog.Knowledge{Rules: first.Rules})
	if err != nil {
		t.Fatal(err)
	}
	if len(last.Posts) != 1 || last.Posts[0].Author != "Eve Stone" || !slices.Equal(last.Posts[0].Categories, []string{"fair"}) {
		t.Errorf("last page = %+v", last.Posts)
	}
}

// TestInduceInBoundedTime reads large pages that hold nothing but candidates.
func TestInduceInBoundedTime(t *testing.T) {
	for name, unit := range map[string]string{
		"items":    `<div class="a b c"><h3><a href="/x">T</a></h3>May 4, 2010 <a href="/tag/x" rel="tag">x</a></div>`,
		"nested":   `<div class="p"><h3>T</h3><span>3 comments`,
		"tables":   `<table><tr><td>Posted by A on May 4, 2010<td><a href="#comments">2`,
		"headings": `<h2>May 4, 2010</h2><h3>T</h3>text`,
		"bylines":  `T<br>text<br>Posted: 7/3/2014 6:00:00 AM by Ann Peel | with 3 comments<br>`,
	} {
		body := "<html><body><span>" + strings.Repeat(unit, (1<<20)/len(unit))
		start := time.Now()
		_, _ = newParser(t).Listing(htmlPage(body), blog.Knowledge{})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: 1 MB took %v", name, took)
		}
	}
}

// TestAgesStayAges makes no day of an age.
func TestAgesStayAges(t *testing.T) {
	post := func(n, title, age string) string {
		return `<div class="p"><h3><a href="/p/` + n + `">` + title + `</a></h3><span class="by">` + age + `</span><p>` + strings.Repeat("Tide, rope, and "+title+". ", 6) + `</p></div>`
	}
	page := htmlPage("<body>" + post("3", "Ebb", "2 days ago") + post("2", "Flood", "3 days ago") + post("1", "Slack", "2 weeks ago") + "</body>")
	l, err := newParser(t).Listing(page, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Posts) != 3 || l.Posts[2].Published != "" || l.Posts[2].PublishedRaw != "2 weeks ago" || strings.Contains(l.Posts[2].BodyText, "ago") {
		t.Errorf("posts = %+v", l.Posts)
	}
}

func TestBetterRules(t *testing.T) {
	lone := (&rules{Induced: &induce.Rule{Tag: "div", Lone: true, Score: 9}}).String()
	weak := (&rules{Induced: &induce.Rule{Tag: "li", Score: 6}}).String()
	good := (&rules{Induced: &induce.Rule{Tag: "article", Score: 8}}).String()
	same := (&rules{Induced: &induce.Rule{Tag: "article", Score: 9.5}}).String()
	lost := (&rules{Rival: &rival{Winner: "entry", Spots: &induce.Rule{Tag: "article", Score: 9}}}).String()
	tests := []struct {
		a, b           string
		better, reread bool
	}{
		{lone, "", true, false}, {"", lone, false, false}, {weak, lone, true, true}, {lone, weak, false, false},
		{good, weak, true, true}, {weak, good, false, false}, {same, good, false, false},
		{lost, "", true, false}, {weak, lost, true, false}, {lost, weak, false, false}, {lost, lost, false, false},
	}
	p := newParser(t)
	for _, tt := range tests {
		if better, reread := p.BetterRules(tt.a, tt.b); better != tt.better || reread != tt.reread {
			t.Errorf("BetterRules(%s, %s) = %v, %v", tt.a, tt.b, better, reread)
		}
	}
}

// What stands among posts in their markup, with text but without title, address and
// date, may be one: it is named, unless the page says that there are no more.
func TestLeftAmongPosts(t *testing.T) {
	text := strings.Repeat("Rope and tar and a tide that waits for the harbour master. ", 5)
	note := func(n int) string {
		return fmt.Sprintf(`<article><h2><a href="/n/%d">Note %d</a></h2><p class="when">Posted on March %d, 2012 by Ann Lee</p><div><p>Entry %d. %s</p></div></article>`, n, n, n, n, text)
	}
	bare := func(text string) string { return `<article><div><p>Anchors. ` + text + `</p></div></article>` }
	above, below := note(9)+note(8), note(6)+note(5)+note(4)+note(3)
	for _, tt := range []struct {
		name, page string
		doubts     int
	}{
		{"text without a title", above + bare(text) + below, 1},
		{"few words", above + bare("Closed on Monday.") + below, 0},
		{"as many as stated", above + bare(text) + below + `<p>Displaying results 1-6 (of 6)</p>`, 0},
	} {
		page := &blog.Page{URL: "http://old.example/", Status: 200, Body: []byte("<html><body><div>" + tt.page + "</div></body></html>")}
		l, err := newParser(t).Listing(page, blog.Knowledge{})
		if err != nil || len(l.Posts) != 6 {
			t.Fatalf("%s: %d posts, %v", tt.name, len(l.Posts), err)
		}
		named := slices.ContainsFunc(l.Dropped, func(text string) bool { return strings.Contains(text, "Anchors. Rope") })
		if len(l.Warnings) != tt.doubts || named != (tt.doubts > 0) {
			t.Errorf("%s: warnings %q, dropped %q; want %d", tt.name, l.Warnings, l.Dropped, tt.doubts)
		}
	}
}

// TestTagLeftOpen reads a page on which a teaser was cut before it closed its
// <em>: the browser puts another around each of the later posts.
func TestTagLeftOpen(t *testing.T) {
	const text = "The keeper of the third lock has painted his window frames again, and again they are not quite the blue of the year before."
	page := func(n int, first string) *blog.Page {
		var b strings.Builder
		b.WriteString(`<html><body><div class="all"><div class="wrap">`)
		for i := range 3 {
			fmt.Fprintf(&b, `<article class="slip"><h2><a href="/notes/%d-%d/">Note %d of page %d</a></h2><p>1%d. July 2%03d</p><section>%s</section></article>
`, n, i, i, n, 9-i, 20-n, first)
			first = "<p>" + text + "</p>"
		}
		b.WriteString(`</div></div></body></html>`)
		return savedPage(fmt.Sprintf("page/%d/", n), []byte(b.String()))
	}
	p := newParser(t)
	known := learned(t, p, page(1, "<p>"+text+"</p>"))
	l := readPage(t, p, page(2, "<p><em>"+text+`<p class="more"><a href="/notes/2-0/">more</a></p>`), known)
	if l == nil || len(l.Posts) != 3 {
		t.Fatalf("read %+v, want 3 posts", l)
	}
}

// The newest month of a blog may have one post: what was learned of it must neither
// hide the way to the other months nor make one post of theirs.
func TestMonthOfOnePost(t *testing.T) {
	post := func(title, day string) string {
		slug := strings.ToLower(strings.ReplaceAll(title, " ", "_"))
		return `<h2>` + day + `</h2><h3 id="a` + slug + `">` + title + `</h3><p>` + strings.Repeat("Rope, tar and a word about "+title+". ", 6) + `</p>` +
			`<span class="posted">Posted by Ann at <a href="/archives/` + slug + `.htm">4:42 PM</a></span><br><br>`
	}
	month := func(posts string) string {
		return `<body><div id="container"><div id="banner"><h1><a href="/">Harbour log</a></h1><div>All about tides</div></div><div id="center"><div class="content">` +
			`<p align="right"><a href="/archives/2010/02/">&laquo; February 2010</a> | <a href="/">Main</a> | <a href="/archives/2010/04/">April 2010 &raquo;</a></p>` +
			posts + `</div></div><div id="right"><ul><li><a href="/archives/2010/04/">April 2010</a></li><li><a href="/archives/2010/03/">March 2010</a></li>` +
			`<li><a href="/archives/2010/02/">February 2010</a></li></ul></div></div></body>`
	}
	p := newParser(t)
	read := func(markup, rules string) *blog.Listing {
		t.Helper()
		page := htmlPage(markup)
		page.URL = "http://old.example/archives/2010/03/"
		l, err := p.Listing(page, blog.Knowledge{Rules: rules})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	one := month(post("Slack water", "March 8, 2010"))
	three := month(post("Ebb", "April 26, 2010") + post("Flood", "April 22, 2010") + post("Spring tide", "April 21, 2010"))
	alone := read(one, "")
	if len(alone.Pager.Archives) < 2 {
		t.Errorf("archives of a month with one post: %+v", alone.Pager)
	}
	all := read(three, alone.Rules)
	if len(all.Posts) != 3 || all.Posts[1].Title != "Flood" || all.Posts[1].Author != "Ann" {
		t.Errorf("three posts by the rules of one: %+v", all.Posts)
	}
	again := read(one, all.Rules).Posts
	if len(again) != 1 || again[0].Title != "Slack water" || again[0].Author != "Ann" || again[0].Published != "2010-03-08T16:42:00" || !strings.HasPrefix(again[0].BodyText, "Rope") {
		t.Errorf("one post by the rules of three: %+v", again)
	}
}

// TestAreMonths tells an index of months from a newsletter whose issues are named after
// them.
func TestAreMonths(t *testing.T) {
	for _, c := range []struct {
		first, second string
		want          bool
	}{
		{"http://old.example/archives/2013/12.html", "http://old.example/archives/2013/10.html", true},
		{"http://old.example/2013/12/", "http://old.example/2013/10/", true},
		{"http://old.example/2013/12/december/", "http://old.example/2013/10/october/", false},
		{"http://old.example/letters/christmas", "http://old.example/letters/autumn", false},
	} {
		posts := []*induce.Post{{Title: "December 2013", URL: c.first}, {Title: "October 2013", URL: c.second}, {Title: "Tin Roof", URL: "http://old.example/roof"}}
		if got := areMonths(posts); got != c.want {
			t.Errorf("areMonths(%s, …) = %v, want %v", c.first, got, c.want)
		}
	}
}

// TestIndexOfMonths takes no titles below months for posts: the pages of the months have
// their texts, too.
func TestIndexOfMonths(t *testing.T) {
	var b strings.Builder
	for n := 0; n < 24; n++ {
		day := time.Date(2011, time.Month(12-n), 1, 0, 0, 0, 0, time.UTC)
		month := "/archives/" + day.Format("2006/01") + "/"
		fmt.Fprintf(&b, `<h2 class="head"><a href="%s">%s</a></h2><div class="list">`, month, day.Format("January 2006"))
		for k := range 1 + n%4 {
			fmt.Fprintf(&b, `<a href="%s%02d/slates_%d.html">slates for %s-%02d</a><br>`, month, 20-k, n*4+k, day.Format("2006-01"), 20-k)
		}
		b.WriteString("</div>\n")
	}
	page := htmlPage("<html><head><title>Tin Roof</title></head><body><h1>Tin Roof</h1><div id=main>" + b.String() + "</div></body></html>")
	page.URL = "http://old.example/archives/"
	if l, err := newParser(t).Listing(page, blog.Knowledge{}); !errors.Is(err, blog.ErrNoPosts) {
		t.Errorf("%v, %d posts, want none", err, len(l.Posts))
	}
}
