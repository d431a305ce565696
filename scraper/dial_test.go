package scraper

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestIsPrivate(t *testing.T) {
	for _, ip := range []string{
		"127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
		"100.64.0.1", "0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
		"::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
		"64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1", "2001::1", "100::1",
	} {
		if !isPrivate(netip.MustParseAddr(ip)) {
			t.Errorf("isPrivate(%s) = false", ip)
		}
	}
	for _, ip := range []string{
		"8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "192.0.1.1", "11.0.0.1", "223.255.255.1",
		"2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
	} {
		if isPrivate(netip.MustParseAddr(ip)) {
			t.Errorf("isPrivate(%s) = true", ip)
		}
	}
	if !isPrivate(netip.Addr{}) {
		t.Error("no address at all passes")
	}
}

// byName returns the site's address with a host name instead of its IP.
func (s *site) byName(name string) string {
	return strings.Replace(s.URL, "127.0.0.1", name, 1)
}

func TestOnlyTheHostAndPortStartedOn(t *testing.T) {
	home, other := newSite(t, ok), newSite(t, ok)
	sc := home.scraper(t, Options{})
	if _, err := start(t, sc, home.URL); err != nil {
		t.Fatal(err)
	}
	elsewhere := blog.FetchOptions{CrossHost: true}
	for _, address := range []string{other.URL, other.byName("localhost"), home.byName("localhost"), "http://10.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]:8080/", "http://0/", "http://0x7f.1/", "http://2130706433/"} {
		if _, err := sc.Fetch(t.Context(), blog.Request{URL: address}, elsewhere); !errors.Is(err, blog.ErrPrivate) {
			t.Errorf("%s: %v, want ErrPrivate", address, err)
		}
	}
	if _, err := get(t, sc, other.URL); !errors.Is(err, blog.ErrPrivate) {
		t.Errorf("another port: %v, want ErrPrivate", err)
	}
	if got := other.requests(); len(got) != 0 {
		t.Errorf("the other site was asked for %v", got)
	}
	if home.clock.waited() != 0 {
		t.Error("a refused address was tried again")
	}
}

func TestForeignHost(t *testing.T) {
	home := newSite(t, ok)
	sc := home.scraper(t, Options{})
	mustGet(t, sc, home.URL)
	if _, err := get(t, sc, "http://other.example/"); !errors.Is(err, blog.ErrForeign) {
		t.Errorf("error = %v, want ErrForeign", err)
	}
}

func TestAllowHost(t *testing.T) {
	home, other := newSite(t, ok), newSite(t, ok)
	port := strings.TrimPrefix(other.Listener.Addr().String(), "127.0.0.1")
	for allow, want := range map[string]bool{"127.0.0.1": true, "127.0.0.1" + port: true, "127.0.0.1:1": false, "localhost": false} {
		sc := home.scraper(t, Options{AllowHosts: []string{allow}})
		mustGet(t, sc, home.URL)
		if _, err := get(t, sc, other.URL); (err == nil) != want {
			t.Errorf("allow %s: %v, want allowed: %v", allow, err, want)
		}
	}
}

func TestResolve(t *testing.T) {
	s := newSite(t, ok)
	sc := s.scraper(t, Options{Resolve: map[string]string{"Old.example": "127.0.0.1"}})
	address := s.byName("old.example")
	page, err := start(t, sc, address+"/blog")
	if err != nil || page.URL != address+"/blog" || s.last().Host != strings.TrimPrefix(address, "http://") {
		t.Errorf("page = %v, %v", page, err)
	}
}

