//go:build unix

package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/demo"
)

// If media is killed at any request, or a little later, the next run requests no file
// that was stored, and in the end has the same result as an undisturbed run.
func TestKilledMedia(t *testing.T) {
	site := newBlogSite(t, demo.Options{Posts: demo.Many(25, 1500)})
	fresh := func() string {
		dir := t.TempDir()
		mustEnd(t, 0, inFolder(t, dir, "crawl", site.url, "--delay", "0s", "--quiet"))
		return dir
	}
	undisturbed := fresh()
	site.asked.Store(0)
	mustEnd(t, 0, inFolder(t, undisturbed, "media", "--delay", "0s"))
	requests, want := int(site.asked.Load()), mediaFiles(t, undisturbed)
	if len(want) < 10 {
		t.Fatalf("only %d files", len(want))
	}
	for n := 2; n <= requests; n += 5 {
		dir := fresh()
		killMedia(t, site, dir, n, time.Duration(n)*time.Millisecond)
		stored := len(mediaFiles(t, dir))
		site.asked.Store(0)
		mustEnd(t, 0, inFolder(t, dir, "media", "--delay", "0s"))
		// One file may be there that the database does not know.
		if again := int(site.asked.Load()); again > requests-stored+1 {
			t.Errorf("killed at request %d: %d files were there, and %d requests followed", n, stored, again)
		}
		if got := mediaFiles(t, dir); !maps.Equal(got, want) {
			t.Errorf("killed at request %d: %d files in the end, want %d", n, len(got), len(want))
		}
	}
}

func killMedia(t *testing.T, site *blogSite, dir string, n int, later time.Duration) {
	t.Helper()
	come := site.after(n)
	cmd := inFolder(t, dir, "media", "--delay", "0s", "--quiet")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-come:
	case <-time.After(20 * time.Second):
		t.Fatalf("request %d did not come", n)
	}
	time.Sleep(later % (15 * time.Millisecond))
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed, or just done
	site.waiter.Store(nil)
}

// mediaFiles returns the files of a media folder by name, without those that a kill
// left half-written.
func mediaFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "blog.media", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if name := filepath.Base(path); !strings.HasPrefix(name, ".") {
			files[name] = fmt.Sprintf("%x", data)
		}
	}
	return files
}
