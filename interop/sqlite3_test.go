package interop

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSqlite3 reads the view "posts" with the sqlite3 shell.
func TestSqlite3(t *testing.T) {
	need(t, "sqlite3")
	type post struct{ ID, Title, Author, Role, PublishedAt string }
	var want, got []post
	for _, r := range demoRecords(t) {
		want = append(want, post{r.ID, r.Title, r.Author, r.Role, *r.PublishedAt})
	}
	out, _ := run(t, shared, "sqlite3", "-json", filepath.Join(shared, "demo.db"),
		`SELECT id AS ID, title AS Title, author AS Author, role AS Role, published_at AS PublishedAt FROM posts ORDER BY published_at DESC, id`)
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-export +sqlite3:\n%s", diff)
	}
}

// TestStoredPage runs the commands in docs/questions.md that extract a stored page.
func TestStoredPage(t *testing.T) {
	need(t, "sh", "sqlite3", "zstd")
	demoRecords(t)
	doc, err := os.ReadFile("../docs/questions.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```sh\n(sqlite3 .*?)```").FindSubmatch(doc)
	if block == nil {
		t.Fatal("the page says nothing about it")
	}
	dir := t.TempDir()
	db := filepath.Join(shared, "demo.db")
	run(t, dir, "sh", "-ec", strings.ReplaceAll(string(block[1]), "blog.db", db))
	page, err := os.ReadFile(filepath.Join(dir, "page.html"))
	if err != nil {
		t.Fatal(err)
	}
	size, _ := run(t, dir, "sqlite3", db, "SELECT size FROM pages WHERE id = 3")
	if got := fmt.Sprintln(len(page)); got != size || !strings.Contains(string(page), "</html>") {
		t.Errorf("page 3 has %s bytes, stored were %s", got, size)
	}
}
