package archive

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"net/textproto"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/blog"
)

const (
	maxMIMEHeader = 256 << 10
	maxMIMEDepth  = 4 // the deepest seen is 2: multipart/related in multipart/mixed
)

// isMHTML reports whether a file is MHTML: by its name, or because it starts like an
// e-mail.
func isMHTML(f *file) bool {
	if notPage(f.head) != nil || isHTML(f.head) {
		return false
	}
	switch extension(filepath.Base(f.path)) {
	case ".mht", ".mhtml":
		return true
	}
	head := bytes.ToLower(f.head)
	return bytes.Contains(head, []byte("mime-version:")) && bytes.Contains(head, []byte("multipart/related"))
}

// readMHTML yields the page of an MHTML file. Images and styles do not count toward the
// limit, and are skipped without being loaded unless files are collected.
func readMHTML(r *reader, f *file) bool {
	m := mimeReader{limit: r.max}
	if r.files != nil {
		m.collect = func(address string, body io.Reader) {
			r.files.addURL(address, stored{at: f.modified, load: spooled(body, r.files.limit(), r.spool)})
		}
	}
	p, err := f.mhtml(m)
	if err != nil {
		return r.fail(f.path, f.named, err)
	}
	return r.page(p, r.reread(f))
}

// mimeReader reads the parts of a MIME message.
type mimeReader struct {
	limit   int64                                // of the page
	collect func(address string, body io.Reader) // receives the other parts; may be nil
}

func (f *file) mhtml(parts mimeReader) (*blog.Page, error) {
	// Limit the header, but not what follows it.
	src := &io.LimitedReader{R: f.body, N: maxMIMEHeader}
	m, err := mail.ReadMessage(src)
	if err != nil {
		return nil, fmt.Errorf("%w: its MHTML header can't be read: %w", ErrBroken, err)
	}
	src.N = 1 << 62
	part, err := parts.mainPart(textproto.MIMEHeader(m.Header), m.Body, 0)
	if err != nil {
		return nil, err
	}
	p := f.page(part.body)
	p.Header = http.Header{"Content-Type": {part.header.Get("Content-Type")}}
	p.URL = location(part.header.Get("Content-Location"), m.Header.Get("Snapshot-Content-Location"), m.Header.Get("Content-Location"))
	if at, err := m.Header.Date(); err == nil {
		p.Received = at.UTC() // when it was saved; a copied file has another modification time
	}
	return p, nil
}

// part is one document of a MIME message, decoded.
type part struct {
	header textproto.MIMEHeader
	body   []byte
}

var errNoPart = fmt.Errorf("%w: no page in this MHTML file", ErrBroken)

// mainPart returns the page itself: the part named by the "start" parameter, or else the
// first page; further ones are frames. See RFC 2387 and RFC 2557.
func (m mimeReader) mainPart(h textproto.MIMEHeader, body io.Reader, depth int) (*part, error) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && kind == "" {
		return nil, errNoPart
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return m.single(h, kind, body)
	}
	if depth >= maxMIMEDepth || params["boundary"] == "" {
		return nil, errNoPart
	}
	return m.search(multipart.NewReader(body, params["boundary"]), contentID(params["start"]), depth)
}

// contentID removes the angle brackets of an id, which some programs omit.
func contentID(s string) string { return strings.Trim(s, "<> ") }

// search returns the part with the id start, or else the first page. The remaining parts
// are read only if files are collected.
func (m mimeReader) search(parts *multipart.Reader, start string, depth int) (page *part, err error) {
	for found := false; ; {
		p, err := parts.NextRawPart()
		if err != nil {
			return page, endOf(err, page)
		}
		wanted := !found && (start == "" || contentID(p.Header.Get("Content-Id")) == start)
		if !wanted && page != nil {
			m.aside(p.Header, p)
			continue
		}
		candidate, err := m.mainPart(p.Header, p, depth+1)
		switch {
		case errors.Is(err, errNoPart):
			continue
		case err != nil:
			return nil, err
		case wanted && m.collect == nil:
			return candidate, nil
		}
		page, found = candidate, wanted
	}
}

// aside collects a part that is an image or another file.
func (m mimeReader) aside(h textproto.MIMEHeader, body io.Reader) {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	address := location(h.Get("Content-Location"))
	if m.collect == nil || address == "" || err != nil || isPageType(kind) || strings.HasPrefix(kind, "multipart/") {
		return
	}
	m.collect(address, decoded(h, body))
}

// endOf returns the error for the end of the parts; none if a page was found.
func endOf(err error, found *part) error {
	switch {
	case found != nil:
		return nil
	case err == io.EOF:
		return errNoPart
	}
	return fmt.Errorf("%w: its MHTML can't be read: %w", ErrBroken, err)
}

// single decodes a part if it is a page.
func (m mimeReader) single(h textproto.MIMEHeader, kind string, body io.Reader) (*part, error) {
	if !isPageType(kind) {
		m.aside(h, body)
		return nil, errNoPart
	}
	text, err := readLimited(decoded(h, body), m.limit)
	if err != nil {
		return nil, decodeError(err)
	}
	return &part{header: h, body: text}, nil
}

func isPageType(kind string) bool {
	return kind == "text/html" || kind == "application/xhtml+xml" || kind == "text/plain"
}

// decoded decodes a part's transfer encoding.
func decoded(h textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

func decodeError(err error) error {
	if errors.Is(err, ErrBroken) || errors.Is(err, blog.ErrTooLong) {
		return err
	}
	return fmt.Errorf("%w: its page can't be decoded: %w", ErrBroken, err)
}

// location returns the first candidate that is a web address. Long ones are folded.
func location(candidates ...string) string {
	for _, c := range candidates {
		c = strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, c)
		if strings.HasPrefix(c, "http://") || strings.HasPrefix(c, "https://") {
			return c
		}
	}
	return ""
}
