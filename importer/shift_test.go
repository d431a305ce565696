package importer_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// The listing changes at every possible moment of a crawl: in the end, exactly what the
// site shows is stored, or the run says that it proves nothing.
func TestShiftsDuringCrawl(t *testing.T) {
	oldest := demo.Posts()[len(demo.Posts())-1]
	backdated := oldest
	backdated.Path, backdated.Title = "January-2009/Found-in-a-drawer", "Found in a drawer"
	backdated.Date = oldest.Date.AddDate(0, -1, 0)
	for name, change := range map[string][]demo.Change{
		"published":                   {demo.PublishNew(1)},
		"three published":             {demo.PublishNew(3)},
		"deleted on page 1":           {demo.DeleteAt(2)},
		"deleted on page 3":           {demo.DeleteAt(24)},
		"both":                        {demo.PublishNew(1), demo.DeleteAt(15)},
		"last one deleted":            {demo.DeleteAt(-1)},
		"hole hidden by equal totals": {demo.DeleteAt(2), demo.Publish(backdated)},
	} {
		for at := 2; at <= 9; at++ {
			t.Run(fmt.Sprintf("%s at %d", name, at), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, demo.Options{Shifts: []demo.Shift{{At: at, Do: change}}})
				w.mustCrawl(importer.Options{Details: importer.DetailsNever})
				w.compare("never")
				w.inBudget()
			})
		}
	}
}

// inBudget checks promise 6: 3n+6 listing requests, not counting retries.
func (w *world) inBudget() {
	w.t.Helper()
	if got, limit := w.site.Log.Count(demo.KindListing), 3*(w.site.Pages()+1)+6; got > limit {
		w.t.Errorf("%d listing requests, limit %d", got, limit)
	}
}

func TestShiftsWithoutEnd(t *testing.T) {
	var shifts []demo.Shift
	for at := 2; at < 200; at++ {
		shifts = append(shifts, demo.Shift{At: at, Do: []demo.Change{demo.PublishNew(1)}})
	}
	w := newWorld(t, demo.Options{Shifts: shifts})
	rep, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Complete || len(rep.Gaps) == 0 {
		t.Errorf("complete %v, gaps %v: a blog that never stands still proves nothing", rep.Complete, rep.Gaps)
	}
	n := (*rep.StatedTotal + 9) / 10
	if got := w.site.Log.Count(demo.KindListing); got > 3*n+6 {
		t.Errorf("%d listing requests for %d pages", got, n)
	}
}

// Equal timestamps come in another order with every request.
func TestShuffledTies(t *testing.T) {
	for seed := int64(1); seed <= 12; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			posts := demo.Posts()
			for i := 8; i < 13; i++ {
				posts[i].Date = posts[8].Date
			}
			for i := 28; i < 32; i++ {
				posts[i].Date = posts[28].Date
			}
			w := newWorld(t, demo.Options{Posts: posts, Shuffle: seed})
			w.mustCrawl(importer.Options{Details: importer.DetailsNever})
			w.compare("never")
			w.inBudget()
		})
	}
}

func TestVanishedRestoredMoved(t *testing.T) {
	w := newWorld(t, demo.Options{})
	first := w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	gone := w.site.Paths()[14]
	w.site.Apply(demo.Delete(gone), demo.PublishNew(1)) // equal totals
	rep := w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	if rep.New != 1 || rep.Removed != 1 || rep.Stored != first.Stored {
		t.Errorf("new %d, removed %d, stored %d; want 1, 1, %d", rep.New, rep.Removed, rep.Stored, first.Stored)
	}
	w.compare("never")
	w.site.Apply(demo.Restore(gone))
	rep = w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	if rep.New != 0 || rep.Restored != 1 {
		t.Errorf("new %d, restored %d; want 0, 1", rep.New, rep.Restored)
	}
	before := w.idOf(w.site.Paths()[3])
	w.site.Apply(demo.Move(w.site.Paths()[3], "moved/elsewhere", false))
	rep = w.mustCrawl(importer.Options{Details: importer.DetailsNever, Full: true})
	if rep.Removed != 0 || w.idOf("moved/elsewhere") != before {
		t.Errorf("a moved post became another: removed %d, id %s, was %s", rep.Removed, w.idOf("moved/elsewhere"), before)
	}
	w.compare("never")
}

