package demo

import (
	"slices"
	"testing"
	"time"
)

func TestShifts(t *testing.T) {
	old := Posts()
	s := New(Options{Shifts: []Shift{
		{At: 2, Do: []Change{PublishNew(1)}},
		{At: 3, Do: []Change{DeleteAt(1), DeleteAt(-1)}},
		{At: 4, Do: []Change{Restore(old[0].Path), Rename(old[1].Path, "Renamed")}},
	}})
	v := visit(t, s)
	for i, want := range []struct{ first, results string }{
		{old[0].Title, "Displaying results  1-10 (of 62)"},
		{"Lock bulletin 1022-0700", "Displaying results  1-10 (of 63)"},
		{"Lock bulletin 1022-0700", "Displaying results  1-10 (of 61)"},
		{"Lock bulletin 1022-0700", "Displaying results  1-10 (of 62)"},
	} {
		v.get("/robots.txt") // no listing request: shifts nothing
		_, body := v.get("/blog")
		if got := titles(t, body); got[0] != want.first || results(t, body) != want.results {
			t.Errorf("listing request %d: %q, %q", i+1, got[0], results(t, body))
		}
		if got := titles(t, body); i == 2 && slices.Contains(got, old[0].Title) {
			t.Error("the deleted post is still listed")
		}
		if got := titles(t, body); i == 3 && (got[1] != old[0].Title || got[2] != "Renamed") {
			t.Errorf("restored and renamed: %q", got[:3])
		}
	}
}

func TestShiftBeforeTheFirstRequest(t *testing.T) {
	s := New(Options{Shifts: []Shift{{Do: []Change{DeleteAt(0)}}}})
	v := visit(t, s)
	if status, _ := v.get("/blog/" + Posts()[0].Path); status != 404 {
		t.Errorf("the deleted post answers %d", status)
	}
}

func TestMoves(t *testing.T) {
	s := New(Options{})
	v := visit(t, s)
	p := Posts()
	s.Apply(Move(p[0].Path, "October-2014/Elsewhere", true), Move(p[1].Path, "October-2014/Nowhere", false), Delete(p[2].Path))
	status, header, _ := v.do(v.request("GET", "/blog/"+p[0].Path))
	if status != 301 || header.Get("Location") != "/blog/October-2014/Elsewhere" {
		t.Errorf("moved post answers %d to %q", status, header.Get("Location"))
	}
	for path, want := range map[string]int{"October-2014/Elsewhere": 200, p[1].Path: 404, "October-2014/Nowhere": 200, p[2].Path: 404} {
		if status, _ := v.get("/blog/" + path); status != want {
			t.Errorf("%s answers %d, want %d", path, status, want)
		}
	}
}

func TestHiddenPostsAreCounted(t *testing.T) {
	s := New(Options{})
	v := visit(t, s)
	hidden := Posts()[3].Path
	s.Apply(Hide(hidden))
	_, body := v.get("/blog")
	if len(titles(t, body)) != 9 || results(t, body) != "Displaying results  1-10 (of 62)" {
		t.Errorf("%d titles, %q", len(titles(t, body)), results(t, body))
	}
	if status, _ := v.get("/blog/" + hidden); status != 404 {
		t.Errorf("the hidden post answers %d", status)
	}
	if got := len(s.Truth(v.base, "auto")); got != 61 {
		t.Errorf("truth has %d posts", got)
	}
	s.Apply(Show(hidden))
	if got := len(s.Truth(v.base, "auto")); got != 62 {
		t.Errorf("truth has %d posts after Show", got)
	}
}

func TestBackdatedAndEdited(t *testing.T) {
	s := New(Options{})
	p := Posts()[20]
	s.Apply(
		Publish(Post{Path: "x", Title: "Late", Date: p.Date.Add(time.Minute)}),
		AddComment(p.Path, Comment{Name: "N", Text: "T"}),
		Edit("no such post", func(*Post) { t.Error("edited what is not there") }),
		DeleteAt(99),
		Redesign(Custom),
	)
	truth := s.Truth("", "always")
	if truth[20].Title != "Late" || len(truth[21].Comments) != len(p.Comments)+1 {
		t.Errorf("place 20 is %q", truth[20].Title)
	}
	if n := len(pick(parse(t, string(s.Page(1))), "article", "")); n != 10 {
		t.Errorf("%d articles after the redesign", n)
	}
}

func TestShuffleOfEqualTimes(t *testing.T) {
	order := func(seed int64) (runs [][]string) {
		v := visit(t, New(Options{Shuffle: seed, PageSize: 12}))
		for range 8 {
			_, body := v.get("/blog")
			runs = append(runs, titles(t, body))
		}
		return runs
	}
	first := order(7)
	if !slices.EqualFunc(first, order(7), slices.Equal[[]string]) {
		t.Error("one seed gives two sequences")
	}
	distinct := map[string]bool{}
	for _, titles := range first {
		distinct[titles[9]] = true
		if titles[0] != Posts()[0].Title {
			t.Errorf("a post without an equal moved: %q", titles[0])
		}
	}
	if len(distinct) < 2 {
		t.Error("the order never changed")
	}
}
