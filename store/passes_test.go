package store

import (
	"reflect"
	"slices"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// walk stores pages as one pass and returns the ids in page order.
func (w *world) walk(pass int64, pages ...[]blog.Post) (ids []string) {
	w.Helper()
	for i, ps := range pages {
		p := w.listing(i+1, ps...)
		p.Pass = pass
		ids = append(ids, idsOf(w.put(p))...)
	}
	return ids
}

// apply applies a walk that saw just these posts.
func (w *world) apply(seen []string) blog.PassApplied {
	w.Helper()
	w.walks++
	w.must(w.db.write(ctx(), "walk", func(t *tx) error {
		for _, id := range seen {
			num, err := t.postNumber(id)
			w.must(err)
			_, err = t.one(recordListed, []any{w.run, num, 1, 1, w.walks, 1, "", true, true, false, false}, new(int))
			w.must(err)
		}
		return nil
	}))
	done, err := w.db.ApplyPass(ctx(), w.nth(w.walks), w.now())
	w.must(err)
	return done
}

func TestRemovedAndRestored(t *testing.T) {
	w := newWorld(t)
	w.apply(w.walk(w.pass(), posts(3, 1)))
	firstEnd := w.end(true)

	w.begin()
	due := w.listing(1, posts(3, 2)...)
	due.DetailReason = func(*blog.Stored) string { return "comments" }
	w.put(due)
	gone := blog.ID(w.src.ID, "u:old.example/blog/tide-1")
	done := w.apply(w.walk(w.pass(), posts(3, 2)))
	if !reflect.DeepEqual(done, blog.PassApplied{Removed: []string{gone}}) {
		t.Errorf("applied = %+v, want %s removed", done, gone)
	}
	secondEnd := w.end(true)
	r := w.record(gone)
	if r.RemovedAt == nil || *r.LastSeenAt != firstEnd {
		t.Errorf("removed %v, last seen %v, want %s", r.RemovedAt, *r.LastSeenAt, firstEnd)
	}
	held, err := w.db.PostStats(ctx(), w.src.ID)
	w.must(err)
	if held != (blog.PostStats{Posts: 2, Newest: post(3).Published}) {
		t.Errorf("held = %+v", held)
	}
	if other := w.records(blog.Filter{SkipRemoved: true}); len(other) != 2 || *other[0].LastSeenAt != secondEnd {
		t.Errorf("live records = %d, last seen %s, want %s", len(other), *other[0].LastSeenAt, secondEnd)
	}

	w.begin()
	if s := w.put(w.saved("old.html", post(1)))[0]; s.State == blog.StateRestored {
		t.Error("a saved page restored what the site removed")
	}
	s := w.put(w.listing(1, posts(3, 1)...))[2]
	if s.State != blog.StateRestored || s.ID != gone {
		t.Errorf("state = %s, want restored", s.State)
	}
	thirdEnd := w.end(false)
	if r := w.record(gone); r.RemovedAt != nil || *r.LastSeenAt != thirdEnd || r.ChangedAt != nil {
		t.Errorf("restored record: removed %v, last seen %v, want %s", r.RemovedAt, *r.LastSeenAt, thirdEnd)
	}
	if r := w.record(s.ID); *w.records(blog.Filter{})[0].LastSeenAt != secondEnd {
		t.Errorf("last seen = %v: a run without a proof moved it", *r.LastSeenAt)
	}
	w.checkIntegrity()
}

// as returns post n with another address.
func as(n int, url string) blog.Post {
	p := post(n)
	p.URL = "http://old.example/blog/" + url
	return p
}

func TestMoved(t *testing.T) {
	w := newWorld(t)
	ids := w.walk(w.pass(), posts(3, 1))
	w.apply(ids)
	w.putDetail(w.detail(ids[1], post(2)))
	w.end(true)

	w.begin()
	pass := w.pass()
	put := w.listing(1, post(3), as(2, "renamed"), post(1))
	put.Pass, put.DetailReason = pass, func(s *blog.Stored) string {
		if s.State == blog.StateNew {
			return "comments"
		}
		return ""
	}
	stored := w.put(put)
	done := w.apply(idsOf(stored))
	if len(done.Removed) != 0 || !reflect.DeepEqual(done.Moved, []string{ids[1]}) || len(done.Absorbed) != 1 {
		t.Fatalf("applied = %+v, want %s moved", done, ids[1])
	}
	w.end(true)
	r := w.record(ids[1])
	if *r.URL != "http://old.example/blog/renamed" || r.ChangedAt != nil || r.RemovedAt != nil || *r.FirstSeenAt == stamp(w.clock) {
		t.Errorf("record = %+v", r)
	}
	if n := ask[int](w, "SELECT count(*) FROM post"); n != 3 {
		t.Errorf("%d posts, want 3", n)
	}
	versions, err := w.db.History(ctx(), ids[1])
	w.must(err)
	if len(versions) != 2 || versions[1].Cause != blog.CauseMoved || versions[0].Post.URL != post(2).URL {
		t.Errorf("versions = %+v", versions)
	}
	if due := w.due(); len(due) != 1 || due[0].Post != ids[1] || due[0].URL != "http://old.example/blog/renamed" {
		t.Errorf("due = %+v", due)
	}
	// The id that the new post had for a moment still finds it.
	w.must(w.db.FailDue(ctx(), stored[1].ID, "no answer"))
	ended, unfinished, err := w.db.LastPasses(ctx(), w.src.ID)
	w.must(err)
	if ended != nil || !slices.Equal(unfinished.First.Posts, ids) {
		t.Errorf("pass = %+v, want the posts %v", unfinished, ids)
	}
	// Stored again under either address, it is the same post.
	w.begin()
	for _, p := range []blog.Post{as(2, "renamed"), post(2)} {
		if s := w.put(w.listing(1, post(3), p, post(1)))[1]; s.ID != ids[1] {
			t.Errorf("%s is %s, want %s", p.URL, s.ID, ids[1])
		}
	}
	w.checkIntegrity()
}

// A permanent redirect from one permalink to another makes one post of two, whatever
// their titles, unless a pass saw both.
func TestJoinMoved(t *testing.T) {
	w := newWorld(t)
	ids := w.walk(w.pass(), posts(3, 1))
	w.apply(ids)
	w.end(true)
	w.begin()
	retitled := as(2, "renamed")
	retitled.Title = "Another title"
	seen := w.walk(w.pass(), []blog.Post{post(3), retitled, post(1)})
	for i, id := range []string{ids[1], seen[1]} {
		settled, err := w.db.ProvedBefore(ctx(), w.src.ID, id)
		w.must(err)
		if settled != (i == 0) {
			t.Errorf("settled = %v for %s", settled, id)
		}
	}
	join := func(from, to string) *blog.Stored {
		s, err := w.db.MergeMoved(ctx(), w.src, w.run, from, to, w.now())
		w.must(err)
		return s
	}
	if s := join(ids[0], ids[2]); s != nil {
		t.Errorf("joined %+v, which stood beside each other", s)
	}
	if s := join(ids[1], seen[1]); s == nil || s.ID != ids[1] || s.State != blog.StateChanged {
		t.Fatalf("joined %+v, want %s, changed", s, ids[1])
	}
	if done := w.apply([]string{seen[0], ids[1], seen[2]}); len(done.Removed)+len(done.Moved) != 0 {
		t.Errorf("applied = %+v", done)
	}
	if r := w.record(ids[1]); r.Title != "Another title" || *r.URL != retitled.URL || r.RemovedAt != nil || r.ChangedAt == nil {
		t.Errorf("record = %+v", r)
	}
	versions, err := w.db.History(ctx(), ids[1])
	w.must(err)
	if len(versions) != 2 || versions[1].Cause != blog.CauseMoved || versions[0].Post.Title != post(2).Title {
		t.Errorf("versions = %+v", versions)
	}
	w.checkIntegrity()
}

func TestNotMoved(t *testing.T) {
	undated := as(2, "renamed")
	undated.Title = "Another title"
	for _, c := range []struct {
		name   string
		before []blog.Post
		pass   []blog.Post
		want   blog.PassApplied
	}{
		{"another title", posts(3, 1), []blog.Post{post(3), undated, post(1)}, blog.PassApplied{Removed: []string{"2"}}},
		{"two heirs", posts(3, 1), []blog.Post{post(3), as(2, "a"), as(2, "b"), post(1)}, blog.PassApplied{Removed: []string{"2"}}},
		{"both were shown in one pass", []blog.Post{post(3), as(2, "twin"), post(2)}, []blog.Post{post(3), as(2, "twin")}, blog.PassApplied{Removed: []string{"2"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.apply(w.walk(w.pass(), c.before))
			w.end(true)
			w.begin()
			done := w.apply(w.walk(w.pass(), c.pass))
			if len(done.Moved) != 0 || len(done.Removed) != 1 || done.Removed[0] != blog.ID(w.src.ID, "u:old.example/blog/tide-2") {
				t.Errorf("applied = %+v", done)
			}
			w.checkIntegrity()
		})
	}
	t.Run("proved to stand side by side, in two passes", func(t *testing.T) {
		w := newWorld(t)
		w.apply(w.walk(w.pass(), posts(3, 1)))
		w.end(true)
		w.begin()
		w.walk(w.pass(), []blog.Post{as(2, "twin")}) // an early stop before post 2
		w.end(true)
		w.begin()
		done := w.apply(w.walk(w.pass(), []blog.Post{as(2, "twin"), post(3), post(1)}))
		if len(done.Moved) != 0 || len(done.Removed) != 1 {
			t.Errorf("applied = %+v", done)
		}
	})
}

// A post that is renamed during the first crawl is seen under both addresses, but never
// at once: page 1 was only read twice.
func TestMovedDuringTheFirstCrawl(t *testing.T) {
	w := newWorld(t)
	pass := w.pass()
	ids := w.walk(pass, posts(2, 1))
	look := w.listing(1, as(2, "renamed"), post(1))
	look.Pass, look.Reread = pass, true
	w.put(look)
	done := w.apply(w.walk(w.pass(), []blog.Post{as(2, "renamed"), post(1)}))
	if !slices.Equal(done.Moved, ids[:1]) || done.Removed != nil {
		t.Errorf("applied = %+v, want %s moved", done, ids[0])
	}
	w.checkIntegrity()
}

func TestLastPasses(t *testing.T) {
	id := func(p *blog.Pass) int64 {
		if p == nil {
			return 0
		}
		return p.ID
	}
	for _, c := range []struct {
		name              string
		outcomes          []string
		ended, unfinished int64
	}{
		{"none", nil, 0, 0},
		{"open", []string{""}, 0, 1},
		{"consistent", []string{blog.PassConsistent}, 1, 0},
		{"consistent, then open", []string{blog.PassConsistent, ""}, 1, 2},
		{"open, then consistent", []string{"", blog.PassConsistent}, 2, 0},
		{"failed, then stopped", []string{blog.PassConsistent, blog.PassFailed, blog.PassStopped}, 1, 0},
		{"inconsistent, stopped, cut", []string{blog.PassInconsistent, blog.PassStopped, blog.PassCut}, 1, 3},
		{"two unfinished", []string{"", blog.PassFailed}, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			for _, o := range c.outcomes {
				w.must(w.db.EndPass(ctx(), w.pass(), o, "because", blog.Int(7)))
			}
			ended, unfinished, err := w.db.LastPasses(ctx(), w.src.ID)
			w.must(err)
			if id(ended) != c.ended || id(unfinished) != c.unfinished {
				t.Errorf("ended %d, unfinished %d, want %d, %d", id(ended), id(unfinished), c.ended, c.unfinished)
			}
			if ended != nil && (ended.Reason != "because" || *ended.Total != 7 || ended.Run != w.run) {
				t.Errorf("ended = %+v", ended)
			}
		})
	}
}

func TestPassPagesComeBack(t *testing.T) {
	w := newWorld(t)
	pass := w.pass()
	p := w.listing(1, posts(2, 1)...)
	p.Pass = pass
	p.Listing.Pager = blog.Pager{Mode: blog.PagerPostback, Current: 1, Links: map[int]blog.Request{2: {URL: "http://old.example/blog", Method: "POST", Form: []blog.Field{{Name: "__VIEWSTATE", Value: "abc"}}}}}
	ids := idsOf(w.put(p))
	look := w.listing(1, posts(3, 2)...)
	look.Pass, look.Reread = pass, true
	w.put(look)
	_, got, err := w.db.LastPasses(ctx(), w.src.ID)
	w.must(err)
	want := &blog.PassPage{Number: 1, Key: "GET http://old.example/blog", Range: p.Listing.Range, Posts: ids, Pager: p.Listing.Pager}
	if !reflect.DeepEqual(got.First, want) {
		t.Errorf("page = %+v\nwant %+v", got.First, want)
	}
	w.must(w.db.EndPass(ctx(), pass, blog.PassConsistent, "", nil))
	if n := ask[int](w, "SELECT count(*) FROM pass_page WHERE pager IS NOT NULL"); n != 0 {
		t.Errorf("%d pagers kept for nothing", n)
	}
}
