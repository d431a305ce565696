//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

// Whatever a server sends, the process stays under 256 MiB, and under 64 MiB if nothing
// is wrong, however large the blog is.
func TestMemory(t *testing.T) {
	for _, kind := range []demo.FaultKind{demo.FaultBomb, demo.FaultEndless, demo.FaultDeep} {
		for _, on := range []demo.Kind{demo.KindListing, demo.KindDetail, demo.KindRobots} {
			t.Run(string(kind)+" as "+string(on), func(t *testing.T) {
				fault := demo.Fault{Kind: kind, On: on, Times: demo.Always}
				switch on {
				case demo.KindListing:
					fault.Page = 2
				case demo.KindDetail:
					fault.From = 5
					fault.Times = 3
				}
				site := newBlogSite(t, demo.Options{Posts: demo.Posts()[:13], Template: demo.Community, Faults: []demo.Fault{fault}})
				want := 3
				if on == demo.KindRobots {
					want = 0 // no robots.txt is this long
				}
				cmd := inFolder(t, t.TempDir(), "crawl", site.url, "--delay", "0s", "--timeout", "60s", "--parallel", "2")
				wantMemory(t, want, cmd, 256)
			})
		}
	}
	t.Run("ten thousand posts", func(t *testing.T) {
		if testing.Short() {
			t.Skip("takes ten seconds")
		}
		site := newBlogSite(t, demo.Options{Posts: demo.Many(10_000, 1000), NoSidebar: true})
		cmd := inFolder(t, t.TempDir(), "crawl", site.url, "--delay", "0s", "--details", "never", "--quiet")
		wantMemory(t, 0, cmd, 64)
	})
}

// wantMemory runs blogferry and checks its exit code and its peak memory in MiB. The
// process itself has to report that: the system's figure for a child includes the
// memory of the test that it was forked from.
func wantMemory(t *testing.T, code int, cmd *exec.Cmd, most int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "status")
	cmd.Env = append(cmd.Env, statusAtEnd+"="+file)
	mustEnd(t, code, cmd)
	status, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	var kib int
	if _, err := fmt.Sscan(peak, &kib); err != nil {
		t.Fatalf("%v in\n%s", err, status)
	}
	if t.Logf("%d MiB", kib>>10); kib>>10 >= most {
		t.Errorf("%d MiB of memory used, want less than %d", kib>>10, most)
	}
}
