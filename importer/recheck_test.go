package importer_test

import (
	"strings"
	"testing"

	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// If listings show only summaries, an edited body shows only on the post's own page.
// The report says whether that was read.
func TestRecheckDetails(t *testing.T) {
	for _, validators := range []bool{false, true} {
		w := newWorld(t, demo.Options{Template: demo.Community, Posts: demo.Posts()[:23], Validators: validators})
		if rep := w.mustCrawl(importer.Options{}); rep.Looked != "" {
			t.Errorf("first crawl: looked = %q", rep.Looked)
		}
		edited := w.site.Paths()[4]
		w.site.Apply(demo.Edit(edited, func(p *demo.Post) { p.Body = "<p>Told quite differently by now.</p>" }))
		rep := w.mustCrawl(importer.Options{Kind: "sync"})
		if rep.Changed != 0 || !validators && !strings.Contains(rep.Looked, "not checked") {
			t.Errorf("sync: changed %d, looked %q; want an unseen edit, and a word about it", rep.Changed, rep.Looked)
		}
		w.site.Log.Reset()
		rep = w.mustCrawl(importer.Options{Kind: "sync", RecheckDetails: 5})
		if rep.Changed != 1 || w.site.Log.Count(demo.KindDetail) != 5 || !strings.Contains(rep.Looked, "5 known posts") {
			t.Errorf("recheck: changed %d, %d details asked for, looked %q; want 1, 5, and a word about it", rep.Changed, w.site.Log.Count(demo.KindDetail), rep.Looked)
		}
		w.compare("auto")
	}
}
