package importer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// A fault that happens once costs a retry and nothing else. One that persists makes a
// gap; the rest of the crawl goes on, and the next run fills the gap without fetching
// everything again.
func TestFaultsOnOneListingPage(t *testing.T) {
	for _, c := range []struct {
		name   string
		fault  demo.Fault
		passes bool // whether a single occurrence is retried away
	}{
		{"503", demo.Fault{Kind: demo.FaultStatus}, true},
		{"503 retry-after seconds", demo.Fault{Kind: demo.FaultStatus, RetryAfter: "1"}, true},
		{"429 retry-after date", demo.Fault{Kind: demo.FaultStatus, Status: 429, RetryAfter: time.Now().Add(2 * time.Second).UTC().Format(time.RFC1123)}, true},
		{"500", demo.Fault{Kind: demo.FaultStatus, Status: 500}, true},
		{"403", demo.Fault{Kind: demo.FaultStatus, Status: 403}, false},
		{"404", demo.Fault{Kind: demo.FaultStatus, Status: 404}, false},
		{"410", demo.Fault{Kind: demo.FaultStatus, Status: 410}, false},
		{"reset", demo.Fault{Kind: demo.FaultReset}, true},
		{"short body", demo.Fault{Kind: demo.FaultShort}, true},
		{"cut body", demo.Fault{Kind: demo.FaultCut}, true},
		{"empty body", demo.Fault{Kind: demo.FaultEmpty}, true},
		{"redirect loop", demo.Fault{Kind: demo.FaultLoop}, false},
		{"redirect to another host", demo.Fault{Kind: demo.FaultRedirect, To: "http://elsewhere.example/"}, false},
		{"redirect to a private address", demo.Fault{Kind: demo.FaultRedirect, To: "http://10.1.2.3/"}, false},
		{"redirect to a file", demo.Fault{Kind: demo.FaultRedirect, To: "file:///etc/passwd"}, false},
		{"gzip bomb", demo.Fault{Kind: demo.FaultBomb}, false},
		{"endless body", demo.Fault{Kind: demo.FaultEndless}, false},
		{"error page", demo.Fault{Kind: demo.FaultError200}, true},
		{"log-in page", demo.Fault{Kind: demo.FaultLogin200}, true},
		{"parked domain", demo.Fault{Kind: demo.FaultParked200}, true},
	} {
		for _, pager := range []demo.Pager{demo.PagerQuery, demo.PagerPostback} {
			t.Run(fmt.Sprintf("%s, %s", c.name, pager), func(t *testing.T) {
				c.fault.On, c.fault.Page = demo.KindListing, 3
				once, always := c.fault, c.fault
				always.Times = demo.Always
				if c.passes {
					w := newWorld(t, demo.Options{Pager: pager, Faults: []demo.Fault{once}})
					w.mustCrawl(importer.Options{Details: importer.DetailsNever})
					w.compare("never")
				}
				w := newWorld(t, demo.Options{Pager: pager, Faults: []demo.Fault{always}})
				rep, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
				if err != nil {
					t.Fatalf("one bad page ended the crawl: %v", err)
				}
				w.wantOnePageMissing(rep)
				w.heals(rep)
			})
		}
	}
}

func (w *world) wantOnePageMissing(rep *blog.Report) {
	w.t.Helper()
	if rep.Complete || rep.Stored != w.site.Live()-10 {
		w.t.Errorf("complete %v, stored %d; want false, %d", rep.Complete, rep.Stored, w.site.Live()-10)
	}
	if len(rep.Failed) != 1 || rep.Failed[0].Page != 3 || rep.Failed[0].Error == "" {
		w.t.Errorf("failed = %+v, want page 3", rep.Failed)
	}
	if len(rep.Gaps) != 1 || rep.Gaps[0].Kind != "page" || rep.Gaps[0].Page != 3 || rep.Gaps[0].From != 21 || rep.Gaps[0].To != 30 {
		w.t.Errorf("gaps = %+v, want page 3, posts 21 to 30", rep.Gaps)
	}
}

func (w *world) heals(before *blog.Report) {
	w.t.Helper()
	w.site.Mend()
	w.site.Log.Reset()
	rep := w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	w.compare("never")
	if got := w.site.Log.Count(demo.KindListing); got > 3 {
		w.t.Errorf("healing took %d listing requests, want at most 3 (page 1, the missing page, a last look)", got)
	}
	if rep.New != 10 || before.New+rep.New != rep.Stored {
		w.t.Errorf("healing brought %d new posts, want 10", rep.New)
	}
}

func TestStartThatCannotBeHad(t *testing.T) {
	for name, fault := range map[string]demo.Fault{
		"404":           {Kind: demo.FaultStatus, Status: 404, Times: demo.Always},
		"503":           {Kind: demo.FaultStatus, Times: demo.Always},
		"error page":    {Kind: demo.FaultError200, Times: demo.Always},
		"parked domain": {Kind: demo.FaultParked200, Times: demo.Always},
		"other host":    {Kind: demo.FaultRedirect, To: "http://new.example/", Times: demo.Always},
	} {
		t.Run(name, func(t *testing.T) {
			fault.On = demo.KindListing
			w := newWorld(t, demo.Options{Faults: []demo.Fault{fault}})
			if _, err := w.crawl(context.Background(), importer.Options{}); err == nil {
				t.Error("no error")
			}
			// A known blog that breaks down loses no posts.
			w.site.Mend()
			w.mustCrawl(importer.Options{Details: importer.DetailsNever})
			w.site.Break(fault)
			rep, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
			if err == nil || rep.Complete || rep.Removed != 0 || rep.Stored != w.site.Live() {
				t.Errorf("err %v, complete %v, removed %d, stored %d", err, rep.Complete, rep.Removed, rep.Stored)
			}
			w.site.Mend()
			w.mustCrawl(importer.Options{Details: importer.DetailsNever})
		})
	}
}

