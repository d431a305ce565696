package scraper

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// robots returns a handler with this robots.txt, or without any if it is "".
func (s *site) robots(text string, handle handler) http.Handler {
	return s.robotsBy(func(_ int, w http.ResponseWriter, r *http.Request) {
		if text == "" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, text)
	}, handle)
}

func (s *site) robotsBy(robots, handle handler) http.Handler {
	asked := 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			s.handler(handle).ServeHTTP(w, r)
			return
		}
		s.mu.Lock()
		asked++
		n := asked
		s.asked, s.at = append(s.asked, r), append(s.at, s.clock.now())
		s.mu.Unlock()
		robots(n, w, r)
	})
}

func TestRobotsIsObeyed(t *testing.T) {
	s := newSite(t, ok)
	s.Config.Handler = s.robots("User-agent: *\nDisallow: /private\nDisallow: /*?page=9", ok)
	sc := s.scraper(t, Options{})
	mustGet(t, sc, s.URL+"/blog?page=2")
	for _, path := range []string{"/private/x", "/blog?page=9"} {
		if _, err := get(t, sc, s.URL+path); !errors.Is(err, blog.ErrRobots) {
			t.Errorf("%s: %v, want ErrRobots", path, err)
		}
	}
	form := blog.Request{Method: "POST", URL: s.URL + "/private"}
	if _, err := sc.Fetch(t.Context(), form, blog.FetchOptions{}); !errors.Is(err, blog.ErrRobots) {
		t.Errorf("POST: %v, want ErrRobots", err)
	}
	if want := []string{"GET /robots.txt", "GET /blog?page=2"}; !slices.Equal(s.requests(), want) {
		t.Errorf("requests = %v, want %v", s.requests(), want)
	}
	if sc.Stats().Requests != 2 || sc.Stats().Pages != 1 {
		t.Errorf("stats = %+v, want robots.txt among the requests", sc.Stats())
	}
}

func TestRobotsIsIgnored(t *testing.T) {
	s := newSite(t, ok)
	s.Config.Handler = s.robots("User-agent: *\nDisallow: /", ok)
	mustGet(t, s.scraper(t, Options{IgnoreRobots: true}), s.URL+"/blog")
	if want := []string{"GET /blog"}; !slices.Equal(s.requests(), want) {
		t.Errorf("requests = %v, want %v", s.requests(), want)
	}
}

func TestRobotsOnRedirect(t *testing.T) {
	handle := func(_ int, w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/private", http.StatusFound) }
	s := newSite(t, handle)
	s.Config.Handler = s.robots("User-agent: *\nDisallow: /private", handle)
	if _, err := start(t, s.scraper(t, Options{}), s.URL+"/blog"); !errors.Is(err, blog.ErrRobots) {
		t.Errorf("error = %v, want ErrRobots", err)
	}
}

func TestRobotsFaults(t *testing.T) {
	forbid := "User-agent: *\nDisallow: /"
	for _, c := range []struct {
		name     string
		robots   handler
		allowed  bool
		requests int // for robots.txt
	}{
		{"404", status(404), true, 1},
		{"403", status(403), true, 1},
		{"401", status(401), true, 1},
		{"204", func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, true, 1},
		{"empty", status200Empty, true, 1},
		{"HTML by its type", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, forbid)
		}, true, 1},
		{"HTML by its looks", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(w, "\ufeff \n<!DOCTYPE html>\nUser-agent: *\nDisallow: /")
		}, true, 1},
		{"500", status(500), false, 4},
		{"429", status(429), false, 4},
		{"500, then well", func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				w.WriteHeader(500)
			}
		}, true, 2},
		{"500, then forbidden", func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				w.WriteHeader(500)
				return
			}
			fmt.Fprint(w, forbid)
		}, false, 2},
		{"reset", reset, false, 4},
		{"cut off", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *"), false, 4},
		{"moved on the host", func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				http.Redirect(w, r, "/robots.txt?moved", http.StatusFound)
				return
			}
			fmt.Fprint(w, forbid)
		}, false, 2},
		{"moved in a circle", func(_ int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/robots.txt", http.StatusFound)
		}, true, 6},
		{"moved to another host", status(301, "Location", "http://other.example/robots.txt"), true, 1},
		{"moved to nowhere", status(301), true, 1},
		{"far too long", endless, true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, ok)
			s.Config.Handler = s.robotsBy(c.robots, ok)
			sc := s.scraper(t, Options{MaxBody: 1 << 20})
			_, err := get(t, sc, s.URL+"/blog")
			if (err == nil) != c.allowed {
				t.Errorf("error = %v, want allowed: %v", err, c.allowed)
			}
			asked := 0
			for _, r := range s.requests() {
				if strings.HasPrefix(r, "GET /robots.txt") {
					asked++
				} else if !c.allowed {
					t.Errorf("%s was asked for", r)
				}
			}
			if asked != c.requests {
				t.Errorf("asked %d times for robots.txt, want %d", asked, c.requests)
			}
			before := len(s.requests())
			if _, again := get(t, sc, s.URL+"/blog"); (again == nil) != c.allowed {
				t.Errorf("second time: %v", again)
			}
			if after := len(s.requests()); !c.allowed && after != before {
				t.Errorf("%d more requests to a host that forbids all", after-before)
			}
		})
	}
}

func TestRobotsErrorSaysWhy(t *testing.T) {
	s := newSite(t, ok)
	s.Config.Handler = s.robotsBy(status(502), ok)
	_, err := get(t, s.scraper(t, Options{}), s.URL)
	var status *blog.StatusError
	if !errors.Is(err, blog.ErrRobots) || !errors.As(err, &status) || status.Status != 502 {
		t.Errorf("error = %v, want ErrRobots for now, because of a 502", err)
	}
}

// "Forbidden for now" ends: a service that keeps running asks again.
func TestRobotsIsAskedAgain(t *testing.T) {
	s := newSite(t, ok)
	s.Config.Handler = s.robotsBy(func(n int, w http.ResponseWriter, r *http.Request) {
		if n <= 4 {
			w.WriteHeader(500)
		}
	}, ok)
	sc := s.scraper(t, Options{})
	if _, err := get(t, sc, s.URL); !errors.Is(err, blog.ErrRobots) {
		t.Fatalf("error = %v, want ErrRobots", err)
	}
	_ = s.clock.sleep(t.Context(), time.Hour)
	mustGet(t, sc, s.URL)
}

func TestRobotsWithRetryAfter(t *testing.T) {
	s := newSite(t, ok)
	s.Config.Handler = s.robotsBy(status(503, "Retry-After", "3600"), ok)
	var wait *blog.WaitError
	if _, err := get(t, s.scraper(t, Options{}), s.URL); !errors.As(err, &wait) {
		t.Errorf("error = %v, want a WaitError", err)
	}
}
