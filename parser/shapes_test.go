package parser

import (
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// madePost is a made-up post, as its author thinks of it.
type madePost struct {
	slug, title, author, role, date string
	wall                            blog.Wall
	tags                            []string
	comments                        int
	body                            string   // markup
	byline                          []string // markup behind the body that names author and role
	text                            string   // a piece of text that the body must keep
}

// made is a listing with most of the oddities that real blogs have.
var made = []madePost{
	{slug: "Harbour-Lights", title: "Harbour Lights, Seen Twice", author: "Ines Calder", date: "9/24/2013 6:00:00 AM", wall: "2013-09-24T06:00:00", comments: 3,
		tags: []string{"Ports", "R&D"}, body: "<p>The lamps were lit at <b>six</b>.</p><h2>What the keeper said</h2><p>He said nothing for an hour, and then he said it all.</p>", text: "He said nothing"},
	{slug: "Quoted", title: "On Quoting | an old notice", author: "Tomas Rey", date: "9/20/2013 6:00:22 AM", wall: "2013-09-20T06:00:22",
		body: "<p>Years ago the notice ended so:</p><p>Posted: 2/3/2009 7:15:00 AM by Old Hand | with 4 comments</p><p>We keep it for the sake of memory, and for nothing else at all.</p>", text: "Posted: 2/3/2009 7:15:00 AM by Old Hand"},
	{slug: "Rope", title: "Posted: no bills on the rope store", author: "Una Brandt", role: "Head of Stores, Rope & Twine - North | East", date: "9/18/2013 11:45:00 PM", wall: "2013-09-18T23:45:00", comments: 12,
		body: "<p>Rope is sold by the fathom.</p><ul><li>hemp</li><li>manila</li></ul><p>Ask at the counter before noon.</p>", byline: []string{"<p><b>Posted by:</b>&nbsp;<a href=\"/people/una\">Una Brandt</a> | Head of Stores, Rope &amp; Twine - North | East</p>"}, text: "Ask at the counter"},
	{slug: "Filed", title: "Filed under: things we lost", author: "Pavel Strom", role: "Archivist", date: "9/11/2013 6:00:00 AM", wall: "2013-09-11T06:00:00",
		body:   "<p>Posted by: a window, the list hung for years before anyone read it.</p><blockquote><p>Posted by: Nobody | Ghost Writer</p></blockquote><p>Filed under: lost and found was the label on the box.</p><p>So we looked.</p>",
		byline: []string{"<div>Posted by:</div>", "<div>Pavel Strom | Archivist</div>", "<div>Pavel Strom | Archivist</div>", "<div style=\"display: none\">Pavel Strom | Archivist</div>"}, text: "Posted by: Nobody | Ghost Writer"},
	{slug: "Tide", title: "Tide Tables", author: "Ada Quill", role: "Pilot", date: "9/4/2013 6:00:00 AM", wall: "2013-09-04T06:00:00", tags: []string{"tides"},
		body: "<p>High water comes later every day.</p>", byline: []string{"<p>Posted by: Ada Quill |</p>", "<p>Pilot</p>", "<p>Pilot</p>"}, text: "High water"},
}

// metaMarkup is the stock byline.
func (p madePost) metaMarkup(author string) string {
	return fmt.Sprintf(`Posted: <span>%s</span> by <strong>%s</strong> | with <a href="/blog/%s#comments">%d comments</a>`, p.date, author, p.slug, p.comments)
}

// shownAuthor is what the template shows: nothing where a byline in the body
// has to say it.
func (p madePost) shownAuthor() string {
	if len(p.byline) > 0 {
		return ""
	}
	return p.author
}

func (p madePost) tagMarkup() string {
	if len(p.tags) == 0 {
		return ""
	}
	var links []string
	for i, t := range p.tags {
		links = append(links, fmt.Sprintf(`<a href="/blog?tagname=%d&amp;groupid=1">%s</a>`, i, html.EscapeString(t)))
	}
	return "Filed under: " + strings.Join(links, ", ")
}

func (p madePost) link() string {
	return fmt.Sprintf(`<a href="/blog/%s">%s</a>`, p.slug, html.EscapeString(p.title))
}

// shapes are ways to mark a listing up; each gets the posts, and writes what
// stands between the page's heading and its pager.
var shapes = map[string]func([]madePost) string{
	"stock preview": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"BlogPTitle\"><a href=\"/blog/%s\">\n  %s</a>\n</div><div class=\"BlogPBody TextContent\">%s%s</div><div class=\"BlogPDateWhole\">%s<br />%s</div><br /><br />",
			p.slug, html.EscapeString(p.title), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"stock default": each(func(p madePost) string {
		return fmt.Sprintf("<h1>%s</h1><div class=\"BlogPBody TextContent\">%s%s</div><div class=\"BlogPDateWhole\">%s<br />%s</div>",
			html.EscapeString(p.title), p.body, strings.Join(p.byline, ""), strings.ReplaceAll(p.metaMarkup(p.shownAuthor()), "#comments", ""), p.tagMarkup())
	}),
	"articles": each(func(p madePost) string {
		return fmt.Sprintf("<article class=\"n%d\"><header><h3>%s</h3></header><section>%s%s</section><footer><p>%s</p><p>%s</p></footer></article>",
			len(p.slug), p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"loose siblings": each(func(p madePost) string {
		return fmt.Sprintf("<h3>%s</h3>%s%s<p>%s</p><p>%s</p><hr>", p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"loose without links": each(func(p madePost) string {
		meta := p.metaMarkup(p.shownAuthor())
		meta = strings.ReplaceAll(strings.ReplaceAll(meta, `<a href="/blog/`+p.slug+`#comments">`, ""), "</a>", "")
		return fmt.Sprintf("<h3>%s</h3>%s%s<p>%s</p><p>%s</p><hr>", html.EscapeString(p.title), p.body, strings.Join(p.byline, ""), meta, p.tagMarkup())
	}),
	"nested divs": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"a\"><div class=\"b\"><div class=\"c\">%s</div><div class=\"d\"><div>%s%s</div></div></div><div class=\"e\"><span>%s</span><div>%s</div></div></div>",
			p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"byline in the footer": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"x\"><h2>%s</h2><div class=\"txt\">%s</div><div class=\"foot\"><div>%s</div><div>%s</div><div>%s</div></div></div>",
			p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"tables": func(posts []madePost) string {
		return "<table width=\"100%\"><tbody>" + each(func(p madePost) string {
			return fmt.Sprintf("<tr><td><b>%s</b></td></tr><tr><td>%s%s</td></tr><tr><td>%s</td></tr><tr><td>%s</td></tr>",
				p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
		})(posts) + "</tbody></table>"
	},
	"list": func(posts []madePost) string {
		return "<ul>" + each(func(p madePost) string {
			return fmt.Sprintf("<li><p class=\"t\">%s</p>%s%s<p>%s</p><p>%s</p>", p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
		})(posts) + "</ul>"
	},
	"unclosed": each(func(p madePost) string {
		return fmt.Sprintf("<div class=post><h3>%s</h3><div>%s%s</div><p>%s<p>%s",
			p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"meta below title": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"entry\"><h2>%s</h2><div class=\"info\">%s</div><div>%s</div><div class=\"content\">%s%s</div></div>",
			p.link(), p.metaMarkup(p.shownAuthor()), p.tagMarkup(), p.body, strings.Join(p.byline, ""))
	}),
	"loose, meta below title": each(func(p madePost) string {
		return fmt.Sprintf("<h2>%s</h2><div class=\"info\">%s</div><div>%s</div>%s%s",
			p.link(), p.metaMarkup(p.shownAuthor()), p.tagMarkup(), p.body, strings.Join(p.byline, ""))
	}),
	"breaks only": func(posts []madePost) string {
		return "<table><tr><td>" + each(func(p madePost) string {
			return fmt.Sprintf("<b>%s</b><br>%s%s%s<br>%s<br><br>", p.link(), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
		})(posts) + "</td></tr></table>"
	},
	"h1 titles": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"it\"><h1>%s</h1>%s%s<div class=\"m\">%s</div><div>%s</div></div>", html.EscapeString(p.title), p.body, strings.Join(p.byline, ""), p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"tags above the meta": each(func(p madePost) string {
		return fmt.Sprintf("<section><h2>%s</h2><div class=\"b\">%s%s</div><p class=\"t\">%s</p><p class=\"m\">%s</p></section>", p.link(), p.body, strings.Join(p.byline, ""), p.tagMarkup(), p.metaMarkup(p.shownAuthor()))
	}),
	"meta on top": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"m\">%s</div><h3>%s</h3><div class=\"b\">%s%s</div><div>%s</div>", p.metaMarkup(p.shownAuthor()), p.link(), p.body, strings.Join(p.byline, ""), p.tagMarkup())
	}),
	"tags in the body's end, share box": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"post-%d\"><div class=\"hd\"><span class=\"ttl\">%s</span></div><div class=\"bd\">%s%s</div><div class=\"share\"><a href=\"http://s.example/?u=/blog/%s\">Share</a></div><div class=\"ft\">%s<br>%s</div></div>",
			len(p.slug), p.link(), p.body, strings.Join(p.byline, ""), p.slug, p.metaMarkup(p.shownAuthor()), p.tagMarkup())
	}),
	"meta in pieces": each(func(p madePost) string {
		return fmt.Sprintf("<div class=\"k\"><h4>%s</h4><div>%s%s</div><dl><dt>Posted:</dt><dd>%s</dd><dd>by %s</dd><dd>| with <a href=\"/blog/%s#comments\">%d comments</a></dd></dl><div>%s</div></div>",
			p.link(), p.body, strings.Join(p.byline, ""), p.date, p.shownAuthor(), p.slug, p.comments, p.tagMarkup())
	}),
}

func each(one func(madePost) string) func([]madePost) string {
	return func(posts []madePost) string {
		var b strings.Builder
		for _, p := range posts {
			b.WriteString(one(p) + "\n")
		}
		return b.String()
	}
}

// frame puts posts into a page as the portal engine frames them.
func frame(posts string, count int) string {
	return `<!DOCTYPE html><html><head><title>Quayside Notes</title><link rel="alternate" type="application/rss+xml" href="/CMSPages/BlogRss.aspx?aliaspath=/blog"></head>
<body class="LTR Gecko ENUS ContentBody"><form method="post" id="form" action="/blog"><input type="hidden" name="__VIEWSTATE" value="abc"><input type="hidden" name="lng" value="en-US">
<div id="menu"><ul><li><a href="/">Home</a></li><li><a href="/blog">Blog</a></li></ul></div>
<div class="columns"><div class="left"><h1>Quayside Notes</h1>
` + posts + `
<div class="PagerControl"><div class="PagerResults">Displaying results  1-` + fmt.Sprint(count) + ` (of 27)</div><div class="PagerNumberArea"><span>&nbsp;|&lt;&nbsp; <span class="SelectedPrev">&lt;</span></span> <span class="SelectedPage">1</span> - <a href="/blog?page=2" class="UnselectedPage">2</a></div></div>
</div><div class="right sidebar"><h2>Recent posts</h2><div class="RecentPosts"><a href="/blog/Harbour-Lights">Harbour Lights, Seen Twice</a><br/><a href="/blog/Quoted">On Quoting</a><br/></div>
<h2>Tags</h2><div class="TagCloud"><span><a href="/blog?tagid=1">Ports</a></span></div><h2>Archive</h2><div class="PostArchive"><a href="/blog/September-2013">September 2013</a>(5)</div></div></div>
</form></body></html>`
}

func newParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func htmlPage(markup string) *blog.Page {
	return &blog.Page{URL: "http://old.example/blog", Status: 200, Body: []byte(markup),
		Header: map[string][]string{"Content-Type": {"text/html; charset=utf-8"}}}
}

func textPage(text string) *blog.Page {
	return &blog.Page{File: "page.txt", Body: []byte(text)}
}

func TestShapes(t *testing.T) {
	p := newParser(t)
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			l, err := p.Listing(htmlPage(frame(shape(made), len(made))), blog.Knowledge{})
			if err != nil {
				t.Fatal(err)
			}
			if l.Heading != "Quayside Notes" {
				t.Errorf("heading = %q", l.Heading)
			}
			if l.Single {
				t.Error("taken for the page of one post")
			}
			checkMade(t, l, made, true)
			if t.Failed() {
				t.Logf("profile %q variant %q why %q", l.Profile, l.Variant, l.Why)
			}
		})
	}
}

// TestShapesWithoutRange takes the stated range away: dates and links have to
// do.
func TestShapesWithoutRange(t *testing.T) {
	p := newParser(t)
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			page := strings.Replace(frame(shape(made), len(made)), "Displaying results", "", 1)
			page = strings.Replace(page, fmt.Sprintf("1-%d (of 27)", len(made)), "", 1)
			l, err := p.Listing(htmlPage(page), blog.Knowledge{})
			if err != nil {
				t.Fatal(err)
			}
			checkMade(t, l, made, true)
		})
	}
}

