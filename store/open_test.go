package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	script := func(name, script string) string {
		path := filepath.Join(dir, name)
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(script); err != nil {
			t.Fatal(err)
		}
		return path
	}
	garbage := strings.Repeat("this is no database at all. ", 400)
	for _, c := range []struct {
		name, path string
		o          Options
		want       error
		text       string
	}{
		{"missing", filepath.Join(dir, "none.db"), Options{}, ErrNotFound, "no database at "},
		{"missing, read-only", filepath.Join(dir, "none.db"), Options{ReadOnly: true}, ErrNotFound, "no database at "},
		{"missing folder", filepath.Join(dir, "no", "blog.db"), Options{Create: true}, nil, "no folder "},
		{"empty", file("empty.db", ""), Options{}, ErrNotFound, "no database at "},
		{"killed at the very beginning", script("begun.db", "PRAGMA journal_mode = WAL"), Options{ReadOnly: true}, ErrNotFound, "no database at "},
		{"folder", dir, Options{Create: true}, ErrNotDatabase, "a folder"},
		{"garbage", file("garbage.db", garbage), Options{}, ErrNotDatabase, ""},
		{"garbage, read-only", file("garbage.db", garbage), Options{ReadOnly: true}, ErrNotDatabase, ""},
		{"garbage, create", file("garbage.db", garbage), Options{Create: true}, ErrNotDatabase, ""},
		{"another program's", script("other.db", "CREATE TABLE bookmarks (url)"), Options{Create: true}, ErrNotDatabase, "another program"},
		{"another program's, read-only", script("other2.db", "CREATE TABLE bookmarks (url)"), Options{ReadOnly: true}, ErrNotDatabase, "another program"},
		{"newer", script("newer.db", "PRAGMA application_id = 1651271282; PRAGMA user_version = 99"), Options{}, ErrNewer, "schema 99, this program knows 8"},
		{"newer, read-only", script("newer.db", "PRAGMA user_version = 99"), Options{ReadOnly: true}, ErrNewer, "schema 99, this program knows 8"},
		{"older, read-only", script("older.db", "PRAGMA application_id = 1651271282; PRAGMA user_version = 1"), Options{ReadOnly: true}, ErrOlder, "schema 1, this program needs 8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, _ := os.ReadFile(c.path)
			db, err := Open(ctx(), c.path, c.o)
			if err == nil {
				db.Close()
				t.Fatal("opened")
			}
			var open *OpenError
			if !errors.As(err, &open) || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
				t.Errorf("error = %v, want %v with %q", err, c.want, c.text)
			}
			if c.want != nil && Hint(err) == "" {
				t.Error("no hint")
			}
			if after, _ := os.ReadFile(c.path); string(after) != string(before) {
				t.Error("the file was changed")
			}
			if _, err := os.Stat(c.path); before == nil && err == nil {
				t.Error("a file was made")
			}
		})
	}
}

func TestApplicationNumber(t *testing.T) {
	if application != 1651271282 {
		t.Errorf("application = %d: the tests above and released databases use another", application)
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"what?.db", "no#1.db", "50%25.db", "a b&c=d.db", "ünï.db", "mode=ro?x=1.db"} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.ContainsAny(name, "?") {
				t.Skip("Windows allows no ? in a file name")
			}
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			db, err := Open(ctx(), path, Options{Create: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.SaveSource(ctx(), &blog.Source{ID: "a", Name: "A"}); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if names := dirNames(t, dir); len(names) != 1 || names[0] != name {
				t.Errorf("files = %q, want %q alone", names, name)
			}
			db, err = Open(ctx(), path, Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if all, err := db.Sources(ctx()); err != nil || len(all) != 1 {
				t.Errorf("sources = %v, %v", all, err)
			}
		})
	}
}

func dirNames(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestReadOnlyWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	path := w.db.Path()
	w.must(w.db.Close())
	before, err := os.ReadFile(path)
	w.must(err)
	info, err := os.Stat(path)
	w.must(err)

	db, err := Open(ctx(), path, Options{ReadOnly: true})
	w.must(err)
	if err := db.SaveSource(ctx(), w.src); !errors.Is(err, ErrReadOnly) {
		t.Errorf("save = %v, want ErrReadOnly", err)
	}
	if _, err := db.reads.Exec("DELETE FROM post"); err == nil {
		t.Error("a read connection can write")
	}
	n := 0
	for _, err := range db.Records(ctx(), blog.Filter{}) {
		w.must(err)
		n++
	}
	w.must(db.Close())
	after, err := os.ReadFile(path)
	w.must(err)
	now, err := os.Stat(path)
	w.must(err)
	if n != 10 || string(before) != string(after) || !now.ModTime().Equal(info.ModTime()) {
		t.Errorf("%d records; the file was written to", n)
	}
	if names := dirNames(t, filepath.Dir(path)); len(names) != 1 {
		t.Errorf("files left: %q", names)
	}
	w.db = openAt(t, path) // for the cleanup
}