// One post disappears from page 1 and an older one reappears on the last page: the
// totals agree, but page 1 shows the difference.
func TestNoStopAboveAHole(t *testing.T) {
	w := newWorld(t, demo.Options{Posts: demo.Posts()[:34]})
	w.mustCrawl(importer.Options{})
	recent, old := w.site.Paths()[3], w.site.Paths()[31]
	w.site.Apply(demo.Delete(old))
	w.mustCrawl(importer.Options{Kind: "sync"})
	w.site.Apply(demo.Restore(old), demo.Delete(recent))
	rep := w.mustCrawl(importer.Options{Kind: "sync"})
	if rep.Removed != 1 || rep.Restored != 1 {
		t.Errorf("%d removed and %d restored, want one of each", rep.Removed, rep.Restored)
	}
	w.compare("auto")
}

// A run that could not read page 2 stores a post of page 1 with a new permalink as a
// new post. The next run finds the stated number of posts by chance: one counts twice,
// and one that is back on page 2 is not seen.
func TestNoStopAfterAFailedPass(t *testing.T) {
	w := newWorld(t, demo.Options{Posts: demo.Posts()[:34]})
	w.mustCrawl(importer.Options{})
	old := w.site.Paths()[15]
	w.site.Apply(demo.Delete(old))
	w.mustCrawl(importer.Options{Kind: "sync"})
	moved := w.site.Paths()[25]
	w.site.Apply(demo.Restore(old), demo.Move(moved, "June-2013/Elsewhere", false))
	w.site.Break(demo.Fault{Kind: demo.FaultStatus, On: demo.KindListing, Page: 2, Status: 404, Times: 9})
	if rep, err := w.crawl(context.Background(), importer.Options{Kind: "sync", Full: true}); err != nil || rep.Complete {
		t.Fatalf("sync without page 2: complete %v, error %v", rep.Complete, err)
	}
	w.site.Mend()
	w.mustCrawl(importer.Options{Kind: "sync"})
	w.compare("auto")
}

// Posts stored by an unfinished run are no reason to stop early, even if as many posts
// are stored as the site states.
func TestNoStopAtUnprovenPosts(t *testing.T) {
	w := newWorld(t, demo.Options{})
	w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	paths := w.site.Paths()
	w.site.Apply(demo.PublishNew(12), demo.Delete(paths[30], paths[40]))
	if _, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, MaxPages: 1}); err != nil {
		t.Fatal(err)
	}
	rep := w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	if rep.New != 2 || rep.Removed != 2 {
		t.Errorf("new %d, removed %d; want 2, 2", rep.New, rep.Removed)
	}
	w.compare("never")
}

// An unfinished walk cannot be resumed if page 1 has changed: the next walk starts
// over, and is not confused by the page 1 that was read for the comparison.
func TestChangedSinceTheCut(t *testing.T) {
	w := newWorld(t, demo.Options{})
	if _, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, MaxPages: 3}); err != nil {
		t.Fatal(err)
	}
	w.site.Apply(demo.PublishNew(1))
	w.site.Log.Reset()
	w.mustCrawl(importer.Options{Details: importer.DetailsNever})
	w.compare("never")
	if asked, want := len(w.site.Log.All()), w.site.Pages()+2; asked > want { // robots.txt and the last look
		t.Errorf("%d requests, want %d", asked, want)
	}
}

