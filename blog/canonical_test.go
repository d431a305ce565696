package blog

import (
	"net/url"
	"strings"
	"testing"
)

// FuzzPlain compares the shortcut for plain addresses with the full conversion.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"http://a.example/b/C.html", "https://a-b.example//x/../y", "http://a.example", "http://A.example/", "http:///x", "http://a.example/%41?b#c", "ftp://a.example/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		scheme, host, path, ok := splitCanonical(address)
		if !ok {
			return
		}
		want, err := url.Parse(address)
		if err != nil {
			t.Fatalf("%q is no address: %v", address, err)
		}
		if got := (url.URL{Scheme: scheme, Host: host, Path: path}); got != *want || want.String() != address || strings.ToLower(want.Host) != want.Host || want.Port() != "" {
			t.Errorf("%q is read as %q %q %q, want %+v", address, scheme, host, path, want)
		}
	})
}
