package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestLines(t *testing.T) {
	for name, test := range map[string]struct {
		options Options
		want    string
	}{
		"plain":   {Options{}, "blogferry: hello\nblogferry: warning: odd date=\"7/8 2014\" n=2\nblogferry: error: broken\nblogferry: hint: mend it\n"},
		"verbose": {Options{Verbose: true}, "blogferry: hello\nblogferry: warning: odd date=\"7/8 2014\" n=2\nblogferry: debug: detail a.b=1\nblogferry: error: broken\nblogferry: hint: mend it\n"},
		"quiet":   {Options{Quiet: true}, "blogferry: error: broken\nblogferry: hint: mend it\n"},
		"colour":  {Options{Quiet: true, Color: true}, "blogferry: \x1b[31;1merror\x1b[0m: broken\nblogferry: \x1b[36mhint\x1b[0m: mend it\n"},
	} {
		var out bytes.Buffer
		c := NewConsole(&out, test.options)
		c.Say("hello")
		c.Log().Warn("odd", "date", "7/8 2014", "n", 2)
		c.Log().WithGroup("a").Debug("detail", "b", 1)
		c.Error(errors.New("broken"), "mend it")
		if out.String() != test.want {
			t.Errorf("%s console wrote\n%s\nwant\n%s", name, out.String(), test.want)
		}
	}
}

func TestPaint(t *testing.T) {
	if got := Paint(true).In(Bold, "a") + Paint(false).In(Bold, "b") + Paint(true).In(Bold, ""); got != "\x1b[1ma\x1b[0mb" {
		t.Errorf("painted %q", got)
	}
}

// Text from a page cannot send control sequences to the terminal.
func TestHarmless(t *testing.T) {
	if got := Harmless("a\x1b[2J\u009b0mb\r\n\tü\x07"); got != "a[2J0mb\n\tü" {
		t.Errorf("got %q", got)
	}
	var out bytes.Buffer
	NewConsole(&out, Options{}).Log().Warn("odd title \x1b]0;x\x07")
	if strings.ContainsAny(out.String(), "\x1b\x07") {
		t.Errorf("wrote %q", out.String())
	}
}

func TestSeveralLinesKeepTheName(t *testing.T) {
	var out bytes.Buffer
	NewConsole(&out, Options{}).Error(errors.New("one\ntwo\n"))
	if got, want := out.String(), "blogferry: error: one\nblogferry:   two\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestJSONLines(t *testing.T) {
	var out bytes.Buffer
	c := NewConsole(&out, Options{JSON: true})
	c.Say("hello")
	c.Log().With("source", "x").Info("run")
	c.Log().Debug("not this")
	c.Error(errors.New("broken"), "mend it")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines, want 3:\n%s", len(lines), out.String())
	}
	var last map[string]any
	if err := json.Unmarshal([]byte(lines[2]), &last); err != nil || last["level"] != "ERROR" || last["msg"] != "broken" || last["hint"] != "mend it" {
		t.Errorf("error line %s: %v", lines[2], err)
	}
}

