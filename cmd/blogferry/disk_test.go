//go:build linux

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
)

// A full disk loses nothing: the error is clear, the exit code 1, and the next run,
// with space, completes the crawl. Only root can make a small disk; a limit on the
// length of files has nearly the same effect.
func TestFullDisk(t *testing.T) {
	t.Run("limit on files", func(t *testing.T) {
		fillUp(t, t.TempDir(), limited, func() {}, "the disk accepts no more")
	})
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=900k"); err != nil {
		t.Logf("no small disk was tried: mount: %v", err)
		return
	}
	defer func() { _ = syscall.Unmount(small, 0) }()
	t.Run("small disk", func(t *testing.T) {
		grow := func() {
			if err := syscall.Mount("", small, "", syscall.MS_REMOUNT, "size=64m"); err != nil {
				t.Fatal(err)
			}
		}
		fillUp(t, small, inFolder, grow, "the disk is full")
	})
}

func fillUp(t *testing.T, dir string, start func(*testing.T, string, ...string) *exec.Cmd, grow func(), want string) {
	site := newBlogSite(t, demo.Options{})
	site.Apply(demo.PublishNew(60))
	crawl := []string{"crawl", site.url, "--delay", "0s", "--json"}
	code, stdout, stderr := ended(t, start(t, dir, crawl...))
	if code != 1 || !strings.Contains(stderr, want) {
		t.Errorf("ended with %d, want 1 and %q:\n%s%s", code, want, stdout, stderr)
	}
	if !checkSound(t, dir) {
		t.Fatal("the database is damaged")
	}
	grow()
	var standing blog.Standing
	if err := json.Unmarshal([]byte(mustEnd(t, 3, inFolder(t, dir, "status", "--json"))), &standing); err != nil {
		t.Fatal(err)
	}
	if standing.Stored == 0 {
		t.Error("nothing was stored before the disk was full: it is too small for this test")
	}
	var report blog.Report
	if err := json.Unmarshal([]byte(mustEnd(t, 0, inFolder(t, dir, crawl...))), &report); err != nil {
		t.Fatal(err)
	}
	if report.New != site.Live()-standing.Stored || !report.Complete {
		t.Errorf("%d posts were stored, then %d new, complete %v; want %d in all", standing.Stored, report.New, report.Complete, site.Live())
	}
}

// limited runs blogferry with files limited to some hundred kilobytes: the unit differs
// between shells.
func limited(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := inFolder(t, dir, args...)
	link := filepath.Join(t.TempDir(), "blogferry") // the shell's exec gives no other name
	if err := os.Symlink(cmd.Path, link); err != nil {
		t.Fatal(err)
	}
	cmd.Path = "/bin/sh"
	cmd.Args = append([]string{"sh", "-c", `ulimit -f 1000; exec "$0" "$@"`, link}, args...)
	return cmd
}
