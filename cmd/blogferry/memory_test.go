//go:build linux

package main

import (
	"os/exec"
	"syscall"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

// Whatever a server sends, the process stays under 256 MiB, and under 64 where
// nothing is wrong, however large the blog.
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
				mustEnd(t, want, cmd)
				wantMemory(t, cmd, 256)
			})
		}
	}
	t.Run("ten thousand posts", func(t *testing.T) {
		if testing.Short() {
			t.Skip("takes ten seconds")
		}
		site := newBlogSite(t, demo.Options{Posts: demo.Many(10_000, 1000), NoSidebar: true})
		cmd := inFolder(t, t.TempDir(), "crawl", site.url, "--delay", "0s", "--details", "never", "--quiet")
		mustEnd(t, 0, cmd)
		wantMemory(t, cmd, 64)
	})
}

// wantMemory checks the most memory that a process had in use, in MiB.
func wantMemory(t *testing.T, cmd *exec.Cmd, most int64) {
	t.Helper()
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
	if t.Logf("%d MiB", used); used >= most {
		t.Errorf("%d MiB of memory used, want less than %d", used, most)
	}
}
