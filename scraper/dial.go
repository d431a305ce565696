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

// guard dials connections. It checks the resolved IP address while dialing, since a
// name checked beforehand could resolve to another address by then.
type guard struct {
	bounds  *bounds
	resolve map[string]string // host to IP address, from Options.Resolve
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

// dial connects to address, a host:port. An IP address from Options.Resolve is not
// checked.
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
	return g.bounds.checkDial(address, to.Addr())
}
