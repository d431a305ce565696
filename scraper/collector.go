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

// newCollector makes the collector that every fetch clones. It is not made by
// colly.NewCollector, which lets COLLY_… variables of the environment override
// what is set here.
func newCollector(o Options, t *transport) *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.UserAgent = o.UserAgent
	c.AllowURLRevisit = true        // and so no memory of the URLs visited
	c.ParseHTTPErrorResponse = true // 304 is an answer, not an error
	c.MaxBodySize = 0               // the transport's limit is an error, colly's a cut
	c.IgnoreRobotsTxt = true        // the transport reads it, paced and counted
	c.SetRequestTimeout(0)          // a whole fetch may wait; each attempt may not
	c.WithTransport(t)
	c.SetCookieJar(newJar(o.Cookies))
	c.SetRedirectHandler(t.checkRedirect)
	return c
}

// visit asks once for r, redirects and the transport's retries included.
func (s *Scraper) visit(ctx context.Context, a *ask, r blog.Request, v *blog.Validators) (*blog.Page, error) {
	c := s.collector.Clone()
	c.Context = context.WithValue(ctx, askKey{}, a)
	a.reset()
	var page *blog.Page
	c.OnResponse(func(res *colly.Response) {
		page = &blog.Page{
			Request: r, URL: a.address(r.URL, res.Request.URL), Status: res.StatusCode,
			Header: a.header, Body: res.Body, Received: s.opts.Now().UTC(), Moved: a.hops > 1 && !a.forNow,
		}
	})
	method, body := requestBody(r)
	if err := c.Request(method, r.URL, body, nil, requestHeader(r, v)); err != nil {
		return nil, s.plain(ctx, a, err)
	}
	return s.judge(page, v)
}

// judge tells documents from other answers.
func (s *Scraper) judge(p *blog.Page, v *blog.Validators) (*blog.Page, error) {
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

// isDocument says whether an answer's body is what was asked for: 203 is a 200
// that a proxy retouched. The other 2xx have no body, a part, or a promise.
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

// plain undoes what colly and the client wrapped around an error: the caller
// knows the address, and must see when it was its own context that ended.
func (s *Scraper) plain(ctx context.Context, a *ask, err error) error {
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

// ask is the state of one Fetch on its way through colly and back. It is known
// to the transport by the request's context.
type ask struct {
	start, elsewhere bool
	maxBody          int64 // 0 means Options.MaxBody
	tries            *budget

	hops   int         // requests that reached the transport in this visit
	first  *url.URL    // address of the first of them
	header http.Header // of the last answer, as received
	forNow bool        // one of the redirects was not for good
}

type askKey struct{}

func askOf(ctx context.Context) *ask {
	a, _ := ctx.Value(askKey{}).(*ask)
	return a
}

func (a *ask) reset() { a.hops, a.first, a.header, a.forNow = 0, nil, nil, false }

// address is where a page came from in the end. Without a redirect it is spelt
// as it was asked for, since colly rewrites some characters (' becomes %27) and
// a page is known by its spelling.
func (a *ask) address(asked string, final *url.URL) string {
	u := final
	if a.hops == 1 {
		if own, err := url.Parse(strings.TrimSpace(asked)); err == nil {
			u = own
		}
	}
	return bare(u).String()
}

// bare is u without what is no part of a document's address.
func bare(u *url.URL) *url.URL {
	plain := *u
	plain.User, plain.Fragment, plain.RawFragment = nil, "", ""
	return &plain
}
