package scraper

import (
	"fmt"
	"net/http"

	"github.com/blogferry/blogferry/blog"
)

const maxHops = 10

// checkRedirect decides about a redirect before it is followed. It stays on the
// host, whatever scheme, www and path; anything else is the user's decision at
// the start (a *blog.RedirectError) and an error later on. The transport then
// takes the hop as it takes any request.
func (t *transport) checkRedirect(req *http.Request, via []*http.Request) error {
	a, from := askOf(req.Context()), via[0].URL
	switch {
	case len(via) > maxHops:
		return fmt.Errorf("more than %d redirects: %w", maxHops, blog.ErrRedirect)
	case isLoop(req, via):
		return fmt.Errorf("redirects in a circle: %w", blog.ErrRedirect)
	case isHTTP(req.URL) && t.bounds.follows(from, req.URL),
		isHTTP(req.URL) && a.elsewhere: // feeds and media move between hosts; private ones stay refused
		a.forNow = a.forNow || !isPermanent(req.Response)
		return nil
	case a.start:
		return &blog.RedirectError{From: bare(from).String(), To: bare(req.URL).String()}
	}
	return fmt.Errorf("%w: to %s", blog.ErrRedirect, bare(req.URL))
}

func isPermanent(redirect *http.Response) bool {
	return redirect != nil && (redirect.StatusCode == http.StatusMovedPermanently || redirect.StatusCode == http.StatusPermanentRedirect)
}

// isLoop is true when an address comes for the third time. The second may be
// due: some sites redirect to the same page after setting a cookie.
func isLoop(req *http.Request, via []*http.Request) bool {
	seen := 0
	for _, earlier := range via {
		if earlier.Method == req.Method && earlier.URL.String() == req.URL.String() {
			seen++
		}
	}
	return seen > 1
}
