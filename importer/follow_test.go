package importer_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
)

// paper is a made-up blog of a few pages, by path, that records requests.
type paper struct {
	*world
	mu    sync.Mutex
	pages map[string]string
	asked []string
}

func newPaper(t *testing.T, pages map[string]string) *paper {
	t.Helper()
	p := &paper{pages: pages}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.world = &world{t: t, base: server.URL, path: filepath.Join(t.TempDir(), "blog.db"), clock: &clock{t: time.Now()}}
	p.open()
	t.Cleanup(func() { p.db.Close() })
	p.src = &blog.Source{URL: server.URL + "/"}
	return p
}

func (p *paper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	p.asked = append(p.asked, r.URL.RequestURI())
	body, ok := p.pages[r.URL.RequestURI()]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if to, ok := strings.CutPrefix(body, "Location: "); ok {
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	if strings.HasPrefix(body, "<?xml") {
		w.Header().Set("Content-Type", "application/rss+xml")
	}
	fmt.Fprint(w, strings.ReplaceAll(body, "{base}", p.base))
}

// titles returns the titles of the stored live posts, sorted.
func (p *paper) titles() []string {
	var titles []string
	for _, rec := range p.records() {
		if rec.RemovedAt == nil {
			titles = append(titles, rec.Title)
		}
	}
	slices.Sort(titles)
	return titles
}

// wantPosts compares the stored posts with the posts of these numbers.
func (p *paper) wantPosts(from, to int) {
	p.t.Helper()
	var want []string
	for n := from; n <= to; n++ {
		want = append(want, entryTitle(n))
	}
	if got := p.titles(); !slices.Equal(got, want) {
		p.t.Errorf("posts = %q, want %q", got, want)
	}
}

// follow crawls listings and feeds, but no detail pages.
func (p *paper) follow() *blog.Report {
	p.t.Helper()
	p.mu.Lock()
	p.asked = nil
	p.mu.Unlock()
	rep, err := p.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
	if err != nil {
		p.t.Fatalf("crawl: %v (report %+v)", err, rep)
	}
	return rep
}

func (p *paper) followAll() {
	p.t.Helper()
	if rep := p.follow(); !rep.Complete {
		p.t.Errorf("not complete: gaps %+v, failed %+v", rep.Gaps, rep.Failed)
	}
}

func entryTitle(n int) string { return fmt.Sprintf("Entry %02d about the lighthouse", n) }

// entryDay returns when post n was published: two posts a month from May 2010 on.
func entryDay(n int) time.Time {
	return time.Date(2010, time.May, 10, 9, 30, 0, 0, time.UTC).AddDate(0, (n-1)/2, 10*((n-1)%2))
}

func entryPath(n int) string { return fmt.Sprintf("/%s/entry-%02d/", entryDay(n).Format("2006/01"), n) }

func entry(n int, layout string) string {
	return fmt.Sprintf(`<div class="post hentry" id="post-%d"><h2 class="entry-title"><a href="%s" rel="bookmark">%s</a></h2>
<p class="meta">Posted on <span class="date">%s</span> by <span class="author vcard">Mara Quill</span></p>
<div class="entry-content"><p>The keeper wrote down the weather for day %d, and the ships that passed.</p><p>Nothing else happened, number %d.</p></div></div>
`, n, entryPath(n), entryTitle(n), entryDay(n).Format(layout), n, n)
}

// sheet is a page with posts, newest first, and other markup around them.
func sheet(from, to int, around ...string) string {
	return sheetDated("January 2, 2006", from, to, around...)
}

func sheetDated(layout string, from, to int, around ...string) string {
	var b strings.Builder
	b.WriteString(`<html><head><title>The Lighthouse Log</title></head><body><h1><a href="/">The Lighthouse Log</a></h1><div id="content">`)
	for n := to; n >= from; n-- {
		b.WriteString(entry(n, layout))
	}
	b.WriteString("</div>" + strings.Join(around, "\n") + "</body></html>")
	return b.String()
}

func monthLinks(from, to int) string {
	var b strings.Builder
	b.WriteString(`<div id="sidebar"><h3>Archives</h3><ul>`)
	for n := to; n >= from; n -= 2 {
		b.WriteString(monthLink(entryDay(n)))
	}
	return b.String() + "</ul></div>"
}

func monthLink(day time.Time) string {
	return fmt.Sprintf(`<li><a href="/%s/">%s</a></li>`, day.Format("2006/01"), day.Format("January 2006"))
}

func TestMonthsWhereThereIsNoPager(t *testing.T) {
	months := monthLinks(2, 8)
	p := newPaper(t, map[string]string{
		"/":         sheet(6, 8, months),
		"/2010/08/": sheet(7, 8, months),
		"/2010/07/": sheet(5, 6, months),
		"/2010/06/": sheet(3, 4, months),
		"/2010/05/": sheet(1, 2, months),
	})
	p.followAll()
	p.wantPosts(1, 8)
	if rep := p.follow(); rep.Requests > 2 || rep.Changed > 0 || !rep.Complete {
		t.Errorf("with nothing new: %d requests for %q, %d changed, complete %v", rep.Requests, p.asked, rep.Changed, rep.Complete)
	}
}

// Posts that only a script shows are missing, though nothing tells how many.
func TestControlThatCannotBeFollowed(t *testing.T) {
	p := newPaper(t, map[string]string{"/": sheet(6, 8, `<button class="more" data-url="/more/2">Load more posts</button>`)})
	rep := p.follow()
	if rep.Complete || len(rep.Gaps) != 1 || !strings.Contains(rep.Gaps[0].Reason, "Load more posts") {
		t.Errorf("complete %v, gaps %+v", rep.Complete, rep.Gaps)
	}
	p.pages["/"] = sheet(6, 8, `<button>Menu</button>`)
	p.followAll()
}

// The page numbers of a month's pager are its own, not those of the walk.
func TestMonthsWithPagersOfTheirOwn(t *testing.T) {
	months := monthLinks(2, 6)
	own := func(current int, month string) string {
		var b strings.Builder
		for n := 1; n <= 4; n++ {
			if n == current {
				fmt.Fprintf(&b, "<b>%d</b> ", n)
			} else {
				fmt.Fprintf(&b, `<a href="/%s/page/%d/">%d</a> `, month, n, n)
			}
		}
		return `<div class="pagination">` + b.String() + "</div>"
	}
	p := newPaper(t, map[string]string{
		"/":                sheet(6, 6, months),
		"/2010/07/":        sheet(5, 6, months),
		"/2010/06/":        sheet(4, 4, own(1, "2010/06"), months),
		"/2010/06/page/2/": sheet(3, 3, own(2, "2010/06"), months),
		"/2010/06/page/3/": sheet(3, 3, own(3, "2010/06"), months),
		"/2010/05/":        sheet(1, 2, months),
	})
	p.followAll()
	p.wantPosts(1, 6)
}

func TestCalendarWithoutEnd(t *testing.T) {
	pages := map[string]string{}
	for day, n := entryDay(1).AddDate(-5, 0, 0), 0; n < 64; day, n = day.AddDate(0, 1, 0), n+1 {
		back, on := day.AddDate(0, -1, 0), day.AddDate(0, 1, 0)
		calendar := fmt.Sprintf(`<table id="calendar"><caption>%s</caption><tr><td><a href="/%s/">« %s</a></td><td><a href="/%s/">%s »</a></td></tr></table>`,
			day.Format("January 2006"), back.Format("2006/01"), back.Format("January 2006"), on.Format("2006/01"), on.Format("January 2006"))
		from := 2*(n-60) + 1
		pages["/"+day.Format("2006/01")+"/"] = sheet(max(from, 1), from+1, calendar)
		if day.Format("2006-01") == "2010-08" {
			pages["/"] = sheet(7, 8, calendar)
		}
	}
	p := newPaper(t, pages)
	p.follow()
	p.wantPosts(1, 8)
	if len(p.asked) > 20 {
		t.Errorf("%d pages were asked for", len(p.asked))
	}
}

func TestHomePageWithoutPosts(t *testing.T) {
	home := `<html><head><title>The Lighthouse Log</title></head><body><h1>The Lighthouse Log</h1><div id="content"></div><p><a href="/archives.html">Archives</a></p></body></html>`
	list := `<html><head><title>The Lighthouse Log</title></head><body><h1>The Lighthouse Log</h1>` + monthLinks(2, 4) + `</body></html>`
	p := newPaper(t, map[string]string{
		"/": home, "/archives.html": list, "/2010/06/": sheet(3, 4), "/2010/05/": sheet(1, 2),
	})
	p.followAll()
	p.wantPosts(1, 4)
}

func TestLabelsWhereNothingElseLeads(t *testing.T) {
	label := func(name string) string {
		return fmt.Sprintf(`<p>Labels: <a rel="tag" href="/label/%s">%s</a></p>`, name, name)
	}
	p := newPaper(t, map[string]string{
		"/":             sheet(7, 8, label("gulls"), label("storms")),
		"/label/gulls":  sheet(3, 8, label("gulls")),
		"/label/storms": sheet(1, 4, label("wrecks")),
	})
	p.follow()
	p.wantPosts(1, 8)
	p.pages["/label/wrecks"] = sheet(1, 2)
	p.followAll()
}

func older(href string) string {
	return fmt.Sprintf(`<div class="navigation"><a href="%s">Previous</a></div>`, href)
}

func both(previous, next string) string {
	return fmt.Sprintf(`<div class="navigation"><a href="%s">Previous</a> <a href="%s">Next</a></div>`, previous, next)
}

func TestPreviousMeansOlderOrNewer(t *testing.T) {
	p := newPaper(t, map[string]string{
		"/":      sheet(5, 6, older("/old-b")),
		"/old-b": sheet(3, 4, both("/old-a", "/")),
		"/old-a": sheet(1, 2, `<div class="navigation"><a href="/old-b">Next</a></div>`),
	})
	p.followAll()
	p.wantPosts(1, 6)

	q := newPaper(t, map[string]string{ // the same words, the other way round, begun in the middle
		"/front": sheet(5, 6, `<div class="navigation"><a href="/">Next</a></div>`),
		"/":      sheet(3, 4, both("/front", "/back")),
		"/back":  sheet(1, 2, older("/")),
	})
	q.followAll()
	q.wantPosts(1, 6)
}

func TestNextGoesOnPastTheLastPost(t *testing.T) {
	head := func(page, next string) string {
		return strings.Replace(page, "</head>", `<link rel="next" href="`+next+`"></head>`, 1)
	}
	p := newPaper(t, map[string]string{
		"/":       head(sheet(3, 4), "/page/2"),
		"/page/2": head(sheet(1, 2), "/page/3"),
		"/page/3": head(sheet(1, 2), "/page/4"),
	})
	p.followAll()
	p.wantPosts(1, 4)
}

// The last page repeats posts of the previous page, since the server orders equal
// timestamps anew for every request. The posts that it should show are missing.
func TestTiesAreNoEndOfTheListing(t *testing.T) {
	sameDay := func(page string) string {
		return strings.NewReplacer("May 20, 2010", "May 10, 2010", "June 10, 2010", "May 10, 2010").Replace(page)
	}
	next := func(n int) string { return older(fmt.Sprintf("/page/%d", n)) }
	numbers := func(n int) string {
		var b strings.Builder
		for i := 1; i <= 3; i++ {
			if i == n {
				fmt.Fprintf(&b, `<span class="current">%d</span> `, i)
			} else {
				fmt.Fprintf(&b, `<a href="/?page=%d">%d</a> `, i, i)
			}
		}
		return `<div class="pagination">` + b.String() + `</div>`
	}
	for name, pages := range map[string]map[string]string{
		"part of a page": {"/": sheet(4, 6, next(2)), "/page/2": sheet(2, 3, next(3)), "/page/3": sheet(2, 2)},
		"a whole page":   {"/": sheet(4, 5, numbers(1)), "/?page=2": sheet(2, 3, numbers(2)), "/?page=3": sheet(2, 3, numbers(3))},
	} {
		t.Run(name, func(t *testing.T) {
			for path, page := range pages {
				pages[path] = sameDay(page)
			}
			if rep := newPaper(t, pages).follow(); rep.Complete || len(rep.Gaps) == 0 {
				t.Errorf("complete %v, gaps %+v, without the first post", rep.Complete, rep.Gaps)
			}
		})
	}
}

// The pager leaves out a category. July has no post but those, so that it is read, and
// shows that the other months need reading, too, wherever the crawl is interrupted.
func TestPagerThatHidesPosts(t *testing.T) {
	months := monthLinks(2, 8)
	pages := map[string]string{
		"/":               sheet(8, 8, older("/page/2"), months),
		"/page/2":         sheet(4, 4, older("/page/3"), months),
		"/page/3":         sheet(1, 1, months),
		"/2010/08/":       sheet(7, 8, months),
		"/2010/07/":       sheet(6, 6, older("/2010/07/page/2"), months),
		"/2010/07/page/2": sheet(5, 5, months),
		"/2010/06/":       sheet(3, 4, months),
		"/2010/05/":       sheet(1, 2, months),
	}
	for cut := range len(pages) {
		t.Run(fmt.Sprint("after ", cut), func(t *testing.T) {
			p := newPaper(t, pages)
			if cut > 0 {
				if _, err := p.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, MaxPages: cut}); err != nil {
					t.Fatal(err)
				}
			}
			p.followAll()
			p.wantPosts(1, 8)
		})
	}
}

