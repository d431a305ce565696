package scraper

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
)

var _ importer.Fetcher = (*Scraper)(nil)

// fakeClock stands still except during sleeps.
type fakeClock struct {
	mu    sync.Mutex
	time  time.Time
	slept time.Duration
}

func newFakeClock() *fakeClock {
	return &fakeClock{time: time.Date(2014, 7, 21, 6, 0, 0, 0, time.UTC)}
}

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time
}

func (c *fakeClock) sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.time, c.slept = c.time.Add(d), c.slept+d
	return nil
}

func (c *fakeClock) waited() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slept
}

// site is a web server that records requests and their times. It has no robots.txt
// unless its handler serves one.
type site struct {
	*httptest.Server
	clock *fakeClock
	mu    sync.Mutex
	asked []*http.Request
	at    []time.Time
}

// newSite serves every address with handle, which gets the number of requests so far,
// including this one but not robots.txt.
func newSite(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request)) *site {
	t.Helper()
	s := &site{clock: newFakeClock()}
	s.Server = httptest.NewServer(s.handler(handle))
	t.Cleanup(s.Close)
	return s
}

func (s *site) handler(handle func(n int, w http.ResponseWriter, r *http.Request)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked, s.at = append(s.asked, r), append(s.at, s.clock.now())
		n := 0
		for _, earlier := range s.asked {
			if earlier.URL.Path != "/robots.txt" {
				n++
			}
		}
		s.mu.Unlock()
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		handle(n, w, r)
	})
}

func (s *site) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, r := range s.asked {
		out = append(out, r.Method+" "+r.URL.RequestURI())
	}
	return out
}

func (s *site) last() *http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[len(s.asked)-1]
}

// scraper returns a scraper for the site without delay, on the site's clock.
func (s *site) scraper(t *testing.T, o Options) *Scraper {
	t.Helper()
	if o.Delay == 0 {
		o.Delay = -1
	}
	return newScraper(t, s.clock, o)
}

func newScraper(t *testing.T, clock *fakeClock, o Options) *Scraper {
	t.Helper()
	o.Now, o.Sleep = clock.now, clock.sleep
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func get(t *testing.T, s *Scraper, address string) (*blog.Page, error) {
	t.Helper()
	return s.Fetch(t.Context(), blog.Request{URL: address}, blog.FetchOptions{})
}

func start(t *testing.T, s *Scraper, address string) (*blog.Page, error) {
	t.Helper()
	return s.Fetch(t.Context(), blog.Request{URL: address}, blog.FetchOptions{Start: true})
}

func mustGet(t *testing.T, s *Scraper, address string) *blog.Page {
	t.Helper()
	page, err := get(t, s, address)
	if err != nil {
		t.Fatalf("Fetch(%q): %v", address, err)
	}
	return page
}

func ok(_ int, w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "<p>%s</p>", r.URL.Path)
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
