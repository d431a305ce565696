//go:build linux

package main

import (
	"syscall"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

// Whatever a server sends, the process stays under 256 MiB.
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
				used := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
				if t.Logf("%d MiB", used); used >= 256 {
					t.Errorf("%d MiB of memory used", used)
				}
			})
		}
	}
}
