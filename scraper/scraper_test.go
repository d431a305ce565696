package scraper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestPageIsAsReceived(t *testing.T) {
	// Windows-1251 bytes with another declared charset: they must stay as they are.
	body := []byte("<p>\xcf\xf0\xe8\xe2\xe5\xf2 \x93\xe9\x94</p>")
	for _, contentType := range []string{"text/html; charset=windows-1251", "text/html; charset=nonsense", "text/html", "text/html; charset=iso-8859-1", "application/pdf", ""} {
		s := newSite(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{contentType}
			w.Header().Set("Etag", `"x"`)
			_, _ = w.Write(body)
		})
		page := mustGet(t, s.scraper(t, Options{}), s.URL+"/blog?page=2#top")
		if !bytes.Equal(page.Body, body) {
			t.Errorf("%q: body = %q, want it untouched", contentType, page.Body)
		}
		if got := page.Header.Get("Content-Type"); got != contentType || page.Header.Get("Etag") != `"x"` {
			t.Errorf("%q: header = %v, want it as received", contentType, page.Header)
		}
		if page.URL != s.URL+"/blog?page=2" || page.Request.URL != s.URL+"/blog?page=2#top" || page.Status != 200 {
			t.Errorf("page = %s, asked as %s, status %d", page.URL, page.Request.URL, page.Status)
		}
		if !page.Received.Equal(s.clock.now()) || page.Received.Location() != time.UTC {
			t.Errorf("received at %v, want the clock's time in UTC", page.Received)
		}
	}
}

func TestRequestAsSent(t *testing.T) {
	s := newSite(t, ok)
	sc := s.scraper(t, Options{Headers: http.Header{"x-token": {"t"}, "Cookie": {"a=1"}}})
	form := blog.Request{
		Method: "POST", URL: s.URL + "/blog.aspx", Referer: s.URL + "/blog",
		Form: []blog.Field{{Name: "z", Value: "1 2"}, {Name: "a", Value: "ä&"}},
	}
	if _, err := sc.Fetch(t.Context(), form, blog.FetchOptions{}); err != nil {
		t.Fatal(err)
	}
	r := s.last()
	for name, want := range map[string]string{
		"User-Agent":      UserAgent(""),
		"Accept-Encoding": "gzip",
		"Content-Type":    "application/x-www-form-urlencoded",
		"Referer":         s.URL + "/blog",
		"X-Token":         "t",
		"Cookie":          "a=1",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if r.Method != "POST" || r.ContentLength != int64(len(form.Encode())) {
		t.Errorf("sent %s with %d bytes", r.Method, r.ContentLength)
	}
}

func TestFormArrivesOnEveryTry(t *testing.T) {
	var bodies []string
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		if n < 3 {
			w.WriteHeader(503)
			return
		}
		ok(n, w, r)
	})
	form := blog.Request{Method: "POST", URL: s.URL + "/", Form: []blog.Field{{Name: "__EVENTARGUMENT", Value: "2"}}}
	if _, err := s.scraper(t, Options{}).Fetch(t.Context(), form, blog.FetchOptions{}); err != nil {
		t.Fatal(err)
	}
	if want := slices.Repeat([]string{"__EVENTARGUMENT=2"}, 3); !slices.Equal(bodies, want) {
		t.Errorf("bodies = %q, want %q", bodies, want)
	}
}

func TestUserAgent(t *testing.T) {
	if got, want := UserAgent("1.2.3"), "blogferry/1.2.3 (+"+Home+")"; got != want {
		t.Errorf("UserAgent = %q, want %q", got, want)
	}
	s := newSite(t, ok)
	mustGet(t, s.scraper(t, Options{UserAgent: "library-bot/2"}), s.URL)
	for _, r := range s.asked {
		if r.UserAgent() != "library-bot/2" {
			t.Errorf("%s was asked for as %q", r.URL, r.UserAgent())
		}
	}
}

func TestSameAddressAgain(t *testing.T) {
	s := newSite(t, ok)
	sc := s.scraper(t, Options{})
	for range 3 {
		mustGet(t, sc, s.URL+"/blog")
	}
	if got := sc.Stats(); got.Requests != 4 || got.Pages != 3 {
		t.Errorf("stats = %+v, want 4 requests (robots.txt first) and 3 pages", got)
	}
}

