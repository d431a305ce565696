package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

// After Ctrl-C, a command stops before it does anything more: exit code 130, an
// unchanged database, and no half-written file.
func TestInterruptedCommands(t *testing.T) {
	site := demo.New(demo.Options{Posts: demo.Posts()[:12]})
	server := httptest.NewServer(site)
	defer server.Close()
	t.Chdir(t.TempDir())
	if err := site.Save("saved", demo.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	address := server.URL + site.Listing()
	do := func(ctx context.Context, command string) (int, string) {
		var out, errs bytes.Buffer
		code := run(ctx, strings.Fields(command), strings.NewReader(""), &out, &errs)
		return code, errs.String()
	}
	if code, errs := do(t.Context(), "crawl "+address+" --delay 0s"); code != 0 {
		t.Fatalf("crawl ended with %d: %s", code, errs)
	}
	before, err := os.ReadFile("blog.db")
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, command := range []string{
		"crawl " + address, "sync", "import saved --db new.db", "reparse", "status", "search canal", "inspect " + address,
		"export", "export --format csv --out posts.csv", "export --format hugo --out posts.csv", "export --format wxr --preflight", "export --format redirects",
		"media", "map", "check --out posts.csv", "verify --base " + server.URL, "history 1", "demo --db demo.db",
	} {
		if code, errs := do(cancelled, command); code != int(exitInterrupted) || !strings.Contains(errs, "interrupted") {
			t.Errorf("%s ended with %d, want 130:\n%s", command, code, errs)
		}
	}
	if after, err := os.ReadFile("blog.db"); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the database is not as it was: %v", err)
	}
	if _, err := os.Stat("posts.csv"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a posts.csv: %v", err)
	}
}

// If media or verify are interrupted, what was received is kept and reported, and the
// next run continues.
func TestInterruptedUnderWay(t *testing.T) {
	site := demo.New(demo.Options{Posts: demo.Posts()[:14]})
	var interrupt atomic.Pointer[context.CancelFunc] // at the next request that is not for robots.txt
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if cancel := interrupt.Load(); cancel != nil && r.URL.Path != "/robots.txt" {
			(*cancel)()
		}
		site.ServeHTTP(w, r)
	}))
	defer server.Close()
	t.Chdir(t.TempDir())
	do := func(command string, interrupted bool) (code int, out, errs string) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if interrupt.Store(nil); interrupted {
			interrupt.Store(&cancel)
		}
		var stdout, stderr bytes.Buffer
		code = run(ctx, strings.Fields(command), strings.NewReader(""), &stdout, &stderr)
		return code, stdout.String(), stderr.String()
	}
	if code, _, errs := do("crawl "+server.URL+site.Listing()+" --delay 0s", false); code != 0 {
		t.Fatalf("crawl ended with %d: %s", code, errs)
	}
	if code, out, errs := do("media --delay 0s", true); code != 130 || !strings.Contains(errs, "interrupted") || !strings.Contains(out, "missing") {
		t.Errorf("media ended with %d, want 130, and what is missing:\n%s%s", code, out, errs)
	}
	if code, out, errs := do("media --delay 0s", false); code != 0 || !strings.Contains(out, "2 files") {
		t.Errorf("the next media ended with %d:\n%s%s", code, out, errs)
	}
	if code, out, errs := do("verify --base "+server.URL, true); code != 130 || !strings.Contains(errs, "interrupted") || strings.Contains(errs, "error") {
		t.Errorf("verify ended with %d, want 130:\n%s%s", code, out, errs)
	}
}
