package importer_test

import (
	"context"
	"testing"

	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// If a post gets other tags after its own page was read, the listing shows them, and
// the older reading of its own page must not hide them.
func TestTagsChange(t *testing.T) {
	w := newWorld(t, demo.Options{Posts: demo.Posts()[:23]})
	w.mustCrawl(importer.Options{})
	var path string
	for _, p := range demo.Posts()[:23] {
		if len(p.Comments) > 0 && len(p.Tags) > 0 {
			path = p.Path
		}
	}
	for _, tags := range [][]string{{"Anchors", "Zinc"}, nil, {"Ropes"}} {
		w.site.Apply(demo.Edit(path, func(p *demo.Post) { p.Tags = tags }))
		if rep := w.mustCrawl(importer.Options{Kind: "sync", Full: true}); rep.Changed != 1 {
			t.Errorf("tags %q: %d posts changed, want 1", tags, rep.Changed)
		}
		w.compare("auto")
	}
}

// If a run ends between the listing and a detail page that has become due, the next run
// reads that page.
func TestChangeStaysOwed(t *testing.T) {
	w := newWorld(t, demo.Options{Template: demo.Community, Posts: demo.Posts()[:23]})
	w.mustCrawl(importer.Options{})
	w.site.Apply(demo.Edit(w.site.Paths()[4], func(p *demo.Post) {
		p.Summary, p.Body = "Told anew.", "<p>Told anew, and quite differently.</p>"
	}))
	w.site.Break(demo.Fault{Kind: demo.FaultStatus, On: demo.KindDetail, Times: 100})
	rep, err := w.crawl(context.Background(), importer.Options{Kind: "sync"})
	if err != nil || rep.Complete {
		t.Fatalf("sync without details: complete %v, error %v", rep.Complete, err)
	}
	w.site.Mend()
	w.mustCrawl(importer.Options{Kind: "sync", Full: true})
	w.compare("auto")
}
