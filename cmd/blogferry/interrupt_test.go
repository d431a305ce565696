package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

// Whatever a command is about to do, after Ctrl-C it does not: exit code 130, the
// database as it was, and no half of a file.
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
