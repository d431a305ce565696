package scraper

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/blog"
)

// bounds decides which hosts may be requested, which of them may have a private
// address, and which may receive the user's headers.
type bounds struct {
	mu      sync.Mutex
	sites   []*homeSite
	allowed []string // hosts, or hosts with ports, in lower case
	proxies map[string]bool
}

// homeSite is a host and port that a crawl started on or was redirected to at the
// start.
type homeSite struct {
	address *url.URL // scheme and host
	user    *url.Userinfo
	secure  bool // the crawl started on https: no secret goes over http
	// public is set once the name has resolved to a public address. A private one
	// after that is DNS rebinding.
	public bool
}

func newBounds(allow []string) (*bounds, error) {
	b := &bounds{proxies: map[string]bool{}}
	for _, host := range allow {
		host = strings.ToLower(strings.TrimSpace(host))
		if host == "" || strings.ContainsAny(host, "/@ ") {
			return nil, fmt.Errorf("allow host %q: neither a host nor host:port", host)
		}
		b.allowed = append(b.allowed, host)
	}
	return b, nil
}

// addHome adds the blog's address before the first request; "" is ignored.
func (b *bounds) addHome(home string) error {
	if home == "" {
		return nil
	}
	u, err := url.Parse(home)
	if err != nil || !isHTTP(u) {
		return fmt.Errorf("home %q: not an http address", home)
	}
	b.addSite(u, u)
	return nil
}

// admit returns nil if u may be requested. The first address ever requested (except
// for cross-host fetches) and every redirect of a start address become home sites.
func (b *bounds) admit(u *url.URL, a *fetchState) error {
	if !isHTTP(u) {
		return fmt.Errorf("not an http address: %s", withoutUser(u))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if a.start || len(b.sites) == 0 && !a.crossHost {
		b.addSite(u, a.first)
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && isPrivate(ip) && !b.mayBePrivate(hostPort(u)) {
		return fmt.Errorf("%s: %w", u.Hostname(), blog.ErrPrivate)
	}
	if !a.crossHost && !b.isSite(u) {
		return fmt.Errorf("%s: %w", u.Host, blog.ErrForeign)
	}
	return nil
}

func (b *bounds) addSite(u, first *url.URL) {
	h := b.site(hostPort(u))
	if h == nil {
		h = &homeSite{address: u, secure: first.Scheme == "https"}
		b.sites = append(b.sites, h)
	}
	if first.User != nil && blog.SameHost(u.String(), first.String()) {
		h.user = first.User
	}
}

func (b *bounds) site(hostport string) *homeSite {
	for _, h := range b.sites {
		if hostPort(h.address) == hostport {
			return h
		}
	}
	return nil
}

func (b *bounds) isSite(u *url.URL) bool {
	for _, h := range b.sites {
		if blog.SameHost(h.address.String(), u.String()) {
			return true
		}
	}
	return b.isAllowed(hostPort(u))
}

// isAllowed reports whether --allow-host names the host, with this port or none.
func (b *bounds) isAllowed(hostport string) bool {
	host, _, _ := net.SplitHostPort(hostport)
	for _, allowed := range b.allowed {
		if allowed == hostport || strings.Trim(allowed, "[]") == host {
			return true
		}
	}
	return false
}

// mayRedirect reports whether a redirect from one address to another stays on its host
// or leads to one that the user allowed.
func (b *bounds) mayRedirect(from, to *url.URL) bool {
	return blog.SameHost(from.String(), to.String()) || b.isAllowed(hostPort(to))
}

// mayBePrivate must be called with b.mu held.
func (b *bounds) mayBePrivate(hostport string) bool {
	h := b.site(hostport)
	return h != nil && !h.public || b.isAllowed(hostport) || b.proxies[hostport]
}

// checkDial is called while dialing, when the IP address of a host is known.
func (b *bounds) checkDial(hostport string, ip netip.Addr) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	private := isPrivate(ip)
	if private && !b.mayBePrivate(hostport) {
		return fmt.Errorf("%s is at %s: %w", hostport, ip, blog.ErrPrivate)
	}
	if h := b.site(hostport); h != nil && !private {
		h.public = true
	}
	return nil
}

// recordProxies takes note of the proxies in use: they may be private.
func (b *bounds) recordProxies(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(req *http.Request) (*url.URL, error) {
		u, err := proxy(req)
		if err != nil || u == nil {
			return u, err
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.proxies[hostPort(u)] = true
		return u, nil
	}
}

// trusts reports whether u may receive the user's headers and password.
func (b *bounds) trusts(u *url.URL) bool {
	return b.trustedSite(u) != nil
}

func (b *bounds) trustedSite(u *url.URL) *homeSite {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, h := range b.sites {
		if blog.SameHost(h.address.String(), u.String()) && (u.Scheme == "https" || !h.secure) {
			return h
		}
	}
	return nil
}

// authorize adds the user name and password from the start address unless an
// Authorization header is set.
func (b *bounds) authorize(req *http.Request) {
	h := b.trustedSite(req.URL)
	if h == nil || h.user == nil || req.Header.Get("Authorization") != "" {
		return
	}
	password, _ := h.user.Password()
	req.SetBasicAuth(h.user.Username(), password)
}

func isHTTP(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// hostPort returns the host:port to dial for u.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}
