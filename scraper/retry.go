package scraper

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	retries      = 3
	firstBackoff = 500 * time.Millisecond
)

var (
	// errTimeout is no context error: a run whose own context goes on must not
	// take a slow server for its end.
	errTimeout = errors.New("timed out")
	errEmpty   = errors.New("the answer has no body")
)

// budget is what is left of the retries of one document. The pauses double from
// about half a second: four and a half seconds at most in all, the server's own
// wishes (Retry-After) apart.
type budget struct {
	used int
}

func newBudget() *budget { return &budget{} }

// next is the pause before the next retry, or false when there is none left. It
// is spread by a quarter, so that several crawlers do not return in step.
func (b *budget) next() (time.Duration, bool) {
	if b.used >= retries {
		return 0, false
	}
	pause := firstBackoff << b.used
	b.used++
	spread := pause / 4
	return pause - spread + rand.N(2*spread), true
}

// faultOf is what went wrong with an attempt, nil if nothing did that asking
// again could mend.
func faultOf(got *answer, err error) error {
	switch {
	case err != nil:
		return err
	case got.Status == http.StatusRequestTimeout, got.Status == http.StatusTooManyRequests, got.Status >= 500:
		return &blog.StatusError{Status: got.Status}
	}
	return nil
}

// pageFault is faultOf where a document is due: an empty one is what a server
// sends whose application has just died.
func pageFault(got *answer, err error) error {
	if fault := faultOf(got, err); fault != nil {
		return fault
	}
	if isDocument(got.Status) && len(got.Body) == 0 {
		return errEmpty
	}
	return nil
}

// retryable says whether asking again may help. It does not where the answer is
// a decision: ours, or the server's about itself.
func retryable(fault error) bool {
	for _, final := range []error{
		blog.ErrPrivate, blog.ErrTooLong, errEncoding, errHeaders,
	} {
		if errors.Is(fault, final) {
			return false
		}
	}
	var wait *blog.WaitError
	var shake *handshakeError
	switch {
	case errors.As(fault, &wait):
		return false
	case errors.As(fault, &shake):
		return !shake.final
	}
	return true
}

// maxRetryAfter bounds what a header can make us remember.
const maxRetryAfter = 10 * 365 * 24 * time.Hour

// retryAfter is how long the server asks to be left alone. A date is compared
// with the server's own clock where it shows it, since one of the two may be
// wrong. What is no number and no date is no wish.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		return clampWait(seconds)
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return clampWait(until.Sub(now).Seconds())
}

func clampWait(seconds float64) (time.Duration, bool) {
	switch {
	case seconds != seconds: // not a number
		return 0, false
	case seconds <= 0:
		return 0, true
	case seconds >= maxRetryAfter.Seconds():
		return maxRetryAfter, true
	}
	return time.Duration(seconds * float64(time.Second)), true
}

// brokenOff is a body that ended too soon.
func brokenOff(read int, err error) error {
	return fmt.Errorf("body broke off after %d bytes: %w", read, err)
}
