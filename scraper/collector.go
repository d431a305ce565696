package scraper

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gocolly/colly/v2"

	"github.com/blogferry/blogferry/blog"
)

// newCollector returns the collector that every fetch clones. It does not use
// colly.NewCollector, which lets COLLY_… environment variables override these settings.
func newCollector(o Options, t *transport) *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.UserAgent = o.UserAgent
	c.AllowURLRevisit = true        // so that colly does not store visited URLs
	c.ParseHTTPErrorResponse = true // 304 is not an error
	c.MaxBodySize = 0               // colly truncates; the transport returns an error
	c.IgnoreRobotsTxt = true        // handled by the transport
	c.SetRequestTimeout(0)          // the transport limits each attempt
	c.WithTransport(t)
	c.SetCookieJar(newJar(o.Cookies))
	c.SetRedirectHandler(t.checkRedirect)
	return c
}

// visit sends r once, including redirects and the transport's retries.
func (s *Scraper) visit(ctx context.Context, a *fetchState, r blog.Request, v *blog.Validators) (*blog.Page, error) {
	if err := s.playback.admit(r); err != nil {
		return nil, err
	}
	c := s.collector.Clone()
	c.Context = context.WithValue(ctx, fetchStateKey{}, a)
	a.reset()
	var page *blog.Page
	c.OnResponse(func(res *colly.Response) {
		page = &blog.Page{
			Request: r, URL: a.address(r.URL, s.playback.original(res.Request.URL)), Status: res.StatusCode,
			Header: a.header, Body: res.Body, Received: s.opts.Now().UTC(), Moved: a.hops > 1 && !a.temporary,
		}
	})
	method, body := requestBody(r)
	if err := c.Request(method, s.playback.played(r.URL), body, nil, requestHeader(r, v)); err != nil {
		return nil, s.unwrap(ctx, a, err)
	}
	s.copies.note(mementoTime(a.header))
	page, err := s.checkStatus(page, v)
	return page, s.playback.missing(err, a.header)
}

// checkStatus tells documents from other answers.
func (s *Scraper) checkStatus(p *blog.Page, v *blog.Validators) (*blog.Page, error) {
	switch {
	case isDocument(p.Status) && len(p.Body) == 0:
		return nil, errEmpty
	case isDocument(p.Status):
		s.stats.pages.Add(1)
		return p, nil
	case p.Status == http.StatusNotModified && v != nil:
		p.NotModified, p.Body = true, nil
		return p, nil
	}
	return nil, &blog.StatusError{Status: p.Status}
}

// isDocument reports whether a response with this status contains the document: 200, or
// 203, a 200 modified by a proxy.
func isDocument(status int) bool {
	return status == http.StatusOK || status == http.StatusNonAuthoritativeInfo
}

func requestBody(r blog.Request) (method string, body io.Reader) {
	if r.Method == "" || r.Method == http.MethodGet {
		return http.MethodGet, nil
	}
	return r.Method, strings.NewReader(r.Encode())
}

func requestHeader(r blog.Request, v *blog.Validators) http.Header {
	h := http.Header{}
	h.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	if r.Referer != "" {
		h.Set("Referer", r.Referer)
	}
	if r.Method == http.MethodPost {
		h.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if v != nil && v.ETag != "" {
		h.Set("If-None-Match", v.ETag)
	}
	if v != nil && v.LastModified != "" {
		h.Set("If-Modified-Since", v.LastModified)
	}
	return h
}

// unwrap removes what colly and net/http wrapped around an error. If ctx has ended, it
// returns ctx's error.
func (s *Scraper) unwrap(ctx context.Context, a *fetchState, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if a.hops == 0 {
		return fmt.Errorf("not an http address: %w", err)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// fetchState is the state of one Fetch on its way through colly and back. It is known
// to the transport by the request's context.
type fetchState struct {
	start, crossHost bool
	maxBody          int64 // 0 means Options.MaxBody
	tries            *budget

	hops      int         // requests that reached the transport in this visit
	first     *url.URL    // address of the first of them
	header    http.Header // of the last answer, as received
	temporary bool        // one of the redirects was not for good
}

type fetchStateKey struct{}

func stateOf(ctx context.Context) *fetchState {
	a, _ := ctx.Value(fetchStateKey{}).(*fetchState)
	return a
}

func (a *fetchState) reset() { a.hops, a.first, a.header, a.temporary = 0, nil, nil, false }

// address returns the final address of a page. Without a redirect it is spelled as in
// the request, since colly escapes some characters (' becomes %27) and pages are
// identified by their spelling.
func (a *fetchState) address(asked string, final *url.URL) string {
	u := final
	if a.hops == 1 {
		if own, err := url.Parse(strings.TrimSpace(asked)); err == nil {
			u = own
		}
	}
	return withoutUser(u).String()
}

// withoutUser is u without what is no part of a document's address.
func withoutUser(u *url.URL) *url.URL {
	plain := *u
	plain.User, plain.Fragment, plain.RawFragment = nil, "", ""
	return &plain
}
