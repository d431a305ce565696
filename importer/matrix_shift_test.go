package importer_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// shiftRow is the result of one change, made at every moment of a crawl.
type shiftRow struct{ what, outcome, requests string }

// shifting is a change of the blog during a crawl.
type shifting struct {
	what    string
	changes func(at int) []demo.Shift
	options func(*demo.Options)
	unproof bool // must end with exit 3: the blog never stands still
	blind   bool // nothing in one pass can show it; a full pass later does
}

func at(changes ...demo.Change) func(int) []demo.Shift {
	return func(n int) []demo.Shift { return []demo.Shift{{At: n, Do: changes}} }
}

func every(changes ...demo.Change) func(int) []demo.Shift {
	return func(n int) (all []demo.Shift) {
		for ; n < 100; n++ {
			all = append(all, demo.Shift{At: n, Do: changes})
		}
		return all
	}
}

func shiftings() []shifting {
	posts := demo.Posts()[:14]
	backdated := posts[13]
	backdated.Path, backdated.Title, backdated.Date = "January-2009/Found-in-a-drawer", "Found in a drawer", posts[13].Date.AddDate(0, -1, 0)
	older := backdated
	older.Path, older.Title, older.Date = "January-2009/Found-below-it", "Found below it", posts[13].Date.AddDate(0, -2, 0)
	return []shifting{
		{what: "a post is published", changes: at(demo.PublishNew(1))},
		{what: "three posts are published", changes: at(demo.PublishNew(3))},
		{what: "a post with an old date is published", changes: at(demo.Publish(backdated))},
		{what: "a post of page 1 is deleted", changes: at(demo.DeleteAt(1))},
		{what: "a post of page 3 is deleted", changes: at(demo.DeleteAt(9))},
		{what: "the last post is deleted", changes: at(demo.DeleteAt(-1))},
		{what: "the last page disappears", changes: at(demo.DeleteAt(-1), demo.DeleteAt(-1))},
		{what: "one post is published and one deleted, so the total stays the same", changes: at(demo.PublishNew(1), demo.DeleteAt(6))},
		{what: "one post is deleted and one with an old date published: the same total hides a post that was not read", changes: at(demo.DeleteAt(1), demo.Publish(backdated))},
		{what: "a second change while the listing is read again", changes: func(n int) []demo.Shift {
			return []demo.Shift{{At: n, Do: []demo.Change{demo.PublishNew(1)}}, {At: n + 5, Do: []demo.Change{demo.DeleteAt(7), demo.PublishNew(1)}}}
		}},
		{what: "a post of page 2 is deleted and one with an old date published between two requests", changes: at(demo.DeleteAt(6), demo.Publish(older)), blind: true},
		{what: "a post is renamed on a page that may have been read already", changes: at(demo.Rename(posts[6].Path, "Under another name")), blind: true},
		{what: "a post moves to another address", changes: at(demo.Move(posts[2].Path, "moved/elsewhere", true))},
		{what: "the blog is redesigned", changes: at(demo.Redesign(demo.Custom))},
		{what: "equal timestamps in an order that changes with every request", changes: func(int) []demo.Shift { return nil }, options: func(o *demo.Options) {
			o.Shuffle = 5
			for i := 2; i < 6; i++ {
				o.Posts[i].Date = o.Posts[2].Date
			}
		}},
		{what: "a post is published before every request", changes: every(demo.PublishNew(1)), unproof: true},
	}
}

func playShifts(t *testing.T) []shiftRow {
	t.Helper()
	all := shiftings()
	spans := make([]span, len(all))
	t.Run("shifts", func(t *testing.T) {
		for i, s := range all {
			for _, pager := range matrixPagers() {
				for n := 2; n <= 5; n++ {
					t.Run(fmt.Sprintf("%s, at %d, %s", s.what, n, pager), func(t *testing.T) {
						t.Parallel()
						spans[i].add(playShift(t, s, n, pager, 1))
					})
				}
			}
		}
	})
	rows := make([]shiftRow, len(all))
	for i, s := range all {
		outcome := "complete"
		switch {
		case s.blind:
			outcome = "complete without the change; the next `--full` reads it"
		case s.unproof:
			outcome = "proves nothing (exit 3) within the limit of requests"
		}
		rows[i] = shiftRow{what: s.what, outcome: outcome, requests: spans[i].String()}
	}
	return rows
}

// span is the minimum and maximum of a count.
type span struct {
	mu                 sync.Mutex
	least, most, limit int
}

func (s *span) add(requests, limit int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.most == 0 {
		s.least = requests
	}
	s.least, s.most, s.limit = min(s.least, requests), max(s.most, requests), max(s.limit, limit)
}

func (s *span) String() string {
	if s.least == s.most {
		return fmt.Sprintf("%d (%d)", s.most, s.limit)
	}
	return fmt.Sprintf("%d to %d (%d)", s.least, s.most, s.limit)
}

func playShift(t *testing.T, s shifting, n int, pager demo.Pager, parallel int) (requests, limit int) {
	o := demo.Options{PageSize: 4, Posts: demo.Posts()[:14], Pager: pager, Shifts: s.changes(n)}
	if s.options != nil {
		s.options(&o)
	}
	w := newWorld(t, o)
	rep, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, Parallel: parallel})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Complete == s.unproof {
		t.Errorf("complete = %v, gaps %+v\n%s", rep.Complete, rep.Gaps, &w.site.Log)
	}
	if s.blind {
		requests, limit = w.site.Log.Count(demo.KindListing), 3*4+6
		w.mustCrawl(importer.Options{Details: importer.DetailsNever, Full: true})
		w.compare("never")
		return requests, limit
	}
	if !s.unproof {
		w.compare("never")
	}
	most := 4 // as many pages as one request of the run was told of
	if rep.StatedTotal != nil {
		most = max(most, (*rep.StatedTotal+3)/4)
	}
	requests, limit = w.site.Log.Count(demo.KindListing), 3*most+6
	if requests > limit {
		t.Errorf("%d listing requests, limit %d\n%s", requests, limit, &w.site.Log)
	}
	return requests, limit
}
