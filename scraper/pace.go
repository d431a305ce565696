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

// Pacer knows of every host who is asking it and when it was asked last. Several
// scrapers may share one, so that sources on one host do not add up. Of those
// that meet on a host, the one with the least Parallel decides for all.
type Pacer struct {
	parallel int
	mu       sync.Mutex
	lanes    map[string]*lane
}

// NewPacer makes a Pacer that lets so many requests at a time go to a host; less
// than one means one.
func NewPacer(parallel int) *Pacer {
	return &Pacer{parallel: max(parallel, 1), lanes: map[string]*lane{}}
}

// lane is the way to one host. Ports and www do not make another: it is the same
// machine that has to bear it.
type lane struct {
	mu         sync.Mutex
	busy       int           // requests under way
	limit      int           // of them
	left       chan struct{} // closed when one of them ends
	last       time.Time     // start of the latest request
	notBefore  time.Time     // the server asked to be left alone until then
	crawlDelay time.Duration // of its robots.txt
}

func (p *Pacer) lane(u *url.URL) *lane {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lanes[host]
	if l == nil {
		l = &lane{limit: p.parallel, left: make(chan struct{})}
		p.lanes[host] = l
	}
	return l
}

// enter waits until there is room for one more request of a scraper that wants
// no more than most at a time; leave makes room again.
func (l *lane) enter(ctx context.Context, most int) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		left := l.squeeze(most)
		if left == nil {
			return nil
		}
		select {
		case <-left:
		case <-ctx.Done():
		}
	}
}

// squeeze takes a place if there is one, or else says what to wait for.
func (l *lane) squeeze(most int) (left chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limit = min(l.limit, max(most, 1)); l.busy >= l.limit {
		return l.left
	}
	l.busy++
	return nil
}

func (l *lane) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy--
	close(l.left)
	l.left = make(chan struct{})
}

// hold keeps every request from the host until then.
func (l *lane) hold(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.notBefore) {
		l.notBefore = until
	}
}

func (l *lane) slow(crawlDelay time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.crawlDelay = min(crawlDelay, maxCrawlDelay)
}

// rhythm is how one scraper walks in the lanes: how fast, how patiently, and by
// which clock.
type rhythm struct {
	chosen  time.Duration // Options.Delay
	maxWait time.Duration
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
}

func newRhythm(o Options) rhythm {
	return rhythm{chosen: o.Delay, maxWait: max(o.MaxWait, 0), now: o.Now, sleep: o.Sleep}
}

func (r rhythm) delay() time.Duration {
	if r.chosen == 0 {
		return defaultDelay
	}
	return max(r.chosen, 0)
}

// delayOn is the pause on a lane. A Crawl-delay counts only where the user left
// the choice to us.
func (r rhythm) delayOn(l *lane) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return r.delayLocked(l)
}

func (r rhythm) delayLocked(l *lane) time.Duration {
	if r.chosen == 0 {
		return max(l.crawlDelay, defaultDelay)
	}
	return r.delay()
}

// wait returns when it is time for the next request and takes note of it. It
// looks at the clock again after every sleep, since another request may have
// started, or been told to wait, in the meantime.
func (r rhythm) wait(ctx context.Context, l *lane) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.tooLong(l); err != nil {
			return err
		}
		pause := r.step(l)
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
func (r rhythm) step(l *lane) time.Duration {
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

// tooLong is a *blog.WaitError if the host is to be left alone for longer than
// we are willing to wait.
func (r rhythm) tooLong(l *lane) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.notBefore.Sub(r.now()) > r.maxWait {
		return &blog.WaitError{Until: l.notBefore}
	}
	return nil
}

// sleep waits for d or for the end of ctx, whichever comes first.
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
