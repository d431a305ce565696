package scraper

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestSplitPlayback(t *testing.T) {
	for address, want := range map[string][2]string{
		"https://web.archive.org/web/20141111100000/http://old.example/blog?page=2": {"https://web.archive.org/web/20141111100000", "http://old.example/blog?page=2"},
		"https://web.archive.org/web/2014im_/https://old.example/a.png":             {"https://web.archive.org/web/2014", "https://old.example/a.png"},
		"http://localhost:8080/attic/20141111id_/http:/old.example/":                {"http://localhost:8080/attic/20141111", "http://old.example/"},
		"http://a.example/web/2014/http://b.example/2015/http://c.example/":         {"http://a.example/web/2014", "http://b.example/2015/http://c.example/"},
		"http://old.example/blog/2014/07":                                           {"", "http://old.example/blog/2014/07"},
		"http://old.example/go?to=/2014/http://other.example/":                      {"", "http://old.example/go?to=/2014/http://other.example/"},
	} {
		if archive, original := SplitPlayback(address); archive != want[0] || original != want[1] {
			t.Errorf("%s: got %q and %q, want %q", address, archive, original, want)
		}
	}
	for address, want := range map[string]bool{
		"https://web.archive.org/web/2014*/http://old.example/blog":     true,
		"https://web.archive.org/web/*/http://old.example/blog":         true,
		"https://web.archive.org/web/http://old.example/blog":           true,
		"https://web.archive.org/web/20141111/http://old.example/blog*": false,
	} {
		if IsListOfCopies(address) != want {
			t.Errorf("%s: a list of copies: %v", address, !want)
		}
	}
}

var plainHost = regexp.MustCompile(`^[a-z0-9.-]+(:[0-9]+)?$`)

func FuzzPlayback(f *testing.F) {
	f.Add("http://old.example/blog?page=2")
	f.Add("https://old.example:443/a%20b/2014/http://x/?q=#f")
	f.Fuzz(func(t *testing.T, address string) {
		p, err := newPlayback("https://archive.example/web/20141111")
		if err != nil {
			t.Fatal(err)
		}
		own, err := url.Parse(address)
		if err != nil || !isHTTP(own) || !plainHost.MatchString(own.Host) {
			return
		}
		u, err := url.Parse(p.played(own.String()))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.original(u); got.Hostname() != own.Hostname() || got.Path != own.Path || got.RawQuery != own.RawQuery {
			t.Errorf("%q comes back as %q", own, got)
		}
	})
}

// archive serves copies of old.example under /web/ as the Wayback Machine does: each at
// the time when it was made, to which other times redirect.
func archive(t *testing.T, copies map[string]http.HandlerFunc) *site {
	const when = "20141109080706"
	return newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		rest, ok := strings.CutPrefix(r.RequestURI, "/web/")
		at, address, _ := strings.Cut(rest, "id_/")
		serve := copies[address]
		switch {
		case !ok || serve == nil:
			http.NotFound(w, r)
		case at != when:
			to(http.StatusFound, "/web/"+when+"id_/"+strings.Replace(address, "old.example", "old.example:80", 1))(w, r)
		default:
			w.Header().Set("Memento-Datetime", "Sun, 09 Nov 2014 08:07:06 GMT")
			serve(w, r)
		}
	})
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

func to(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	}
}

func TestWebArchive(t *testing.T) {
	site := archive(t, map[string]http.HandlerFunc{
		"http://old.example/blog?page=2":    text("page 2"),
		"http://old.example:80/blog?page=2": text("page 2"),
	})
	s := site.scraper(t, Options{WebArchive: site.URL + "/web/2014"})
	page, err := s.Fetch(t.Context(), blog.Request{URL: "http://old.example/blog?page=2"}, blog.FetchOptions{Start: true})
	if err != nil {
		t.Fatal(err)
	}
	if page.URL != "http://old.example/blog?page=2" || string(page.Body) != "page 2" || page.Moved {
		t.Errorf("got %q from %s, moved: %v", page.Body, page.URL, page.Moved)
	}
	want := []string{
		"GET /robots.txt", // the archive's own
		"GET /web/2014id_/http://old.example/blog?page=2",
		"GET /web/20141109080706id_/http://old.example:80/blog?page=2",
	}
	if got := site.requests(); !slices.Equal(got, want) {
		t.Errorf("requests %q, want %q", got, want)
	}
	first, last := s.Copies()
	if made := time.Date(2014, 11, 9, 8, 7, 6, 0, time.UTC); first != made || last != made {
		t.Errorf("copies from %v to %v, want %v", first, last, made)
	}
}

func TestWebArchiveRedirects(t *testing.T) {
	const old = "http://old.example:80"
	site := archive(t, map[string]http.HandlerFunc{
		"http://old.example/a": text(""), old + "/a": to(301, "/b"),
		"http://old.example/b": text(""), old + "/b": to(301, "http://www.old.example/c"),
		"http://www.old.example/c": text(""), "http://www.old.example:80/c": text("at last"),
		"http://old.example/gone": text(""), old + "/gone": to(301, "http://parked.example/"),
	})
	s := site.scraper(t, Options{WebArchive: site.URL + "/web/2014"})
	page, err := s.Fetch(t.Context(), blog.Request{URL: "http://old.example/a"}, blog.FetchOptions{})
	if err != nil || page.URL != "http://www.old.example/c" || string(page.Body) != "at last" {
		t.Errorf("got %+v, %v", page, err)
	}
	_, err = s.Fetch(t.Context(), blog.Request{URL: "http://old.example/gone"}, blog.FetchOptions{Start: true})
	var redirect *blog.RedirectError
	if !errors.As(err, &redirect) || redirect.To != "http://parked.example/" {
		t.Errorf("got %v, want a redirect to another host", err)
	}
}

func TestWebArchiveLacks(t *testing.T) {
	site := archive(t, map[string]http.HandlerFunc{
		"http://old.example/was-404": text(""), "http://old.example:80/was-404": http.NotFound,
	})
	s := site.scraper(t, Options{WebArchive: site.URL + "/web/2014"})
	fetch := func(r blog.Request) error {
		_, err := s.Fetch(t.Context(), r, blog.FetchOptions{})
		return err
	}
	if err := fetch(blog.Request{URL: "http://old.example/never"}); !errors.Is(err, errNoCopy) {
		t.Errorf("a page without a copy: %v", err)
	}
	if err := fetch(blog.Request{URL: "http://old.example/was-404"}); err == nil || errors.Is(err, errNoCopy) {
		t.Errorf("the copy of an error: %v", err)
	}
	if err := fetch(blog.Request{URL: "http://old.example/", Method: http.MethodPost}); !errors.Is(err, errNoForms) {
		t.Errorf("a form: %v", err)
	}
}

func TestWebArchiveAddress(t *testing.T) {
	for _, wrong := range []string{"https://web.archive.org/", "web.archive.org/web/2014", "https://web.archive.org/web/2014/http://old.example/"} {
		if _, err := New(Options{WebArchive: wrong}); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
}