func TestMissingPageLosesOnlyItself(t *testing.T) {
	months := monthLinks(2, 8)
	link := func(n int) string {
		return fmt.Sprintf(`<div class="navigation"><a class="older-link" href="/search?before=%d">Older posts</a></div>`, n)
	}
	p := newPaper(t, map[string]string{
		"/":                sheet(7, 8, link(7), months),
		"/search?before=5": sheet(3, 4, link(3), months),
		"/search?before=3": sheet(1, 2, months),
		"/2010/06/":        sheet(3, 4, months),
		"/2010/05/":        sheet(1, 2, months),
	})
	rep := p.follow() // /search?before=7 is gone, and with it the way to the rest
	if rep.Complete || len(rep.Failed) == 0 {
		t.Errorf("a missing page went by: %+v", rep)
	}
	want := []string{entryTitle(1), entryTitle(2), entryTitle(3), entryTitle(4), entryTitle(7), entryTitle(8)}
	if got := p.titles(); !slices.Equal(got, want) {
		t.Errorf("posts = %q, want %q", got, want)
	}
}

func TestRefusedPagesEndTheWalk(t *testing.T) {
	p := newPaper(t, map[string]string{
		"/": sheet(1, 4, `<div class="pagination"><span>1</span> <a href="/page/2/">2</a> <a href="/page/3/">3</a> … <a href="/page/900/">Last »</a></div>`),
	})
	rep := p.follow()
	if len(p.asked) > 20 || rep.Complete {
		t.Errorf("%d requests, complete %v", len(p.asked), rep.Complete)
	}
	p.wantPosts(1, 4)
}

