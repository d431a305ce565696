package scraper

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// hangUp listens and closes every connection at once.
func hangUp(t *testing.T) (address string, accepted func() int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	var n atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			n.Add(1)
			_ = conn.Close()
		}
	}()
	return listener.Addr().String(), func() int { return int(n.Load()) }
}

func TestHint(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string // part of the hint; "" for none
	}{
		{nil, ""},
		{errors.New("something else"), ""},
		{&blog.StatusError{Status: 401}, "user name"},
		{&blog.StatusError{Status: 403}, "--user-agent"},
		{&blog.StatusError{Status: 404}, "blogferry import"},
		{&blog.StatusError{Status: 407}, "proxy"},
		{&blog.StatusError{Status: 429}, "--delay"},
		{&blog.StatusError{Status: 503}, "later"},
		{&blog.StatusError{Status: 302}, ""},
		{&blog.RedirectError{From: "a", To: "b"}, "blogferry crawl b"},
		{&blog.WaitError{Until: time.Now()}, "--max-wait"},
		{blog.ErrRobots, "--ignore-robots"},
		{blog.ErrTooLong, "--max-body"},
		{blog.ErrPrivate, "--allow-host"},
		{blog.ErrForeign, "--allow-host"},
		{blog.ErrRedirect, "--allow-host"},
		{errTimeout, "--timeout"},
		{&net.DNSError{Err: "no such host", Name: "old.example", IsNotFound: true}, "--resolve"},
		{&net.OpError{Op: "dial", Err: errors.New("connection refused")}, "does not answer"},
		{&net.OpError{Op: "proxyconnect", Err: &net.DNSError{Err: "no such host"}}, "HTTP_PROXY"},
	} {
		got := Hint(c.err)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("Hint(%v) = %q, want %q in it", c.err, got, c.want)
		}
		if c.err != nil && Hint(&blog.PageError{URL: "u", Err: fmt.Errorf("deeper: %w", c.err)}) != got {
			t.Errorf("Hint(%v) does not see through wrapping", c.err)
		}
	}
}
