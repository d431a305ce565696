package importer_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

const webBase = "http://old.example"

// webPage is a page in a web archive, archived some hours after the first.
func webPage(address string, hours int, body []byte) importer.SavedPage {
	return importer.SavedPage{
		Page: &blog.Page{
			Request: blog.Request{URL: address}, URL: address, Status: 200, File: fmt.Sprintf("a.warc: %d: %s", hours, address),
			Received: time.Date(2014, 11, 1, hours, 0, 0, 0, time.UTC),
		},
		Body: func() ([]byte, error) { return body, nil },
	}
}

// webListing returns the listing pages of a site as one crawl archived them.
func webListing(site *demo.Site, hours int) (pages []importer.SavedPage) {
	for n := 1; n <= site.Pages(); n++ {
		address := webBase + "/blog"
		if n > 1 {
			address += fmt.Sprintf("?page=%d", n)
		}
		pages = append(pages, webPage(address, hours, site.Page(n)))
	}
	return pages
}

func (w *world) importPages(o importer.ImportOptions, pages []importer.SavedPage) ([]*blog.Report, *importer.ImportSummary) {
	w.t.Helper()
	reports, sum, err := importer.Import(context.Background(), w.deps(), pages, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return reports, sum
}

// If a web archive has several crawls of a blog, the latest is its current state,
// whatever the totals, and earlier ones are versions.
func TestWebArchiveOfTwoCrawls(t *testing.T) {
	all := demo.Posts()
	today := demo.Posts()[2:] // the two newest are gone
	today[0].Title = "As it is today"
	for name, pages := range map[string][]importer.SavedPage{
		"in order":     append(webListing(demo.New(demo.Options{Posts: all}), 0), webListing(demo.New(demo.Options{Posts: today}), 9)...),
		"out of order": append(webListing(demo.New(demo.Options{Posts: today}), 9), webListing(demo.New(demo.Options{Posts: all}), 0)...),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, demo.Options{})
			reports, _ := w.importPages(importer.ImportOptions{Details: importer.DetailsNever}, pages)
			if len(reports) != 1 || reports[0].StatedTotal == nil || *reports[0].StatedTotal != 60 || !reports[0].Complete || reports[0].Stored != 60 {
				t.Fatalf("reports %+v, want one, complete with 60 posts", reports)
			}
			titles := map[string]int{}
			for _, rec := range w.records() {
				titles[rec.Title]++
			}
			if titles["As it is today"] != 1 || titles[all[0].Title] != 1 {
				t.Errorf("titles %v", titles)
			}
		})
	}
}

// Of a detail page archived twice, the later state counts.
func TestWebArchiveOfAPostTwice(t *testing.T) {
	posts := demo.Posts()
	old := demo.New(demo.Options{Posts: posts})
	path := old.Paths()[0]
	posts[0].Body += "<p>As it is today.</p>"
	now := demo.New(demo.Options{Posts: posts})
	address := webBase + "/blog/" + path
	for name, pages := range map[string][]importer.SavedPage{
		"in order":     {webPage(address, 0, old.Detail(path)), webPage(address, 9, now.Detail(path))},
		"out of order": {webPage(address, 9, now.Detail(path)), webPage(address, 0, old.Detail(path))},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, demo.Options{})
			w.importPages(importer.ImportOptions{}, pages)
			if rec := w.records()[0]; *rec.URL != address || !strings.HasSuffix(rec.BodyText, "As it is today.") {
				t.Errorf("%s: %q", *rec.URL, rec.BodyText)
			}
		})
	}
}

// A permalink that redirected remains one of the post.
func TestWebArchiveWithRedirects(t *testing.T) {
	w := newWorld(t, demo.Options{})
	pages := webListing(w.site, 0)
	for _, path := range w.site.Paths() {
		body := bytes.ReplaceAll(w.site.Detail(path), []byte("/blog/"+path), []byte("/new/"+path+".html"))
		page := webPage(webBase+"/new/"+path+".html", 1, body)
		page.Page.Request.URL = webBase + "/blog/" + path
		pages = append(pages, page)
	}
	reports, _ := w.importPages(importer.ImportOptions{}, pages)
	if len(reports) != 1 || len(w.records()) != 62 {
		t.Errorf("%d reports, %d posts, want one with 62", len(reports), len(w.records()))
	}
}

// --url selects one of the blogs in a web archive.
func TestWebArchiveOfTwoBlogs(t *testing.T) {
	w := newWorld(t, demo.Options{})
	other := webPage("http://elsewhere.example/blog", 0, w.site.Page(1))
	pages := append(webListing(w.site, 0), other)
	reports, sum := w.importPages(importer.ImportOptions{URL: webBase + "/blog", Details: importer.DetailsNever}, pages)
	if len(reports) != 1 || reports[0].Source != webBase+"/blog" || !reports[0].Complete {
		t.Errorf("reports %+v, want the one blog, complete", reports)
	}
	if len(sum.Skipped) != 1 || sum.Skipped[0].URL != other.Page.File || sum.Skipped[0].Error != blog.ErrForeign.Error() {
		t.Errorf("skipped %+v", sum.Skipped)
	}
	if reports, _ := newWorld(t, demo.Options{}).importPages(importer.ImportOptions{Details: importer.DetailsNever}, pages); len(reports) != 2 {
		t.Errorf("without an address: %d reports, want both blogs", len(reports))
	}
}
