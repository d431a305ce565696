package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func titles(rs []*blog.Record) string {
	var t []string
	for _, r := range rs {
		t = append(t, r.Title)
	}
	return strings.Join(t, ",")
}

// shelf is a small collection of posts for the filters.
func shelf(w *world) {
	w.src.Timezone = "Europe/Berlin"
	w.must(w.db.SaveSource(ctx(), w.src))
	entry := func(title, wall, author string, tags ...string) blog.Post {
		return blog.Post{URL: "http://old.example/" + title, Title: title, Published: blog.Wall(wall), Author: author, Tags: tags, BodyText: "body of " + title}
	}
	c := entry("C", "2014-07-01T00:30:00", "JÖRG Anders")
	c.Categories = []string{"Straße"}
	w.put(w.listing(1,
		entry("A", "2014-07-02T06:00:00", "Nora Quill", "Tides", "Sea"), entry("B", "2014-07-01T06:00:00", "nora quill", "tides"),
		c, entry("D", "2014-06-30T23:00:00", "Jörg Anders"), entry("E", "", "Nora Quill"), entry("F", "", "")))
	w.must(w.db.SaveSource(ctx(), &blog.Source{ID: "s2", Name: "Other"}))
	w.put(&blog.ListingPut{Source: &blog.Source{ID: "s2"}, Page: page(1, "x"), At: start, Listing: &blog.Listing{Posts: []blog.Post{entry("Z", "2014-07-01T06:00:00", "Nora Quill")}}})
}

func TestRecordsOrderAndFilters(t *testing.T) {
	w := newWorld(t)
	shelf(w)
	w.apply(idsOfRecords(w.records(blog.Filter{Source: w.src.ID}), "B"))
	for _, c := range []struct {
		f    blog.Filter
		want string
	}{
		{blog.Filter{Source: "other"}, "Z"},
		{blog.Filter{Source: "Harbour Notes", Since: "2014-07-01"}, "A,B,C"},
		{blog.Filter{Source: w.src.ID, Since: "2014-07-01", Until: "2014-07-02"}, "B,C"},
		{blog.Filter{Source: w.src.ID, Until: "2014-07"}, "D"},
		{blog.Filter{Source: w.src.ID, Since: "2014-06-30T22:30:00Z"}, "A,B,C"},
		{blog.Filter{Source: w.src.ID, Since: "2014-07-01 01:00"}, "A,B"},
		{blog.Filter{Source: w.src.ID, Since: "2014"}, "A,B,C,D"},
		{blog.Filter{Source: w.src.ID, Since: "2014", SkipRemoved: true}, "A,C,D"},
		{blog.Filter{Source: w.src.ID, Author: "NORA QUILL", Since: "2014"}, "A,B"},
		{blog.Filter{Author: "jörg anders"}, "C,D"},
		{blog.Filter{Tag: "TIDES"}, "A,B"},
		{blog.Filter{Tag: "STRASSE"}, ""},
		{blog.Filter{Tag: "straße"}, "C"},
		{blog.Filter{Tag: "x'; --"}, ""},
	} {
		if got := titles(w.records(c.f)); got != c.want {
			t.Errorf("%+v = %s, want %s", c.f, got, c.want)
		}
	}
	all := w.records(blog.Filter{})
	if got := titles(all[:5]); got != "A,Z,B,C,D" {
		t.Errorf("all = %s", titles(all))
	}
	if e, f := all[5], all[6]; e.PublishedAt != nil || f.PublishedAt != nil || e.ID > f.ID {
		t.Errorf("undated posts are not last and by id: %s", titles(all))
	}
	for _, r := range all {
		if r.Tags == nil || r.Categories == nil || r.Comments == nil || r.Images == nil || r.FirstSeenAt == nil || r.LastSeenAt == nil {
			t.Errorf("a key of %s is missing: %+v", r.Title, r)
		}
	}
	for _, f := range []blog.Filter{{Source: "nobody"}, {Since: "yesterday"}, {Until: "2014-13-01"}} {
		n := 0
		for r, err := range w.db.Records(ctx(), f) {
			if n++; err == nil || r != nil || !errors.Is(err, ErrNoSource) && !errors.Is(err, ErrFilter) {
				t.Errorf("%+v = %v, %v", f, r, err)
			}
		}
		if n != 1 {
			t.Errorf("%+v gave %d results, want one error", f, n)
		}
	}
}

