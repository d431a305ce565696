package scraper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	maxRobotsRedirects = 5                // redirects of a robots.txt that are followed
	robotsTTL          = 24 * time.Hour   // a verdict holds this long,
	robotsErrorTTL     = 10 * time.Minute // and for so long if it was an error
	maxRobotsSize      = 512 << 10        // what lies behind is not read
)

// robots caches every host's robots.txt. It fetches the file before the first request to
// a host.
type robots struct {
	t     *transport
	mu    sync.Mutex
	hosts map[string]*hostRobots
}

// hostRobots is one host's robots.txt. The lock keeps a second fetch from asking
// while the first one does; it is a channel so that waiting for it can be
// cancelled.
type hostRobots struct {
	lock  chan struct{}
	until time.Time
	rules *rules
	err   error // why nothing is allowed for now
}

func newRobots(t *transport) *robots {
	return &robots{t: t, hosts: map[string]*hostRobots{}}
}

// allow returns nil if u may be fetched, and an error wrapping blog.ErrRobots if it is
// forbidden.
func (r *robots) allow(ctx context.Context, u *url.URL) error {
	if r.t.opts.IgnoreRobots {
		return nil
	}
	v := r.verdict(u)
	select {
	case v.lock <- struct{}{}:
		defer func() { <-v.lock }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := r.refresh(ctx, v, u); err != nil {
		return err
	}
	if v.err != nil {
		return v.err
	}
	if !v.rules.allow(pathAndQuery(u)) {
		return blog.ErrRobots
	}
	return nil
}

// hostRobots is kept by host and port, default ports being one: http and https of a
// host show the same file.
func (r *robots) verdict(u *url.URL) *hostRobots {
	key := strings.ToLower(u.Host)
	if port := u.Port(); port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		key = strings.ToLower(u.Hostname())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	v := r.hosts[key]
	if v == nil {
		v = &hostRobots{lock: make(chan struct{}, 1)}
		r.hosts[key] = v
	}
	return v
}

// refresh fetches robots.txt if the cached one has expired. It returns an error only if
// the run has ended or has to come back later.
func (r *robots) refresh(ctx context.Context, v *hostRobots, u *url.URL) error {
	now := r.t.opts.Now()
	if now.Before(v.until) {
		return nil
	}
	text, err := r.fetch(ctx, u.ResolveReference(&url.URL{Path: "/robots.txt"}))
	var wait *blog.WaitError
	if ctx.Err() != nil || errors.As(err, &wait) {
		return err
	}
	age := robotsTTL
	if err != nil {
		age = robotsErrorTTL
	}
	v.rules, v.err, v.until = parseRules(text), unavailable(err), now.Add(age)
	r.setCrawlDelay(u, v.rules.crawlDelay)
	return nil
}

// unavailable returns the error of every page of a host whose robots.txt is not to be
// had. A host that does not answer at all is no matter of robots.txt.
func unavailable(err error) error {
	var status *blog.StatusError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &status):
		return fmt.Errorf("%w for now: %w there", blog.ErrRobots, err)
	}
	return fmt.Errorf("fetch robots.txt: %w", err)
}

// setCrawlDelay passes a Crawl-delay on to the Pacer.
func (r *robots) setCrawlDelay(u *url.URL, delay time.Duration) {
	lane := r.t.opts.Pacer.host(u)
	lane.setCrawlDelay(delay)
	if delay > r.t.pacing.delayOn(lane) {
		r.t.opts.Log.Info("robots.txt asks for a longer pause than is kept",
			"host", u.Host, "asked", delay, "kept", r.t.pacing.delayOn(lane))
	}
}

// fetch returns the text of a robots.txt, nil if the host has none or redirects to
// another host. 429 is treated like a server error.
func (r *robots) fetch(ctx context.Context, u *url.URL) ([]byte, error) {
	tries := newBudget()
	for range maxRobotsRedirects + 1 {
		req, err := r.t.newGet(ctx, withoutUser(u))
		if err != nil {
			return nil, err
		}
		got, err := r.t.exchange(req, tries, retryCause)
		switch {
		case errors.Is(err, blog.ErrTooLong):
			return nil, nil // no robots.txt is this long
		case err != nil:
			return nil, err
		case got.Status >= 500 || got.Status == http.StatusTooManyRequests:
			return nil, &blog.StatusError{Status: got.Status}
		case isDocument(got.Status):
			return robotsText(got), nil
		}
		if u = r.redirectTarget(u, got); u == nil {
			return nil, nil
		}
	}
	return nil, nil
}

// redirectTarget returns where a robots.txt has moved to, nil if that is nowhere or is
// none of the blog's hosts.
func (r *robots) redirectTarget(u *url.URL, got *response) *url.URL {
	if got.Status < 300 || got.Status > 399 {
		return nil
	}
	to, err := u.Parse(got.Header.Get("Location"))
	if err != nil || got.Header.Get("Location") == "" || !isHTTP(to) || !r.t.bounds.mayRedirect(u, to) {
		return nil
	}
	return to
}

// robotsText returns the text of a response, nil if it is an HTML page, which many sites
// return for every unknown address.
func robotsText(got *response) []byte {
	text := got.Body[:min(len(got.Body), maxRobotsSize)]
	start := bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	if strings.Contains(strings.ToLower(got.Header.Get("Content-Type")), "html") || bytes.HasPrefix(start, []byte("<")) {
		return nil
	}
	return text
}

func pathAndQuery(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}