func TestHandlerAttributes(t *testing.T) {
	var out bytes.Buffer
	log := NewConsole(&out, Options{Verbose: true}).Log()
	log.With("a", 1).WithGroup("g").With("b", "").Info("m", slog.Group("in", "c", "x=y"), slog.Attr{})
	if got, want := out.String(), "blogferry: m a=1 g.b=\"\" g.in.c=\"x=y\"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// clock is a time that the test sets.
type clock struct{ now time.Time }

func (c *clock) read() time.Time { return c.now }

func second() time.Duration { return time.Second }

func TestPlainProgress(t *testing.T) {
	var out bytes.Buffer
	at := &clock{time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
	p := NewConsole(&out, Options{}).Progress(ProgressOptions{Delay: second, Requests: func() int { return 12 }, Now: at.read})
	p.Page(1, "http://a.example/", 10)
	p.Ahead(12, 54)
	for n := 2; n <= 13; n++ {
		at.now = at.now.Add(time.Second)
		p.Page(n, "http://a.example/", 10)
		p.Ahead(13-n, 54)
	}
	p.Note("reading again")
	p.Done()
	want := "blogferry: 12 pages + 54 details, about 66 s\n" +
		"blogferry: 11 pages, 110 posts, about 56 s left (12 requests)\n" +
		"blogferry: reading again\n"
	if out.String() != want {
		t.Errorf("progress wrote\n%s\nwant\n%s", out.String(), want)
	}
}

func TestAddresses(t *testing.T) {
	var out bytes.Buffer
	at := &clock{time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
	p := NewConsole(&out, Options{}).Progress(ProgressOptions{Delay: second, Now: at.read})
	p.Addresses(30)
	for n := range 12 {
		at.now = at.now.Add(time.Second)
		p.Address("http://old.example/", n != 3)
	}
	p.Done()
	want := "blogferry: 30 old addresses, about 30 s\n" +
		"blogferry: 10 old addresses, 1 astray, about 20 s left\n"
	if out.String() != want {
		t.Errorf("progress wrote\n%s\nwant\n%s", out.String(), want)
	}
}

// Results on the same terminal are on lines of their own.
func TestAside(t *testing.T) {
	var out bytes.Buffer
	c := NewConsole(&out, Options{Terminal: true})
	p := c.Progress(ProgressOptions{})
	p.Addresses(2)
	if !strings.Contains(out.String(), "0 old addresses") || strings.Contains(out.String(), "page") {
		t.Errorf("drew %q before the first address", out.String())
	}
	p.Address("http://old.example/", false)
	out.Reset()
	err := c.Aside(func() error { _, err := out.WriteString("result\n"); return err })
	before, after, ok := strings.Cut(out.String(), "result\n")
	if err != nil || !ok || strings.Contains(before, "address") || !strings.Contains(after, "1 old address, 1 astray") {
		t.Errorf("wrote %q, %v; want the bar taken away before and drawn after", out.String(), err)
	}
}

func TestForecast(t *testing.T) {
	for _, test := range []struct {
		pages, details int
		delay          time.Duration
		want           string
	}{
		{1, 0, time.Second, ""},
		{13, 54, time.Second, "13 pages + 54 details, about 67 s"},
		{13, 0, 0, "13 pages"},
		{0, 400, time.Second, "400 details, about 7 min"},
		{1, 20000, time.Second, "1 page + 20000 details, about 6 h"},
	} {
		p := &Progress{o: ProgressOptions{Delay: func() time.Duration { return test.delay }}}
		if got := p.forecast(test.pages, test.details); got != test.want {
			t.Errorf("forecast(%d, %d) at %s = %q, want %q", test.pages, test.details, test.delay, got, test.want)
		}
	}
}

func TestBarIsOneLine(t *testing.T) {
	var out bytes.Buffer
	c := NewConsole(&out, Options{Terminal: true})
	p := c.Progress(ProgressOptions{Label: strings.Repeat("long ", 40)})
	p.Ahead(3, 0)
	for n := 1; n <= 3; n++ {
		p.Page(n, "", 10)
	}
	c.Warn("a line between")
	p.Done()
	p.Done()
	if got := strings.Count(out.String(), "\n"); got != 2 {
		t.Errorf("%d line ends, want the forecast's and the warning's:\n%q", got, out.String())
	}
	for _, drawn := range strings.FieldsFunc(out.String(), func(r rune) bool { return r == '\r' || r == '\n' }) {
		if visible := len([]rune(strings.ReplaceAll(drawn, "\x1b[2K", ""))); strings.Contains(drawn, "|") && visible > 80 {
			t.Errorf("a bar of %d columns wraps: %q", visible, drawn)
		}
	}
	if !strings.HasSuffix(out.String(), "\x1b[2K\r") {
		t.Errorf("the bar stays after Done: %q", out.String())
	}
}

func TestQuietProgress(t *testing.T) {
	var out bytes.Buffer
	p := NewConsole(&out, Options{Terminal: true, Quiet: true}).Progress(ProgressOptions{})
	p.Ahead(100, 100)
	p.Page(1, "", 1)
	p.Note("x")
	p.Done()
	if out.Len() > 0 {
		t.Errorf("quiet progress wrote %q", out.String())
	}
}
