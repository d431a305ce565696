package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Site is the made-up blog as a web server. Make one with New. It is safe for
// requests side by side; what they see then depends on the order in which they
// arrive.
type Site struct {
	Log Log

	opts Options

	mu       sync.Mutex
	edition  *edition
	sessions map[string]*session
	listings int  // listing requests so far; shifts go by them
	serial   int  // documents sent so far; view states differ by it
	begun    bool // a request has come
	faults   []*faultState
}

// New makes a site.
func New(o Options) *Site {
	o = o.withDefaults()
	s := &Site{opts: o, edition: newEdition(&o), sessions: map[string]*session{}}
	for _, f := range o.Faults {
		s.faults = append(s.faults, &faultState{Fault: f})
	}
	return s
}

// Apply changes the blog now, between two crawls.
func (s *Site) Apply(changes ...Change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.edition.apply(changes)
}

// Break adds faults; their counting begins now.
func (s *Site) Break(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		s.faults = append(s.faults, &faultState{Fault: f})
	}
}

// Mend takes all faults away.
func (s *Site) Mend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Listing returns the path of the listing, "/blog".
func (s *Site) Listing() string { return s.opts.listing() }

// Live returns the number of posts that the site counts, hidden ones included.
func (s *Site) Live() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.edition.posts)
}

// Pages returns how many listing pages there are.
func (s *Site) Pages() int {
	if s.opts.Pager == PagerNone {
		return 1
	}
	return pages(s.Live(), s.opts.PageSize)
}

// ServeHTTP answers as the old server would, faults aside.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Large forms are cut off: view states are a few kilobytes here.
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	badForm := r.ParseForm() != nil
	q := s.Log.begin(r)
	defer s.Log.end(q)
	if badForm {
		http.Error(w, "Bad Request", http.StatusBadRequest)
		return
	}
	a, f := s.answer(r, q)
	if f != nil {
		f.serve(w, r, a)
		return
	}
	a.serve(w, r)
}

// answer makes the answer to one request, and the fault that is to spoil it.
func (s *Site) answer(r *http.Request, q *Request) (*answer, *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shift(s.route(r).kind)
	t := s.route(r) // once more: what it asks for may have gone in the meantime
	f := s.fault(r, t)
	a := s.respond(r, t)
	if (f == nil || f.arrives()) && a.commit != nil {
		a.commit()
	}
	s.Log.note(q, func(q *Request) {
		q.Kind, q.Page, q.Status = t.kind, t.page, a.status
		if f != nil {
			q.Fault = string(f.Kind)
			q.Status = or(f.status(), a.status)
		}
	})
	return a, f
}

// shift counts listing requests and makes the changes that are due.
func (s *Site) shift(kind Kind) {
	if !s.begun {
		s.begun = true
		s.shiftTo(0)
	}
	if kind == KindListing {
		s.listings++
		s.shiftTo(s.listings)
	}
}

func (s *Site) shiftTo(n int) {
	for _, shift := range s.opts.Shifts {
		if shift.At == n {
			s.edition.apply(shift.Do)
		}
	}
}

// target is what a request asks for.
type target struct {
	kind  Kind
	page  int    // as asked for, 1 if it does not say
	tag   string // of a tag page
	month string // of an archive page
	post  int    // index of a detail's post
	to    string // where it redirects to, "" if it does not
}

// isList reports whether the page shows posts and a pager.
func (t target) isList() bool {
	return t.kind == KindListing || t.kind == KindTag || t.kind == KindArchive
}

// route reads the address as the old server does: without regard to case, to
// a final slash and to the .aspx ending.
func (s *Site) route(r *http.Request) target {
	t := target{kind: KindOther, page: 1, post: -1}
	path, start := key(r.URL.Path), key(s.opts.Start)
	switch {
	case path == start && query(r, "rss") != "", path == "cmspages/blogrss":
		t.kind = KindFeed
	case path == start && query(r, "tagname") != "":
		t.kind, t.tag = KindTag, query(r, "tagname")
	case path == start && query(r, "tagid") != "":
		t.kind, t.tag = KindTag, s.tagByID(query(r, "tagid"))
	case path == start:
		t.kind = KindListing
	case path == "robots.txt":
		t.kind = KindRobots
	case strings.HasPrefix(path, "getdoc/"):
		t.to = s.byGUID(path)
	case isMedia(r.URL.Path):
		t.kind = KindMedia
	case strings.HasPrefix(path, start+"/"):
		s.routeBelow(strings.TrimPrefix(path, start+"/"), &t)
	}
	t.page = s.pageAsked(r, t.isList())
	return t
}

// routeBelow finds the post or month at a path below the listing.
func (s *Site) routeBelow(path string, t *target) {
	if i := s.edition.find(path); i >= 0 {
		if !s.edition.posts[i].Hidden {
			t.kind, t.post = KindDetail, i
		}
		return
	}
	if to, moved := s.edition.moved[path]; moved {
		t.kind, t.to = KindDetail, s.opts.permalink(&Post{Path: to})
		return
	}
	if _, gone := s.edition.gone[path]; gone {
		t.kind = KindDetail
		return
	}
	if !strings.Contains(path, "/") && len(ofMonth(s.edition.posts, path)) > 0 {
		t.kind, t.month = KindArchive, ofMonth(s.edition.posts, path)[0].month()
	}
}

func (s *Site) tagByID(id string) string {
	all := tags(s.edition.posts)
	n, err := strconv.Atoi(id)
	if err != nil || n < firstTagID || n >= firstTagID+len(all) {
		return "\x00" // no post has it
	}
	return all[n-firstTagID]
}

func (s *Site) byGUID(path string) string {
	for i := range s.edition.posts {
		if p := &s.edition.posts[i]; strings.HasPrefix(path, "getdoc/"+p.GUID()) {
			return s.opts.permalink(p)
		}
	}
	return ""
}

// query returns a parameter of the address, its name in any case.
func query(r *http.Request, name string) string {
	for k, values := range r.URL.Query() {
		if strings.EqualFold(k, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// hash returns the hexadecimal digest of the parts: the source of all that looks random
// here.
func hash(parts ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%q", parts)))
	return hex.EncodeToString(sum[:])
}

// Start serves the site at an address such as "127.0.0.1:0" until stop is
// called. base is the scheme and host under which it is found.
func (s *Site) Start(address string) (base string, stop func() error, err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, fmt.Errorf("serve the demo blog: %w", err)
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	stop = func() error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close() // a client that will not go is cut off
		}
		if err := <-done; err != http.ErrServerClosed {
			return fmt.Errorf("serve the demo blog: %w", err)
		}
		return nil
	}
	return "http://" + listener.Addr().String(), stop, nil
}
