package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestSourceComesBackEqual(t *testing.T) {
	w := newWorld(t)
	full := &blog.Source{
		ID: "s2", URL: "http://b.example/", Name: "B", Timezone: "Europe/Berlin", DateOrder: blog.DMY, DateOrderBy: "flag", DatesAmbiguous: 3,
		Profile: "name: x", Rules: "{}", Teaser: "whole", StatedTotal: blog.Int(127), Unexplained: 2, Accepted: 1,
		NotBefore: start.Add(time.Nanosecond), Settings: map[string]string{"delay": "1s"}, Warnings: []string{"w"},
	}
	bare := &blog.Source{ID: "s3", Name: "C", Settings: map[string]string{}, Warnings: []string{}}
	for _, s := range []*blog.Source{full, bare} {
		w.must(w.db.SaveSource(ctx(), s))
	}
	all, err := w.db.Sources(ctx())
	w.must(err)
	byID := map[string]*blog.Source{}
	for _, s := range all {
		byID[s.ID] = s
	}
	for _, want := range []*blog.Source{w.src, full, bare} {
		if got := byID[want.ID]; !reflect.DeepEqual(got, want) {
			t.Errorf("source = %+v\nwant %+v", got, want)
		}
	}
	if err := w.db.SaveSource(ctx(), &blog.Source{Name: "no id"}); err == nil {
		t.Error("a source without an id was saved")
	}
}

func TestFindSource(t *testing.T) {
	w := newWorld(t)
	w.must(w.db.SaveSource(ctx(), &blog.Source{ID: "s2", Name: "Lock & Weir"}))
	w.must(w.db.SaveSource(ctx(), &blog.Source{ID: "s3", Name: "Twin"}))
	w.must(w.db.SaveSource(ctx(), &blog.Source{ID: "s4", Name: "Twin"}))
	for name, want := range map[string]string{
		w.src.ID: w.src.ID, "http://old.example/blog": w.src.ID, "https://www.old.example/Blog.aspx": w.src.ID, "harbour  notes": w.src.ID,
		"LOCK & WEIR": "s2", "twin": "", "nobody": "", "": "",
	} {
		s, err := w.db.FindSource(ctx(), name)
		if want == "" {
			if !errors.Is(err, ErrNoSource) || !strings.Contains(err.Error(), "Twin") {
				t.Errorf("FindSource(%q) = %v, want ErrNoSource with the known ones", name, err)
			}
		} else if err != nil || s.ID != want {
			t.Errorf("FindSource(%q) = %v, %v, want %s", name, s, err, want)
		}
	}
}

func TestTimezone(t *testing.T) {
	w := newWorld(t)
	p := post(1)
	p.Published = "2014-07-21T06:00:00"
	p.Comments = []blog.Comment{{Author: "Ida", Published: "2014-01-21T09:00:00"}}
	undated := blog.Post{Title: "Undated", BodyText: "x"}
	id := w.put(w.listing(1, p, undated))[0].ID
	before := w.record(id)
	if *before.PublishedAt != "2014-07-21T06:00:00Z" || *before.Comments[0].PublishedAt != "2014-01-21T09:00:00Z" {
		t.Errorf("in UTC: %s, %s", *before.PublishedAt, *before.Comments[0].PublishedAt)
	}
	w.src.Timezone = "Europe/Berlin"
	w.must(w.db.SaveSource(ctx(), w.src))
	after := w.record(id)
	if *after.PublishedAt != "2014-07-21T06:00:00+02:00" || *after.Comments[0].PublishedAt != "2014-01-21T09:00:00+01:00" {
		t.Errorf("in Berlin: %s, %s", *after.PublishedAt, *after.Comments[0].PublishedAt)
	}
	if after.ContentHash != before.ContentHash || after.ChangedAt != nil {
		t.Error("another zone changed the content")
	}
	if utc := ask[string](w, "SELECT published_utc FROM post WHERE id = ?", id); utc != "2014-07-21T04:00:00Z" {
		t.Errorf("published_utc = %s", utc)
	}
	if s := w.put(w.listing(1, p, undated))[0]; s.State != blog.StateUnchanged {
		t.Errorf("put again = %s %v", s.State, s.Fields)
	}
	late := post(2)
	late.Published = "2014-12-01T06:00:00"
	if s := w.put(w.listing(2, late))[0]; *w.record(s.ID).PublishedAt != "2014-12-01T06:00:00+01:00" {
		t.Error("a new post is in another zone")
	}
}