func idsOfRecords(rs []*blog.Record, without string) (ids []string) {
	for _, r := range rs {
		if r.Title != without {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func TestRecordsNeedNoSorting(t *testing.T) {
	w := newWorld(t)
	shelf(w)
	for _, f := range []blog.Filter{{}, {Source: w.src.ID}, {SkipRemoved: true, Source: w.src.ID}} {
		w.must(w.db.read(ctx(), "test", func(v view) error {
			where, args, err := v.where(f)
			w.must(err)
			rows, err := v.query(v.ctx, "EXPLAIN QUERY PLAN "+selectRecords+where+inOrder, args...)
			w.must(err)
			if plan := dumpRows(w, rows); strings.Contains(plan, "TEMP B-TREE FOR ORDER BY") {
				t.Errorf("%+v sorts: %s", f, plan)
			}
			return nil
		}))
	}
}

func TestRecordsStopEarly(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	for range 20 { // each leaves its connection to the next
		for _, err := range w.db.Records(ctx(), blog.Filter{}) {
			w.must(err)
			break
		}
	}
	if n := w.db.reads.Stats().InUse; n != 0 {
		t.Errorf("%d connections still in use", n)
	}
}

func TestSearch(t *testing.T) {
	w := newWorld(t)
	w.must(w.db.SaveSource(ctx(), &blog.Source{ID: "s2", Name: "Other"}))
	entry := func(n int, title, text string) blog.Post {
		p := post(n)
		p.Title, p.BodyText = title, text
		return p
	}
	stored := w.put(w.listing(1, entry(1, "Dredging the harbour", "The sill was lowered by two feet."), entry(2, "Notes", "The harbour master spoke of dredging and of the café."), entry(3, "Ice", "Nothing moved.")))
	find := func(words string, f blog.Filter) string {
		hits, err := w.db.Search(ctx(), words, f, 10)
		if err != nil {
			return err.Error()
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.Title)
		}
		return strings.Join(got, ",")
	}
	for _, c := range []struct{ words, want string }{
		{"dredging", "Dredging the harbour,Notes"},
		{"HARBOUR dredging", "Dredging the harbour,Notes"},
		{`"harbour master"`, "Notes"},
		{`"master harbour"`, ""},
		{"dredg*", "Dredging the harbour,Notes"},
		{"dredg", ""},
		{"cafe", "Notes"},
		{"nothing AND", ""},
		{"nothing OR ice", ""},
		{`title:ice`, ""},
		{"moved NOT", ""},
		{`sill "unclosed`, ""},
		{`lowered (by ^two) feet!`, "Dredging the harbour"},
		{`a'b"; DROP TABLE post`, ""},
		{"* ** -- .", ""},
		{"moved .", "Ice"},
		{"\x00\xff", ""},
	} {
		if got := find(c.words, blog.Filter{}); got != c.want {
			t.Errorf("search %q = %q, want %q", c.words, got, c.want)
		}
	}
	if _, err := w.db.Search(ctx(), ` "" `, blog.Filter{}, 10); !errors.Is(err, ErrNoWords) {
		t.Errorf("search for nothing = %v", err)
	}
	hits, err := w.db.Search(ctx(), "sill", blog.Filter{}, 0)
	w.must(err)
	if h := hits[0]; h.ID != stored[0].ID || h.Source != w.src.URL || !strings.Contains(h.Snippet, "«sill»") || *h.URL != post(1).URL {
		t.Errorf("hit = %+v", h)
	}
	if got := find("dredging", blog.Filter{Source: "Other"}) + find("dredging", blog.Filter{Tag: "berth1"}); got != "Dredging the harbour" {
		t.Errorf("filtered = %s", got)
	}
	w.put(w.listing(1, entry(1, "Dredging the harbour", "Reworded.")))
	w.apply([]string{stored[0].ID, stored[2].ID})
	if got := find("dredging", blog.Filter{}) + find("sill", blog.Filter{}) + find("reworded", blog.Filter{}); got != "Dredging the harbourDredging the harbour" {
		t.Errorf("after a change and a removal = %s", got)
	}
	w.checkIntegrity()
}

func TestLimit(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	for limit, want := range map[int]int{0: 10, -1: 10, 3: 3} {
		hits, err := w.db.Search(context.Background(), "tide", blog.Filter{}, limit)
		if err != nil || len(hits) != want {
			t.Errorf("limit %d gave %d hits, %v, want %d", limit, len(hits), err, want)
		}
	}
}

// The sqlite3 shell of distributions is older than the SQLite in this program.
func TestShellReadsTheViews(t *testing.T) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("no sqlite3 shell here to try the views with")
	}
	w := newWorld(t)
	shelf(w)
	w.end(true)
	path := filepath.Join(t.TempDir(), "copy.db")
	w.must(w.db.Close())
	data, err := os.ReadFile(w.db.Path())
	w.must(err)
	w.must(os.WriteFile(path, data, 0o644))
	for _, view := range []string{"posts", "post_tags", "post_categories", "post_comments", "post_images", "runs", "pages"} {
		out, err := exec.Command(shell, "-readonly", path, fmt.Sprintf("SELECT count(*) FROM %s", view)).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v: %s", view, err, out)
		}
	}
	w.db = openAt(t, w.db.Path())
}