func TestCutWalkOverMonthsGoesOn(t *testing.T) {
	back := func(n int) string { return "<p>" + monthLink(entryDay(n)) + "</p>" }
	p := newPaper(t, map[string]string{
		"/":         sheet(7, 8, back(6)),
		"/2010/07/": sheet(5, 6, back(4)),
		"/2010/06/": sheet(3, 4, back(2)),
		"/2010/05/": sheet(1, 2),
	})
	if _, err := p.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, MaxPages: 2}); err != nil {
		t.Fatal(err)
	}
	p.wantPosts(5, 8)
	p.followAll()
	p.wantPosts(1, 8)
}

// A blog that kept its older pages after a redesign is read, and the report says that
// it has two templates.
func TestTemplateChange(t *testing.T) {
	text := strings.Repeat("Rope and tar and a tide that waits. ", 4)
	young := func(n int) string {
		return fmt.Sprintf(`<article class="note"><h2><a href="/n/%d">New %d</a></h2><time datetime="2012-03-%02d">2012-03-%02d</time><p>%s</p></article>`, n, n, n, n, text)
	}
	old := func(n int) string {
		return fmt.Sprintf(`<table class="slip"><tr><td><b><a href="/s/%d">Old %d</a></b></td></tr><tr><td>%s</td></tr><tr><td>Posted on 2004-05-%02d</td></tr></table>`, n, n, text, n)
	}
	p := newPaper(t, map[string]string{
		"/":        "<html><body>" + young(9) + young(8) + young(7) + `<a href="/?page=2">Older posts</a></body></html>`,
		"/?page=2": "<html><body>" + old(6) + old(5) + old(4) + `<a href="/">Newer posts</a></body></html>`,
	})
	rep := p.mustCrawl(importer.Options{})
	if rep.Stored != 6 || !slices.ContainsFunc(rep.Warnings, func(w string) bool { return strings.Contains(w, "changes its template") }) {
		t.Errorf("%d posts stored, warnings %q", rep.Stored, rep.Warnings)
	}
}

