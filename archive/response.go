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

// response is an HTTP response in a record.
type response struct {
	status int // 0 for a document that was not fetched by HTTP
	header http.Header
	body   io.Reader
}

// response reads the header of a record's response, nil if the record has none.
func (rec *record) response() (*response, error) {
	kind := rec.head.Get("WARC-Type")
	if kind == "resource" {
		return &response{header: http.Header{"Content-Type": {rec.head.Get("Content-Type")}}, body: rec.body}, nil
	}
	if kind != "response" && kind != "revisit" || !strings.HasPrefix(rec.head.Get("Content-Type"), "application/http") {
		return nil, nil
	}
	body := bufio.NewReader(rec.body)
	first, header, err := readHead(body)
	if err == io.EOF && kind == "revisit" {
		return &response{header: header}, nil
	}
	if err != nil {
		return nil, cutShort(err)
	}
	version, rest, _ := strings.Cut(first, " ")
	status, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	res := &response{header: header, body: body}
	if res.status, err = strconv.Atoi(status); err != nil || !strings.HasPrefix(version, "HTTP/") {
		return nil, fmt.Errorf("%w: no HTTP response", ErrBroken)
	}
	return res, nil
}

// mayBePage judges by status and content type; sure means that the type is certain.
func (res *response) mayBePage(address string) (may, sure bool) {
	if res.status != 0 && res.status != http.StatusOK && res.status != http.StatusNonAuthoritativeInfo {
		return false, false
	}
	kind, _, _ := mime.ParseMediaType(res.header.Get("Content-Type"))
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

// isPage reports whether a body is a page; sure means that its content type says so.
func isPage(body []byte, sure bool) bool {
	head := body[:min(len(body), headSize)]
	return notPage(head) == nil && (sure || isHTML(head))
}

// read decodes the body's transfer and content encoding. Some programs store the decoded
// body with the original header.
func (res *response) read(limit int64) ([]byte, error) {
	packed, err := readLimited(res.body, limit+limit/8+maxHead) // chunks have headers
	if err != nil {
		return nil, err
	}
	chunked := strings.Contains(strings.ToLower(res.header.Get("Transfer-Encoding")), "chunked")
	if chunked {
		if packed, err = dechunk(packed); err != nil {
			return nil, err
		}
	}
	encoding := strings.ToLower(strings.TrimSpace(res.header.Get("Content-Encoding")))
	stated, err := strconv.Atoi(res.header.Get("Content-Length"))
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
		return packed, nil // decoded already
	}
	return nil, errCut
}

// decoder decodes a content encoding if the first bytes show that it is still encoded.
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
	return nil, fmt.Errorf("its content encoding %.20q is not supported", encoding)
}
