package main

import (
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "0s": 0, "500ms": 500 * time.Millisecond, "1s": time.Second, "1h30m": 90 * time.Minute, "7d": 168 * time.Hour, "0.5d": 12 * time.Hour,
	} {
		var s durationFlag
		if err := s.Set(text); err != nil || time.Duration(s) != want {
			t.Errorf("span %q = %v, %v; want %v", text, time.Duration(s), err, want)
		}
	}
	for _, text := range []string{"", "1", "-1s", "-1d", "soon", "1 s", "NaNd", "1e99d"} {
		var s durationFlag
		if err := s.Set(text); err == nil {
			t.Errorf("span %q was taken as %v", text, time.Duration(s))
		}
	}
	for d, want := range map[time.Duration]string{0: "0", time.Second: "1s", 10 * time.Minute: "10m", 6 * time.Hour: "6h", 90 * time.Minute: "1h30m", 61 * time.Second: "1m1s", 10 * time.Second: "10s"} {
		s := durationFlag(d)
		if got := s.String(); got != want {
			t.Errorf("span %v is written %q, want %q", d, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]sizeFlag{
		"8MiB": 8 << 20, "8mib": 8 << 20, "8M": 8 << 20, "500kB": 500000, "1 GiB": 1 << 30, "1048576": 1 << 20, "1.5k": 1536, "10b": 10,
	} {
		var s sizeFlag
		if err := s.Set(text); err != nil || s != want {
			t.Errorf("size %q = %d, %v; want %d", text, s, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "MiB", "8 elephants", "1e30", "NaN", "Inf"} {
		var s sizeFlag
		if err := s.Set(text); err == nil {
			t.Errorf("size %q was taken as %d", text, s)
		}
	}
	for s, want := range map[sizeFlag]string{8 << 20: "8MiB", 1 << 30: "1GiB", 1536: "1536", 2048: "2KiB"} {
		if got := s.String(); got != want {
			t.Errorf("size %d is written %q, want %q", int64(s), got, want)
		}
	}
}

func TestZone(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York"} {
		var z zoneFlag
		if err := z.Set(name); err != nil || string(z) != name {
			t.Errorf("zone %q: %v", name, err)
		}
	}
	for _, name := range []string{"", "Local", "Berlin", "Europe/Atlantis", "../../etc/passwd"} {
		var z zoneFlag
		if err := z.Set(name); err == nil {
			t.Errorf("zone %q was taken", name)
		}
	}
}

func TestStartAddress(t *testing.T) {
	for text, want := range map[string]string{
		" http://Old.Example/blog#top ":    "http://old.example/blog",
		"https://old.example":              "https://old.example/",
		"http://127.0.0.1:8080/b?a=1":      "http://127.0.0.1:8080/b?a=1",
		"http://[::1]/blog":                "http://[::1]/blog",
		"http://me:secret@old.example/b":   "http://old.example/b",
		"http://localhost/blog":            "http://localhost/blog",
		"http://old.example/a?utm_medium=": "http://old.example/a",
	} {
		if got, err := startAddress(text); err != nil || got != want {
			t.Errorf("startAddress(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "blog", "old.example/blog", "ftp://old.example/", "http://", "http:///blog", "file:///etc/passwd", "javascript:alert(1)", "http://a b/", "http://old..example/"} {
		if got, err := startAddress(text); err == nil {
			t.Errorf("startAddress(%q) = %q, want an error", text, got)
		}
	}
	if header, ok := credentials("http://me:secret@old.example/b"); !ok || header != "Authorization: Basic bWU6c2VjcmV0" {
		t.Errorf("credentials = %q, %v", header, ok)
	}
}
