package scraper

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// maxHeader is the maximum size of response headers.
const maxHeader = 256 << 10

// transport sends every request, as the RoundTripper of colly's client and for
// robots.txt.
type transport struct {
	opts   Options
	base   *http.Transport
	bounds *bounds
	robots *robots
	pacing pacing
	played playback
	stats  *stats
}

func newTransport(o Options, b *bounds, g *guard, p playback, st *stats) *transport {
	t := &transport{opts: o, bounds: b, stats: st, pacing: newPace(o), played: p}
	t.robots = newRobots(t)
	t.base = &http.Transport{
		Proxy:                  b.recordProxies(noSilentRetry(o.Proxy)),
		DialContext:            g.dial,
		TLSClientConfig:        tlsConfig(o),
		ForceAttemptHTTP2:      !o.LegacyTLS, // HTTP/2 forbids the old ciphers
		DisableCompression:     true,         // undone in body.go, where both lengths are limited
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConnsPerHost:    o.Parallel,
		IdleConnTimeout:        90 * time.Second,
	}
	return t
}

// RoundTrip implements http.RoundTripper. The body is complete and decompressed.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	a := stateOf(req.Context())
	if a.hops++; a.first == nil {
		a.first = req.URL
	}
	if err := t.bounds.admit(req.URL, a); err != nil {
		return nil, err
	}
	if err := t.robots.allow(req.Context(), req.URL); err != nil {
		return nil, err
	}
	got, err := t.exchange(req, a.tries, pageRetryCause)
	if err != nil {
		return nil, err
	}
	t.played.redirect(req.URL, got.Header)
	a.header = got.Header
	return got.forColly(req), nil
}

// response is a response whose body was read. Body is nil where only the status
// matters.
type response struct {
	Status int
	Header http.Header
	Body   []byte
}

// forColly returns an http.Response without Content-Encoding and charset, so that colly
// neither decompresses again nor re-encodes the body.
func (a *response) forColly(req *http.Request) *http.Response {
	h := a.Header.Clone()
	h.Del("Content-Encoding")
	mediatype, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	h.Set("Content-Type", mediatype)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.Status, http.StatusText(a.Status)), StatusCode: a.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Request: req, Uncompressed: true,
		Body: io.NopCloser(bytes.NewReader(a.Body)), ContentLength: int64(len(a.Body)),
	}
}

// exchange sends req, retrying while faultOf returns a retryable error and tries are
// left. It returns the last response, whatever its status.
func (t *transport) exchange(req *http.Request, tries *budget, faultOf func(*response, error) error) (*response, error) {
	ctx, lane := req.Context(), t.opts.Pacer.host(req.URL)
	for {
		got, err := t.attempt(req, lane)
		fault := faultOf(got, err)
		if fault == nil || !retryable(fault) {
			return got, err
		}
		if err := t.applyRetryAfter(got, lane); err != nil {
			return nil, err
		}
		again, stop := t.backOff(ctx, tries, withoutUser(req.URL).String(), fault)
		if stop != nil {
			return nil, stop
		}
		if !again {
			return got, err
		}
	}
}

// applyRetryAfter keeps the whole host waiting for as long as the answer asks, whether or
// not this request will be retried.
func (t *transport) applyRetryAfter(got *response, lane *hostState) error {
	if got == nil {
		return nil
	}
	if wait, ok := retryAfter(got.Header, t.opts.Now()); ok {
		lane.waitUntil(t.opts.Now().Add(wait))
	}
	return t.pacing.checkWait(lane)
}

// backOff waits before a retry. It returns false if there are none left, and ctx's error.
func (t *transport) backOff(ctx context.Context, tries *budget, address string, fault error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	pause, ok := tries.next()
	if !ok {
		return false, nil
	}
	t.opts.Log.Info("asking again", "url", address, "after", pause.Round(time.Millisecond), "because", fault)
	return true, t.opts.Sleep(ctx, pause)
}

// attempt waits for the Pacer and sends req once.
func (t *transport) attempt(req *http.Request, lane *hostState) (*response, error) {
	ctx := req.Context()
	if err := lane.enter(ctx, t.opts.Parallel); err != nil {
		return nil, err
	}
	defer lane.leave()
	if err := t.pacing.wait(ctx, lane); err != nil {
		return nil, err
	}
	began := t.opts.Now()
	got, err := t.send(req)
	t.logAttempt(req, got, err, t.opts.Now().Sub(began))
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return got, err
}

