package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestStandingInWords(t *testing.T) {
	for _, test := range []struct {
		stored   int
		total    *int
		complete bool
		accepted int
		want     string
	}{
		{127, blog.Int(127), true, 0, "127 of 127 posts stored: complete"},
		{20, blog.Int(154), false, 0, "20 of 154 posts stored: 134 missing"},
		{1, blog.Int(1), true, 0, "1 of 1 post stored: complete"},
		{31, nil, true, 0, "31 posts stored: complete (the blog states no total)"},
		{31, nil, false, 0, "31 posts stored: not known to be complete"},
		{12, blog.Int(12), false, 0, "12 of 12 posts stored: not known to be complete"},
		{47, blog.Int(45), true, 0, "47 of 45 posts stored: complete, 2 more than the blog counts"},
		{125, blog.Int(127), true, 2, "125 of 127 posts stored: complete, 2 accepted as missing"},
	} {
		if got := standing(test.stored, test.total, test.complete, test.accepted); got != test.want {
			t.Errorf("standing = %q, want %q", got, test.want)
		}
	}
}

func TestPlural(t *testing.T) {
	for want, got := range map[string]string{
		"0 posts":     plural(0, "post"),
		"1 address":   plural(1, "address"),
		"2 addresses": plural(2, "address"),
	} {
		if got != want {
			t.Errorf("plural = %q, want %q", got, want)
		}
	}
}

func TestGapInWords(t *testing.T) {
	for want, g := range map[string]blog.Gap{
		"posts 11-20: not read":                                {Kind: "range", From: 11, To: 20, Reason: "not read"},
		"post 11: not read":                                    {Kind: "range", From: 11, To: 11, Reason: "not read"},
		"page 2 (posts 11-20) http://a.example/?page=2: 500":   {Kind: "page", From: 11, To: 20, Page: 2, URL: "http://a.example/?page=2", Reason: "500"},
		"page 3: forbidden":                                    {Kind: "page", Page: 3, Reason: "forbidden"},
		"detail http://a.example/x: the server answered 500":   {Kind: "detail", URL: "http://a.example/x", Reason: "the server answered 500"},
		"post: the site counts 2 posts more than it shows":     {Kind: "post", Reason: "the site counts 2 posts more than it shows"},
		"range: pages moved while they were read, three times": {Kind: "range", Reason: "pages moved while they were read, three times"},
	} {
		if got := gap(g); got != want {
			t.Errorf("gap(%+v) = %q, want %q", g, got, want)
		}
	}
}

func TestGapLines(t *testing.T) {
	page := func(n int, reason string) blog.Gap { return blog.Gap{Kind: "page", Page: n, Reason: reason} }
	got := gapLines([]blog.Gap{
		{Kind: "page", Page: 1, URL: "http://a.example/?page=1", Reason: "not read"},
		page(2, "not read"), page(3, "not read"), page(4, "not read"),
		page(6, "not read"), page(7, "forbidden"), {Kind: "range", From: 8, To: 9, Reason: "forbidden"},
	})
	want := []string{
		"page 1 http://a.example/?page=1: not read", "pages 2-4: not read", "page 6: not read", "page 7: forbidden", "posts 8-9: forbidden",
	}
	if !slices.Equal(got, want) {
		t.Errorf("gapLines = %q, want %q", got, want)
	}
}

func TestHistogram(t *testing.T) {
	got := histogram([]blog.Month{{Month: "2014-06", Posts: 3}, {Month: "2014-07"}, {Month: "2014-08", Posts: 1}})
	want := []string{"2014-06    3 ###", "2014-07    0", "2014-08    1 #"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("histogram\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var long []blog.Month
	for year := 2001; year <= 2010; year++ {
		for month := 1; month <= 12; month++ {
			long = append(long, blog.Month{Month: fmt.Sprintf("%d-%02d", year, month), Posts: year - 2000})
		}
	}
	long = long[2:115]
	long[5].Posts = 0
	got = histogram(long)
	for i, want := range map[int]string{
		0:  "     Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
		1:  "2001           1   1   1   1   1   .   1   1   1   1      9",
		2:  "2002   2   2   2   2   2   2   2   2   2   2   2   2     24",
		10: "2010  10  10  10  10  10  10  10                         70",
	} {
		if len(got) != 11 || got[i] != want {
			t.Errorf("line %d of %d is %q, want %q", i, len(got), got[i], want)
		}
	}
}

func TestVersionsInWords(t *testing.T) {
	until := "2020-02-01T00:00:00Z"
	old := blog.Version{Number: 1, From: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), To: &until, Post: blog.Post{Title: "Old", BodyText: "one\ntwo"}}
	now := blog.Version{Number: 2, From: time.Date(2020, 2, 1, 0, 0, 0, 0, time.UTC), Cause: blog.CauseEdit, Post: blog.Post{Title: "New", BodyText: "one\nthree"}}
	var b strings.Builder
	if err := writeVersions(&b, []blog.Version{old, now}); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"version 1: 2020-01-01T00:00:00Z to 2020-02-01T00:00:00Z (first seen)", "  Old",
		"version 2: 2020-02-01T00:00:00Z to now (edit)", "-title: Old", "+title: New", "-two", "+three", " one",
	} {
		if !strings.Contains(b.String(), line+"\n") {
			t.Errorf("no line %q in\n%s", line, b.String())
		}
	}
}

func TestNextStart(t *testing.T) {
	const every = 6 * time.Hour
	for _, test := range []struct{ took, least time.Duration }{
		{time.Minute, every - time.Minute},
		{0, every},
		{7 * time.Hour, 5 * time.Hour},
		{-time.Hour, every}, // the clock was put back
	} {
		for range 20 {
			if got := nextStart(every, test.took); got < test.least || got > test.least+every/10 {
				t.Errorf("after %v the next start is in %v, want %v and up to a tenth of the interval more", test.took, got, test.least)
			}
		}
	}
}

func TestSleepEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if sleep(ctx, time.Hour) {
		t.Error("slept on")
	}
	if !sleep(t.Context(), time.Millisecond) {
		t.Error("woke up early")
	}
}

func TestSecretHeader(t *testing.T) {
	for header, want := range map[string]bool{"Authorization: Basic x": true, "cookie: a=b": true, "Proxy-Authorization:x": true, "X-Key: 1": false, "": false} {
		if got := secretHeader(header); got != want {
			t.Errorf("secretHeader(%q) = %v", header, got)
		}
	}
}
