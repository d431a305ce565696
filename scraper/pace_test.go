package scraper

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// gaps returns the pauses between the starts of the requests to a site.
func (s *site) gaps() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []time.Duration
	for i := 1; i < len(s.at); i++ {
		out = append(out, s.at[i].Sub(s.at[i-1]))
	}
	return out
}

func TestDelay(t *testing.T) {
	for _, c := range []struct {
		name   string
		delay  time.Duration
		robots string
		want   time.Duration
	}{
		{"default", 0, "", time.Second},
		{"chosen", 3 * time.Second, "", 3 * time.Second},
		{"none", -1, "", 0},
		{"crawl-delay", 0, "User-agent: *\nCrawl-delay: 4.5", 4500 * time.Millisecond},
		{"crawl-delay for us", 0, "User-agent: *\nCrawl-delay: 9\nUser-agent: blogferry\nCrawl-delay: 2", 2 * time.Second},
		{"shorter crawl-delay", 0, "User-agent: *\nCrawl-delay: 0.1", time.Second},
		{"huge crawl-delay", 0, "User-agent: *\nCrawl-delay: 1e300", 30 * time.Second},
		{"crawl-delay against the user's choice", 2 * time.Second, "User-agent: *\nCrawl-delay: 9", 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, ok)
			s.Config.Handler = s.robots(c.robots, ok)
			sc := newScraper(t, s.clock, Options{Delay: c.delay})
			for i := range 3 {
				mustGet(t, sc, fmt.Sprintf("%s/%d", s.URL, i))
			}
			for i, gap := range s.gaps() {
				if gap != c.want {
					t.Errorf("pause %d was %v, want %v", i, gap, c.want)
				}
			}
			if got := sc.Delay(s.URL); got != c.want {
				t.Errorf("Delay = %v, want %v", got, c.want)
			}
		})
	}
}

// Redirects, retries and robots.txt are subject to the delay, too.
func TestDelayHoldsForEveryRequest(t *testing.T) {
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/old":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case n == 2:
			w.WriteHeader(503)
		case n == 3:
			reset(n, w, r)
		default:
			ok(n, w, r)
		}
	})
	mustGet(t, newScraper(t, s.clock, Options{Delay: 5 * time.Second}), s.URL+"/old")
	gaps := s.gaps()
	if len(gaps) != 4 {
		t.Fatalf("requests = %v, want robots.txt, a redirect and three tries", s.requests())
	}
	for i, gap := range gaps {
		if gap != 5*time.Second {
			t.Errorf("pause %d was %v, want 5s", i, gap)
		}
	}
}

func TestOneRequestAtATime(t *testing.T) {
	for _, parallel := range []int{0, 1, 3} {
		var under, most atomic.Int32
		s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
			n := under.Add(1)
			defer under.Add(-1)
			for {
				seen := most.Load()
				if n <= seen || most.CompareAndSwap(seen, n) {
					break
				}
			}
			time.Sleep(5 * time.Millisecond)
			ok(0, w, r)
		})
		sc := s.scraper(t, Options{Parallel: parallel})
		var wg sync.WaitGroup
		for i := range 9 {
			wg.Go(func() { _, _ = get(t, sc, fmt.Sprintf("%s/%d", s.URL, i)) })
		}
		wg.Wait()
		if got, want := int(most.Load()), max(parallel, 1); got > want || want > 1 && got < 2 {
			t.Errorf("parallel %d: %d requests at a time", parallel, got)
		}
	}
}

// Two scrapers with one Pacer count as one visitor to the host.
func TestSharedPacer(t *testing.T) {
	s := newSite(t, ok)
	pacer := NewPacer(1)
	for range 2 {
		sc := newScraper(t, s.clock, Options{Pacer: pacer, IgnoreRobots: true})
		mustGet(t, sc, s.URL)
	}
	if gaps := s.gaps(); len(gaps) != 1 || gaps[0] != time.Second {
		t.Errorf("pauses = %v, want one second", gaps)
	}
}

// If several scrapers use a host, the longest delay applies to all.
func TestSharedPacerLeastParallel(t *testing.T) {
	var now, most atomic.Int32
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(2 * time.Millisecond)
		now.Add(-1)
		ok(n, w, r)
	})
	pacer := NewPacer(100)
	careful := s.scraper(t, Options{Pacer: pacer, Parallel: 1, IgnoreRobots: true})
	mustGet(t, careful, s.URL)
	hasty := s.scraper(t, Options{Pacer: pacer, Parallel: 8, IgnoreRobots: true})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() { _, _ = get(t, []*Scraper{careful, hasty}[i%2], fmt.Sprintf("%s/%d", s.URL, i)) })
	}
	wg.Wait()
	if most.Load() != 1 || len(s.requests()) != 17 {
		t.Errorf("%d requests at a time, %d in all; want 1, 17", most.Load(), len(s.requests()))
	}
}

func TestMaxWaitNone(t *testing.T) {
	s := newSite(t, status(503, "Retry-After", "1"))
	_, err := get(t, s.scraper(t, Options{MaxWait: -1}), s.URL)
	if _, isWait := err.(*blog.WaitError); !isWait {
		t.Errorf("error = %v, want a WaitError", err)
	}
}

func TestSleepEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := sleep(ctx, time.Hour); err != context.DeadlineExceeded {
		t.Errorf("sleep = %v, want the context's error", err)
	}
	if err := sleep(t.Context(), time.Millisecond); err != nil {
		t.Errorf("sleep = %v", err)
	}
}