// send sends req once. The timeout includes reading the body.
func (t *transport) send(req *http.Request) (*response, error) {
	limit, timeout := t.limits(stateOf(req.Context()))
	timed, cancel := context.WithTimeoutCause(req.Context(), timeout, errTimeout)
	defer cancel()
	w := &attemptTrace{}
	out, err := t.outgoing(t.trace(timed, w), req)
	if err != nil {
		return nil, err
	}
	res, err := t.base.RoundTrip(out)
	if err != nil {
		return nil, cause(timed, timeout, w.wrap(err, t.opts.LegacyTLS))
	}
	defer res.Body.Close()
	body, err := t.read(res, limit)
	if err != nil {
		return nil, cause(timed, timeout, err)
	}
	return &response{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

// limits returns the limits of one attempt: the timeout grows with the maximum size.
func (t *transport) limits(a *fetchState) (maxBody int64, timeout time.Duration) {
	maxBody, timeout = t.opts.MaxBody, t.opts.Timeout
	if a != nil && a.maxBody > 0 {
		maxBody = min(a.maxBody, maxLimit)
		timeout = time.Duration(float64(timeout) * max(1, float64(maxBody)/float64(t.opts.MaxBody)))
	}
	return maxBody, timeout
}

// cause replaces the various errors caused by a timeout with errTimeout.
func cause(timed context.Context, timeout time.Duration, err error) error {
	switch {
	case context.Cause(timed) == errTimeout:
		return fmt.Errorf("no complete answer within %v: %w", timeout, errTimeout)
	case strings.Contains(err.Error(), "response headers exceeded"): // net/http has no value for it
		return errHeaders
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		// For example the resolver's own timeout. The caller must not mistake it for the
		// end of its context.
		return fmt.Errorf("%w: %v", errTimeout, err)
	}
	return err
}

// attemptTrace is what is known of one attempt below net/http.
type attemptTrace struct {
	sent      atomic.Bool // it got a connection
	tlsFailed atomic.Bool // its TLS handshake failed
}

type attemptTraceKey struct{}

// traced counts a request when it gets its connection, since what was never sent
// is no request.
func (t *transport) trace(ctx context.Context, w *attemptTrace) context.Context {
	ctx = context.WithValue(ctx, attemptTraceKey{}, w)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) {
			w.sent.Store(true)
			t.stats.requests.Add(1)
		},
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) { w.tlsFailed.Store(err != nil) },
	})
}

var errConnDropped = errors.New("the server dropped the connection")

// noSilentRetry keeps net/http from sending a request again by itself, at once and
// uncounted, when a kept connection turns out to be dead: retries are ours. The
// choice of a proxy is the one place where each such go passes by.
func noSilentRetry(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(req *http.Request) (*url.URL, error) {
		if w, _ := req.Context().Value(attemptTraceKey{}).(*attemptTrace); w != nil && w.sent.Load() {
			return nil, errConnDropped
		}
		return proxy(req)
	}
}

// outgoing returns req as it is sent: with a fresh body and all headers.
func (t *transport) outgoing(ctx context.Context, req *http.Request) (*http.Request, error) {
	out := req.Clone(ctx)
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, fmt.Errorf("read the form again: %w", err)
		}
		out.Body = body
	}
	out.Header.Set("Accept-Encoding", "gzip")
	if t.bounds.trusts(req.URL) {
		addHeaders(out, t.opts.Headers)
		t.bounds.authorize(out)
	}
	return out, nil
}

// addHeaders adds the user's headers, which override our own. Cookies are added to those
// set by the site.
func addHeaders(req *http.Request, headers http.Header) {
	for name, values := range headers {
		switch http.CanonicalHeaderKey(name) {
		case "Host":
			req.Host = strings.Join(values, "")
		case "Cookie":
			own := append(req.Header.Values("Cookie"), values...)
			req.Header.Set("Cookie", strings.Join(own, "; "))
		case "Accept-Encoding": // what we cannot undo must not be asked for
		default:
			req.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
}

func (t *transport) logAttempt(req *http.Request, got *response, err error, took time.Duration) {
	if !t.opts.Log.Enabled(req.Context(), slog.LevelDebug) {
		return
	}
	args := []any{"method", req.Method, "url", withoutUser(req.URL).String(), "took", took.Round(time.Millisecond)}
	if err != nil {
		args = append(args, "error", err)
	} else {
		args = append(args, "status", got.Status, "bytes", len(got.Body))
	}
	t.opts.Log.Debug("request", args...)
}

// newGet returns a request for robots.txt.
func (t *transport) newGet(ctx context.Context, u *url.URL) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", t.opts.UserAgent)
	req.Header.Set("Accept", "text/plain,*/*;q=0.5")
	return req, nil
}
