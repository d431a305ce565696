package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
)

var _ importer.Store = (*DB)(nil)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a database with one source and a clock that advances a minute with every
// put.
type world struct {
	*testing.T
	db    *DB
	src   *blog.Source
	clock time.Time
	run   int64
	walks int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: openAt(t, filepath.Join(t.TempDir(), "blog.db")), clock: start}
	w.src = &blog.Source{ID: blog.ID("source", "old.example/blog"), URL: "http://old.example/blog", Name: "Harbour Notes"}
	w.must(w.db.SaveSource(ctx(), w.src))
	w.begin()
	return w
}

func openAt(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(ctx(), path, Options{Create: true, Wait: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

func ctx() context.Context { return context.Background() }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) now() time.Time {
	w.clock = w.clock.Add(time.Minute)
	return w.clock
}

func (w *world) begin() {
	w.Helper()
	var err error
	w.run, err = w.db.StartRun(ctx(), w.src.ID, "crawl", w.now())
	w.must(err)
}

// end finishes the run and returns its end.
func (w *world) end(proved bool) string {
	w.Helper()
	at := w.now()
	w.must(w.db.FinishRun(ctx(), w.run, &blog.Report{StartedAt: start, FinishedAt: at, Proved: proved, Complete: proved}))
	return stamp(at)
}

func (w *world) pass() int64 {
	w.Helper()
	id, err := w.db.StartPass(ctx(), w.src.ID, w.run, w.now())
	w.must(err)
	return id
}

// post returns post number n of a made-up blog.
func post(n int) blog.Post {
	title := fmt.Sprintf("Tide table %d", n)
	return blog.Post{
		URL: fmt.Sprintf("http://old.example/blog/tide-%d", n), Title: title, Author: "Nora Quill", Role: "Harbour master, North",
		Published: blog.Wall(fmt.Sprintf("2014-%02d-%02dT06:00:00", 1+n/28%12, 1+n%28)), PublishedRaw: fmt.Sprintf("%d/%d/2014 6:00:00 AM", 1+n/28%12, 1+n%28),
		Tags: []string{"tides", fmt.Sprintf("berth%d", n%3)}, CommentCount: blog.Int(0),
		BodyHTML: fmt.Sprintf("<p>High water number %d came over the sill.</p>", n),
		BodyText: fmt.Sprintf("High water number %d came over the sill.", n),
		Images:   []blog.Image{{URL: fmt.Sprintf("http://old.example/i/%d.png", n), Alt: "gauge"}},
	}
}

// posts returns made-up posts, newest first.
func posts(from, to int) (ps []blog.Post) {
	for n := from; n >= to; n-- {
		ps = append(ps, post(n))
	}
	return ps
}

func page(n int, body string) *blog.Page {
	url := "http://old.example/blog"
	if n > 1 {
		url += fmt.Sprintf("?page=%d", n)
	}
	return &blog.Page{
		Request: blog.Request{URL: url}, URL: url, Status: 200, Body: []byte(body), Received: start,
		Header: http.Header{"Etag": {fmt.Sprintf(`"%d-%x"`, n, digest([]byte(body))[:4])}, "Content-Type": {"text/html"}},
	}
}

func body(ps []blog.Post) string {
	b := "<html><body>"
	for _, p := range ps {
		b += "<h2>" + p.Title + "</h2>" + p.BodyHTML + p.BodyText
	}
	return b
}

// listing returns a live listing page to store.
func (w *world) listing(n int, ps ...blog.Post) *blog.ListingPut {
	l := &blog.Listing{Posts: ps, Range: &blog.Range{From: 1, To: len(ps), Total: 99, Raw: "1 of 99"}}
	for _, p := range ps {
		l.Dates = append(l.Dates, p.PublishedRaw)
	}
	return &blog.ListingPut{Source: w.src, Run: w.run, Number: n, Page: page(n, body(ps)), Listing: l, At: w.now(), Cause: blog.CauseEdit}
}

// saved returns a saved listing page to store.
func (w *world) saved(file string, ps ...blog.Post) *blog.ListingPut {
	p := w.listing(1, ps...)
	p.Saved, p.Page = true, &blog.Page{File: file, Body: []byte(file + body(ps)), Received: start}
	return p
}

func (w *world) put(p *blog.ListingPut) []blog.Stored {
	w.Helper()
	stored, err := w.db.PutListing(ctx(), p)
	w.must(err)
	if len(stored) != len(p.Listing.Posts) {
		w.Fatalf("put %d posts, got %d back", len(p.Listing.Posts), len(stored))
	}
	return stored
}

func (w *world) detail(id string, p blog.Post) *blog.DetailPut {
	pg := page(1, "<html>detail of "+p.Title+p.BodyHTML)
	pg.Request.URL = p.URL
	pg.URL = p.URL
	return &blog.DetailPut{Source: w.src, Run: w.run, Post: id, Pages: []*blog.Page{pg}, Detail: &blog.Detail{Post: p}, At: w.now()}
}

func (w *world) putDetail(p *blog.DetailPut) *blog.Stored {
	w.Helper()
	s, err := w.db.PutDetail(ctx(), p)
	w.must(err)
	return s
}

func (w *world) records(f blog.Filter) (rs []*blog.Record) {
	w.Helper()
	for r, err := range w.db.Records(ctx(), f) {
		w.must(err)
		rs = append(rs, r)
	}
	return rs
}

// record returns the stored post with an id.
func (w *world) record(id string) *blog.Record {
	w.Helper()
	for _, r := range w.records(blog.Filter{}) {
		if r.ID == id {
			return r
		}
	}
	w.Fatalf("no record %s", id)
	return nil
}

// states returns the states of stored posts, for comparisons.
func states(stored []blog.Stored) (s []string) {
	for _, p := range stored {
		s = append(s, p.State)
	}
	return s
}

// ask runs a query that returns one value.
func ask[T any](w *world, query string, args ...any) T {
	w.Helper()
	var v T
	if err := w.db.reads.QueryRow(query, args...).Scan(&v); err != nil {
		w.Fatalf("%s: %v", query, err)
	}
	return v
}

// dump returns the content of some tables as text, to see whether something was
// rewritten.
func (w *world) dump(tables ...string) string {
	w.Helper()
	var out string
	for _, table := range tables {
		rows, err := w.db.reads.Query("SELECT * FROM " + table + " ORDER BY 1, 2")
		w.must(err)
		out += table + "\n" + dumpRows(w, rows)
	}
	return out
}

func dumpRows(w *world, rows *sql.Rows) (out string) {
	w.Helper()
	defer rows.Close()
	columns, err := rows.Columns()
	w.must(err)
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		w.must(rows.Scan(values...))
		for i := range values {
			out += fmt.Sprintf("%v|", *(values[i].(*any)))
		}
		out += "\n"
	}
	w.must(rows.Err())
	return out
}

// checkIntegrity runs the checks of SQLite and of the search index.
func (w *world) checkIntegrity() {
	w.Helper()
	if got := ask[string](w, "PRAGMA integrity_check"); got != "ok" {
		w.Errorf("integrity_check = %s", got)
	}
	rows, err := w.db.reads.Query("PRAGMA foreign_key_check")
	w.must(err)
	if got := dumpRows(w, rows); got != "" {
		w.Errorf("foreign_key_check = %s", got)
	}
	w.must(w.db.write(ctx(), "check", func(t *tx) error {
		return t.exec("INSERT INTO post_fts (post_fts, rank) VALUES ('integrity-check', 1)")
	}))
}