// If a host name cannot be looked up during a crawl, the request is retried.
func TestNameNotFound(t *testing.T) {
	s := newSite(t, ok)
	sc := s.scraper(t, Options{IgnoreRobots: true})
	guard, err := newGuard(nil, sc.transport.bounds)
	if err != nil {
		t.Fatal(err)
	}
	var lookups atomic.Int32 // the resolver asks for A and AAAA at the same time
	guard.dialer.Resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		lookups.Add(1)
		return nil, errors.New("network is down")
	}}
	sc.transport.base.DialContext = guard.dial
	_, err = start(t, sc, "http://old.example/")
	var dns *net.DNSError
	if !errors.As(err, &dns) || !strings.Contains(Hint(err), "--resolve") {
		t.Errorf("error = %v, hint %q, want that of the lookup", err, Hint(err))
	}
	if waited := s.clock.waited(); lookups.Load() < 4 || waited < 2*time.Second || waited > 5*time.Second {
		t.Errorf("%d lookups, waited %v, want three retries", lookups.Load(), waited)
	}
}

// A name that was public when the crawl started must not become private.
func TestReboundName(t *testing.T) {
	b, _ := newBounds(nil)
	public, private := netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("127.0.0.1")
	u := mustParse(t, "http://old.example/")
	if err := b.admit(u, &fetchState{start: true, first: u}); err != nil {
		t.Fatal(err)
	}
	if err := b.checkDial("old.example:80", private); err != nil {
		t.Errorf("an intranet blog is refused: %v", err)
	}
	if err := b.checkDial("old.example:80", public); err != nil {
		t.Error(err)
	}
	if err := b.checkDial("old.example:80", private); !errors.Is(err, blog.ErrPrivate) {
		t.Errorf("rebound: %v, want ErrPrivate", err)
	}
}

func TestHeadersStayAtHome(t *testing.T) {
	home, other := newSite(t, ok), newSite(t, ok)
	o := Options{Headers: http.Header{"Authorization": {"Bearer x"}, "Cookie": {"a=1"}}, AllowHosts: []string{"127.0.0.1"}}
	sc := home.scraper(t, o)
	mustGet(t, sc, home.URL)
	mustGet(t, sc, other.URL)
	for _, r := range home.asked {
		if r.Header.Get("Authorization") != "Bearer x" || r.Header.Get("Cookie") != "a=1" {
			t.Errorf("%s came without the headers", r.URL)
		}
	}
	for _, r := range other.asked {
		if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("%s of the other host came with the headers", r.URL)
		}
	}
}

func TestHeadersAreNotSentInTheClear(t *testing.T) {
	b, _ := newBounds(nil)
	first := mustParse(t, "https://user:pw@old.example/")
	a := &fetchState{start: true, first: first}
	for _, address := range []string{"https://user:pw@old.example/", "http://www.old.example/"} {
		if err := b.admit(mustParse(t, address), a); err != nil {
			t.Fatal(err)
		}
	}
	for address, want := range map[string]bool{
		"https://old.example/x": true, "https://www.old.example/x": true,
		"http://old.example/x": false, "https://old.example:8443/": false, "https://other.example/": false,
	} {
		if got := b.trusts(mustParse(t, address)); got != want {
			t.Errorf("trusts(%s) = %v, want %v", address, got, want)
		}
	}
}

func TestProxy(t *testing.T) {
	var asked []string
	proxy := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		ok(n, w, r)
	})
	at := mustParse(t, proxy.URL)
	sc := proxy.scraper(t, Options{IgnoreRobots: true, Proxy: func(*http.Request) (*url.URL, error) { return at, nil }})
	page, err := start(t, sc, "http://old.example/blog")
	if err != nil || page.URL != "http://old.example/blog" || len(asked) != 1 || asked[0] != page.URL {
		t.Errorf("page = %v, %v by way of %v", page, err, asked)
	}
	// Requests through the proxy are checked as far as their addresses show.
	_, err = sc.Fetch(t.Context(), blog.Request{URL: "http://192.168.0.1/"}, blog.FetchOptions{CrossHost: true})
	if !errors.Is(err, blog.ErrPrivate) {
		t.Errorf("private address by proxy: %v, want ErrPrivate", err)
	}
}
