package scraper

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/gocolly/colly/v2"

	"github.com/blogferry/blogferry/blog"
)

// Options configure a Scraper. The zero value is usable and polite.
type Options struct {
	// Delay is the time from the start of one request to a host to the start of the
	// next. Zero means one second, or a longer Crawl-delay in robots.txt (up to 30 s);
	// negative means none.
	Delay time.Duration
	// Parallel is the maximum number of concurrent requests per host. Zero means the
	// Pacer's limit, or one without a Pacer.
	Parallel int
	// Pacer is shared by scrapers that may use the same host. Its limit may be lower
	// than Parallel. Nil means a Pacer of its own.
	Pacer *Pacer
	// Timeout bounds one attempt, from dialling to the last byte of the body.
	// Zero means 30 seconds.
	Timeout time.Duration
	// MaxBody is the maximum size of a body in bytes, after decompression. Zero means
	// 8 MiB.
	MaxBody int64
	// MaxWait is the longest Retry-After to wait for. Zero means ten minutes; negative
	// means not to wait.
	MaxWait time.Duration
	// UserAgent is the User-Agent header. "" means UserAgent("").
	UserAgent string
	// IgnoreRobots disables robots.txt: it is neither obeyed nor requested.
	IgnoreRobots bool
	// Home is the address of the blog, needed if the first fetch goes to another host.
	// "" means that the first address fetched is the blog's.
	Home string
	// AllowHosts are further hosts that may be requested and redirected to, even at
	// private addresses. Each is a host, or a host:port for that port only.
	AllowHosts []string
	// Headers are sent only to the blog's own host and, if the crawl started on https,
	// not over http.
	Headers http.Header
	// Cookies are the initial cookies. Nil means none.
	Cookies http.CookieJar
	// Resolve maps host names to the IP addresses to dial.
	Resolve map[string]string
	// LegacyTLS accepts TLS 1.0 and 1.1 and old ciphers.
	LegacyTLS bool
	// Insecure accepts any certificate.
	Insecure bool
	// WebArchive makes every fetch one of the copies that a web archive keeps: it is the
	// address at which the archive plays pages back, up to the time, such as
	// "https://web.archive.org/web/20141111". Requests and pages keep the blog's own
	// addresses; AllowHosts, Headers and Resolve are about the archive. "" fetches from
	// the live site.
	WebArchive string
	// Proxy returns the proxy for a request. Nil means http.ProxyFromEnvironment.
	Proxy func(*http.Request) (*url.URL, error)
	// Log receives every request (at debug level) and every retry. Nil discards.
	Log *slog.Logger

	// Now and Sleep are the clock, for tests; nil means the real one. Sleep returns
	// ctx's error if ctx ends first. Now must have advanced when Sleep returns.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

// Home is the address of the project in the user agent string.
const Home = "https://github.com/blogferry/blogferry"

// UserAgent returns the user agent string for a version of the program; "" means the
// version in the build info.
func UserAgent(version string) string {
	if version == "" {
		version = "devel"
		if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
			version = info.Main.Version
		}
	}
	return "blogferry/" + version + " (+" + Home + ")"
}

func (o Options) withDefaults() Options {
	if o.Pacer != nil {
		setDefault(&o.Parallel, o.Pacer.parallel)
	}
	setDefault(&o.Parallel, 1)
	setDefault(&o.Timeout, 30*time.Second)
	setDefault(&o.MaxBody, 8<<20)
	o.MaxBody = min(o.MaxBody, maxLimit)
	setDefault(&o.MaxWait, 10*time.Minute)
	setDefault(&o.UserAgent, UserAgent(""))
	setDefault(&o.Log, slog.New(slog.DiscardHandler))
	setDefault(&o.Pacer, NewPacer(o.Parallel))
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Scraper fetches pages. It is safe for concurrent use; rate limits apply to all
// goroutines together.
type Scraper struct {
	opts      Options
	transport *transport
	collector *colly.Collector
	playback  playback
	copies    copies
	stats     stats
}

type stats struct {
	requests, bytes, pages atomic.Int64
}

// New returns a Scraper. It returns an error if Home, Resolve, AllowHosts or WebArchive
// contain an invalid address or host.
func New(o Options) (*Scraper, error) {
	o = o.withDefaults()
	bounds, err := newBounds(o.AllowHosts)
	if err != nil {
		return nil, err
	}
	playback, err := newPlayback(o.WebArchive)
	if err != nil {
		return nil, err
	}
	if o.Home != "" {
		o.Home = playback.played(o.Home)
	}
	if err := bounds.addHome(o.Home); err != nil {
		return nil, err
	}
	guard, err := newGuard(o.Resolve, bounds)
	if err != nil {
		return nil, err
	}
	s := &Scraper{opts: o, playback: playback}
	s.transport = newTransport(o, bounds, guard, playback, &s.stats)
	s.collector = newCollector(o, s.transport)
	return s, nil
}

// Fetch fetches one document, following redirects and retrying where that may help. A
// response other than a document, or a 304 to validators, is an error: see
// blog/fetch.go. Together with an error of opts.Check it returns the last page received.
// When ctx ends, its error is returned at once.
//
// Options.Home, or else the first address fetched without opts.Elsewhere, and
// every one with opts.Start, says where the blog lives: other hosts are refused
// from then on.
func (s *Scraper) Fetch(ctx context.Context, r blog.Request, opts blog.FetchOptions) (*blog.Page, error) {
	a := &fetchState{start: opts.Start, crossHost: opts.CrossHost, maxBody: opts.MaxBody, tries: newBudget()}
	for {
		page, err := s.visit(ctx, a, r, opts.Validators)
		if err != nil || page.NotModified || opts.Check == nil {
			return page, err
		}
		bad := opts.Check(page)
		if bad == nil {
			return page, nil
		}
		again, err := s.transport.backOff(ctx, a.tries, r.URL, bad)
		if err != nil {
			return nil, err
		}
		if !again {
			return page, bad
		}
	}
}

// Stats counts what was sent and received since New. Bytes counts bodies before
// decompression.
func (s *Scraper) Stats() blog.FetchStats {
	return blog.FetchStats{
		Requests: int(s.stats.requests.Load()),
		Bytes:    s.stats.bytes.Load(),
		Pages:    int(s.stats.pages.Load()),
	}
}

// Delay returns the current delay between requests to the host of address. A Crawl-delay
// is included once robots.txt was read.
func (s *Scraper) Delay(address string) time.Duration {
	u, err := url.Parse(s.playback.played(address))
	if err != nil {
		return s.transport.pacing.delay()
	}
	return s.transport.pacing.delayOn(s.opts.Pacer.host(u))
}

// Close closes idle connections.
func (s *Scraper) Close() error {
	s.transport.base.CloseIdleConnections()
	return nil
}