func TestDetailsThatFail(t *testing.T) {
	w := newWorld(t, demo.Options{Template: demo.Community})
	broken := w.site.Paths()[7]
	w.site.Break(demo.Fault{Kind: demo.FaultStatus, Status: 500, Path: w.site.Listing() + "/" + broken, Times: demo.Always})
	rep, err := w.crawl(context.Background(), importer.Options{})
	if err != nil || rep.Complete || len(rep.Gaps) != 1 || rep.Gaps[0].Kind != "detail" || !strings.HasSuffix(rep.Gaps[0].URL, broken) {
		t.Fatalf("err %v, complete %v, gaps %+v; want the detail %s", err, rep.Complete, rep.Gaps, broken)
	}
	w.site.Mend()
	w.site.Log.Reset()
	w.mustCrawl(importer.Options{})
	w.compare("auto")
	if l, d := w.site.Log.Count(demo.KindListing), w.site.Log.Count(demo.KindDetail); l != 1 || d != 1 {
		t.Errorf("healing took %d listing and %d detail requests, want 1 and 1", l, d)
	}
}

func TestDetailGone(t *testing.T) {
	w := newWorld(t, demo.Options{Template: demo.Community})
	path := w.site.Paths()[23]
	w.site.Break(demo.Fault{Kind: demo.FaultStatus, Status: 404, Path: w.site.Listing() + "/" + path, Times: demo.Always})
	rep, err := w.crawl(context.Background(), importer.Options{})
	if err != nil || rep.Complete || rep.Removed != 0 || len(rep.Gaps) != 1 || rep.Gaps[0].Kind != "detail" {
		t.Errorf("still listed: err %v, complete %v, removed %d, gaps %+v; want a gap", err, rep.Complete, rep.Removed, rep.Gaps)
	}
	// The post is deleted after the last look and before its detail page is read:
	// listing request n+2 is the first one after that.
	fresh := newWorld(t, demo.Options{
		Template: demo.Community,
		Faults:   []demo.Fault{{Kind: demo.FaultStatus, Status: 404, Path: w.site.Listing() + "/" + path, Times: demo.Always}},
		Shifts:   []demo.Shift{{At: w.site.Pages() + 2, Do: []demo.Change{demo.Delete(path)}}},
	})
	rep, err = fresh.crawl(context.Background(), importer.Options{})
	if err != nil || !rep.Complete || rep.Removed != 1 || len(rep.Failed) != 0 {
		t.Errorf("gone there too: err %v, complete %v, removed %d, failed %+v; want it removed", err, rep.Complete, rep.Removed, rep.Failed)
	}
	fresh.compare("auto")
}

func TestRetryAfterBeyondPatience(t *testing.T) {
	w := newWorld(t, demo.Options{Faults: []demo.Fault{{Kind: demo.FaultStatus, RetryAfter: "7200", On: demo.KindListing, Page: 4, Times: demo.Always}}})
	rep, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
	if err != nil || rep.Complete || rep.Error == "" || rep.Stored != 30 {
		t.Fatalf("err %v, complete %v, error %q, stored %d; want a run that ended with 30 posts", err, rep.Complete, rep.Error, rep.Stored)
	}
	w.site.Mend()
	w.site.Log.Reset()
	if rep, err = w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever}); err != nil || rep.Requests != 0 || len(w.site.Log.All()) != 0 {
		t.Errorf("asked before its time: err %v, requests %d, %d received", err, rep.Requests, len(w.site.Log.All()))
	}
	w.clock.add(3 * time.Hour)
	w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	w.compare("never")
}

// If a run is interrupted at any request, what was received is stored, and the next run
// finishes without starting over.
func TestInterruptedAnywhere(t *testing.T) {
	whole := newWorld(t, demo.Options{Template: demo.Community})
	whole.mustCrawl(importer.Options{})
	all := len(whole.site.Log.All())
	for stop := 2; stop < all; stop += 5 {
		t.Run(fmt.Sprint("after ", stop), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, demo.Options{Template: demo.Community})
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			go func() {
				for ctx.Err() == nil && len(w.site.Log.All()) < stop {
					time.Sleep(200 * time.Microsecond)
				}
				cancel()
			}()
			if _, err := w.crawl(ctx, importer.Options{}); err == nil {
				return // the crawl was faster than the interruption
			}
			w.mustCrawl(importer.Options{})
			w.compare("auto")
			if got := len(w.site.Log.All()); got > all+6 {
				t.Errorf("%d requests in both runs, %d undisturbed: it started over", got, all)
			}
		})
	}
}
