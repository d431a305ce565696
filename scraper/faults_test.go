package scraper

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

type handler = func(n int, w http.ResponseWriter, r *http.Request)

// once returns a fault for the first request only.
func once(fault handler) handler {
	return func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 1 {
			fault(n, w, r)
			return
		}
		ok(n, w, r)
	}
}

func status(code int, header ...string) handler {
	return func(_ int, w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprintln(w, "<h1>an error</h1>")
	}
}

// raw answers with the given bytes and closes the connection.
func raw(answer string) handler {
	return func(_ int, w http.ResponseWriter, _ *http.Request) {
		conn, buf, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		_, _ = buf.WriteString(answer)
		_ = buf.Flush()
	}
}

func reset(_ int, w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

func silent(_ int, w http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
}

func stalls(_ int, w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, "<p>half")
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}

func gzipped(body []byte) handler { return packed("gzip", body) }

func packed(encoding string, body []byte) handler {
	return func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(body)
	}
}

// deflated compresses a body in both formats that are called deflate.
func deflated(body []byte) (bare, framed []byte) {
	var b, f bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.DefaultCompression)
	_, _ = w.Write(body)
	_ = w.Close()
	z := zlib.NewWriter(&f)
	_, _ = z.Write(body)
	_ = z.Close()
	return b.Bytes(), f.Bytes()
}

func endless(_ int, w http.ResponseWriter, _ *http.Request) {
	for line := bytes.Repeat([]byte("<div>"), 1000); ; {
		if _, err := w.Write(line); err != nil {
			return
		}
	}
}