// Page 1 shows one post differently from the rest, so the rules learned from page 2 are
// better. Both pages are read with those.
func TestBetterRules(t *testing.T) {
	text := strings.Repeat("Rope and tar and a tide that waits. ", 6)
	note := func(n int, by string) string {
		return fmt.Sprintf(`<div class="note"><h2><a href="/n/%d">Note %d</a></h2><div class="when">2012-03-%02d %s</div><div class="words"><p>%s</p></div></div>`, n, n, n, by, text)
	}
	pages := map[string]string{
		"/":        `<html><body><div class="all">` + note(9, "by Ann Lee") + `</div><a href="/?page=2">Older posts</a></body></html>`,
		"/?page=2": `<html><body><div class="all">` + note(8, "by Ann Lee") + note(7, "by Ben Orr") + note(6, "by Ann Lee") + `</div><a href="/">Newer posts</a></body></html>`,
	}
	p := newPaper(t, pages)
	p.mustCrawl(importer.Options{})
	if got := strings.Join(p.titles(), ","); got != "Note 6,Note 7,Note 8,Note 9" {
		t.Errorf("stored %s", got)
	}
	if !strings.Contains(p.src.Rules, `"note"`) || strings.Contains(p.src.Rules, "lone") {
		t.Errorf("rules %s, want those of the page with several posts", p.src.Rules)
	}
	hashes := p.hashes()
	p.mustCrawl(importer.Options{Full: true})
	if !maps.Equal(hashes, p.hashes()) {
		t.Error("a second full crawl reads other posts")
	}
}