func TestLockedByAnotherProgram(t *testing.T) {
	w := newWorld(t)
	other, err := sql.Open("sqlite", w.db.Path())
	w.must(err)
	defer other.Close()
	conn, err := other.Conn(ctx())
	w.must(err)
	defer conn.Close()
	_, err = conn.ExecContext(ctx(), "BEGIN IMMEDIATE")
	w.must(err)

	if _, err := w.db.PutListing(ctx(), w.listing(1, post(1))); !errors.Is(err, ErrLocked) {
		t.Errorf("put = %v, want ErrLocked", err)
	}
	_, err = Open(ctx(), w.db.Path(), Options{Wait: 50 * time.Millisecond})
	if !errors.Is(err, ErrLocked) {
		t.Errorf("open = %v, want ErrLocked", err)
	}
	db, err := Open(ctx(), w.db.Path(), Options{ReadOnly: true, Wait: 50 * time.Millisecond})
	if err != nil {
		t.Fatalf("open for reading: %v", err)
	}
	w.must(db.Close())
	_, err = conn.ExecContext(ctx(), "ROLLBACK")
	w.must(err)
	w.put(w.listing(1, post(1)))
}

func TestReadersDoNotWait(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	db, err := Open(ctx(), w.db.Path(), Options{ReadOnly: true})
	w.must(err)
	defer db.Close()
	w.must(w.db.write(ctx(), "hold", func(tx *tx) error {
		w.must(tx.exec("DELETE FROM post_tag"))
		for _, d := range []*DB{db, w.db} {
			quick, stop := context.WithTimeout(ctx(), 5*time.Second)
			defer stop()
			n := 0
			for r, err := range d.Records(quick, blog.Filter{}) {
				w.must(err)
				n++
				if len(r.Tags) == 0 {
					t.Error("a reader sees what is not committed")
				}
			}
			if n != 10 {
				t.Errorf("%d records during a write, want 10", n)
			}
		}
		return errRollBack
	}))
}

// A reader keeps its snapshot while pages are stored.
func TestSnapshot(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	n := 0
	for _, err := range w.db.Records(ctx(), blog.Filter{}) {
		w.must(err)
		if n == 0 {
			w.put(w.listing(2, posts(30, 11)...))
		}
		n++
	}
	if n != 10 {
		t.Errorf("%d records, want the 10 of the snapshot", n)
	}
}

func TestRollback(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(3, 1)...))
	tables := []string{"post", "reading", "page", "page_post", "validator", "post_fts_data", "due", "dictionary"}
	before := w.dump(tables...)
	edited := post(1)
	edited.Title = "Edited"
	boom := errors.New("boom")
	err := w.db.write(ctx(), "try", func(t *tx) error {
		if _, err := t.putListing(w.listing(2, edited, post(9))); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) || w.dump(tables...) != before {
		t.Errorf("err %v, or something was stored", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = w.db.write(ctx(), "try", func(t *tx) error {
			if _, err := t.putListing(w.listing(2, edited, post(9))); err != nil {
				return err
			}
			panic("boom")
		})
	}()
	if w.dump(tables...) != before {
		t.Error("a panic left something behind")
	}
	dry := w.listing(1, edited)
	dry.DryRun = true
	if s := w.put(dry)[0]; s.State != blog.StateChanged || len(s.Fields) != 1 || s.Fields[0] != "title" {
		t.Errorf("dry run = %s %v", s.State, s.Fields)
	}
	if w.dump(tables...) != before {
		t.Error("a dry run left something behind")
	}
	w.checkIntegrity()
}

func TestDryRunMakesNoDictionary(t *testing.T) {
	w := newWorld(t)
	dry := w.listing(1, posts(10, 1)...)
	dry.DryRun = true
	w.put(dry)
	// Another first page gets the dictionary number that was rolled back.
	w.put(w.listing(1, posts(40, 31)...))
	w.put(w.listing(2, posts(30, 21)...))
	n := 0
	for k, err := range w.db.KeptPages(ctx(), w.src.ID) {
		w.must(err)
		if !strings.Contains(string(k.Page.Body), "High water number") {
			t.Errorf("page %d does not unpack", k.ID)
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d pages, want 2", n)
	}
}

func TestCancelled(t *testing.T) {
	w := newWorld(t)
	done, cancel := context.WithCancel(ctx())
	cancel()
	if _, err := w.db.PutListing(done, w.listing(1, post(1))); !errors.Is(err, context.Canceled) {
		t.Errorf("put = %v, want context.Canceled", err)
	}
	for _, err := range w.db.Records(done, blog.Filter{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("records = %v, want context.Canceled", err)
		}
	}
	w.put(w.listing(1, post(1)))
}

func TestTwoProcessesCreateAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blog.db")
	errs := make(chan error)
	for range 4 {
		go func() {
			db, err := Open(ctx(), path, Options{Create: true})
			if err == nil {
				err = db.Close()
			}
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
