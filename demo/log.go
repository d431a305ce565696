package demo

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind is the kind of a request.
type Kind string

// The kinds of requests. A listing filtered by tag is KindTag; month pages are
// KindArchive; unknown addresses are KindOther.
const (
	KindListing Kind = "listing"
	KindDetail  Kind = "detail"
	KindRobots  Kind = "robots"
	KindFeed    Kind = "feed"
	KindArchive Kind = "archive"
	KindTag     Kind = "tag"
	KindMedia   Kind = "media"
	KindOther   Kind = "other"
)

// Request is one request as the site received it.
type Request struct {
	N       int // from 1
	Kind    Kind
	Page    int // requested page of a listing or of comments
	Method  string
	Path    string // including the query
	Form    []string
	Header  http.Header
	Status  int    // intended status of the response
	Fault   string // the fault, "" for none
	Started time.Time
	Ended   time.Time // zero while it is being served
}

// Log has the requests received. It is safe for concurrent use.
type Log struct {
	mu       sync.Mutex
	requests []*Request
	inFlight int
	most     int
}

func (l *Log) begin(r *http.Request) *Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := &Request{
		N:       len(l.requests) + 1,
		Method:  r.Method,
		Path:    r.URL.RequestURI(),
		Form:    sortedKeys(r.PostForm),
		Header:  r.Header.Clone(),
		Started: time.Now(),
	}
	l.requests = append(l.requests, q)
	l.inFlight++
	l.most = max(l.most, l.inFlight)
	return q
}

func (l *Log) end(q *Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q.Ended = time.Now()
	l.inFlight--
}

// note changes the record of a request.
func (l *Log) note(q *Request, change func(*Request)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(q)
}

// All returns the requests so far, oldest first.
func (l *Log) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]Request, len(l.requests))
	for i, q := range l.requests {
		out[i] = *q
	}
	return out
}

// Of returns the requests of one kind.
func (l *Log) Of(kind Kind) []Request {
	return slices.DeleteFunc(l.All(), func(q Request) bool { return q.Kind != kind })
}

// Count returns the number of requests of a kind; "" counts all.
func (l *Log) Count(kind Kind) int {
	if kind == "" {
		return len(l.All())
	}
	return len(l.Of(kind))
}

// MaxInFlight returns the maximum number of concurrent requests.
func (l *Log) MaxInFlight() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.most
}

// Reset clears the log. The site's own count, on which shifts and faults depend,
// continues.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests, l.most = nil, l.inFlight
}

// String lists the requests, a line each, for the messages of failed tests.
func (l *Log) String() string {
	var b out
	for _, q := range l.All() {
		b.f("%3d %-8s %-4s %s -> %d %s\n", q.N, q.Kind, q.Method, q.Path, q.Status, q.Fault)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
