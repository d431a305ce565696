package scraper

import "net/netip"

// reserved are the address ranges without public web servers: private and shared
// networks, loopback, link-local, documentation, benchmarks, multicast and reserved
// ranges (IANA special-purpose address registries).
var reserved = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
	"172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
	"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"224.0.0.0/4", "240.0.0.0/4",

	"::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23",
	"2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
	"fec0::/10", "ff00::/8",
)

// embedded are the IPv6 ranges that contain an IPv4 address, with its offset in the 16
// bytes.
var embedded = []struct {
	prefix netip.Prefix
	at     int
}{
	{netip.MustParsePrefix("::/96"), 12},           // IPv4-compatible
	{netip.MustParsePrefix("::ffff:0:0:0/96"), 12}, // IPv4-translated
	{netip.MustParsePrefix("64:ff9b::/96"), 12},    // NAT64
	{netip.MustParsePrefix("2002::/16"), 2},        // 6to4
}

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, p := range list {
		out[i] = netip.MustParsePrefix(p)
	}
	return out
}

// isPrivate reports whether ip, or the IPv4 address embedded in it, is not public.
func isPrivate(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, p := range reserved {
		if p.Contains(ip) {
			return true
		}
	}
	if !ip.Is6() {
		return !ip.IsValid()
	}
	bytes := ip.As16()
	for _, e := range embedded {
		if e.prefix.Contains(ip) {
			return isPrivate(netip.AddrFrom4([4]byte(bytes[e.at : e.at+4])))
		}
	}
	return false
}
