package scraper

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// A web archive plays a page back at an address that is made of a prefix, a time, an
// optional modifier and the page's own address:
//
//	https://web.archive.org/web/20141111100000id_/http://old.example/blog?page=2
//
// It answers with the copy that is nearest in time, mostly by a redirect to its exact
// time. The modifier "id_" asks for the page as it was received, without a toolbar and
// with its own links. The Wayback Machine, OpenWayback and pywb agree on all that; the
// header Memento-Datetime is that of RFC 7089.
var (
	playbackAddress = regexp.MustCompile(`^(https?://[^?#]+?/\d{1,14})(?:[a-z]{2}_)?/(https?:/.+)$`)
	playbackPrefix  = regexp.MustCompile(`^https?://[^?#]+/\d{1,14}$`)
	playbackRest    = regexp.MustCompile(`^\d{1,14}(?:[a-z]{2}_)?/(https?:/.+)$`)
	listOfCopies    = regexp.MustCompile(`^https?://[^?#]+?/(?:\d*\*|web)/https?:/`)
)

const asReceived = "id_"

// SplitPlayback splits an address at which a web archive plays back a page into the
// archive's part, which is a value of Options.WebArchive, and the page's own address. The
// archive's part is "" if the address is none of that kind.
func SplitPlayback(address string) (archive, original string) {
	m := playbackAddress.FindStringSubmatch(address)
	if m == nil {
		return "", address
	}
	return m[1], withTwoSlashes(m[2])
}

// IsListOfCopies reports whether a web archive answers at this address with the list of
// its copies of a page rather than with one of them.
func IsListOfCopies(address string) bool { return listOfCopies.MatchString(address) }

// withTwoSlashes mends "http:/old.example", to which some servers and tools shorten an
// address within a path.
func withTwoSlashes(address string) string {
	scheme, rest, _ := strings.Cut(address, ":")
	return scheme + "://" + strings.TrimLeft(rest, "/")
}

// playback translates between the addresses of a blog and those at which a web archive
// plays them back. The zero value translates nothing.
type playback struct {
	prefix string // Options.WebArchive
	place  string // prefix without scheme and time
}

func newPlayback(prefix string) (playback, error) {
	if prefix == "" {
		return playback{}, nil
	}
	if !playbackPrefix.MatchString(prefix) {
		return playback{}, fmt.Errorf("web archive %q: want an address that ends in a time, such as https://web.archive.org/web/20141111", prefix)
	}
	return playback{prefix, withoutScheme(prefix[:strings.LastIndex(prefix, "/")+1])}, nil
}

func withoutScheme(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return rest
}

func (p playback) on() bool { return p.prefix != "" }

// played returns the address at which the archive plays back an address of the blog.
func (p playback) played(address string) string {
	if !p.on() {
		return address
	}
	return p.prefix + asReceived + "/" + address
}

// original returns the reverse of played, with whatever time. An address that is not
// played back is returned as it is.
func (p playback) original(u *url.URL) *url.URL {
	rest, ok := strings.CutPrefix(withoutScheme(u.String()), p.place)
	m := playbackRest.FindStringSubmatch(rest)
	if !p.on() || !ok || m == nil {
		return u
	}
	own, err := url.Parse(withTwoSlashes(m[1]))
	if err != nil {
		return u
	}
	if port := own.Port(); port == "80" && own.Scheme == "http" || port == "443" && own.Scheme == "https" {
		own.Host = strings.TrimSuffix(own.Host, ":"+port) // the Wayback Machine names it for old copies
	}
	return own
}

// redirect makes the target of a redirect one within the archive: with the modifier
// "id_" some archives leave it as the blog sent it.
func (p playback) redirect(from *url.URL, h http.Header) {
	location := h.Get("Location")
	if !p.on() || location == "" {
		return
	}
	if to, err := from.Parse(location); err == nil && p.original(to) != to {
		return
	}
	if to, err := p.original(from).Parse(location); err == nil {
		h.Set("Location", p.played(to.String()))
	}
}

var (
	errNoForms = errors.New("a web archive has no answers to forms")
	errNoCopy  = errors.New("the web archive has no copy")
)

// admit returns an error for what an archive cannot play back.
func (p playback) admit(r blog.Request) error {
	if p.on() && r.Method != "" && r.Method != http.MethodGet {
		return errNoForms
	}
	return nil
}

// missing tells a page that the archive lacks from one that was missing when it was
// archived.
func (p playback) missing(err error, h http.Header) error {
	var status *blog.StatusError
	if p.on() && errors.As(err, &status) && status.Gone() && mementoTime(h).IsZero() {
		return fmt.Errorf("%w: %w", errNoCopy, err)
	}
	return err
}

// mementoTime returns when the copy was made, zero if the response is none.
func mementoTime(h http.Header) time.Time {
	at, err := http.ParseTime(h.Get("Memento-Datetime"))
	if err != nil {
		return time.Time{}
	}
	return at
}

// copies records when the archived copies that were fetched had been made.
type copies struct {
	mu          sync.Mutex
	first, last time.Time
}

func (c *copies) note(at time.Time) {
	if at.IsZero() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first.IsZero() || at.Before(c.first) {
		c.first = at
	}
	if at.After(c.last) {
		c.last = at
	}
}

// Copies returns when the oldest and the newest of the archived copies fetched so far
// were made; zero without a web archive. Copies of different times need not fit
// together: a post may be on none of them, or on two.
func (s *Scraper) Copies() (first, last time.Time) {
	s.copies.mu.Lock()
	defer s.copies.mu.Unlock()
	return s.copies.first, s.copies.last
}