// A post that was moved and retitled at once is recognized only by a permanent redirect
// of its old permalink. That is requested only if a post is new.
func TestMovedAndRetitled(t *testing.T) {
	for _, status := range []int{301, 308, 302, 404} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			w := newWorld(t, demo.Options{})
			w.mustCrawl(importer.Options{NoComments: true})
			old := w.site.Paths()[13]
			before := w.idOf(old)
			w.site.Apply(demo.Move(old, "moved/elsewhere", true), demo.Rename("moved/elsewhere", "Quite another title"), demo.Delete(w.site.Paths()[20]))
			fault := demo.Fault{Kind: demo.FaultRedirect, To: w.address("moved/elsewhere"), Status: status, On: demo.KindDetail, Path: w.site.Listing() + "/" + old}
			if status == 404 {
				fault = demo.Fault{Kind: demo.FaultStatus, Status: 404, On: demo.KindDetail, Path: w.site.Listing() + "/" + old}
			}
			w.site.Break(fault)
			w.site.Log.Reset()
			rep := w.mustCrawl(importer.Options{NoComments: true})
			if status == 301 || status == 308 {
				if rep.New != 0 || rep.Changed != 1 || rep.Removed != 1 || w.idOf("moved/elsewhere") != before {
					t.Errorf("new %d, changed %d, removed %d, id %s, was %s; want 0, 1, 1 and the same id", rep.New, rep.Changed, rep.Removed, w.idOf("moved/elsewhere"), before)
				}
			} else if rep.New != 1 || rep.Changed != 0 || rep.Removed != 2 || len(rep.Failed) != 0 {
				t.Errorf("new %d, changed %d, removed %d, failed %v; want 1, 0, 2, none", rep.New, rep.Changed, rep.Removed, rep.Failed)
			}
			if asked := w.site.Log.Count(demo.KindDetail); asked > 3 {
				t.Errorf("%d permalinks asked for, want no more than the two that vanished and a redirect", asked)
			}
			w.compare("never")
		})
	}
}

// Nothing is requested if no new post can be the one that vanished.
func TestVanishedIsNotAskedFor(t *testing.T) {
	w := newWorld(t, demo.Options{})
	w.mustCrawl(importer.Options{NoComments: true})
	w.site.Apply(demo.Delete(w.site.Paths()[13]))
	w.site.Log.Reset()
	if rep := w.mustCrawl(importer.Options{NoComments: true}); rep.Removed != 1 || w.site.Log.Count(demo.KindDetail) != 0 {
		t.Errorf("removed %d, %d permalinks asked for; want 1, 0", rep.Removed, w.site.Log.Count(demo.KindDetail))
	}
}

// address returns the permalink of a post from its path below the listing.
func (w *world) address(path string) string { return w.base + w.site.Listing() + "/" + path }

func (w *world) idOf(path string) string {
	w.t.Helper()
	for _, rec := range w.records() {
		if *rec.URL == w.address(path) {
			return rec.ID
		}
	}
	w.t.Errorf("no post at %s", path)
	return ""
}

// Posts that the site counts but does not show are believed after two passes that
// agree, and accepted only by the user.
func TestHiddenPosts(t *testing.T) {
	w := newWorld(t, demo.Options{})
	w.site.Apply(demo.Hide(w.site.Paths()[22], w.site.Paths()[33]))
	rep, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
	if err != nil || rep.Complete {
		t.Fatalf("complete %v, err %v", rep.Complete, err)
	}
	w.site.Log.Reset()
	rep, err = w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
	if err != nil || rep.Complete || w.site.Log.Count(demo.KindListing) != 1 {
		t.Errorf("second run: complete %v, err %v, %d listing requests; want false, nil, 1", rep.Complete, err, w.site.Log.Count(demo.KindListing))
	}
	rep, err = w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, AcceptMissing: true})
	if err != nil || !rep.Complete || rep.AcceptedMissing != 2 {
		t.Errorf("accepted: complete %v, accepted %d, err %v; want true, 2, nil", rep.Complete, rep.AcceptedMissing, err)
	}
}
