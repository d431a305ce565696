package blog

import (
	"errors"
	"fmt"
	"time"
)

// Validators are the headers for a conditional request.
type Validators struct {
	ETag         string
	LastModified string
}

// FetchOptions control how one document is fetched. The zero value is right for a
// page that was not fetched before.
type FetchOptions struct {
	// Validators of the stored copy; nil makes the request unconditional.
	Validators *Validators
	// Start marks the address given by the user. It may redirect to another scheme,
	// www or path on the same host, and the target becomes the blog's address.
	Start bool
	// CrossHost allows an address on a host other than the blog's, for feeds and
	// media. Private addresses are still refused.
	CrossHost bool
	// MaxBody is the maximum size of the body, for files that may be larger than
	// pages. The timeout grows in proportion. Zero means the fetcher's default.
	MaxBody int64
	// Check validates a received page. Its error is retried like a server error,
	// since some sites send error messages with status 200. Nil accepts every page.
	Check func(*Page) error
}

// FetchStats counts a fetcher's work.
type FetchStats struct {
	Requests int   // every HTTP request sent: robots, redirects, retries, 304s
	Bytes    int64 // received, as they came over the wire
	Pages    int   // documents received
}

// Reasons why a document was not fetched.
var (
	ErrRobots   = errors.New("forbidden by robots.txt")
	ErrTooLong  = errors.New("body is longer than --max-body")
	ErrRedirect = errors.New("redirect refused")
	ErrPrivate  = errors.New("address is private")
	ErrForeign  = errors.New("address is on another host than the blog")
)

// StatusError is a response with a status other than 200 or 304.
type StatusError struct {
	Status int
}

func (e *StatusError) Error() string { return fmt.Sprintf("the server answered %d", e.Status) }

// Gone reports whether the document does not exist: 404 or 410.
func (e *StatusError) Gone() bool { return e.Status == 404 || e.Status == 410 }

// WaitError is a Retry-After longer than --max-wait.
type WaitError struct {
	Until time.Time
}

func (e *WaitError) Error() string {
	return "the server asks to come back at " + e.Until.UTC().Format(time.RFC3339)
}

// RedirectError is a redirect of the start address to another host, which needs the
// user's decision.
type RedirectError struct {
	From, To string
}

func (e *RedirectError) Error() string { return e.From + " redirects to " + e.To }
func (e *RedirectError) Unwrap() error { return ErrRedirect }

// Errors of a parser.
var (
	// ErrNoPosts is a page on which no post was found.
	ErrNoPosts = errors.New("no posts found")
	// ErrErrorPage is a server error, a login form or a parked domain sent with
	// status 200.
	ErrErrorPage = errors.New("an error page under status 200")
	// ErrCutOff is a truncated page.
	ErrCutOff = errors.New("the page breaks off")
)

// DateVerdict is the date order inferred from all dates of a source.
type DateVerdict struct {
	Order     DateOrder // "" if undecided
	By        string    // "dates", "order", "declared" or ""
	Ambiguous int       // dates that could be read both ways
}
