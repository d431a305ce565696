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
	// errTimeout is not a context error: a slow server must not be mistaken for the end
	// of the run's context.
	errTimeout = errors.New("timed out")
	errEmpty   = errors.New("the answer has no body")
)

// budget counts the retries of one document. The pauses double from about half a second,
// up to 4.5 seconds in total, not counting Retry-After.
type budget struct {
	used int
}

func newBudget() *budget { return &budget{} }

// next returns the pause before the next retry, or false if there are none left. Jitter
// of a quarter keeps several crawlers from retrying in step.
func (b *budget) next() (time.Duration, bool) {
	if b.used >= retries {
		return 0, false
	}
	pause := firstBackoff << b.used
	b.used++
	spread := pause / 4
	return pause - spread + rand.N(2*spread), true
}

// retryCause returns why an attempt should be retried, nil if it should not.
func retryCause(got *response, err error) error {
	switch {
	case err != nil:
		return err
	case got.Status == http.StatusRequestTimeout, got.Status == http.StatusTooManyRequests, got.Status >= 500:
		return &blog.StatusError{Status: got.Status}
	}
	return nil
}

// pageRetryCause is like retryCause for documents, which must not be empty: servers send
// empty ones when their application has crashed.
func pageRetryCause(got *response, err error) error {
	if fault := retryCause(got, err); fault != nil {
		return fault
	}
	if isDocument(got.Status) && len(got.Body) == 0 {
		return errEmpty
	}
	return nil
}

// retryable reports whether a retry may help. It does not if we refused the request or
// the response, or if the handshake failed for good.
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

// maxRetryAfter limits the value of a Retry-After header.
const maxRetryAfter = 10 * 365 * 24 * time.Hour

// retryAfter returns how long the server asks us to wait. A date is compared with the
// server's Date header if there is one, since our clocks may differ. Invalid values are
// ignored.
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

// truncated returns a body that ended too soon.
func truncated(read int, err error) error {
	return fmt.Errorf("body broke off after %d bytes: %w", read, err)
}
