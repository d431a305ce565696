package scraper

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// A media host does not tell where the blog is: a private address is refused even if it
// is the first one requested.
func TestFirstElsewhereIsNoHome(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("x")) })
	request := blog.Request{URL: s.URL + "/photo.png"}
	sc := s.scraper(t, Options{})
	if _, err := sc.Fetch(t.Context(), request, blog.FetchOptions{CrossHost: true}); !errors.Is(err, blog.ErrPrivate) {
		t.Errorf("Fetch = %v, want %v", err, blog.ErrPrivate)
	}
	atHome := s.scraper(t, Options{Home: s.URL + "/blog"})
	if _, err := atHome.Fetch(t.Context(), request, blog.FetchOptions{CrossHost: true}); err != nil {
		t.Error(err)
	}
	if _, err := New(Options{Home: "old.example/blog"}); err == nil {
		t.Error("a home without a scheme was taken")
	}
}

func TestMaxBodyOfOneFetch(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 3000)) })
	sc := s.scraper(t, Options{MaxBody: 1000, Timeout: time.Second})
	for limit, want := range map[int64]error{0: blog.ErrTooLong, 2999: blog.ErrTooLong, 3000: nil} {
		page, err := sc.Fetch(t.Context(), blog.Request{URL: s.URL}, blog.FetchOptions{MaxBody: limit})
		if !errors.Is(err, want) || err == nil && len(page.Body) != 3000 {
			t.Errorf("Fetch with a limit of %d = %v, want %v", limit, err, want)
		}
	}
	if _, timeout := sc.transport.limits(&fetchState{maxBody: 3000}); timeout != 3*time.Second {
		t.Errorf("a file of three times the length may take %v", timeout)
	}
}
