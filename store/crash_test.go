package store

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const crashVar = "BLOGFERRY_STORE_CRASH_DB"

// TestMain lets the test binary run as the process to be killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(crashVar); path != "" {
		writeForEver(path)
	}
	os.Exit(m.Run())
}

// writeForEver stores page after page and reports each on standard output.
func writeForEver(path string) {
	check := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	db, err := Open(ctx(), path, Options{Create: true})
	check(err)
	src := &blog.Source{ID: "s", URL: "http://old.example/blog"}
	check(db.SaveSource(ctx(), src))
	for n := 1; ; n++ {
		ps := posts(n*10+9, n*10)
		_, err := db.PutListing(ctx(), &blog.ListingPut{
			Source: src, Number: n, Page: page(n, body(ps)), Listing: &blog.Listing{Posts: ps}, At: start,
			DetailReason: func(*blog.Stored) string { return "comments" },
		})
		check(err)
		_, err = os.Stdout.WriteString("page\n")
		check(err)
	}
}

func TestKill(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "blog.db")
	for round := range 5 {
		said := killAfter(t, self, path, time.Duration(30+41*round)*time.Millisecond)
		w := &world{T: t, db: openAt(t, path)}
		pages, stored := ask[int](w, "SELECT count(*) FROM page"), ask[int](w, "SELECT count(*) FROM post")
		if pages < said || stored != 10*pages {
			t.Errorf("%d pages were reported as stored; %d pages and %d posts are there", said, pages, stored)
		}
		for _, query := range []string{"SELECT count(*) FROM due", "SELECT count(*) FROM page_post", "SELECT count(*) FROM reading"} {
			if n := ask[int](w, query); n != stored {
				t.Errorf("%s = %d, want %d", query, n, stored)
			}
		}
		if n := ask[int](w, "SELECT count(*) FROM validator"); n != pages {
			t.Errorf("%d validators for %d pages", n, pages)
		}
		w.checkIntegrity()
		w.must(w.db.Close())
		if names := dirNames(t, filepath.Dir(path)); strings.Join(names, " ") != "blog.db" {
			t.Errorf("files left: %q", names)
		}
	}
}

// killAfter starts a writing process, kills it, and returns how many pages it had
// reported as stored.
func killAfter(t *testing.T, self, path string, wait time.Duration) (pages int) {
	t.Helper()
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), crashVar+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan() // the first page, however long the machine takes to start
	pages = 1
	time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
	for lines.Scan() {
		pages++
	}
	_ = cmd.Wait() // killed
	return pages
}
