package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// rss writes a feed of posts, at an offset from UTC.
func rss(zone *time.Location, numbers ...int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Lighthouse Log</title><link>{base}/</link>`)
	for _, n := range numbers {
		fmt.Fprintf(&b, `<item><title>%s</title><link>{base}%s</link><pubDate>%s</pubDate><category>Weather</category><content:encoded><![CDATA[<p>All of number %d.</p><p>To the end.</p>]]></content:encoded></item>`,
			entryTitle(n), entryPath(n), entryDay(n).In(zone).Format(time.RFC1123Z), n)
	}
	return b.String() + "</channel></rss>"
}

const feedLinks = `<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"><link rel="alternate" type="application/rss+xml" title="Posts" href="/feed/"></head>`

func withFeed(page string) string { return strings.Replace(page, "</head>", feedLinks, 1) }

func TestFeedTellsTimes(t *testing.T) {
	undated := strings.ReplaceAll(sheetDated("", 1, 4), "Posted on <span class=\"date\"></span> by", "By")
	p := newPaper(t, map[string]string{"/": withFeed(undated), "/feed/": rss(time.FixedZone("", 2*3600), 4, 3, 2, 1)})
	p.followAll()
	p.wantPosts(1, 4)
	for _, rec := range p.records() {
		if rec.PublishedAt == nil || !strings.HasSuffix(*rec.PublishedAt, "T11:30:00Z") {
			t.Errorf("%s: published_at = %v, want the clock of the feed", rec.Title, rec.PublishedAt)
		}
		if len(rec.Categories) > 0 || strings.Contains(rec.BodyText, "All of number") {
			t.Errorf("%s: the feed overruled the page: %q, %q", rec.Title, rec.Categories, rec.BodyText)
		}
	}
	if rep := p.follow(); slices.Contains(p.asked, "/feed/") || rep.Changed > 0 {
		t.Errorf("with nothing new: asked for %q, %d changed", p.asked, rep.Changed)
	}
}

func TestFeedIsNotAskedWhenNothingIsOpen(t *testing.T) {
	p := newPaper(t, map[string]string{
		"/":        withFeed(sheet(3, 4, "<p>Displaying results 1-2 (of 4)</p>", `<a href="/?page=1">1</a> <a href="/?page=2">2</a>`)),
		"/?page=2": withFeed(sheet(1, 2, "<p>Displaying results 3-4 (of 4)</p>", `<a href="/?page=1">1</a> <a href="/?page=2">2</a>`)),
		"/feed/":   rss(time.UTC, 4, 3, 2, 1),
	})
	p.followAll()
	if slices.Contains(p.asked, "/feed/") || slices.Contains(p.asked, "/comments/feed/") {
		t.Errorf("asked for %q", p.asked)
	}
}

// If no total is stated, the feed is read to check whether the listing shows its posts.
func TestFeedBearsWitness(t *testing.T) {
	p := newPaper(t, map[string]string{"/": withFeed(sheet(3, 6)), "/feed/": rss(time.UTC, 6, 5, 4, 3, 2, 1)})
	if rep := p.follow(); rep.Complete || len(rep.Gaps) != 1 || !strings.Contains(rep.Gaps[0].Reason, "by 2") {
		t.Errorf("two posts stand in the feed alone: complete %v, gaps %+v", rep.Complete, rep.Gaps)
	}
	if rep := p.follow(); rep.Complete || slices.Contains(p.asked, "/feed/") {
		t.Errorf("nothing new: complete %v, asked for %q", rep.Complete, p.asked)
	}
	p.pages["/"] = withFeed(sheet(1, 6))
	p.followAll()
	p.wantPosts(1, 6)
}

// A site's feed contains posts that one of its categories does not.
func TestFeedOfAnotherListing(t *testing.T) {
	p := newPaper(t, map[string]string{"/harbour/": withFeed(sheet(3, 6)), "/feed/": rss(time.UTC, 6, 5, 4, 3, 2, 1)})
	p.src.URL += "harbour/"
	p.followAll()
}

func TestFeedFillsAHole(t *testing.T) {
	pager := func(current int) string {
		var b strings.Builder
		for n := 1; n <= 3; n++ {
			if n == current {
				fmt.Fprintf(&b, "<span>%d</span> ", n)
			} else {
				fmt.Fprintf(&b, `<a href="/page/%d/">%d</a> `, n, n)
			}
		}
		return `<div class="pagination">` + b.String() + "</div>"
	}
	p := newPaper(t, map[string]string{
		"/":        withFeed(sheet(7, 9, pager(1))),
		"/page/3/": sheet(3, 4, pager(3)),
		"/feed/":   rss(time.UTC, 9, 8, 7, 6, 5, 2),
	})
	rep := p.follow()
	if rep.Complete {
		t.Error("a feed stood in for a page")
	}
	p.wantPosts(3, 9) // 2 is older than anything that was read: it stands on another page
}