// TestLastPageWithOnePost reads a page with one post with what the page before
// it taught, and without.
func TestLastPageWithOnePost(t *testing.T) {
	p := newParser(t)
	for name, shape := range shapes {
		first, err := p.Listing(htmlPage(frame(shape(made), len(made))), blog.Knowledge{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range made {
			for _, k := range []blog.Knowledge{{Rules: first.Rules, Heading: first.Heading}, {}} {
				t.Run(fmt.Sprintf("%s/%s/rules=%v", name, made[i].slug, k.Rules != ""), func(t *testing.T) {
					page := strings.Replace(frame(shape(made[i:i+1]), 1), "1-1 (of", "27-27 (of", 1)
					l, err := p.Listing(htmlPage(page), k)
					if err != nil {
						t.Fatal(err)
					}
					checkMade(t, l, made[i:i+1], true)
				})
			}
		}
	}
}

func checkMade(t *testing.T, l *blog.Listing, want []madePost, links bool) {
	t.Helper()
	if len(l.Posts) != len(want) {
		t.Fatalf("%d posts, want %d: %s", len(l.Posts), len(want), titlesOf(l))
	}
	for i, w := range want {
		got := l.Posts[i]
		same := func(field, got, want string) {
			if got != want {
				t.Errorf("%s: %s = %q, want %q", w.slug, field, got, want)
			}
		}
		same("title", got.Title, w.title)
		same("author", got.Author, w.author)
		same("role", got.Role, w.role)
		same("published", string(got.Published), string(w.wall))
		same("raw date", got.PublishedRaw, w.date)
		same("tags", strings.Join(got.Tags, ";"), strings.Join(w.tags, ";"))
		if links && !strings.Contains(t.Name(), "without_links") {
			same("url", got.URL, "http://old.example/blog/"+w.slug)
		}
		if got.CommentCount == nil || *got.CommentCount != w.comments {
			t.Errorf("%s: comment count = %v, want %d", w.slug, got.CommentCount, w.comments)
		}
		checkBody(t, w, got)
	}
}

func checkBody(t *testing.T, w madePost, got blog.Post) {
	t.Helper()
	if !strings.Contains(got.BodyText, w.text) {
		t.Errorf("%s: body text lacks %q: %q", w.slug, w.text, got.BodyText)
	}
	for _, foreign := range []string{w.date, "Displaying results", "Recent posts", "with 12 comments", "Head of Stores", "Pilot", "Archivist"} {
		if strings.Contains(got.BodyText, foreign) {
			t.Errorf("%s: body text holds %q: %q", w.slug, foreign, got.BodyText)
		}
	}
	if strings.HasPrefix(got.BodyText, w.title) {
		t.Errorf("%s: body begins with the title: %q", w.slug, got.BodyText)
	}
	if !got.FromText && got.BodyHTML != w.body && strings.ReplaceAll(got.BodyHTML, "\n", "") != w.body {
		t.Errorf("%s: body html = %s, want %s", w.slug, got.BodyHTML, w.body)
	}
}

func titlesOf(l *blog.Listing) string {
	var titles []string
	for _, p := range l.Posts {
		titles = append(titles, fmt.Sprintf("%q", p.Title))
	}
	return strings.Join(titles, ", ") + fmt.Sprintf(" (%s, %s, %v)", l.Profile, l.Variant, l.Why)
}

// TestSeeds reads the two real pages that the project was started with. They
// are not part of it.
func TestSeeds(t *testing.T) {
	files, _ := filepath.Glob("../../shared/seeds/*.txt")
	if len(files) == 0 {
		t.Skip("the real pages are not here: ../shared/seeds is no part of the project")
	}
	p := newParser(t)
	headings, tagged, roles, totals := map[string]bool{}, 0, 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		l, err := p.Listing(&blog.Page{File: file, Body: data}, blog.Knowledge{})
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Posts) != 10 || l.Range == nil || l.Range.From != 1 || l.Range.To != 10 {
			t.Fatalf("%s: %d posts, range %v", file, len(l.Posts), l.Range)
		}
		headings[l.Heading] = true
		totals += l.Range.Total
		for i, post := range l.Posts {
			if len(post.Tags) > 0 {
				tagged++
			}
			if post.Role != "" {
				roles++
			}
			checkSeedPost(t, post)
			if i > 0 && post.Published >= l.Posts[i-1].Published {
				t.Errorf("%q is not older than the post above it", post.Title)
			}
		}
	}
	if len(headings) != 1 || headings[""] || tagged != 2 || roles != 10 || totals != 127+154 {
		t.Errorf("%d headings, %d posts with tags, %d with a role, %d stated in all", len(headings), tagged, roles, totals)
	}
}

