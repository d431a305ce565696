package store

import (
	"iter"
	"reflect"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestSnapshotStaysAsItIs(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	snapshot, err := w.db.Snapshot(ctx())
	w.must(err)
	defer snapshot.Close()
	first := countRecords(t, snapshot, 10)
	w.put(w.listing(2, posts(20, 11)...))
	if again := countRecords(t, snapshot, 100); first != 10 || again != 10 {
		t.Errorf("the snapshot showed %d records, then %d, want 10 both times", first, again)
	}
	if all, err := snapshot.Sources(); err != nil || len(all) != 1 {
		t.Errorf("sources = %v, %v", all, err)
	}
	for _, err := range snapshot.Records(blog.Filter{Source: "nobody"}) {
		if err == nil {
			t.Error("records of an unknown source")
		}
	}
}

// countRecords stops after limit, so that iterations that end early are covered.
func countRecords(t *testing.T, s *Snapshot, limit int) (n int) {
	t.Helper()
	for _, err := range s.Records(blog.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == limit {
			break
		}
	}
	return n
}

// TestPartialRecords compares Outlines and Main with the fields of Records that they have.
func TestPartialRecords(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	snapshot, err := w.db.Snapshot(ctx())
	w.must(err)
	defer snapshot.Close()
	for name, c := range map[string]struct {
		records func(blog.Filter) iter.Seq2[*blog.Record, error]
		part    func(*blog.Record) blog.Record
	}{
		"Outlines": {snapshot.Outlines, func(r *blog.Record) blog.Record {
			return blog.Record{ID: r.ID, Source: r.Source, URL: r.URL, Title: r.Title, Author: r.Author, Role: r.Role,
				PublishedAt: r.PublishedAt, Tags: r.Tags, Categories: r.Categories}
		}},
		"Main": {snapshot.Main, func(r *blog.Record) blog.Record {
			return blog.Record{ID: r.ID, Source: r.Source, URL: r.URL, Title: r.Title, Author: r.Author, Role: r.Role, PublishedAt: r.PublishedAt,
				CommentCount: r.CommentCount, BodyText: r.BodyText, BodyHTML: r.BodyHTML, RemovedAt: r.RemovedAt, Tags: r.Tags, Categories: r.Categories}
		}},
	} {
		var want, got []blog.Record
		for r, err := range snapshot.Records(blog.Filter{}) {
			w.must(err)
			want = append(want, c.part(r))
		}
		for r, err := range c.records(blog.Filter{}) {
			w.must(err)
			got = append(got, *r)
		}
		if len(got) != 10 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s = %+v, want %+v", name, got, want)
		}
	}
}