// hollow is an endless gzip stream that never yields a byte.
func hollow(_ int, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = w.Write(zipped(nil)[:10])
	for block := bytes.Repeat([]byte{0, 0, 0, 0xff, 0xff}, 1000); ; {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func headerFlood(_ int, w http.ResponseWriter, _ *http.Request) {
	for i := range 400 {
		w.Header().Set(fmt.Sprint("X-", i), fmt.Sprintf("%01000d", i))
	}
}

// noise is text that does not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

func TestFaults(t *testing.T) {
	isStatus := func(code int) func(error) bool {
		return func(err error) bool {
			var s *blog.StatusError
			return errors.As(err, &s) && s.Status == code
		}
	}
	is := func(target error) func(error) bool {
		return func(err error) bool { return errors.Is(err, target) }
	}
	some := func(err error) bool { return err != nil }
	waits := func(err error) bool {
		var w *blog.WaitError
		return errors.As(err, &w)
	}
	text := bytes.Repeat([]byte("<p>An old post.</p>\n"), 5000)
	bare, framed := deflated(text)
	short := "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>half"
	chunk := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ha\r\n"

	for _, f := range []struct {
		name     string
		serve    handler
		want     func(error) bool // nil: a page
		requests int              // robots.txt aside
		waited   time.Duration    // at least; -1 for no wait at all
	}{
		{"503 once", once(status(503)), nil, 2, 375 * time.Millisecond},
		{"503 for good", status(503), isStatus(503), 4, 2600 * time.Millisecond},
		{"503 with Retry-After", once(status(503, "Retry-After", "7")), nil, 2, 7 * time.Second},
		{"429 with Retry-After", once(status(429, "Retry-After", "90")), nil, 2, 90 * time.Second},
		{"503 with a date, by the server's clock", once(status(503, "Date", "Tue, 01 Jan 2030 10:00:00 GMT", "Retry-After", "Tue, 01 Jan 2030 10:02:00 GMT")), nil, 2, 2 * time.Minute},
		{"503 with a date that is over", once(status(503, "Date", "Tue, 01 Jan 2030 10:00:00 GMT", "Retry-After", "Tue, 01 Jan 2019 10:02:00 GMT")), nil, 2, 375 * time.Millisecond},
		{"503 with too long a wait", status(503, "Retry-After", "601"), waits, 1, -1},
		{"500 with a wait without end", status(500, "Retry-After", "99999999999999999999"), waits, 1, -1},
		{"500 with a wait in words", once(status(500, "Retry-After", "soon")), nil, 2, 375 * time.Millisecond},
		{"429", status(429), isStatus(429), 4, 2600 * time.Millisecond},
		{"408", once(status(408)), nil, 2, 375 * time.Millisecond},
		{"500", status(500), isStatus(500), 4, 2600 * time.Millisecond},
		{"403", status(403), isStatus(403), 1, -1},
		{"404", status(404), isStatus(404), 1, -1},
		{"410", status(410), isStatus(410), 1, -1},
		{"401", status(401), isStatus(401), 1, -1},
		{"204", func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, isStatus(204), 1, -1},
		{"206", status(206), isStatus(206), 1, -1},
		{"203", status(203), nil, 1, -1},
		{"302 to nowhere", status(302), isStatus(302), 1, -1},
		{"connection reset once", once(reset), nil, 2, 375 * time.Millisecond},
		{"connection reset for good", reset, some, 4, 2600 * time.Millisecond},
		{"no HTTP at all", raw("SSH-2.0-OpenSSH_4.3\r\n"), some, 4, 2600 * time.Millisecond},
		{"closed without a word", once(raw("")), nil, 2, 375 * time.Millisecond},
		{"body shorter than stated", once(raw(short)), nil, 2, 375 * time.Millisecond},
		{"body always shorter than stated", raw(short), some, 4, 2600 * time.Millisecond},
		{"chunks cut off", once(raw(chunk)), nil, 2, 375 * time.Millisecond},
		{"gzip cut off", once(gzipped(zipped(text)[:100])), nil, 2, 375 * time.Millisecond},
		{"gzip that is none", gzipped(text), some, 4, 2600 * time.Millisecond},
		{"gzip with a wrong checksum", once(gzipped(append(zipped(text)[:len(zipped(text))-8], 1, 2, 3, 4, 5, 6, 7, 8))), nil, 2, 375 * time.Millisecond},
		{"gzip", gzipped(zipped(text)), nil, 1, -1},
		{"deflate", packed("deflate", framed), nil, 1, -1},
		{"bare deflate", packed("deflate", bare), nil, 1, -1},
		{"deflate cut off", once(packed("deflate", framed[:100])), nil, 2, 375 * time.Millisecond},
		{"no compression that is known", packed("br", text), is(errEncoding), 1, -1},
		{"no answer", once(silent), nil, 2, 375 * time.Millisecond},
		{"a body that stalls", once(stalls), nil, 2, 375 * time.Millisecond},
		{"a body that always stalls", stalls, is(errTimeout), 4, 2600 * time.Millisecond},
		{"no body", once(status200Empty), nil, 2, 375 * time.Millisecond},
		{"never a body", status200Empty, is(errEmpty), 4, 2600 * time.Millisecond},
		{"a stated length over the limit", status200Length(1 << 40), is(blog.ErrTooLong), 1, -1},
		{"an endless body", endless, is(blog.ErrTooLong), 1, -1},
		{"a gzip bomb", gzipped(zipped(make([]byte, 50<<20))), is(blog.ErrTooLong), 1, -1},
		{"a gzip stream without content", hollow, is(blog.ErrTooLong), 1, -1},
		{"one byte too many", func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(noise(1<<20 + 1)) }, is(blog.ErrTooLong), 1, -1},
		{"exactly at the limit", func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(noise(1 << 20)) }, nil, 1, -1},
		{"at the limit, compressed in vain", gzipped(zipped(noise(1 << 20))), nil, 1, -1},
		{"headers without end", headerFlood, is(errHeaders), 1, -1},
		{"a compression not asked for", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			_, _ = w.Write(text)
		}, is(errEncoding), 1, -1},
		{"a charset as compression", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "utf-8")
			_, _ = w.Write(text)
		}, nil, 1, -1},
	} {
		t.Run(f.name, func(t *testing.T) {
			s := newSite(t, f.serve)
			o := Options{MaxBody: 1 << 20}
			if strings.Contains(f.name, "stalls") || f.name == "no answer" {
				o.Timeout = 300 * time.Millisecond // of real time
			}
			sc := s.scraper(t, o)
			page, err := get(t, sc, s.URL+"/blog")
			switch {
			case f.want == nil && (err != nil || len(page.Body) == 0):
				t.Errorf("no page: %v", err)
			case f.want != nil && (err == nil || !f.want(err)):
				t.Errorf("error = %v", err)
			}
			if got := len(s.requests()) - 1; got != f.requests {
				t.Errorf("%d requests, want %d", got, f.requests)
			}
			if got := sc.Stats().Requests - 1; got != f.requests {
				t.Errorf("%d requests counted, want %d", got, f.requests)
			}
			waited := s.clock.waited()
			if f.waited < 0 && waited > 0 || waited < f.waited || waited > f.waited+2*time.Second+10*time.Millisecond {
				t.Errorf("waited %v, want %v", waited, f.waited)
			}
			if err != nil && len(err.Error()) > 120 {
				t.Errorf("error of %d bytes: %v", len(err.Error()), err)
			}
		})
	}
}

