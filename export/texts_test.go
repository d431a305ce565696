package export

import (
	"testing"
	"time"
)

func TestTexts(t *testing.T) {
	var all texts
	for _, s := range hostile {
		all.add(s)
	}
	for n, want := range hostile {
		if got := all.at(n); got != want {
			t.Errorf("text %d is %q, want %q", n, got, want)
		}
	}
	if all.len() != len(hostile) {
		t.Errorf("%d texts", all.len())
	}
}

func TestMoments(t *testing.T) {
	var all moments
	times := []string{"2014-07-01T06:00:00+02:00", "", "2014-07-01T04:00:00Z", "1969-12-31T23:59:59-11:30", "9999-12-31T23:59:59+14:00", "2014-07-01T04:00:00+00:00"}
	for _, s := range times {
		all.add(parseDate(&s))
	}
	for n, s := range times {
		want := parseDate(&s)
		if got := all.at(n); !got.Equal(want) || got.Format(time.RFC1123Z) != want.Format(time.RFC1123Z) {
			t.Errorf("time %d is %v, want %v", n, got, want)
		}
	}
}
