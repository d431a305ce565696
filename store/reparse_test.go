package store

import (
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// reparse stores what a new parser reads from a stored page.
func (w *world) reparse(kept int64, cause string, ps ...blog.Post) []blog.Stored {
	w.Helper()
	p := w.listing(1, ps...)
	p.KeptPage, p.Cause = kept, cause
	return w.put(p)
}

func TestReparse(t *testing.T) {
	w := newWorld(t)
	ids := idsOf(w.put(w.listing(1, posts(3, 1)...)))
	rows := w.pagesKept()
	better := posts(3, 1)
	for i := range better {
		better[i].Role = "Harbour master"
		better[i].Published = "2015-0" + better[i].Published[6:] // other dates as well
	}
	stored := w.reparse(1, blog.CauseReparse, better...)
	for i, s := range stored {
		if s.ID != ids[i] || s.State != blog.StateCompleted || len(s.Fields) != 2 {
			t.Errorf("post %d = %s %s %v", i, s.ID, s.State, s.Fields)
		}
		if r := w.record(s.ID); r.ChangedAt != nil || r.Role != "Harbour master" {
			t.Errorf("record = %+v", r)
		}
		versions, err := w.db.History(ctx(), s.ID)
		w.must(err)
		if len(versions) != 2 || versions[1].Cause != blog.CauseReparse {
			t.Errorf("versions = %+v", versions)
		}
	}
	if w.pagesKept() != rows {
		t.Error("reparse kept the page again")
	}
	// The next crawl with the new parser finds the page unchanged.
	before := w.dump("post", "reading", "page", "page_post", "post_version")
	for _, s := range w.put(w.listing(1, better...)) {
		if s.State != blog.StateUnchanged {
			t.Errorf("next crawl = %s %v", s.State, s.Fields)
		}
	}
	if w.dump("post", "reading", "page", "page_post", "post_version") != before {
		t.Error("the next crawl rewrote rows")
	}
	w.checkIntegrity()
}

func TestReparseOfAnOldPageLeavesNewerReadings(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(2, 1)...))
	edited := post(2)
	edited.Title = "Spring tide"
	w.put(w.listing(1, edited, post(1)))
	old := posts(2, 1)
	old[0].Role, old[1].Role = "Keeper", "Keeper"
	stored := w.reparse(1, blog.CauseReparse, old...)
	if stored[0].State != blog.StateUnchanged || stored[1].State != blog.StateCompleted {
		t.Errorf("states = %v, want unchanged, completed", states(stored))
	}
	rs := w.records(blog.Filter{})
	if rs[0].Title != "Spring tide" || rs[0].Role != post(2).Role || rs[1].Role != "Keeper" {
		t.Errorf("records = %+v, %+v", rs[0], rs[1])
	}
}

func TestReparseMatchesPostsWithoutPermalinks(t *testing.T) {
	text := func(title string, wall blog.Wall, raw string) blog.Post {
		return blog.Post{Title: title, Published: wall, PublishedRaw: raw, BodyText: "About " + title, FromText: true}
	}
	first := []blog.Post{text("Dredging", "2014-03-07T06:00:00", "7/3/2014"), text("Fog", "2014-02-07T06:00:00", "7/2/2014"), text("Ice", "2014-01-07T06:00:00", "7/1/2014")}
	for _, c := range []struct {
		name  string
		again []blog.Post
		want  []int // index in first, -1 for a new post
	}{
		{"other order of day and month", []blog.Post{text("Dredging", "2014-07-03T06:00:00", "7/3/2014"), text("Fog", "2014-07-02T06:00:00", "7/2/2014"), text("Ice", "2014-07-01T06:00:00", "7/1/2014")}, []int{0, 1, 2}},
		{"one post less", []blog.Post{text("Fog", "2014-07-02T06:00:00", "7/2/2014"), text("Ice", "2014-07-01T06:00:00", "7/1/2014")}, []int{1, 2}},
		{"another title", []blog.Post{text("Dredging", "2014-03-07T06:00:00", "7/3/2014"), text("Fog and mist", "2014-02-07T06:00:00", "7/2/2014"), text("Ice", "2014-01-07T06:00:00", "7/1/2014")}, []int{0, 1, 2}},
		{"one post more", []blog.Post{text("Dredging", "2014-03-07T06:00:00", "7/3/2014"), text("Sluice", "2014-02-09T06:00:00", "9/2/2014"), text("Fog", "2014-02-07T06:00:00", "7/2/2014"), text("Ice", "2014-01-07T06:00:00", "7/1/2014")}, []int{0, -1, 1, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			saved := w.saved("a.txt", first...)
			ids := idsOf(w.put(saved))
			again := w.saved("a.txt", c.again...)
			again.KeptPage, again.Cause = 1, blog.CauseDateOrder
			for i, s := range w.put(again) {
				if want := c.want[i]; want < 0 && s.State != blog.StateNew || want >= 0 && s.ID != ids[want] {
					t.Errorf("post %d is %s (%s), want number %d of %v", i, s.ID, s.State, want, ids)
				}
			}
			// The misread dates are no longer in names.
			if c.name == "other order of day and month" {
				if s := w.put(w.saved("b.txt", text("Dredging", "2014-03-07T06:00:00", "3/7/2014")))[0]; s.State != blog.StateNew {
					t.Errorf("another post with a date once misread is %s", s.State)
				}
			}
			w.checkIntegrity()
		})
	}
}

func TestReparseOfDetail(t *testing.T) {
	w := newWorld(t)
	l := w.listing(1, teaserOfPost(1))
	l.DetailReason = owing
	id := w.put(l)[0].ID
	w.putDetail(w.detail(id, post(1)))
	better := post(1)
	better.BodyHTML = "<p>High water number 1 came over the <em>sill</em>.</p>"
	put := w.detail(id, better)
	put.KeptPage, put.Cause = 2, blog.CauseReparse
	s := w.putDetail(put)
	if s.State != blog.StateCompleted || len(s.Fields) != 1 || s.Fields[0] != "body_html" {
		t.Errorf("stored = %s %v", s.State, s.Fields)
	}
	put.DryRun = true
	put.Detail.Post.Title = "never"
	put.Detail.Post.BodyHTML = "never"
	w.putDetail(put)
	if r := w.record(id); r.BodyHTML != better.BodyHTML || r.ChangedAt != nil {
		t.Errorf("record = %+v", r)
	}
}

// A post is removed if all pages that showed it were parsed again and show it no more,
// unless it has its own page or came from the feed.
func TestRemoveUnshown(t *testing.T) {
	w := newWorld(t)
	both := post(3)
	both.Title, both.URL = "Tide table 3, and 2", "http://old.example/blog/3-2"
	wrong := w.put(w.listing(1, both, post(1)))[0].ID
	w.putDetail(w.detail("", post(7)))
	feed := w.listing(0, post(8))
	feed.Feed = true
	w.put(feed)
	unshown := func() int {
		t.Helper()
		n, err := w.db.RemoveUnshown(ctx(), w.src.ID, w.run, w.now())
		w.must(err)
		return n
	}
	if n := unshown(); n != 0 {
		t.Errorf("removed %d before anything was read again", n)
	}
	w.reparse(1, blog.CauseReparse, posts(3, 1)...)
	if n := unshown(); n != 1 || w.record(wrong).RemovedAt == nil {
		t.Errorf("removed %d posts, want the one that was none: %+v", n, w.record(wrong))
	}
	if rs := w.records(blog.Filter{}); len(rs) != 6 {
		t.Errorf("%d records, want six", len(rs))
	}
	w.checkIntegrity()
}
