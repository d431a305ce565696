package scraper

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	defaultDelay  = time.Second
	maxCrawlDelay = 30 * time.Second // a longer Crawl-delay is cut to this
)

// Pacer limits the rate and concurrency of requests per host. Scrapers may share one, so
// that several sources on one host share its limits; the smallest Parallel among them
// applies.
type Pacer struct {
	parallel int
	mu       sync.Mutex
	hosts    map[string]*hostState
}

// NewPacer returns a Pacer that allows parallel concurrent requests per host; less than
// one means one.
func NewPacer(parallel int) *Pacer {
	return &Pacer{parallel: max(parallel, 1), hosts: map[string]*hostState{}}
}

// hostState is the state of one host, ignoring port and www.
type hostState struct {
	mu         sync.Mutex
	busy       int           // requests in flight
	limit      int           // maximum of busy
	freed      chan struct{} // closed when a request ends
	last       time.Time     // start of the latest request
	notBefore  time.Time     // from Retry-After
	crawlDelay time.Duration // from robots.txt
}

func (p *Pacer) host(u *url.URL) *hostState {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.hosts[host]
	if l == nil {
		l = &hostState{limit: p.parallel, freed: make(chan struct{})}
		p.hosts[host] = l
	}
	return l
}

// enter waits until there is room for another request of a scraper that allows at most
// most at a time; leave makes room again.
func (l *hostState) enter(ctx context.Context, most int) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		left := l.tryEnter(most)
		if left == nil {
			return nil
		}
		select {
		case <-left:
		case <-ctx.Done():
		}
	}
}

// tryEnter takes a place, or returns a channel to wait for.
func (l *hostState) tryEnter(most int) (left chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limit = min(l.limit, max(most, 1)); l.busy >= l.limit {
		return l.freed
	}
	l.busy++
	return nil
}

func (l *hostState) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy--
	close(l.freed)
	l.freed = make(chan struct{})
}

// waitUntil keeps every request from the host until then.
func (l *hostState) waitUntil(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.notBefore) {
		l.notBefore = until
	}
}

func (l *hostState) setCrawlDelay(crawlDelay time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.crawlDelay = min(crawlDelay, maxCrawlDelay)
}

// pacing is how one scraper walks in the lanes: how fast, how patiently, and by
// which clock.
type pacing struct {
	chosen  time.Duration // Options.Delay
	maxWait time.Duration
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
}

func newPace(o Options) pacing {
	return pacing{chosen: o.Delay, maxWait: max(o.MaxWait, 0), now: o.Now, sleep: o.Sleep}
}

func (r pacing) delay() time.Duration {
	if r.chosen == 0 {
		return defaultDelay
	}
	return max(r.chosen, 0)
}

// delayOn returns the delay for a host. A Crawl-delay counts only if the user did not
// choose a delay.
func (r pacing) delayOn(l *hostState) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return r.delayLocked(l)
}

func (r pacing) delayLocked(l *hostState) time.Duration {
	if r.chosen == 0 {
		return max(l.crawlDelay, defaultDelay)
	}
	return r.delay()
}

// wait returns when the next request may start, and records its start. It checks the
// clock again after every sleep, since another request may have started meanwhile.
func (r pacing) wait(ctx context.Context, l *hostState) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.checkWait(l); err != nil {
			return err
		}
		pause := r.tryStart(l)
		if pause <= 0 {
			return nil
		}
		if err := r.sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// step starts a request if it is time for one, or else says how long it is until
// then.
func (r pacing) tryStart(l *hostState) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := r.now()
	due := l.notBefore
	if next := l.last.Add(r.delayLocked(l)); !l.last.IsZero() && next.After(due) {
		due = next
	}
	if pause := due.Sub(now); pause > 0 {
		return pause
	}
	l.last = now
	return 0
}

// checkWait returns a *blog.WaitError if the host is to be left alone for longer than we
// are willing to wait.
func (r pacing) checkWait(l *hostState) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.notBefore.Sub(r.now()) > r.maxWait {
		return &blog.WaitError{Until: l.notBefore}
	}
	return nil
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
