package interop

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSqlite3 reads the view "posts" with the shell that users have.
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