func TestNotModified(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") == "yesterday" {
			w.WriteHeader(304)
			return
		}
		w.WriteHeader(304 - 100*len(r.Header.Get("X-None")))
	})
	sc := s.scraper(t, Options{})
	page, err := sc.Fetch(t.Context(), blog.Request{URL: s.URL}, blog.FetchOptions{
		Validators: &blog.Validators{ETag: `"v1"`, LastModified: "yesterday"},
		Check:      func(*blog.Page) error { return errors.New("checked what was not there") },
	})
	if err != nil || !page.NotModified || len(page.Body) != 0 || page.Status != 304 {
		t.Errorf("page = %+v, %v, want a 304", page, err)
	}
	var status *blog.StatusError
	if _, err := get(t, sc, s.URL); !errors.As(err, &status) || status.Status != 304 {
		t.Errorf("304 without validators = %v, want a StatusError", err)
	}
	if n := sc.Stats().Pages; n != 0 {
		t.Errorf("%d pages received, want none", n)
	}
}

func TestCookiesAreKept(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/first" {
			http.SetCookie(w, &http.Cookie{Name: "CMSCsrfCookie", Value: "c", Path: "/"})
		}
		ok(0, w, r)
	})
	sc := s.scraper(t, Options{Headers: http.Header{"Cookie": {"mine=1"}}})
	mustGet(t, sc, s.URL+"/first")
	mustGet(t, sc, s.URL+"/second")
	if got := s.last().Header.Get("Cookie"); got != "CMSCsrfCookie=c; mine=1" {
		t.Errorf("cookies = %q, want the site's and the user's", got)
	}
}

func TestJarIsBounded(t *testing.T) {
	j := newJar(nil)
	u := mustParse(t, "http://old.example/")
	for i := range 3 * maxCookies {
		j.SetCookies(u, []*http.Cookie{{Name: fmt.Sprint("c", i), Value: "v"}, {Name: "session", Value: fmt.Sprint(i)}, {Name: "long", Value: strings.Repeat("x", maxCookieSize)}})
	}
	got := j.Cookies(u)
	if len(got) != maxCookies {
		t.Errorf("jar holds %d cookies, want %d", len(got), maxCookies)
	}
	if !slices.ContainsFunc(got, func(c *http.Cookie) bool { return c.Name == "session" && c.Value == fmt.Sprint(3*maxCookies-1) }) {
		t.Error("a cookie known from before was not renewed")
	}
}

func TestBasicAuthFromAddress(t *testing.T) {
	s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		switch user, password, _ := r.BasicAuth(); {
		case user != "reader" || password != "p@ss":
			w.WriteHeader(401)
		case r.URL.Path == "/":
			http.Redirect(w, r, "/blog", http.StatusFound)
		default:
			ok(0, w, r)
		}
	})
	sc := s.scraper(t, Options{})
	page, err := start(t, sc, strings.Replace(s.URL, "://", "://reader:p%40ss@", 1)+"/")
	if err != nil {
		t.Fatal(err)
	}
	if page.URL != s.URL+"/blog" {
		t.Errorf("page.URL = %s, want it without the password", page.URL)
	}
	mustGet(t, sc, s.URL+"/second") // later addresses do not repeat the password
}

func TestAddressIsSpeltAsAsked(t *testing.T) {
	s := newSite(t, ok)
	sc := s.scraper(t, Options{})
	for asked, want := range map[string]string{
		"/it's-here?q='R&D'":  "/it's-here?q='R&D'",
		"/Vienna%2C-Austria":  "/Vienna%2C-Austria",
		"/100%-true":          "/100%25-true",
		"/b%C3%BCcher?a=b#it": "/b%C3%BCcher?a=b",
	} {
		if page := mustGet(t, sc, s.URL+asked); page.URL != s.URL+want {
			t.Errorf("page.URL of %s = %s, want %s", asked, page.URL, want)
		}
	}
}

func TestBadAddresses(t *testing.T) {
	sc := newScraper(t, newFakeClock(), Options{})
	for _, address := range []string{"", "blog", "/blog", "http://", "ftp://old.example/", "file:///etc/passwd", "mailto:a@b.example", "http://[::1/", "javascript:void(0)", "http://exa mple/"} {
		_, err := start(t, sc, address)
		if err == nil || !strings.HasPrefix(err.Error(), "not an http address") {
			t.Errorf("Fetch(%q) = %v, want a clear error", address, err)
		}
	}
	if n := sc.Stats().Requests; n != 0 {
		t.Errorf("%d requests were sent, want none", n)
	}
}

func TestBadOptions(t *testing.T) {
	for name, o := range map[string]Options{
		"resolve to a name":  {Resolve: map[string]string{"a.example": "b.example"}},
		"allow an address":   {AllowHosts: []string{"http://a.example/"}},
		"allow an empty one": {AllowHosts: []string{" "}},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: New gave no error", name)
		}
	}
}