// checkSeedPost checks what holds for every post of the real pages without
// quoting them.
func checkSeedPost(t *testing.T, post blog.Post) {
	t.Helper()
	if post.Title == "" || len(post.Title) > 100 || post.Author == "" || strings.ContainsAny(post.Author, "|:") || post.Published == "" ||
		post.CommentCount == nil || *post.CommentCount != 0 || len(post.BodyText) < 500 {
		t.Errorf("post = %+v", post)
	}
	for _, foreign := range []string{"Posted", "Filed under", post.Role} {
		if foreign != "" && strings.Contains(post.BodyText, "\n"+foreign) {
			t.Errorf("%q: the body holds %q", post.Title, foreign)
		}
	}
	if post.Role != "" && (strings.Contains(post.Role, "  ") || strings.ContainsRune(post.Role, '\u00a0') || strings.Count(post.Role, post.Author) > 0) {
		t.Errorf("%q: role = %q", post.Title, post.Role)
	}
}

func savedPage(path string, body []byte) *blog.Page {
	address := "http://blog.example/" + path
	return &blog.Page{Request: blog.Request{URL: address}, URL: address, Status: 200, Body: body}
}

// learned is what is known of a blog when one of its pages has been read.
func learned(tb testing.TB, p *Parser, page *blog.Page) blog.Knowledge {
	tb.Helper()
	l := readPage(tb, p, page, blog.Knowledge{})
	if l == nil {
		return blog.Knowledge{}
	}
	return blog.Knowledge{Profile: l.Profile, Rules: l.Rules}
}

func readPage(tb testing.TB, p *Parser, page *blog.Page, k blog.Knowledge) *blog.Listing {
	l, err := p.Listing(page, k)
	if err != nil && !errors.Is(err, blog.ErrNoPosts) {
		tb.Fatal(err)
	}
	return l
}
