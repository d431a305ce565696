package store

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

var update = flag.Bool("update", false, "rewrite docs/schema.md")

const schemaFile = "../docs/schema.md"

const schemaIntro = "# The database\n\n" +
	"One SQLite file, by default `blog.db`. Open it with the `sqlite3` shell, Datasette or anything else that reads SQLite:\n\n" +
	"```console\n$ sqlite3 blog.db \"SELECT published_at, title FROM posts ORDER BY published_at DESC LIMIT 5\"\n```\n\n" +
	"**Rely on the views.** They stay as they are and use nothing newer than SQLite 3.40. The tables behind them may change\n" +
	"from one version of blogferry to the next; `PRAGMA user_version` says which schema a file has (this page: %d).\n" +
	"Booleans are 0 and 1. Times that end in `Z` are UTC; `published_at` has the offset of the blog's own time zone.\n" +
	"Columns called zstd hold [Zstandard](https://facebook.github.io/zstd/) frames; `page.body` and `page.form` need the\n" +
	"row of `dictionary` that they name, itself compressed without one.\n\n" +
	"A post is stored as it was read (`reading`: from the listing, from its own page, from saved pages), and as what these\n" +
	"readings make together (`post` and its lists), which is what the views show. Every page that showed something new is\n" +
	"kept as received (`page`), and `page_post` says which posts it showed.\n\n" +
	"This page is written by `go test ./store -run TestSchemaPage -update`, from the migrations in `store/migrations`.\n"

// schemaPage is docs/schema.md as the real schema says it should be.
func schemaPage(w *world) string {
	var b strings.Builder
	fmt.Fprintf(&b, schemaIntro, ask[int](w, "PRAGMA user_version"))
	for _, part := range []struct{ title, kind string }{{"Views", "view"}, {"Tables", "table"}, {"Indexes", "index"}} {
		fmt.Fprintf(&b, "\n## %s\n", part.title)
		rows, err := w.db.reads.Query(`SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL
			AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'post_fts_%' ORDER BY rowid`, part.kind)
		w.must(err)
		writeObjects(w, &b, rows, part.kind)
	}
	return b.String()
}

func writeObjects(w *world, b *strings.Builder, rows *sql.Rows, kind string) {
	w.Helper()
	defer rows.Close()
	if kind == "index" {
		b.WriteString("\n```sql\n")
		defer b.WriteString("```\n")
	}
	for rows.Next() {
		var name, text string
		w.must(rows.Scan(&name, &text))
		if kind == "index" {
			fmt.Fprintf(b, "%s;\n", text)
		} else {
			fmt.Fprintf(b, "\n### %s\n\n```sql\n%s;\n```\n", name, text)
		}
	}
	w.must(rows.Err())
}

func TestSchemaPage(t *testing.T) {
	w := newWorld(t)
	want := schemaPage(w)
	if *update {
		w.must(os.WriteFile(schemaFile, []byte(want), 0o644))
	}
	got, err := os.ReadFile(schemaFile)
	w.must(err)
	if strings.ReplaceAll(string(got), "\r\n", "\n") != want {
		t.Errorf("%s is not the real schema: run go test ./store -run TestSchemaPage -update", schemaFile)
	}
}

func TestTablesAreStrictAndCommented(t *testing.T) {
	w := newWorld(t)
	rows, err := w.db.reads.Query("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'post_fts%'")
	w.must(err)
	defer rows.Close()
	column := regexp.MustCompile(`^\t[a-z_]+ +(TEXT|INTEGER|BLOB)`)
	n := 0
	for rows.Next() {
		var name, text string
		w.must(rows.Scan(&name, &text))
		n++
		if !regexp.MustCompile(`\) STRICT(, WITHOUT ROWID)?$`).MatchString(text) {
			t.Errorf("%s is not STRICT", name)
		}
		for _, line := range strings.Split(text, "\n") {
			if column.MatchString(line) && !strings.Contains(line, "--") && !obvious(line) {
				t.Errorf("%s: no comment on %s", name, strings.TrimSpace(line))
			}
		}
	}
	if n < 15 {
		t.Errorf("%d tables looked at", n)
	}
}

// obvious columns need no comment: keys of their own, and references, which
// name what they refer to.
func obvious(line string) bool {
	return strings.Contains(line, "INTEGER PRIMARY KEY") || strings.Contains(line, "REFERENCES")
}

func TestViewColumns(t *testing.T) {
	w := newWorld(t)
	for view, want := range map[string]string{
		"posts": "id source url title author role published_at published_raw comment_count excerpt body_html body_text excerpt_only " +
			"first_seen_at last_seen_at changed_at removed_at content_hash",
		"post_tags":       "post_id tag",
		"post_categories": "post_id category",
		"post_comments":   "post_id author published_at body_text body_html url parent",
		"post_images":     "post_id url alt",
		"post_media":      "post_id url state name type size sha256 error",
		"runs":            "source started_at finished_at requests bytes pages new changed unchanged removed restored stated_total stored complete gaps failed",
		"pages":           "id source kind post_id number method request_url url file status headers received_at posts range_from range_to range_total size",
	} {
		rows, err := w.db.reads.Query("SELECT * FROM " + view)
		w.must(err)
		got, err := rows.Columns()
		w.must(err)
		w.must(rows.Close())
		if !reflect.DeepEqual(got, strings.Fields(want)) {
			t.Errorf("%s = %v\nwant %v", view, got, want)
		}
	}
}

// The views and Records tell the same of every post.
func TestViewsAgreeWithRecords(t *testing.T) {
	w := newWorld(t)
	shelf(w)
	w.end(true)
	w.begin()
	w.apply([]string{})
	for _, r := range w.records(blog.Filter{}) {
		var title, source, seen string
		var url, at, removed *string
		err := w.db.reads.QueryRow("SELECT title, source, last_seen_at, url, published_at, removed_at FROM posts WHERE id = ?", r.ID).
			Scan(&title, &source, &seen, &url, &at, &removed)
		w.must(err)
		if title != r.Title || source != r.Source || seen != *r.LastSeenAt || !reflect.DeepEqual([]*string{url, at, removed}, []*string{r.URL, r.PublishedAt, r.RemovedAt}) {
			t.Errorf("view says %s %s %s, record %+v", title, source, seen, r)
		}
		if n := ask[int](w, "SELECT count(*) FROM post_tags WHERE post_id = ?", r.ID); n != len(r.Tags) {
			t.Errorf("%d tags in the view, %d in the record", n, len(r.Tags))
		}
	}
}

func TestMigrationsAreNumbered(t *testing.T) {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		if !strings.HasPrefix(e.Name(), fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("%s is not number %d", e.Name(), i+1)
		}
	}
}

// TestQuestions runs the queries that the docs give to users.
func TestQuestions(t *testing.T) {
	w := newWorld(t)
	page, err := os.ReadFile("../docs/questions.md")
	w.must(err)
	blocks := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) == 0 {
		t.Fatal("no queries found")
	}
	for _, block := range blocks {
		for query := range strings.SplitSeq(strings.TrimRight(block[1], ";\n"), ";\n") {
			rows, err := w.db.reads.Query(query)
			if err != nil {
				t.Errorf("%s\n%v", query, err)
				continue
			}
			w.must(rows.Close())
		}
	}
}
