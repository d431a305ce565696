package scraper

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func redirectTo(location string) handler {
	return func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 1 {
			w.Header()["Location"] = []string{location}
			w.WriteHeader(http.StatusFound)
			return
		}
		ok(n, w, r)
	}
}

func TestRedirectOnTheHost(t *testing.T) {
	for _, location := range []string{"/new", "new", "?moved=1", "//{host}/new", "http://{host}/new#top"} {
		s := newSite(t, ok)
		s.Config.Handler = s.handler(redirectTo(strings.ReplaceAll(location, "{host}", s.Listener.Addr().String())))
		for _, o := range []blog.FetchOptions{{Start: true}, {}} {
			s.asked = nil
			sc := s.scraper(t, Options{})
			page, err := sc.Fetch(t.Context(), blog.Request{URL: s.URL + "/old"}, o)
			if err != nil {
				t.Errorf("%s: %v", location, err)
				continue
			}
			if want := s.URL + s.last().URL.RequestURI(); page.URL != want || page.Request.URL != s.URL+"/old" {
				t.Errorf("%s: page.URL = %s, want %s", location, page.URL, want)
			}
			if got := sc.Stats().Requests; got != 3 {
				t.Errorf("%s: %d requests, want every hop counted", location, got)
			}
		}
	}
}

// Only a permanent redirect means that a document has moved.
func TestMovedForGood(t *testing.T) {
	for _, c := range []struct {
		hops []int
		want bool
	}{{nil, false}, {[]int{301}, true}, {[]int{308}, true}, {[]int{301, 308}, true}, {[]int{302}, false}, {[]int{303}, false}, {[]int{307}, false}, {[]int{301, 302}, false}, {[]int{302, 301}, false}} {
		s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
			at := strings.Count(r.URL.Path, "/") - 1
			if at == len(c.hops) {
				ok(1, w, r)
				return
			}
			http.Redirect(w, r, r.URL.Path+"/x", c.hops[at])
		})
		page, err := get(t, s.scraper(t, Options{}), s.URL+"/old")
		if err != nil || page.Moved != c.want {
			t.Errorf("%v: moved = %v, %v; want %v", c.hops, page != nil && page.Moved, err, c.want)
		}
	}
}

func TestRedirectElsewhereIsRefused(t *testing.T) {
	other := newSite(t, ok) // same address, another port
	for _, location := range []string{
		other.URL + "/", "http://other.example/blog", "https://127.0.0.1/", "http://10.0.0.1/",
		"http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)",
	} {
		s := newSite(t, redirectTo(location))
		var moved *blog.RedirectError
		if _, err := start(t, s.scraper(t, Options{}), s.URL+"/old"); !errors.As(err, &moved) || moved.From != s.URL+"/old" || moved.To != location {
			t.Errorf("start to %s: %v, want a RedirectError with both addresses", location, err)
		}
		s = newSite(t, redirectTo(location))
		_, err := get(t, s.scraper(t, Options{}), s.URL+"/old")
		if !errors.Is(err, blog.ErrRedirect) || !strings.Contains(err.Error(), location) {
			t.Errorf("%s: %v, want ErrRedirect and the address", location, err)
		}
		if n := len(s.requests()); n != 2 || s.clock.waited() != 0 {
			t.Errorf("%s: %d requests, waited %v, want no retry", location, n, s.clock.waited())
		}
	}
	if got := other.requests(); len(got) != 0 {
		t.Errorf("the other port was asked for %v", got)
	}
}

func TestRedirectToAllowedHost(t *testing.T) {
	other := newSite(t, ok)
	s := newSite(t, redirectTo(other.URL+"/blog"))
	page, err := start(t, s.scraper(t, Options{AllowHosts: []string{other.Listener.Addr().String()}}), s.URL)
	if err != nil || page.URL != other.URL+"/blog" {
		t.Errorf("page = %v, %v, want that of the allowed host", page, err)
	}
}

func TestRedirectLoop(t *testing.T) {
	for name, handle := range map[string]handler{
		"one page": func(_ int, w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/a", http.StatusFound) },
		"two pages": func(n int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, fmt.Sprint("/", n%2), http.StatusFound)
		},
		"ever more": func(n int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, fmt.Sprint("/", n), http.StatusFound)
		},
		"a form too": func(_ int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/a", http.StatusTemporaryRedirect)
		},
	} {
		s := newSite(t, handle)
		r := blog.Request{URL: s.URL + "/a"}
		if name == "a form too" {
			r.Method = "POST"
		}
		for _, o := range []blog.FetchOptions{{Start: true}, {}} {
			if _, err := s.scraper(t, Options{}).Fetch(t.Context(), r, o); !errors.Is(err, blog.ErrRedirect) {
				t.Errorf("%s: %v, want ErrRedirect", name, err)
			}
		}
		if n := len(s.requests()); n > 2*(2+maxHops) || s.clock.waited() != 0 {
			t.Errorf("%s: %d requests, waited %v", name, n, s.clock.waited())
		}
	}
}

// A site may redirect to the same page after setting a cookie.
func TestRedirectToItselfWithCookie(t *testing.T) {
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("seen"); err != nil {
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
			return
		}
		ok(n, w, r)
	})
	mustGet(t, s.scraper(t, Options{}), s.URL+"/blog")
}

func TestRedirectOfForm(t *testing.T) {
	for code, want := range map[int]string{301: "GET  ", 302: "GET  ", 303: "GET  ", 307: "POST a=b application/x-www-form-urlencoded", 308: "POST a=b application/x-www-form-urlencoded"} {
		got := ""
		s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if n == 1 {
				http.Redirect(w, r, "/new", code)
				return
			}
			got = r.Method + " " + string(body) + " " + r.Header.Get("Content-Type")
			ok(n, w, r)
		})
		form := blog.Request{Method: "POST", URL: s.URL + "/old", Form: []blog.Field{{Name: "a", Value: "b"}}}
		if _, err := s.scraper(t, Options{}).Fetch(t.Context(), form, blog.FetchOptions{}); err != nil || got != want {
			t.Errorf("%d: %q, %v, want %q", code, got, err, want)
		}
	}
}

func TestRetryBehindRedirectAsksOnlyTheLastHop(t *testing.T) {
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/old":
			http.Redirect(w, r, "/new", http.StatusFound)
		case n < 4:
			w.WriteHeader(503)
		default:
			ok(n, w, r)
		}
	})
	mustGet(t, s.scraper(t, Options{IgnoreRobots: true}), s.URL+"/old")
	if want := []string{"GET /old", "GET /new", "GET /new", "GET /new"}; !slices.Equal(s.requests(), want) {
		t.Errorf("requests = %v, want %v", s.requests(), want)
	}
}
