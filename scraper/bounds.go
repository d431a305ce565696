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

// bounds know which hosts may be asked, which of them may have a private
// address, and which may see the user's headers.
type bounds struct {
	mu      sync.Mutex
	homes   []*home
	allowed []string // hosts, or hosts with ports, in lower case
	proxies map[string]bool
}

// home is a host and port that a crawl started on, or was redirected to at its
// start.
type home struct {
	address *url.URL // scheme and host
	user    *url.Userinfo
	secure  bool // the crawl started on https: no secret goes over http
	// public is set when the name was seen at a public address. From then on a
	// private one is not what the user meant, but a name that was rebound.
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

// begin says where the blog lives before anything was asked; "" says nothing.
func (b *bounds) begin(home string) error {
	if home == "" {
		return nil
	}
	u, err := url.Parse(home)
	if err != nil || !isHTTP(u) {
		return fmt.Errorf("home %q: not an http address", home)
	}
	b.settle(u, u)
	return nil
}

// admit is nil if u may be asked on behalf of a. The first address ever asked,
// what may live elsewhere aside, and every hop of a start makes itself at home.
func (b *bounds) admit(u *url.URL, a *ask) error {
	if !isHTTP(u) {
		return fmt.Errorf("not an http address: %s", bare(u))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if a.start || len(b.homes) == 0 && !a.elsewhere {
		b.settle(u, a.first)
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && isPrivate(ip) && !b.mayBePrivate(hostPort(u)) {
		return fmt.Errorf("%s: %w", u.Hostname(), blog.ErrPrivate)
	}
	if !a.elsewhere && !b.isHome(u) {
		return fmt.Errorf("%s: %w", u.Host, blog.ErrForeign)
	}
	return nil
}

func (b *bounds) settle(u, first *url.URL) {
	h := b.home(hostPort(u))
	if h == nil {
		h = &home{address: u, secure: first.Scheme == "https"}
		b.homes = append(b.homes, h)
	}
	if first.User != nil && blog.SameHost(u.String(), first.String()) {
		h.user = first.User
	}
}

func (b *bounds) home(hostport string) *home {
	for _, h := range b.homes {
		if hostPort(h.address) == hostport {
			return h
		}
	}
	return nil
}

func (b *bounds) isHome(u *url.URL) bool {
	for _, h := range b.homes {
		if blog.SameHost(h.address.String(), u.String()) {
			return true
		}
	}
	return b.isAllowed(hostPort(u))
}

// isAllowed says whether --allow-host names the host, with this port or none.
func (b *bounds) isAllowed(hostport string) bool {
	host, _, _ := net.SplitHostPort(hostport)
	for _, allowed := range b.allowed {
		if allowed == hostport || strings.Trim(allowed, "[]") == host {
			return true
		}
	}
	return false
}

// follows says whether a redirect from one address to another stays on its host
// or leads to one that the user allowed.
func (b *bounds) follows(from, to *url.URL) bool {
	return blog.SameHost(from.String(), to.String()) || b.isAllowed(hostPort(to))
}

// mayBePrivate needs b.mu.
func (b *bounds) mayBePrivate(hostport string) bool {
	h := b.home(hostport)
	return h != nil && !h.public || b.isAllowed(hostport) || b.proxies[hostport]
}

// reach is asked at dialling, when the address behind a name is known.
func (b *bounds) reach(hostport string, ip netip.Addr) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	private := isPrivate(ip)
	if private && !b.mayBePrivate(hostport) {
		return fmt.Errorf("%s is at %s: %w", hostport, ip, blog.ErrPrivate)
	}
	if h := b.home(hostport); h != nil && !private {
		h.public = true
	}
	return nil
}

// watchProxy takes note of the proxies in use: they may be private.
func (b *bounds) watchProxy(proxy func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
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

// trusts says whether u may see the user's headers and password.
func (b *bounds) trusts(u *url.URL) bool {
	return b.trustedHome(u) != nil
}

func (b *bounds) trustedHome(u *url.URL) *home {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, h := range b.homes {
		if blog.SameHost(h.address.String(), u.String()) && (u.Scheme == "https" || !h.secure) {
			return h
		}
	}
	return nil
}

// authorize adds the user name and password that the start address held, unless
// the user has set a header of the kind.
func (b *bounds) authorize(req *http.Request) {
	h := b.trustedHome(req.URL)
	if h == nil || h.user == nil || req.Header.Get("Authorization") != "" {
		return
	}
	password, _ := h.user.Password()
	req.SetBasicAuth(h.user.Username(), password)
}

func isHTTP(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// hostPort is where u is dialled, as the dialler is told.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}
