package demo

import (
	"net/http"
	"strings"
	"time"
)

// FaultKind is what goes wrong with a response.
type FaultKind string

// The faults.
const (
	FaultStatus    FaultKind = "status"        // Fault.Status, with Fault.RetryAfter
	FaultReset     FaultKind = "reset"         // the connection is reset before any response
	FaultShort     FaultKind = "short body"    // half of Content-Length
	FaultCut       FaultKind = "cut body"      // three fifths of the body, with a matching Content-Length
	FaultSlow      FaultKind = "slow body"     // the right body in small pieces, with pauses of Options.Pace
	FaultStall     FaultKind = "no body"       // headers, then nothing until the client gives up
	FaultEmpty     FaultKind = "empty body"    // status 200 and no body
	FaultLoop      FaultKind = "redirect loop" // to the same address, counting up
	FaultRedirect  FaultKind = "redirect"      // to Fault.To, with Fault.Status or 302
	FaultBomb      FaultKind = "gzip bomb"     // a megabyte that decompresses to a gigabyte
	FaultEndless   FaultKind = "endless body"
	FaultDeep      FaultKind = "deep nesting"  // one and a half million nested elements
	FaultType      FaultKind = "content type"  // the right body with Fault.Type, by default that of a PDF
	FaultError200  FaultKind = "error page"    // an ASP.NET error page with status 200
	FaultLogin200  FaultKind = "log-in page"   // a log-in form with status 200
	FaultParked200 FaultKind = "parked domain" // a parked domain's page with status 200
)

// Always as Fault.Times makes a fault permanent.
const Always = -1

// Fault makes responses fail. Its selectors choose requests; empty ones match all.
type Fault struct {
	Kind FaultKind

	On   Kind   // the kind of request
	Page int    // the page requested
	Path string // the path, ignoring case and .aspx; including a query if it has one

	// From is the number of the first matching request that fails, from 1; 0 means the
	// first. Times is how many fail; 0 means one.
	From  int
	Times int

	Status     int    // of FaultStatus (0: 503) and FaultRedirect (0: 302)
	RetryAfter string // header, seconds or date
	To         string // target of FaultRedirect
	Type       string // of FaultType
	pace       time.Duration
}

// faultState is a fault with the number of requests that it matched.
type faultState struct {
	Fault
	seen int
}

// fault returns the first fault for a request. All that match count it.
func (s *Site) fault(r *http.Request, t target) *Fault {
	var strikes *Fault
	for _, f := range s.faults {
		if !f.matches(r, t) {
			continue
		}
		f.seen++
		if strikes == nil && f.due() {
			hit := f.Fault
			hit.pace = s.opts.Pace
			strikes = &hit
		}
	}
	return strikes
}

func (f *Fault) matches(r *http.Request, t target) bool {
	path, query, hasQuery := strings.Cut(f.Path, "?")
	return (f.On == "" || f.On == t.kind) &&
		(f.Page == 0 || f.Page == t.page) &&
		(f.Path == "" || key(path) == key(r.URL.Path)) &&
		(!hasQuery || query == r.URL.RawQuery)
}

func (f *faultState) due() bool {
	first, times := max(f.From, 1), or(f.Times, 1)
	return f.seen >= first && (times == Always || f.seen < first+times)
}

// arrives reports whether the right page is received nevertheless, including its state.
func (f *Fault) arrives() bool { return f.Kind == FaultSlow || f.Kind == FaultType }

// status returns the changed status of the response, 0 if unchanged.
func (f *Fault) status() int {
	switch f.Kind {
	case FaultStatus:
		return or(f.Status, http.StatusServiceUnavailable)
	case FaultRedirect, FaultLoop:
		return or(f.Status, http.StatusFound)
	case FaultError200, FaultLogin200, FaultParked200, FaultEmpty, FaultStall, FaultBomb, FaultEndless, FaultDeep:
		return http.StatusOK
	}
	return 0
}
