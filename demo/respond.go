package demo

import (
	"bytes"
	"compress/gzip"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// answer is a complete response, to be sent with or without a fault.
type answer struct {
	status int
	header http.Header
	body   []byte
	// commit makes the view state in the response valid on the server. It is not called
	// for failed responses.
	commit func()
}

func (a *answer) serve(w http.ResponseWriter, r *http.Request) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		w.Write(a.body) // the client may have disconnected
	}
}

func plainAnswer(status int, contentType, body string) *answer {
	return &answer{status: status, header: http.Header{"Content-Type": {contentType}}, body: []byte(body)}
}

func redirect(status int, to string) *answer {
	a := plainAnswer(status, "text/html; charset=utf-8", movedPage(to))
	a.header.Set("Location", to)
	return a
}

func movedPage(to string) string {
	return `<html><head><title>Object moved</title></head><body><h2>Object moved to <a href="` +
		html.EscapeString(to) + `">here</a>.</h2></body></html>`
}

// respond returns the response to a routed request. The lock is held.
func (s *Site) respond(r *http.Request, t target) *answer {
	if r.Method == http.MethodPost && s.opts.Pager.postback() && t.isList() {
		if a := s.refuse(r, s.formOf(t)); a != nil {
			return a
		}
	}
	switch {
	case t.to != "":
		return redirect(http.StatusMovedPermanently, t.to)
	case t.kind == KindRobots && s.opts.Robots != "":
		return plainAnswer(http.StatusOK, "text/plain; charset=utf-8", s.opts.Robots)
	case t.kind == KindFeed:
		return s.feed(r)
	case key(r.URL.Path) == "":
		return s.document(r, s.home())
	case t.isList():
		return s.document(r, s.list(t))
	case t.kind == KindDetail && t.post >= 0:
		return s.document(r, s.detail(t))
	}
	if t.kind == KindMedia {
		return s.media(r)
	}
	return s.notFound(r)
}

func (s *Site) notFound(r *http.Request) *answer {
	d := document{title: "Page not found", path: r.URL.Path}
	d.body = "<h1>Page not found</h1>\n<p>The page you are looking for has drifted off.</p>"
	a := s.document(r, d)
	a.status = http.StatusNotFound
	a.header.Del("Etag")
	a.header.Del("Last-Modified")
	return a
}

// document sends a page: with state and tokens filled in, encoded, compressed,
// and with validators.
func (s *Site) document(r *http.Request, d document) *answer {
	raw := s.frame(&d)
	a := &answer{status: http.StatusOK, header: http.Header{}}
	a.header.Set("Content-Type", "text/html; charset="+s.opts.DeclaredCharset)
	a.header.Set("Server", "Microsoft-IIS/7.5")
	a.header.Set("X-Aspnet-Version", "4.0.30319")
	if s.opts.Validators && r.Method != http.MethodPost {
		tag := `"` + hash("etag", raw)[:20] + `"`
		a.header.Set("Etag", tag)
		a.header.Set("Last-Modified", s.edition.modified.Format(http.TimeFormat))
		if unchanged(r, tag, s.edition.modified) {
			a.status = http.StatusNotModified
			return a
		}
	}
	s.withState(r, a, d, &raw)
	a.body = s.encode(raw)
	if s.opts.Gzip && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		a.header.Set("Content-Encoding", "gzip")
		a.header.Set("Vary", "Accept-Encoding")
		a.body = zip(a.body)
	}
	return a
}

// unchanged reports whether the client's copy is current.
func unchanged(r *http.Request, tag string, modified time.Time) bool {
	if given := r.Header.Get("If-None-Match"); given != "" {
		return given == tag
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !modified.After(since)
}

// encode writes text in the site's charset; what that lacks becomes a character
// reference, as browsers show it just the same.
func (s *Site) encode(text string) []byte {
	switch s.opts.Charset {
	case "utf-8":
		return []byte(text)
	case "utf-8-bom":
		return []byte("\ufeff" + text)
	}
	encoder := encoding.HTMLEscapeUnsupported(charmap.Windows1252.NewEncoder())
	encoded, err := encoder.Bytes([]byte(text))
	if err != nil {
		// Only invalid UTF-8 gets here, and the posts are part of the program.
		panic("demo: encode page: " + err.Error())
	}
	return encoded
}

func zip(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data) // a buffer takes everything
	w.Close()
	return b.Bytes()
}
