package pager

import "testing"

// Only a front page that is at home on the last number counts from the oldest.
func TestFrontIsLast(t *testing.T) {
	const counted = `<a href="/blog?page=1">1</a> - <a href="/blog?page=2">2</a> - <strong>3</strong> <a href="/blog?page=2">&lt;</a>`
	for _, c := range []struct {
		name, url, markup string
		want              bool
	}{
		{"counted from the oldest", listURL, counted, true},
		{"asked for past the end", listURL + "?page=9", counted, false},
		{"at its own address", listURL + "?page=3", counted, false},
		{"no address", "", counted, false},
	} {
		p := pagerOf(t, c.url, c.markup)
		if got := FrontIsLast(&p, c.url); got != c.want {
			t.Errorf("%s: %v, want %v (pager %+v)", c.name, got, c.want, p)
		}
	}
}
