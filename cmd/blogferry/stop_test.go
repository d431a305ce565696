//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
)

// A signal ends a crawl within five seconds, whatever it is waiting for, and what was
// received is stored.
func TestSignals(t *testing.T) {
	for name, c := range map[string]struct {
		args   []string
		fault  demo.Fault
		after  int // requests
		stored int
	}{
		"during a delay":   {args: []string{"--delay", "60s"}, after: 1, stored: -1},
		"between pages":    {args: []string{"--delay", "2s"}, after: 3, stored: 20},
		"during a wait":    {fault: demo.Fault{Kind: demo.FaultStatus, RetryAfter: "60", On: demo.KindListing, Page: 3, Times: demo.Always}, after: 4, stored: 20},
		"during a backoff": {fault: demo.Fault{Kind: demo.FaultReset, On: demo.KindListing, Page: 3, Times: demo.Always}, after: 4, stored: 20},
		"during a body":    {fault: demo.Fault{Kind: demo.FaultStall, On: demo.KindListing, Page: 3, Times: demo.Always}, after: 4, stored: 20},
		"during the details": {args: []string{"--details", "always"}, fault: demo.Fault{Kind: demo.FaultStall, On: demo.KindDetail, From: 4, Times: demo.Always},
			after: 1 + 4 + 1 + 4, stored: 35},
	} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			t.Run(fmt.Sprintf("%s, %v", name, signal), func(t *testing.T) {
				t.Parallel()
				o := demo.Options{Posts: demo.Posts()[:35]}
				if c.fault.Kind != "" {
					o.Faults = []demo.Fault{c.fault}
				}
				site, dir := newBlogSite(t, o), t.TempDir()
				come := site.after(c.after)
				cmd := inFolder(t, dir, append([]string{"crawl", site.url, "--json", "--delay", "0s"}, c.args...)...)
				var stdout, stderr bytes.Buffer
				cmd.Stdout, cmd.Stderr = &stdout, &stderr
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				<-come
				time.Sleep(150 * time.Millisecond) // for it to be received, and the waiting to begin
				sent := time.Now()
				_ = cmd.Process.Signal(signal)
				_ = cmd.Wait()
				if took := time.Since(sent); took > 5*time.Second || cmd.ProcessState.ExitCode() != 130 {
					t.Errorf("ended with %d after %v, want 130 within five seconds:\n%s", cmd.ProcessState.ExitCode(), took, stderr.String())
				}
				site.Mend()
				if c.stored < 0 {
					return
				}
				var report blog.Report
				if err := json.Unmarshal(stdout.Bytes(), &report); err != nil || !report.Interrupted || report.Stored != c.stored {
					t.Errorf("report: %v, interrupted %v, stored %d; want %d\n%s", err, report.Interrupted, report.Stored, c.stored, stderr.String())
				}
				mustEnd(t, 0, inFolder(t, dir, "crawl", site.url, "--delay", "0s"))
			})
		}
	}
}

// Two crawls of one source cannot run at once: the second one names the first. The lock
// ends with its process, however that ends.
func TestTwoCrawls(t *testing.T) {
	stall := demo.Fault{Kind: demo.FaultStall, On: demo.KindListing, Page: 2, Times: demo.Always}
	site, other := newBlogSite(t, demo.Options{Posts: demo.Posts()[:15], Faults: []demo.Fault{stall}}), newBlogSite(t, demo.Options{Posts: demo.Posts()[:15]})
	dir := t.TempDir()
	come := site.after(3)
	first := inFolder(t, dir, "crawl", site.url, "--delay", "0s")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	<-come
	code, _, stderr := ended(t, inFolder(t, dir, "crawl", site.url, "--delay", "0s"))
	if holder := fmt.Sprintf("by crawl (process %d, since ", first.Process.Pid); code != 1 || !strings.Contains(stderr, holder) {
		t.Errorf("the second crawl ended with %d, want 1, and who holds the source (%s):\n%s", code, holder, stderr)
	}
	if code, _, stderr := ended(t, inFolder(t, dir, "sync", "--delay", "0s")); code != 1 || !strings.Contains(stderr, fmt.Sprint("process ", first.Process.Pid)) {
		t.Errorf("a sync meanwhile ended with %d, want 1, and who holds the source:\n%s", code, stderr)
	}
	// Crawls of another source, and readers, do not wait.
	mustEnd(t, 0, inFolder(t, dir, "crawl", other.url, "--delay", "0s"))
	mustEnd(t, 3, inFolder(t, dir, "status"))
	mustEnd(t, 0, inFolder(t, dir, "export", "--format", "csv"))
	_ = first.Process.Kill()
	_ = first.Wait()
	site.Mend()
	mustEnd(t, 0, inFolder(t, dir, "crawl", site.url, "--delay", "0s"))
	mustEnd(t, 0, inFolder(t, dir, "status"))
}
