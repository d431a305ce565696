package demo

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func faulty(t *testing.T, f Fault) *visitor {
	return visit(t, New(Options{Faults: []Fault{f}, Pace: time.Millisecond}))
}

func TestFaultStatuses(t *testing.T) {
	for _, c := range []struct {
		fault  Fault
		status int
		header string // "Name: value"
		body   string
	}{
		{Fault{Kind: FaultStatus}, 503, "", "Server Error"},
		{Fault{Kind: FaultStatus, Status: 429, RetryAfter: "7"}, 429, "Retry-After: 7", ""},
		{Fault{Kind: FaultStatus, Status: 410}, 410, "", ""},
		{Fault{Kind: FaultRedirect, To: "file:///etc/passwd"}, 302, "Location: file:///etc/passwd", ""},
		{Fault{Kind: FaultRedirect, To: "http://10.0.0.1/", Status: 301}, 301, "Location: http://10.0.0.1/", ""},
		{Fault{Kind: FaultLoop}, 302, "Location: /blog?turn=1", ""},
		{Fault{Kind: FaultType}, 200, "Content-Type: application/pdf", "BlogPTitle"},
		{Fault{Kind: FaultEmpty}, 200, "Content-Length: 0", ""},
		{Fault{Kind: FaultSlow}, 200, "", "</html>"},
		{Fault{Kind: FaultError200}, 200, "", "Server Error in"},
		{Fault{Kind: FaultLogin200}, 200, "", "Log on"},
		{Fault{Kind: FaultParked200}, 200, "", "for sale"},
	} {
		v := faulty(t, c.fault)
		status, header, body := v.do(v.request("GET", "/blog"))
		name, value, _ := strings.Cut(c.header, ": ")
		if status != c.status || header.Get(name) != value || !strings.Contains(body, c.body) {
			t.Errorf("%s: status %d, %s %q, %d bytes", c.fault.Kind, status, name, header.Get(name), len(body))
		}
		if c.fault.Kind == FaultEmpty && body != "" {
			t.Errorf("empty body has %d bytes", len(body))
		}
		if status, body := v.get("/blog"); status != 200 || len(titles(t, body)) != 10 {
			t.Errorf("%s: not healed after one request: %d", c.fault.Kind, status)
		}
	}
}

func TestFaultsThatBreakOff(t *testing.T) {
	v := faulty(t, Fault{Kind: FaultReset})
	// Transports retry by themselves when a used connection is reset.
	if _, err := v.client.Do(v.request("GET", "/blog")); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("reset: %v", err)
	}
	v = faulty(t, Fault{Kind: FaultShort})
	resp, err := v.client.Do(v.request("GET", "/blog"))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
		t.Errorf("short body: %d bytes, %v", len(body), err)
	}
	v = faulty(t, Fault{Kind: FaultCut})
	_, cut := v.get("/blog")
	_, whole := v.get("/blog")
	if len(cut) == 0 || len(cut) >= len(whole) {
		t.Errorf("cut body: %d bytes of %d", len(cut), len(whole))
	}
	v = faulty(t, Fault{Kind: FaultStall})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	resp, err = v.client.Do(v.request("GET", "/blog").WithContext(ctx))
	if err != nil {
		t.Fatalf("stall: no headers: %v", err)
	}
	if body, err := io.ReadAll(resp.Body); !errors.Is(err, context.DeadlineExceeded) || len(body) > 0 {
		t.Errorf("stall: %d bytes, %v", len(body), err)
	}
}

func TestFaultsThatFlood(t *testing.T) {
	v := faulty(t, Fault{Kind: FaultEndless})
	resp, err := v.client.Do(v.request("GET", "/blog"))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, resp.Body, 2<<20); err != nil {
		t.Errorf("endless body ended after %d bytes: %v", n, err)
	}
	resp.Body.Close()

	v = faulty(t, Fault{Kind: FaultDeep})
	if _, body := v.get("/blog"); strings.Count(body, "<div>") != nestingDepth {
		t.Errorf("%d elements", strings.Count(body, "<div>"))
	}

	v = faulty(t, Fault{Kind: FaultBomb})
	r := v.request("GET", "/blog")
	r.Header.Set("Accept-Encoding", "gzip") // so that the transport leaves it packed
	_, header, packed := v.do(r)
	if header.Get("Content-Encoding") != "gzip" || len(packed) > 2<<20 {
		t.Errorf("bomb of %d bytes", len(packed))
	}
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, z, 2*bombMember); err != nil {
		t.Errorf("bomb unpacks to %d bytes: %v", n, err)
	}
}

func TestFaultSelectors(t *testing.T) {
	s := New(Options{Faults: []Fault{
		{Kind: FaultStatus, Page: 2, From: 2, Times: 2},
		{Kind: FaultStatus, Status: 404, Path: "/blog/October-2014/frozen-lock.aspx", Times: Always},
		{Kind: FaultStatus, Status: 403, On: KindRobots},
	}})
	v := visit(t, s)
	for i, want := range []int{200, 503, 503, 200} {
		if status, _ := v.get("/blog?page=2"); status != want {
			t.Errorf("request %d of page 2 answers %d, want %d", i+1, status, want)
		}
	}
	for range 3 {
		if status, _ := v.get("/Blog/october-2014/Frozen-Lock"); status != 404 {
			t.Errorf("the detail answers %d", status)
		}
	}
	if status, _ := v.get("/robots.txt"); status != 403 {
		t.Errorf("robots.txt answers %d", status)
	}
	s.Mend()
	if status, _ := v.get("/blog/October-2014/Frozen-lock"); status != 200 {
		t.Errorf("mended detail answers %d", status)
	}
	s.Break(Fault{Kind: FaultStatus, Status: 500})
	if status, _ := v.get("/"); status != http.StatusInternalServerError {
		t.Errorf("broken home page answers %d", status)
	}
	if all := s.Log.All(); all[1].Fault != string(FaultStatus) || all[1].Status != 503 {
		t.Errorf("log of the second request: %+v", all[1])
	}
}
