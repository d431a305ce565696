package blog

import (
	"errors"
	"fmt"
	"time"
)

// Validators let a server answer 304 instead of sending a page again.
type Validators struct {
	ETag         string
	LastModified string
}

// FetchOptions say how one document is asked for. The zero value is right for a
// page that was not asked for before.
type FetchOptions struct {
	// Validators of the kept copy; nil asks unconditionally.
	Validators *Validators
	// Start marks the address that the user gave: it may redirect to another
	// scheme, www and path of the same host, and what it redirects to is where
	// the blog lives from then on.
	Start bool
	// CrossHost allows an address on another host than the blog's, for what may
	// live there by right: feeds and media. Private addresses stay refused.
	CrossHost bool
	// MaxBody is the greatest length of a body to accept, for files that may be
	// longer than pages. They may take longer in proportion. Zero means the
	// fetcher's own limit.
	MaxBody int64
	// Check looks at a received page. Its error is retried as a server error is:
	// sites answer 200 with an error message. Nil accepts every page.
	Check func(*Page) error
}

// FetchStats counts a fetcher's work.
type FetchStats struct {
	Requests int   // every HTTP request sent: robots, redirects, retries, 304s
	Bytes    int64 // received, as they came over the wire
	Pages    int   // documents received
}

// Reasons for which a document was not had.
var (
	ErrRobots   = errors.New("forbidden by robots.txt")
	ErrTooLong  = errors.New("body is longer than --max-body")
	ErrRedirect = errors.New("redirect refused")
	ErrPrivate  = errors.New("address is private")
	ErrForeign  = errors.New("address is on another host than the blog")
)

// StatusError is an answer with another status than 200 or 304.
type StatusError struct {
	Status int
}

func (e *StatusError) Error() string { return fmt.Sprintf("the server answered %d", e.Status) }

// Gone says whether the server says for good that there is no such document.
func (e *StatusError) Gone() bool { return e.Status == 404 || e.Status == 410 }

// WaitError is a Retry-After beyond --max-wait.
type WaitError struct {
	Until time.Time
}

func (e *WaitError) Error() string {
	return "the server asks to come back at " + e.Until.UTC().Format(time.RFC3339)
}

// RedirectError is a redirect of the start address to another place, which the
// user has to decide about.
type RedirectError struct {
	From, To string
}

func (e *RedirectError) Error() string { return e.From + " redirects to " + e.To }
func (e *RedirectError) Unwrap() error { return ErrRedirect }

// Errors of a parser.
var (
	// ErrNoPosts is a page on which no post was found.
	ErrNoPosts = errors.New("no posts found")
	// ErrErrorPage is a page that shows a server's error, a log-in or a parked
	// domain under status 200.
	ErrErrorPage = errors.New("an error page under status 200")
	// ErrCutOff is a page received without its end.
	ErrCutOff = errors.New("the page breaks off")
)

// DateVerdict is what all the dates of a source say about their order.
type DateVerdict struct {
	Order     DateOrder // "" when nothing decides
	By        string    // "dates", "order", "declared" or ""
	Ambiguous int       // dates that could be read both ways
}