// learner reads one post on "/" until it has learned from page 2 that there are two.
type learner struct {
	importer.Parser
	dates []string // of each page, as written
}

func (learner) BetterRules(a, b string) (better, reread bool) {
	reread = a == "good" && b == "poor"
	return reread || b == "", reread
}

func (p learner) Listing(page *blog.Page, k blog.Knowledge) (*blog.Listing, error) {
	rules, titles := "good", []string{"Ebb", "Flood"}
	switch {
	case strings.HasSuffix(page.URL, "?page=2"):
		titles = []string{"Neap", "Spring"}
	case k.Rules != "good":
		rules, titles = "poor", []string{"Ebb, and Flood"}
	}
	next := blog.Request{URL: page.Request.URL + "?page=2"}
	l := &blog.Listing{Rules: rules, Pager: blog.Pager{Mode: blog.PagerLinks, Next: &next}}
	if len(p.dates) > 0 {
		l.Dates = p.dates[:1]
		if strings.HasSuffix(page.URL, "?page=2") {
			l.Dates = p.dates[1:]
		}
	}
	for _, title := range titles {
		l.Posts = append(l.Posts, blog.Post{Title: title, Published: "2012-03-01T10:00:00", BodyText: "About " + title})
	}
	return l, nil
}

// A post that was made of two by the rules of page 1 is gone when the run ends, even if
// no pass proves anything.
func TestBetterRulesLeaveNothingBehind(t *testing.T) {
	for name, dates := range map[string][]string{"rules alone": nil, "dates read anew, too": {"03/04/2012", "25/03/2012"}} {
		t.Run(name, func(t *testing.T) {
			p := newPaper(t, map[string]string{"/": "first", "/?page=2": "second"})
			d := p.deps()
			d.Parser = learner{d.Parser, dates}
			rep, err := importer.Crawl(context.Background(), d, p.src, importer.Options{Details: importer.DetailsNever, MaxPages: 2})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(p.titles(), ","); got != "Ebb,Flood,Neap,Spring" || rep.Stored != 4 || rep.Removed != 1 {
				t.Errorf("live %s, %d stored, %d removed; want four and one", got, rep.Stored, rep.Removed)
			}
			if asked := strings.Join(p.asked, " "); asked != "/ /?page=2" {
				t.Errorf("asked for %s, want each page once", asked)
			}
		})
	}
}
