package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
)

// town is several blogs that count how many requests all of them answer at the same
// time.
type town struct {
	urls      []string
	sites     []*demo.Site
	now, most atomic.Int32
}

func newTown(t *testing.T, hosts ...string) *town {
	t.Helper()
	all := &town{}
	for i, host := range hosts {
		site := demo.New(demo.Options{Posts: demo.Posts()[:15+i], Heading: fmt.Sprint("Blog ", i)})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			all.most.Store(max(all.most.Load(), all.now.Add(1)))
			time.Sleep(10 * time.Millisecond)
			all.now.Add(-1) // before the answer: after it the next request may be here first
			site.ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		all.sites = append(all.sites, site)
		all.urls = append(all.urls, strings.Replace(server.URL, "127.0.0.1", host, 1)+site.Listing())
	}
	return all
}

// runLines runs the program and parses the run reports on its standard output.
func runLines(t *testing.T, want exitCode, args ...string) (reports []blog.Report, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var stdout, errs bytes.Buffer
	if code := run(ctx, args, strings.NewReader(""), &stdout, &errs); code != int(want) {
		t.Errorf("blogferry %s ended with %d, want %d:\n%s", strings.Join(args, " "), code, want, errs.String())
	}
	for dec := json.NewDecoder(&stdout); dec.More(); {
		var r blog.Report
		if err := dec.Decode(&r); err != nil {
			t.Fatal(err)
		}
		reports = append(reports, r)
	}
	return reports, errs.String()
}

// Sources on several hosts are crawled in parallel, those on one host one request at a
// time.
func TestSourcesParallel(t *testing.T) {
	for name, c := range map[string]struct {
		hosts []string
		most  int32
	}{
		"one host":         {[]string{"127.0.0.1", "127.0.0.1", "127.0.0.1"}, 1},
		"two hosts":        {[]string{"127.0.0.1", "localhost"}, 2},
		"two and a second": {[]string{"127.0.0.1", "localhost", "localhost"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			town := newTown(t, c.hosts...)
			config := filepath.Join(t.TempDir(), "blogferry.yaml")
			text := "delay: 0s\ndb: blogs.db\nsources:\n"
			for _, url := range town.urls {
				text += "  - url: " + url + "\n"
			}
			if err := os.WriteFile(config, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			for round := range 2 {
				reports, _ := runLines(t, exitDone, "sync", "--config", config, "--sources-parallel", "3", "--json")
				if len(reports) != len(c.hosts) {
					t.Fatalf("round %d: %d reports, want %d", round, len(reports), len(c.hosts))
				}
				for _, r := range reports {
					if !r.Complete || (r.New == 0) != (round == 1) {
						t.Errorf("round %d: %s: complete %v, %d new", round, r.Source, r.Complete, r.New)
					}
				}
			}
			if got := town.most.Load(); got != c.most {
				t.Errorf("%d requests at a time, want %d", got, c.most)
			}
		})
	}
}

// Every source in blogferry.yaml has its own profile, time zone and delay.
func TestSourcesWithTheirOwnSettings(t *testing.T) {
	town := newTown(t, "127.0.0.1", "localhost")
	dir := t.TempDir()
	config := filepath.Join(dir, "blogferry.yaml")
	text := fmt.Sprintf(`db: blogs.db
delay: 0s
sources-parallel: 2
sources:
  - url: %s
    timezone: America/New_York
    profile: kentico
    delay: 150ms
    details: never
  - url: %s
    timezone: Europe/Berlin
    no-comments: true
`, town.urls[0], town.urls[1])
	if err := os.WriteFile(config, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	runLines(t, exitDone, "sync", "--config", config, "--json")
	took, pauses := time.Since(began), town.sites[0].Log.Count("")-1
	if least := time.Duration(pauses) * 150 * time.Millisecond; pauses < 1 || took < least {
		t.Errorf("%d pauses of the slow source took %v, want %v at least", pauses, took, least)
	}
	if details := town.sites[0].Log.Count(demo.KindDetail); details != 0 {
		t.Errorf("%d details were read of the source with details: never", details)
	}
	var records []blog.Record
	blogferryJSON(t, &records, "export", "--config", config)
	zones := map[string]string{town.urls[0]: "-0", town.urls[1]: "+0"}
	for _, r := range records {
		if at := *r.PublishedAt; !strings.Contains(at[len(at)-6:], zones[r.Source]) {
			t.Errorf("%s: published_at = %s", r.Source, at)
		}
	}
	if len(records) != 31 {
		t.Errorf("%d posts, want 31", len(records))
	}
}

// A source that fails does not stop the others.
func TestSourcesParallelOneGone(t *testing.T) {
	town := newTown(t, "127.0.0.1", "localhost")
	config := filepath.Join(t.TempDir(), "blogferry.yaml")
	text := "delay: 0s\ndb: blogs.db\nsources:\n  - url: http://127.0.0.1:1/blog\n  - url: " + town.urls[0] + "\n  - url: " + town.urls[1] + "\n"
	if err := os.WriteFile(config, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	reports, stderr := runLines(t, exitFailed, "sync", "--config", config, "--sources-parallel", "2", "--json")
	complete := 0
	for _, r := range reports {
		if r.Complete {
			complete++
		}
	}
	if complete != 2 || !strings.Contains(stderr, "error: sync http://127.0.0.1:1/blog") {
		t.Errorf("%d sources complete, want 2; stderr %q", complete, stderr)
	}
}

func TestHealth(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) *string { s := now.Add(-d).Format(time.RFC3339); return &s }
	for name, c := range map[string]struct {
		success *string
		maxAge  time.Duration
		live    bool
		want    bool
	}{
		"in time":                   {at(time.Hour), 2 * time.Hour, true, false},
		"late":                      {at(3 * time.Hour), 2 * time.Hour, true, true},
		"never":                     {nil, 2 * time.Hour, true, true},
		"no limit":                  {nil, 0, true, false},
		"saved pages":               {at(300 * time.Hour), time.Hour, false, false},
		"a little in the future":    {at(-time.Minute), time.Hour, true, false},
		"far in the future, so odd": {at(-9000 * time.Hour), time.Hour, true, true},
	} {
		if got := healthOf(&blog.Standing{LastSuccess: c.success}, now, c.maxAge, c.live).behind; got != c.want {
			t.Errorf("%s: behind = %v, want %v", name, got, c.want)
		}
	}
}

func TestPrometheusQuotesLabels(t *testing.T) {
	var b strings.Builder
	if err := writePrometheus(&b, []health{{Standing: &blog.Standing{Source: "a \"b\"\\c\nd"}}}); err != nil {
		t.Fatal(err)
	}
	if want := `blogferry_complete{source="a \"b\"\\c\nd"} 0`; !strings.Contains(b.String(), want) {
		t.Errorf("no %s in\n%s", want, b.String())
	}
}
