//go:build unix

package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blogferry/blogferry/demo"
)

// These tests kill, stop and limit real processes: the test binary itself, started
// under the name of blogferry.

// go test ./cmd/blogferry -run TestKilled -crashes 300
var crashes = flag.Int("crashes", 3, "processes that TestKilled kills in each of its shapes")

// inFolder returns a blogferry process that works in a folder.
func inFolder(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := &exec.Cmd{Path: self, Args: append([]string{"blogferry"}, args...), Dir: dir}
	cmd.Env = append(os.Environ(), "BLOGFERRY_DB=blog.db", "NO_COLOR=1")
	t.Cleanup(func() {
		if cmd.Process != nil && cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	return cmd
}

// ended runs a process to its end.
func ended(t *testing.T, cmd *exec.Cmd) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// mustEnd requires that exit code.
func mustEnd(t *testing.T, want int, cmd *exec.Cmd) string {
	t.Helper()
	code, stdout, stderr := ended(t, cmd)
	if code != want {
		t.Fatalf("%s ended with %d, want %d:\n%s%s", strings.Join(cmd.Args, " "), code, want, stdout, stderr)
	}
	return stdout
}

// blogSite is the demo blog; it counts the requests of all processes.
type blogSite struct {
	*demo.Site
	url    string
	asked  atomic.Int32
	waiter atomic.Pointer[waiter]
}

// waiter waits for a number of requests.
type waiter struct {
	at   int32
	come chan struct{}
}

func newBlogSite(t *testing.T, o demo.Options) *blogSite {
	t.Helper()
	s := &blogSite{Site: demo.New(o)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := s.asked.Add(1)
		if w := s.waiter.Load(); w != nil && w.at == n {
			close(w.come)
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	s.url = server.URL + s.Listing()
	return s
}

// after returns a channel that is closed after n more requests.
func (s *blogSite) after(n int) <-chan struct{} {
	s.asked.Store(0)
	w := &waiter{at: int32(n), come: make(chan struct{})}
	s.waiter.Store(w)
	return w.come
}

// Whenever a process is killed, the database is sound, the next run continues, and the
// result is that of an undisturbed run.
func TestKilled(t *testing.T) {
	for name, o := range map[string]demo.Options{
		"listing only":  {Posts: demo.Posts()[:45], Validators: true},
		"postback":      {Posts: demo.Posts()[:45], Pager: demo.PagerPostback},
		"detail-heavy":  {Posts: demo.Posts()[:33], Template: demo.Community},
		"with comments": {Posts: demo.Posts()[:33], Validators: true, Gzip: true},
		"side by side":  {Posts: demo.Posts()[:60], PageSize: 5, Template: demo.Community},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newKiller(t, o, name == "listing only" || name == "postback")
			k.underWay = 2
			if name == "with comments" {
				k.underWay = 3 + 1 // the longest thread, and the beginning of the next post
			}
			if name == "side by side" {
				k.args = append(k.args, "--parallel", "4")
				k.underWay = 4 * 2
			}
			rounds := *crashes
			if testing.Short() {
				rounds = 1
			}
			for n := 0; n < rounds; {
				n += k.trial(t, 1+rand.IntN(3))
			}
			t.Logf("%d processes killed in %d trials: %d requests undisturbed, at most %d more with kills", k.killed, k.trials, k.requests, k.extra)
		})
	}
}

// killer crawls one blog repeatedly.
type killer struct {
	site     *blogSite
	args     []string
	want     string        // the undisturbed export
	requests int           // of the undisturbed run
	took     time.Duration // by it
	underWay int           // requests whose answers a kill may lose

	killed, trials, extra int
}

func newKiller(t *testing.T, o demo.Options, listingOnly bool) *killer {
	k := &killer{site: newBlogSite(t, o)}
	k.args = []string{"crawl", k.site.url, "--delay", "0s", "--json"}
	if listingOnly {
		k.args = append(k.args, "--details", "never")
	}
	dir := t.TempDir()
	started := time.Now()
	mustEnd(t, 0, inFolder(t, dir, k.args...))
	k.took, k.requests = time.Since(started), int(k.site.asked.Load())
	k.want = exported(t, dir)
	return k
}

// trial kills up to that many processes on one database, one after another, and lets
// the next one finish. It returns how many it killed.
func (k *killer) trial(t *testing.T, most int) (killed int) {
	t.Helper()
	dir := t.TempDir()
	total, before := 0, k.site.Log.Count("")
	for range most {
		moment := fmt.Sprint(k.killOne(t, dir))
		total += int(k.site.asked.Load())
		if !checkSound(t, dir) {
			t.Fatalf("killed %s", moment)
		}
		killed++
	}
	k.site.asked.Store(0)
	mustEnd(t, 0, inFolder(t, dir, k.args...))
	total += int(k.site.asked.Load())
	// Each kill costs robots.txt, page 1, a last look, and what was in progress: one
	// page, or two posts with all pages of their comments.
	if limit := k.requests + (3+k.underWay)*killed; total > limit {
		t.Errorf("%d requests with %d kills, %d undisturbed: it started over\n%s", total, killed, k.requests, tail(k.site, before))
	}
	if got := exported(t, dir); got != k.want {
		t.Errorf("after %d kills the export differs:\n%s", killed, firstDifference(got, k.want))
	}
	k.killed, k.trials, k.extra = k.killed+killed, k.trials+1, max(k.extra, total-k.requests)
	return killed
}

// killOne starts a process and kills it: after a number of requests and a little more,
// or after a part of the duration of a whole run, so that start and end are hit, too.
func (k *killer) killOne(t *testing.T, dir string) (moment string) {
	t.Helper()
	n, pause := 1+rand.IntN(k.requests), time.Duration(rand.Int64N(int64(4*time.Millisecond)))
	come := k.site.after(n)
	if rand.IntN(3) == 0 {
		come, pause = nil, time.Duration(rand.Int64N(int64(k.took)))
	}
	cmd := inFolder(t, dir, k.args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() { _ = cmd.Wait(); close(over) }()
	if come != nil {
		select {
		case <-come:
		case <-over:
		}
	}
	select {
	case <-time.After(pause):
	case <-over:
	}
	_ = cmd.Process.Kill()
	<-over
	k.site.waiter.Store(nil)
	return fmt.Sprintf("%v after request %d (of %d)", pause, k.site.asked.Load(), k.requests)
}

// tail returns the latest requests.
func tail(s *blogSite, from int) string {
	lines := strings.Split(s.Log.String(), "\n")
	return strings.Join(lines[min(from, len(lines)):], "\n")
}

// checkSound opens the database without any of our code, if the process lived long
// enough to create one.
func checkSound(t *testing.T, dir string) bool {
	t.Helper()
	path := filepath.Join(dir, "blog.db")
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return true
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var integrity string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&integrity); err != nil || integrity != "ok" {
		t.Errorf("integrity check: %q, %v", integrity, err)
		return false
	}
	rows, err := db.Query("PRAGMA foreign_key_check")
	if err != nil {
		t.Errorf("foreign key check: %v", err)
		return false
	}
	defer rows.Close()
	if rows.Next() {
		t.Error("a row refers to one that is not there")
		return false
	}
	return true
}

// exported returns the export without bookkeeping times.
func exported(t *testing.T, dir string) string {
	t.Helper()
	var records []map[string]any
	if err := json.Unmarshal([]byte(mustEnd(t, 0, inFolder(t, dir, "export"))), &records); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	for _, r := range records {
		for _, key := range []string{"first_seen_at", "last_seen_at", "changed_at"} {
			delete(r, key)
		}
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\ngot  %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d records, want %d", len(g)-1, len(w)-1)
}
