package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/blogferry/blogferry/blog"
)

// answer is what a server said, as a record holds it.
type answer struct {
	status int // 0 for a document that did not come by HTTP
	header http.Header
	body   io.Reader
}

// answer reads the head of a record's answer. It is nil if the record holds none.
func (rec *record) answer() (*answer, error) {
	kind := rec.head.Get("WARC-Type")
	if kind == "resource" {
		return &answer{header: http.Header{"Content-Type": {rec.head.Get("Content-Type")}}, body: rec.body}, nil
	}
	if kind != "response" && kind != "revisit" || !strings.HasPrefix(rec.head.Get("Content-Type"), "application/http") {
		return nil, nil
	}
	body := bufio.NewReader(rec.body)
	first, header, err := readHead(body)
	if err == io.EOF && kind == "revisit" {
		return &answer{header: header}, nil
	}
	if err != nil {
		return nil, cutShort(err)
	}
	version, rest, _ := strings.Cut(first, " ")
	status, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	a := &answer{header: header, body: body}
	if a.status, err = strconv.Atoi(status); err != nil || !strings.HasPrefix(version, "HTTP/") {
		return nil, fmt.Errorf("%w: it holds no answer of a web server", ErrBroken)
	}
	return a, nil
}

// mayBePage goes by status and type, sure by the type alone.
func (a *answer) mayBePage(address string) (may, sure bool) {
	if a.status != 0 && a.status != http.StatusOK && a.status != http.StatusNonAuthoritativeInfo {
		return false, false
	}
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	switch kind {
	case "text/html", "application/xhtml+xml":
		return true, true
	case "text/plain":
		base := ""
		if u, err := url.Parse(address); err == nil {
			base = path.Base(u.Path)
		}
		return !skipped(base) && judge(base) != other, true
	case "", "application/octet-stream", "application/xml", "text/xml":
		return true, false
	}
	return false, false
}

// page reads the body, if it is a page's; else it is nil.
func (a *answer) page(limit int64, sure bool) ([]byte, error) {
	body, err := a.read(limit)
	switch {
	case err != nil && sure:
		return nil, err
	case err != nil || notPage(body[:min(len(body), headSize)]) != nil:
		return nil, nil
	case !sure && !isHTML(body[:min(len(body), headSize)]):
		return nil, nil
	}
	return body, nil
}

// read undoes what was done for the transfer. Some writers of web archives have
// undone it themselves and left the header as it was.
func (a *answer) read(limit int64) ([]byte, error) {
	packed, err := readLimited(a.body, limit+limit/8+maxHead) // chunks have heads
	if err != nil {
		return nil, err
	}
	chunked := strings.Contains(strings.ToLower(a.header.Get("Transfer-Encoding")), "chunked")
	if chunked {
		if packed, err = dechunk(packed); err != nil {
			return nil, err
		}
	}
	encoding := strings.ToLower(strings.TrimSpace(a.header.Get("Content-Encoding")))
	stated, err := strconv.Atoi(a.header.Get("Content-Length"))
	if !chunked && err == nil && len(packed) < stated {
		return nil, errCut
	}
	src, err := decoder(encoding, packed)
	if err != nil {
		return nil, err
	}
	body, err := readLimited(src, limit)
	if err != nil && !errors.Is(err, blog.ErrTooLong) {
		return nil, cutShort(err)
	}
	return body, err
}

func dechunk(packed []byte) ([]byte, error) {
	body, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(packed)))
	switch {
	case err == nil:
		return body, nil
	case len(body) == 0:
		return packed, nil // no chunks any more
	}
	return nil, errCut
}

// decoder undoes a content encoding, where the bytes say that it is still there.
func decoder(encoding string, packed []byte) (io.Reader, error) {
	plain := bytes.NewReader(packed)
	begins := func(magic string) bool { return bytes.HasPrefix(packed, []byte(magic)) }
	switch {
	case encoding == "" || encoding == "identity" || isHTML(packed[:min(len(packed), headSize)]):
		return plain, nil
	case begins("\x1f\x8b"):
		return gzip.NewReader(plain)
	case begins("\x28\xb5\x2f\xfd"):
		return zstd.NewReader(plain, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	case encoding == "deflate" && len(packed) > 1 && packed[0]&0x0f == 8 && (int(packed[0])<<8|int(packed[1]))%31 == 0:
		return zlib.NewReader(plain)
	case encoding == "deflate":
		return flate.NewReader(plain), nil
	case encoding == "gzip", encoding == "x-gzip", encoding == "zstd":
		return plain, nil
	}
	return nil, fmt.Errorf("its content encoding %.20q is not read", encoding)
}
