package store

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func (w *world) standing() *blog.Standing {
	w.Helper()
	s, err := w.db.Standing(ctx(), w.src.ID)
	w.must(err)
	return s
}

func TestStanding(t *testing.T) {
	w := newWorld(t)
	if s := w.standing(); s.Stored != 0 || s.Complete || s.Oldest != nil || s.Gaps == nil || s.Months == nil || len(s.LastRuns) != 1 {
		t.Errorf("at the beginning = %+v", s)
	}
	jan, apr, odd := post(1), post(2), post(3)
	jan.Published, apr.Published, odd.Published = "2014-01-05T06:00:00", "2014-04-05T06:00:00", "0014-04-05T06:00:00"
	l := w.listing(1, apr, jan)
	l.DetailReason = func(s *blog.Stored) string {
		if s.Post.Title == jan.Title {
			return "comments"
		}
		return ""
	}
	ids := idsOf(w.put(l))
	if s := w.standing(); len(s.Gaps) != 1 || s.Gaps[0].Kind != "detail" || s.Gaps[0].URL != jan.URL || s.Gaps[0].Reason != "not read yet: comments" {
		t.Errorf("a detail that is due is no gap: %+v", s.Gaps)
	}
	gaps := []blog.Gap{{Kind: "range", From: 11, To: 20, Reason: "not read"}, {Kind: "detail", URL: jan.URL, Reason: "404"}}
	w.must(w.db.PutGaps(ctx(), w.src.ID, gaps))
	w.must(w.db.PutGaps(ctx(), w.src.ID, gaps))
	w.end(true)
	s := w.standing()
	if s.Complete || !reflect.DeepEqual(s.Gaps, gaps) {
		t.Errorf("with gaps = %+v", s)
	}
	w.must(w.db.PutGaps(ctx(), w.src.ID, nil))
	w.must(w.db.DropDue(ctx(), ids[1]))
	w.src.StatedTotal, w.src.Unexplained, w.src.Accepted, w.src.Warnings = blog.Int(3), 1, 4, []string{"a doubt"}
	w.must(w.db.SaveSource(ctx(), w.src))
	s = w.standing()
	want := []blog.Month{{Month: "2014-01", Posts: 1}, {Month: "2014-02"}, {Month: "2014-03"}, {Month: "2014-04", Posts: 1}}
	if !s.Complete || *s.StatedTotal != 3 || s.AcceptedMissing != 1 || s.Stored != 2 || s.Warnings[0] != "a doubt" || !reflect.DeepEqual(s.Months, want) {
		t.Errorf("complete = %+v", s)
	}
	if *s.Oldest != "2014-01-05T06:00:00Z" || *s.Newest != "2014-04-05T06:00:00Z" {
		t.Errorf("oldest %s, newest %s", *s.Oldest, *s.Newest)
	}
	w.put(w.listing(2, odd))
	if s := w.standing(); len(s.Months) != 5 {
		t.Errorf("one misread year makes %d months", len(s.Months))
	}
	if _, err := w.db.Standing(ctx(), "nobody"); !errors.Is(err, ErrNoSource) {
		t.Errorf("standing of nobody = %v", err)
	}
}

func TestRunsComeBack(t *testing.T) {
	w := newWorld(t)
	r := blog.Report{
		Source: w.src.URL, StartedAt: start, FinishedAt: start.Add(5e9), Requests: 14, Bytes: 1 << 40, Pages: 13, New: 120, Changed: 2, Unchanged: 3, Removed: 4,
		Restored: 5, StatedTotal: blog.Int(127), Stored: 127, Complete: true, AcceptedMissing: 1, Gaps: []blog.Gap{{Kind: "page", Page: 2, Reason: "<500>"}},
		Failed: []blog.Failure{{URL: "http://old.example/?a&b", Page: 2, Error: "500"}}, Interrupted: true, Proved: true, Warnings: []string{"w"}, Looked: "far", Error: "e",
	}
	w.must(w.db.FinishRun(ctx(), w.run, &r))
	w.begin()
	s := w.standing()
	if len(s.LastRuns) != 2 || !s.LastRuns[0].FinishedAt.IsZero() || s.LastRuns[0].Kind != "crawl" {
		t.Errorf("runs = %+v", s.LastRuns)
	}
	if got := s.LastRuns[1].Report; !reflect.DeepEqual(got, r) {
		t.Errorf("run = %+v\nwant %+v", got, r)
	}
	if got := ask[string](w, "SELECT failed FROM runs WHERE source = ?", w.src.URL); got != `[{"url":"http://old.example/?a&b","page":2,"error":"500"}]` {
		t.Errorf("failed = %s", got)
	}
	if err := w.db.FinishRun(ctx(), 99, &r); err == nil {
		t.Error("a run that never began was finished")
	}
}

func TestLockSource(t *testing.T) {
	w := newWorld(t)
	release, err := w.db.LockSource(ctx(), w.src.ID, "blogferry crawl http://old.example/blog")
	w.must(err)
	other := openAt(t, w.db.Path())
	_, err = other.LockSource(ctx(), w.src.ID, "blogferry sync")
	if !errors.Is(err, ErrSourceBusy) || !strings.Contains(err.Error(), "blogferry crawl http://old.example/blog") || !strings.Contains(err.Error(), "process ") {
		t.Errorf("second lock = %v", err)
	}
	second, err := other.LockSource(ctx(), "another", "blogferry sync")
	w.must(err)
	w.must(second())
	w.must(release())
	files, err := filepath.Glob(w.db.Path() + "-*.lock")
	w.must(err)
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Size() != 0 {
			t.Errorf("%s is not empty: %v", f, err)
		}
	}
	again, err := other.LockSource(ctx(), w.src.ID, "blogferry sync")
	w.must(err)
	w.must(again())
}
