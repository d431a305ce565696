package scraper

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		value, date string
		want        time.Duration
		ok          bool
	}{
		{"", "", 0, false},
		{"120", "", 2 * time.Minute, true},
		{" 0 ", "", 0, true},
		{"1.5", "", 1500 * time.Millisecond, true},
		{"-5", "", 0, true},
		{"NaN", "", 0, false},
		{"1e99", "", maxRetryAfter, true},
		{"soon", "", 0, false},
		{"Wed, 01 Jul 2026 12:00:30 GMT", "", 30 * time.Second, true},
		{"Wednesday, 01-Jul-26 12:00:30 GMT", "", 30 * time.Second, true},
		{"Wed, 01 Jul 2026 11:00:00 GMT", "", 0, true},
		// The server's clock is an hour ahead: this means half a minute.
		{"Wed, 01 Jul 2026 13:00:30 GMT", "Wed, 01 Jul 2026 13:00:00 GMT", 30 * time.Second, true},
		{"Wed, 01 Jul 2026 12:00:30 GMT", "nonsense", 30 * time.Second, true},
	} {
		h := http.Header{"Retry-After": {c.value}, "Date": {c.date}}
		if got, ok := retryAfter(h, now); got != c.want || ok != c.ok {
			t.Errorf("retryAfter(%q, Date %q) = %v, %v, want %v, %v", c.value, c.date, got, ok, c.want, c.ok)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120", "")
	f.Add("Wed, 01 Jul 2026 12:00:30 GMT", "Wed, 01 Jul 2026 11:00:00 GMT")
	f.Add("1e400", "")
	f.Fuzz(func(t *testing.T, value, date string) {
		h := http.Header{"Retry-After": {value}, "Date": {date}}
		if got, ok := retryAfter(h, time.Unix(0, 0)); got < 0 || got > maxRetryAfter || got != 0 && !ok {
			t.Errorf("retryAfter(%q, Date %q) = %v, %v", value, date, got, ok)
		}
	})
}

func TestBudget(t *testing.T) {
	for range 100 {
		b, sum := newBudget(), time.Duration(0)
		for i := range retries {
			pause, ok := b.next()
			if least := firstBackoff << i * 3 / 4; !ok || pause < least {
				t.Fatalf("pause %d = %v, %v, want at least %v", i, pause, ok, least)
			}
			sum += pause
		}
		if _, ok := b.next(); ok || sum > 10*time.Second {
			t.Fatalf("a fourth retry, or %v in all", sum)
		}
	}
}
