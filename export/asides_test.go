package export

import (
	"html"
	"strings"
	"testing"
)

// What is put aside is put back, and no placeholder is left.
func FuzzAsides(f *testing.F) {
	for _, s := range append(hostile, "/?a=/b", "http://a.example/?a=b;c+d#(e)", "?a=%zz/", "/?a=b=c&amp;d", "/?&copy=1") {
		f.Add(s)
	}
	m := newMarkdowner(nil)
	f.Fuzz(func(t *testing.T, address string) {
		md, err := m.convertAny(`<a href="` + html.EscapeString(address) + `">x</a>`)
		if err != nil || !strings.Contains(address, "put-aside") && strings.Contains(md, standIn) || len(m.asides) != 0 {
			t.Errorf("the link to %q is %q, %v", address, md, err)
		}
		if isReencoded(address) && md != "[x]("+inParentheses.Replace(address)+")" {
			t.Errorf("the link to %q is %q", address, md)
		}
	})
}