func TestCheckIsRetried(t *testing.T) {
	bad := errors.New("an error page")
	check := func(p *blog.Page) error {
		if strings.Contains(string(p.Body), "Server Error") {
			return bad
		}
		return nil
	}
	for _, heals := range []int{3, 4, 99} {
		s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
			if n < heals {
				fmt.Fprint(w, "Server Error in '/' Application.")
				return
			}
			ok(n, w, r)
		})
		page, err := s.scraper(t, Options{}).Fetch(t.Context(), blog.Request{URL: s.URL}, blog.FetchOptions{Check: check})
		if heals <= 4 && err != nil {
			t.Errorf("healed at request %d: %v", heals, err)
		}
		if heals > 4 && (!errors.Is(err, bad) || page == nil || !strings.HasPrefix(string(page.Body), "Server Error")) {
			t.Errorf("not healed: %v, %v, want the last page and Check's error", page, err)
		}
		if got, want := len(s.requests()), 1+min(heals, 4); got != want {
			t.Errorf("%d requests, want %d", got, want)
		}
	}
}

// If a page fails the check and then the server fails: three retries for both.
func TestRetriesAreSharedWithCheck(t *testing.T) {
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n%2 == 0 {
			w.WriteHeader(500)
			return
		}
		ok(n, w, r)
	})
	_, err := s.scraper(t, Options{}).Fetch(t.Context(), blog.Request{URL: s.URL}, blog.FetchOptions{
		Check: func(*blog.Page) error { return blog.ErrErrorPage },
	})
	var status *blog.StatusError
	if !errors.As(err, &status) || len(s.requests()) != 5 {
		t.Errorf("%v after %v, want the 500 of the fourth request", err, s.requests())
	}
}

func TestCancel(t *testing.T) {
	for name, o := range map[string]Options{
		"while waiting for the answer": {Delay: -1, IgnoreRobots: true},
		"during the delay":             {Delay: time.Hour},
		"during a Retry-After":         {Delay: -1, Headers: http.Header{"X-Busy": {"1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			reached := make(chan struct{}, 10)
			s := newSite(t, func(_ int, w http.ResponseWriter, r *http.Request) {
				reached <- struct{}{}
				if r.Header.Get("X-Busy") != "" {
					w.Header().Set("Retry-After", "500")
					w.WriteHeader(503)
					return
				}
				<-r.Context().Done()
			})
			sc, err := New(o) // on the real clock
			if err != nil {
				t.Fatal(err)
			}
			defer sc.Close()
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				if o.Delay < 0 {
					<-reached
				}
				time.Sleep(30 * time.Millisecond)
				cancel()
			}()
			began := time.Now()
			_, err = sc.Fetch(ctx, blog.Request{URL: s.URL}, blog.FetchOptions{Start: true})
			if err != context.Canceled {
				t.Errorf("error = %v, want the context's", err)
			}
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("it took %v to stop", took)
			}
		})
	}
}

func TestConcurrentFetches(t *testing.T) {
	s := newSite(t, ok)
	sc := s.scraper(t, Options{Parallel: 3})
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			path := fmt.Sprintf("/p%d", i)
			if page, err := get(t, sc, s.URL+path); err != nil || string(page.Body) != "<p>"+path+"</p>" {
				t.Errorf("%s = %v, %v", path, page, err)
			}
		})
	}
	wg.Wait()
	if got := sc.Stats(); got.Requests != 13 || got.Pages != 12 {
		t.Errorf("stats = %+v, want robots.txt asked for once", got)
	}
}

func TestConnectionIsReused(t *testing.T) {
	var mu sync.Mutex
	from := map[string]bool{}
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		from[r.RemoteAddr] = true
		mu.Unlock()
		if n == 2 {
			w.WriteHeader(404)
			fmt.Fprint(w, "<p>not here</p>")
			return
		}
		ok(n, w, r)
	})
	sc := s.scraper(t, Options{})
	for range 5 {
		_, _ = get(t, sc, s.URL)
	}
	if len(from) != 1 {
		t.Errorf("%d connections for five requests, want one", len(from))
	}
}

// A scraper's memory must not depend on the number of pages that it has fetched.
func TestMemoryDoesNotGrow(t *testing.T) {
	s := newSite(t, ok)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { ok(0, w, r) })
	s.Config.Handler = handler // the site's own log would grow
	sc := s.scraper(t, Options{IgnoreRobots: true})
	fetch := func(from, to int) uint64 {
		for i := from; i < to; i++ {
			mustGet(t, sc, fmt.Sprintf("%s/post-with-a-long-name-%d", s.URL, i))
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := fetch(0, 200)
	after := fetch(200, 2200)
	if after > before+200<<10 {
		t.Errorf("2000 more pages hold %d KiB more", (after-before)>>10)
	}
}
