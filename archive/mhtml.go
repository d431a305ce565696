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

// readMHTML yields the page of an MHTML file. Images and styles are skipped without being
// loaded, and do not count toward the limit.
func readMHTML(r *reader, f *file) bool {
	p, err := f.mhtml(r.max)
	if err != nil {
		return r.fail(f.path, f.named, err)
	}
	return r.page(p, r.reread(f))
}

func (f *file) mhtml(limit int64) (*blog.Page, error) {
	// Limit the header, but not what follows it.
	src := &io.LimitedReader{R: f.body, N: maxMIMEHeader}
	m, err := mail.ReadMessage(src)
	if err != nil {
		return nil, fmt.Errorf("%w: its MHTML header can't be read: %w", ErrBroken, err)
	}
	src.N = 1 << 62
	part, err := mainPart(textproto.MIMEHeader(m.Header), m.Body, limit, 0)
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
func mainPart(h textproto.MIMEHeader, body io.Reader, limit int64, depth int) (*part, error) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && kind == "" {
		return nil, errNoPart
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return single(h, kind, body, limit)
	}
	if depth >= maxMIMEDepth || params["boundary"] == "" {
		return nil, errNoPart
	}
	return search(multipart.NewReader(body, params["boundary"]), contentID(params["start"]), limit, depth)
}

// contentID removes the angle brackets of an id, which some programs omit.
func contentID(s string) string { return strings.Trim(s, "<> ") }

// search returns the part with the id start, or else the first page.
func search(parts *multipart.Reader, start string, limit int64, depth int) (*part, error) {
	var first *part
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return first, endOf(err, first)
		}
		wanted := start == "" || contentID(p.Header.Get("Content-Id")) == start
		if !wanted && first != nil {
			continue
		}
		found, err := mainPart(p.Header, p, limit, depth+1)
		switch {
		case errors.Is(err, errNoPart):
			continue
		case err != nil:
			return nil, err
		case wanted:
			return found, nil
		}
		first = found
	}
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
func single(h textproto.MIMEHeader, kind string, body io.Reader, limit int64) (*part, error) {
	switch kind {
	case "text/html", "application/xhtml+xml", "text/plain":
	default:
		return nil, errNoPart
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := readLimited(body, limit)
	if err != nil {
		return nil, decodeError(err)
	}
	return &part{header: h, body: text}, nil
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
