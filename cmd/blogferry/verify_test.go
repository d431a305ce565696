//go:build unix

package main

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

// newHome is a new site with the rules of the export.
func newHome(t *testing.T, table string, refresh bool) *httptest.Server {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || len(rows) < 40 {
		t.Fatalf("%d rules, %v", len(rows), err)
	}
	to, pages := map[string]string{}, map[string]bool{}
	for _, row := range rows[1:] {
		_, path, _ := strings.Cut(strings.TrimPrefix(row[0], "http://"), "/")
		to["/"+path], pages[row[1]] = row[1], true
	}
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target, old := to[r.RequestURI]
		switch {
		case old && refresh:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(`<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=` + target + `"></head></html>`))
		case old:
			http.Redirect(w, r, target, http.StatusMovedPermanently)
		case !pages[r.RequestURI] || r.RequestURI == "/2014/10/frozen-lock/":
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(home.Close)
	return home
}

func TestVerify(t *testing.T) {
	site, dir := newBlogSite(t, demo.Options{Posts: demo.Posts()[:35]}), t.TempDir()
	mustEnd(t, 0, inFolder(t, dir, "crawl", site.url, "--delay", "0s"))
	code, table, stderr := ended(t, inFolder(t, dir, "export", "--format", "redirects"))
	if code != 0 {
		t.Fatal(stderr)
	}
	for _, refresh := range []bool{false, true} {
		home := newHome(t, table, refresh)
		code, stdout, stderr := ended(t, inFolder(t, dir, "verify", "--base", home.URL))
		if want := "/Frozen-lock: " + home.URL + "/2014/10/frozen-lock/ answered 404, want /2014/10/frozen-lock/\n"; code != 3 || strings.Count(stdout, "\n") != 1 || !strings.HasSuffix(stdout, want) {
			t.Errorf("verify ended with %d, want 3 and %q:\n%s%s", code, want, stdout, stderr)
		}
	}
	home := newHome(t, table, false)
	if code, stdout, _ := ended(t, inFolder(t, dir, "verify", "--base", home.URL, "--permalink", "/blog/:slug/", "--json")); code != 3 || strings.Count(stdout, `"want":"/blog/`) < 35 {
		t.Errorf("with another pattern, verify ended with %d:\n%s", code, stdout)
	}
	home.Close()
	if code, stdout, stderr := ended(t, inFolder(t, dir, "verify", "--base", home.URL)); code != 1 || strings.Count(stdout, "\n") != 2 ||
		!strings.Contains(stderr, "error: verify "+home.URL+": connection refused\n") || !strings.Contains(stderr, "is the new site running") {
		t.Errorf("without a server, verify ended with %d:\n%.300s%s", code, stdout, stderr)
	}
	for _, args := range [][]string{{"--base", "localhost"}, {"--base", home.URL, "--permalink", "/x/"}, {"--base", home.URL, "--path", "tags=/x"}} {
		if code, _, stderr := ended(t, inFolder(t, dir, append([]string{"verify"}, args...)...)); code != 2 {
			t.Errorf("verify %s ended with %d:\n%s", strings.Join(args, " "), code, stderr)
		}
	}
}

// A site that hangs from the start, or stops answering later, is not requested any
// more.
func TestVerifyGivesUp(t *testing.T) {
	site, dir := newBlogSite(t, demo.Options{Posts: demo.Posts()[:35]}), t.TempDir()
	mustEnd(t, 0, inFolder(t, dir, "crawl", site.url, "--delay", "0s"))
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	drop := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	for _, test := range []struct {
		answers int32
		then    http.HandlerFunc
		timeout string
		want    string
	}{
		{0, hang, "200ms", ": no complete answer within 200ms\n"},
		{5, drop, "30s", ": stopped answering after 5 of "},
	} {
		var asked atomic.Int32
		home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) > test.answers {
				test.then(w, r)
			}
		}))
		code, stdout, stderr := ended(t, inFolder(t, dir, "verify", "--base", home.URL, "--timeout", test.timeout))
		home.Close()
		if code != 1 || !strings.Contains(stderr, "error: verify "+home.URL+test.want) || strings.Contains(stdout+stderr, "Client.Timeout") {
			t.Errorf("verify ended with %d:\n%s%s", code, stdout, stderr)
		}
		if test.answers == 0 && asked.Load() > maxUnansweredAtStart {
			t.Errorf("asked for %d addresses of a site that hangs", asked.Load())
		}
	}
}