func status200Empty(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) }

func status200Length(n int64) handler {
	return func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(n))
		w.WriteHeader(200)
		_, _ = w.Write([]byte("<p>"))
	}
}

func TestBytesAreCountedAsTheyCame(t *testing.T) {
	text := bytes.Repeat([]byte("<p>An old post.</p>\n"), 5000)
	s := newSite(t, gzipped(zipped(text)))
	sc := s.scraper(t, Options{IgnoreRobots: true})
	page := mustGet(t, sc, s.URL)
	if !bytes.Equal(page.Body, text) {
		t.Error("the compression was not undone")
	}
	if got, want := sc.Stats().Bytes, int64(len(zipped(text))); got != want {
		t.Errorf("%d bytes counted, want the %d of the wire", got, want)
	}
	if page.Header.Get("Content-Encoding") != "gzip" {
		t.Error("the header is not as received")
	}
}

// After a Retry-After, the whole host waits, not only the page that said so.
func TestRetryAfterHoldsForTheHost(t *testing.T) {
	s := newSite(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/busy" {
			status(503, "Retry-After", "3600")(n, w, r)
			return
		}
		ok(n, w, r)
	})
	sc := s.scraper(t, Options{})
	var wait *blog.WaitError
	if _, err := get(t, sc, s.URL+"/busy"); !errors.As(err, &wait) {
		t.Fatalf("error = %v, want a WaitError", err)
	}
	if want := s.clock.now().Add(time.Hour); !wait.Until.Equal(want) {
		t.Errorf("until %v, want %v", wait.Until, want)
	}
	if _, err := get(t, sc, s.URL+"/other"); !errors.As(err, &wait) || len(s.requests()) != 2 {
		t.Errorf("error = %v after %v, want a WaitError and no request", err, s.requests())
	}
	_ = s.clock.sleep(t.Context(), time.Hour)
	mustGet(t, sc, s.URL+"/other")
}

func TestDeadHost(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	clock := newFakeClock()
	sc := newScraper(t, clock, Options{Delay: -1})
	_, err = start(t, sc, "http://"+address+"/blog")
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "dial" || errors.Is(err, blog.ErrRobots) {
		t.Errorf("error = %v, want that of dialling", err)
	}
	if waited := clock.waited(); waited < 2*time.Second || waited > 5*time.Second {
		t.Errorf("waited %v for a dead host", waited)
	}
	if n := sc.Stats().Requests; n != 0 {
		t.Errorf("%d requests counted, but none was sent", n)
	}
}
