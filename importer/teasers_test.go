package importer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/importer"
)

// summaryBlog is a Kentico blog whose listing shows summaries where the stock template
// shows whole posts, without saying so. Every third of n posts has a comment.
func summaryBlog(n int, summary func(post int) string) map[string]string {
	pages, list := map[string]string{}, ""
	for post := n; post >= 1; post-- {
		path, comments := fmt.Sprintf("/May-2014/Kiln-%d", post), 0
		if post%3 == 0 {
			comments = 1
		}
		meta := fmt.Sprintf(`<div class="BlogPDateWhole">Posted: <span class="BlogPDate">5/%d/2014 6:00:00 AM</span> by <strong>Ines Kolar</strong> | with <a href="%s#comments">%d comments</a></div>`, post+12, path, comments)
		list += fmt.Sprintf(`<div class="BlogPTitle"><a href="%s">Kiln %d</a></div><div class="BlogPBody TextContent"><p>%s</p></div>%s<br /><br />`, path, post, summary(post), meta)
		said := ""
		if comments > 0 {
			said = `<div class="CommentDetail"><span class="CommentUserName">Tomas</span><span class="CommentText">Ours ran, too.</span><span class="CommentDate">5/30/2014 6:00:00 AM</span></div>`
		}
		pages[path] = kilnPage(fmt.Sprintf(`<div class="BlogPTitle"><h1>Kiln %d</h1></div><div class="BlogPBody TextContent">%s</div>%s<a id="comments"></a>%s`, post, wholeKiln(post), meta, said))
	}
	pages["/"] = kilnPage(list)
	return pages
}

func wholeKiln(post int) string {
	return fmt.Sprintf("<p>Kiln %d was opened on Monday, before breakfast.</p><p>%sNo shelf broke.</p>", post, strings.Repeat("The glaze had run a little further. ", post))
}

func kilnPage(inner string) string {
	return `<html><head><title>The Pottery</title><link href="/CMSPages/GetCSS.aspx?stylesheetname=Pottery" rel="stylesheet" /></head><body class="LTR ENUS ContentBody"><form method="post" action="/" id="form"><input type="hidden" name="lng" value="en-US" /><h1>The Pottery</h1>` + inner + `</form></body></html>`
}

func TestTeasersThatDoNotSaySo(t *testing.T) {
	for name, summary := range map[string]func(int) string{
		"the beginning": func(post int) string { return fmt.Sprintf("Kiln %d was opened on Monday, before breakfast.", post) },
		"other words":   func(post int) string { return fmt.Sprintf("What came out of number %d, and when.", post) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPaper(t, summaryBlog(9, summary))
			p.mustCrawl(importer.Options{})
			p.wantKilns(t, 9)
			for path, body := range summaryBlog(11, summary) {
				p.pages[path] = body
			}
			rep := p.mustCrawl(importer.Options{Kind: "sync"})
			if rep.New != 2 || rep.Changed != 0 {
				t.Errorf("sync: %d new, %d changed, want 2 and 0", rep.New, rep.Changed)
			}
			p.wantKilns(t, 11)
			if _, err := importer.Reparse(context.Background(), p.deps(), p.src, importer.ReparseOptions{}); err != nil {
				t.Fatal(err)
			}
			p.wantKilns(t, 11)
		})
	}
}

func (p *paper) wantKilns(t *testing.T, n int) {
	t.Helper()
	recs := p.records()
	if len(recs) != n {
		t.Errorf("%d posts, want %d", len(recs), n)
	}
	for _, rec := range recs {
		if rec.ExcerptOnly || !strings.HasSuffix(rec.BodyText, "No shelf broke.") || rec.Excerpt == "" {
			t.Errorf("%s: excerpt %q, body %q, want the whole of it", rec.Title, rec.Excerpt, rec.BodyText)
		}
	}
}

// If no post has a comment, no detail page was read that could tell.
func TestAllShortIsDoubted(t *testing.T) {
	pages := summaryBlog(12, func(post int) string { return fmt.Sprintf("Kiln %d was opened on Monday.", post) })
	for path := range pages {
		pages[path] = strings.ReplaceAll(pages[path], "1 comments", "0 comments")
	}
	p := newPaper(t, pages)
	rep := p.mustCrawl(importer.Options{})
	if len(rep.Warnings) != 1 || !strings.Contains(rep.Warnings[0], "--details always") {
		t.Errorf("warnings = %q, want one about --details always", rep.Warnings)
	}
	rep = p.mustCrawl(importer.Options{Kind: "sync", Details: importer.DetailsAlways, Full: true})
	p.wantKilns(t, 12)
	if len(rep.Warnings) != 0 {
		t.Errorf("warnings after --details always = %q", rep.Warnings)
	}
}
