package store

import (
	"maps"
	"slices"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// step stores a page of the current walk.
func (w *world) step(pass int64, n int, ps ...blog.Post) []blog.Stored {
	w.Helper()
	p := w.listing(n, ps...)
	p.Pass, p.Walk, p.Step = pass, w.walks, n
	return w.put(p)
}

// nth is a walk of the present run.
func (w *world) nth(number int) blog.Walk {
	return blog.Walk{Source: w.src.ID, Run: w.run, Number: number}
}

func (w *world) sighting(id string) blog.Sighting {
	w.Helper()
	s, err := w.db.Sighting(ctx(), w.run, id)
	w.must(err)
	return s
}

func (w *world) tally() blog.Tally {
	w.Helper()
	c, err := w.db.Tally(ctx(), w.run)
	w.must(err)
	return c
}

// at returns a post with another time.
func at(p blog.Post, wall blog.Wall) blog.Post {
	p.Published = wall
	return p
}

func TestMonthsOfAWalk(t *testing.T) {
	w := newWorld(t)
	w.walks = 1
	pass := w.pass()
	w.step(pass, 1, at(post(5), "2014-07-21T06:00:00"), at(post(4), "2014-07-02T06:00:00"), at(post(3), ""))
	w.step(pass, 2, at(post(4), "2014-07-02T06:00:00"), at(post(2), "2014-05-30T06:00:00"))
	months, err := w.db.MonthsInWalk(ctx(), w.nth(1))
	w.must(err)
	if want := map[string]int{"2014-07": 2, "2014-05": 1, "": 1}; !maps.Equal(months, want) {
		t.Errorf("months = %v, want %v", months, want)
	}
}

func TestAWalkKnowsWhatItShowed(t *testing.T) {
	w := newWorld(t)
	w.walks = 1
	pass := w.pass()
	first := w.step(pass, 1, post(5), post(4), post(4))
	if got := []int{first[0].LastStep, first[1].LastStep, first[2].LastStep}; !slices.Equal(got, []int{0, 0, 1}) {
		t.Errorf("page 1 was shown before at %v, want only the second of two on one page", got)
	}
	second := w.step(pass, 2, post(4), post(3))
	if second[0].LastStep != 1 || second[1].LastStep != 0 {
		t.Errorf("page 2 was shown before at %d and %d, want 1 and 0", second[0].LastStep, second[1].LastStep)
	}
	look := w.listing(1, post(6), post(5))
	look.Pass, look.Reread, look.Step = pass, true, 1
	if s := w.put(look)[0]; w.sighting(s.ID) != (blog.Sighting{Page: 1}) {
		t.Errorf("a look at page 1 made its new post part of the walk: %+v", w.sighting(s.ID))
	}
	if s := w.sighting(first[0].ID); s != (blog.Sighting{Page: 1, Walk: 1}) {
		t.Errorf("a look at page 1 took its post out of the walk: %+v", s)
	}
	shown, err := w.db.ShownInWalk(ctx(), w.nth(1), []string{"u:old.example/blog/tide-3", "u:old.example/blog/tide-6", ""})
	w.must(err)
	if !slices.Equal(shown, []int{2, 0, 0}) {
		t.Errorf("shown at steps %v", shown)
	}
	w.walks = 2
	if again := w.step(w.pass(), 1, post(4)); again[0].LastStep != 0 || w.sighting(again[0].ID).Walk != 2 {
		t.Errorf("another walk: shown before at %d, %+v", again[0].LastStep, w.sighting(again[0].ID))
	}
	if c := w.tally(); c != (blog.Tally{New: 4, Seen: 4, Listed: 4, Updated: 4}) {
		t.Errorf("tally = %+v", c)
	}
	w.end(true)
	if c := w.tally(); c != (blog.Tally{}) {
		t.Errorf("a finished run remembers %+v", c)
	}
}

// Several runs may work on one source at the same time: a crawl and an import.
func TestRunsRememberApart(t *testing.T) {
	w := newWorld(t)
	w.walks = 1
	id := w.step(w.pass(), 1, post(1))[0].ID
	crawl := w.run
	w.begin()
	w.put(w.saved("old.html", post(1), post(2)))
	w.end(false)
	w.run = crawl
	if c := w.tally(); c.New != 1 || w.sighting(id).Walk != 1 {
		t.Errorf("tally = %+v, sighting %+v", c, w.sighting(id))
	}
}

func TestTiesAtBorders(t *testing.T) {
	const tie = "2014-02-02T06:00:00"
	w := newWorld(t)
	w.walks = 1
	pass := w.pass()
	w.step(pass, 1, post(9), at(post(8), tie))
	w.step(pass, 2, at(post(8), tie), at(post(7), tie))
	w.step(pass, 3, post(2), post(1))
	tied, err := w.db.TiedPages(ctx(), w.run, pass)
	w.must(err)
	blamed, others, err := w.db.Duplicates(ctx(), w.nth(1))
	w.must(err)
	if !slices.Equal(tied, []int{1}) || blamed != 1 || others != 0 {
		t.Errorf("tied pages %v, on two pages %d tied and %d others; want page 1, 1, 0", tied, blamed, others)
	}
	placed, err := w.db.PassPage(ctx(), w.run, pass, 2)
	w.must(err)
	if len(placed) != 2 || placed[1] != (blog.PagePost{ID: blog.ID(w.src.ID, "u:old.example/blog/tide-7"), Published: tie}) {
		t.Errorf("page 2 = %+v", placed)
	}
	w.step(pass, 4, post(1))
	if blamed, others, err = w.db.Duplicates(ctx(), w.nth(1)); err != nil || blamed != 1 || others != 1 {
		t.Errorf("on two pages are %d tied and %d others, %v; want 1, 1", blamed, others, err)
	}
}

// The next run resumes the pages of a killed one, except those with posts that are gone
// and those that stated another total.
func TestLendPages(t *testing.T) {
	w := newWorld(t)
	w.walks = 1
	pass := w.pass()
	var ids []string
	for n, ps := range [][]blog.Post{posts(10, 9), posts(8, 7), posts(6, 5), {post(4), post(8)}} {
		ids = append(ids, idsOf(w.step(pass, n+1, ps...))...)
	}
	other := w.listing(5, post(3))
	other.Pass, other.Walk, other.Step, other.Listing.Range.Total = pass, 1, 5, 98
	w.put(other)
	w.must(w.db.write(ctx(), "remove", func(tx *tx) error {
		num, err := tx.postNumber(ids[4]) // on page 3
		w.must(err)
		return tx.remove(num, w.run, stamp(w.now()))
	}))

	w.begin()
	var lent []blog.ResumedPage
	w.must(w.db.ResumePages(ctx(), pass, w.nth(1), blog.Int(99), func(p *blog.ResumedPage) { lent = append(lent, *p) }))
	if len(lent) != 2 || lent[0].Number != 2 || lent[0].New != 2 || lent[1].Number != 4 || lent[1].New != 1 || lent[1].Duplicates != 1 {
		t.Fatalf("lent = %+v, want pages 2 and 4, on which one post stood twice", lent)
	}
	if !slices.Equal(lent[0].Posts, ids[2:4]) || w.sighting(ids[2]) != (blog.Sighting{Page: 4, Walk: 1}) {
		t.Errorf("page 2 = %v, %+v", lent[0].Posts, w.sighting(ids[2]))
	}
	if c := w.tally(); c != (blog.Tally{Unchanged: 3, Seen: 3}) {
		t.Errorf("tally = %+v", c)
	}
	missed, err := w.db.HasUnseen(ctx(), w.src.ID, w.run, post(9).Published)
	w.must(err)
	if !missed {
		t.Error("post 10, which the run has not seen, is not missed")
	}

	found := idsOf(w.step(pass, 5, post(2)))
	w.must(w.db.EndPass(ctx(), pass, blog.PassConsistent, "", nil))
	w.begin()
	if settled, err := w.db.ProvedBefore(ctx(), w.src.ID, found[0]); err != nil || !settled {
		t.Errorf("the pass does not prove what the run stored that took it up (%v)", err)
	}
}

func TestMovedPostTakesItsSighting(t *testing.T) {
	w := newWorld(t)
	ids := w.walk(w.pass(), posts(3, 1))
	w.apply(ids)
	w.end(true)
	w.begin()
	seen := w.walk(w.pass(), []blog.Post{post(3), as(2, "renamed"), post(1)})
	vanished, fresh, err := w.db.CompareWalk(ctx(), w.nth(w.walks+1))
	w.must(err)
	if len(vanished) != 4 || len(fresh) != 0 {
		t.Errorf("a walk that showed nothing lacks %d posts, %d fresh", len(vanished), len(fresh))
	}
	if done := w.apply(seen); len(done.Moved) != 1 {
		t.Fatalf("applied = %+v", done)
	}
	if s := w.sighting(ids[1]); s.Walk != w.walks {
		t.Errorf("the moved post was last shown by walk %d, want %d", s.Walk, w.walks)
	}
	if c := w.tally(); c.New != 0 || c.Listed != 3 {
		t.Errorf("tally = %+v: a moved post is not new", c)
	}
}

func TestListsOther(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(2, 1)...))
	for address, want := range map[string]bool{"old.example/blog/tide-1": true, "old.example/blog/tide-2": false, "old.example/blog": false} {
		other, err := w.db.ShowsOtherPost(ctx(), w.src.ID, w.run, address, post(2).URL)
		w.must(err)
		if other != want {
			t.Errorf("%s leads to another post: %v, want %v", address, other, want)
		}
	}
}
