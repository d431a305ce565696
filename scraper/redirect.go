package scraper

import (
	"fmt"
	"net/http"

	"github.com/blogferry/blogferry/blog"
)

const maxHops = 10

// checkRedirect decides whether a redirect is followed. It may change scheme, www and
// path, but not the host: that is a *blog.RedirectError for a start address, for the user
// to decide, and an error otherwise. The transport then treats the redirected request
// like any other.
func (t *transport) checkRedirect(req *http.Request, via []*http.Request) error {
	a, from, to := stateOf(req.Context()), t.played.original(via[0].URL), t.played.original(req.URL)
	switch {
	case len(via) > maxHops:
		return fmt.Errorf("more than %d redirects: %w", maxHops, blog.ErrRedirect)
	case isLoop(req, via):
		return fmt.Errorf("redirects in a circle: %w", blog.ErrRedirect)
	case isHTTP(req.URL) && t.bounds.mayRedirect(via[0].URL, req.URL) && t.bounds.mayRedirect(from, to),
		isHTTP(req.URL) && a.crossHost: // feeds and media move between hosts; private ones stay refused
		a.temporary = a.temporary || !isPermanent(req.Response)
		return nil
	case a.start:
		return &blog.RedirectError{From: withoutUser(from).String(), To: withoutUser(to).String()}
	}
	return fmt.Errorf("%w: to %s", blog.ErrRedirect, withoutUser(to))
}

func isPermanent(redirect *http.Response) bool {
	return redirect != nil && (redirect.StatusCode == http.StatusMovedPermanently || redirect.StatusCode == http.StatusPermanentRedirect)
}

// isLoop reports whether an address occurs for the third time. Some sites redirect to the
// same page once, after setting a cookie.
func isLoop(req *http.Request, via []*http.Request) bool {
	seen := 0
	for _, earlier := range via {
		if earlier.Method == req.Method && earlier.URL.String() == req.URL.String() {
			seen++
		}
	}
	return seen > 1
}
