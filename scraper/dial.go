package scraper

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// guard dials. It looks at the address that a name resolved to at the moment of
// dialling, since looking it up beforehand would leave the name time to change.
type guard struct {
	bounds  *bounds
	resolve map[string]string // host to IP, as the user said
	dialer  net.Dialer
}

func newGuard(resolve map[string]string, b *bounds) (*guard, error) {
	g := &guard{bounds: b, resolve: map[string]string{}, dialer: net.Dialer{KeepAlive: 30 * time.Second}}
	for host, ip := range resolve {
		address, err := netip.ParseAddr(strings.Trim(ip, "[]"))
		if err != nil {
			return nil, fmt.Errorf("resolve %s to %s: not an IP address", host, ip)
		}
		g.resolve[strings.ToLower(host)] = address.String()
	}
	return g, nil
}

// dial connects to address, a host:port. Where the user named the IP address to
// use, that one is dialled unchecked.
func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	address = strings.ToLower(address)
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	if ip, ok := g.resolve[host]; ok {
		return g.dialer.DialContext(ctx, network, net.JoinHostPort(ip, port))
	}
	checked := g.dialer
	checked.Control = func(_, resolved string, _ syscall.RawConn) error {
		return g.check(address, resolved)
	}
	return checked.DialContext(ctx, network, address)
}

func (g *guard) check(address, resolved string) error {
	to, err := netip.ParseAddrPort(resolved)
	if err != nil {
		return fmt.Errorf("dial %s at %s: %w", address, resolved, err)
	}
	return g.bounds.reach(address, to.Addr())
}
