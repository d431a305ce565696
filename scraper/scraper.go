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
	// Delay is the pause from the start of one request to a host to the start of
	// the next. Zero means one second, or what the host's robots.txt asks for
	// (Crawl-delay, up to 30 s); a negative Delay means none.
	Delay time.Duration
	// Parallel is how many requests to one host may be under way at a time. Zero
	// means as many as the Pacer lets go, or one where there is none.
	Parallel int
	// Pacer is shared by scrapers that may meet on a host; it may allow less than
	// Parallel. Nil means one of its own.
	Pacer *Pacer
	// Timeout bounds one attempt, from dialling to the last byte of the body.
	// Zero means 30 seconds.
	Timeout time.Duration
	// MaxBody is the greatest length of a body in bytes, after decompression.
	// Zero means 8 MiB.
	MaxBody int64
	// MaxWait is the longest Retry-After that is waited out. Zero means ten
	// minutes; a negative MaxWait means that none is.
	MaxWait time.Duration
	// UserAgent names the program to the server. "" means UserAgent("").
	UserAgent string
	// IgnoreRobots leaves robots.txt alone: it is neither obeyed nor asked for.
	IgnoreRobots bool
	// Home is the address of the blog, for those who fetch what lives elsewhere
	// before any page of it. "" means that the first address fetched says it.
	Home string
	// AllowHosts may be asked and redirected to beside the blog's own host, and
	// may be private. Each is a host, or a host:port if only that port is meant.
	AllowHosts []string
	// Headers are sent to the blog's own host and to no other. When the crawl
	// started on https they are not sent over http.
	Headers http.Header
	// Cookies are those to begin with; the site's own join them. Nil means none.
	Cookies http.CookieJar
	// Resolve gives the IP address to dial for a host name.
	Resolve map[string]string
	// LegacyTLS accepts TLS 1.0 and 1.1 and old ciphers.
	LegacyTLS bool
	// Insecure accepts any certificate.
	Insecure bool
	// Proxy chooses the proxy of a request. Nil means the one that the
	// environment names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).
	Proxy func(*http.Request) (*url.URL, error)
	// Log is told about every request (debug) and every retry. Nil discards.
	Log *slog.Logger

	// Now and Sleep are the clock; Sleep ends early with ctx's error. Nil means
	// the real one. Tests put both in its place: time must have passed when Sleep
	// returns, or the wait goes on.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

// Home is where the agent string says that the program comes from.
const Home = "https://github.com/blogferry/blogferry"

// UserAgent is the agent string of a version of the program; "" means the
// version that the build records.
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

// Scraper fetches pages. It may be used by several goroutines; the pace of a
// host holds for all of them.
type Scraper struct {
	opts      Options
	transport *transport
	collector *colly.Collector
	stats     stats
}

type stats struct {
	requests, bytes, pages atomic.Int64
}

// New makes a Scraper. It is an error when Home, Resolve or AllowHosts hold what
// is no address or host.
func New(o Options) (*Scraper, error) {
	o = o.withDefaults()
	bounds, err := newBounds(o.AllowHosts)
	if err != nil {
		return nil, err
	}
	if err := bounds.begin(o.Home); err != nil {
		return nil, err
	}
	guard, err := newGuard(o.Resolve, bounds)
	if err != nil {
		return nil, err
	}
	s := &Scraper{opts: o}
	s.transport = newTransport(o, bounds, guard, &s.stats)
	s.collector = newCollector(o, s.transport)
	return s, nil
}

// Fetch gets one document, following redirects and asking again where that may
// help; opts say under which conditions. An answer other than a document, or a
// 304 to validators, is an error: see blog/fetch.go. With the error of
// opts.Check comes the last page received. When ctx ends, its error is returned
// at once.
//
// Options.Home, or else the first address fetched without opts.Elsewhere, and
// every one with opts.Start, says where the blog lives: other hosts are refused
// from then on.
func (s *Scraper) Fetch(ctx context.Context, r blog.Request, opts blog.FetchOptions) (*blog.Page, error) {
	a := &ask{start: opts.Start, elsewhere: opts.CrossHost, maxBody: opts.MaxBody, tries: newBudget()}
	for {
		page, err := s.visit(ctx, a, r, opts.Validators)
		if err != nil || page.NotModified || opts.Check == nil {
			return page, err
		}
		bad := opts.Check(page)
		if bad == nil {
			return page, nil
		}
		again, err := s.transport.again(ctx, a.tries, r.URL, bad)
		if err != nil {
			return nil, err
		}
		if !again {
			return page, bad
		}
	}
}

// Stats counts what was sent and received since New. Bytes are those of the
// bodies, compressed as they came.
func (s *Scraper) Stats() blog.FetchStats {
	return blog.FetchStats{
		Requests: int(s.stats.requests.Load()),
		Bytes:    s.stats.bytes.Load(),
		Pages:    int(s.stats.pages.Load()),
	}
}

// Delay is the pause that is kept between requests to the host of address as far
// as is known by now: a Crawl-delay counts once robots.txt was read.
func (s *Scraper) Delay(address string) time.Duration {
	u, err := url.Parse(address)
	if err != nil {
		return s.transport.rhythm.delay()
	}
	return s.transport.rhythm.delayOn(s.opts.Pacer.lane(u))
}

// Close gives up the connections that are kept alive.
func (s *Scraper) Close() error {
	s.transport.base.CloseIdleConnections()
	return nil
}
