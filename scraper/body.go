package scraper

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

var (
	errEncoding = errors.New("unknown content encoding")
	errHeaders  = errors.New("response headers are too long")
)

const (
	compressionSlack = 64 << 10 // overhead of compressing incompressible data
	maxPrealloc      = 1 << 20  // maximum allocation based on Content-Length alone
	maxLimit         = 1 << 40  // avoids integer overflow
)

// limitedReader counts bytes and returns blog.ErrTooLong after max of them.
type limitedReader struct {
	r     io.Reader
	n     int64
	max   int64
	count func(int64) // nil if nobody wants to know
}

func (m *limitedReader) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	if m.count != nil {
		m.count(int64(n))
	}
	if m.n > m.max {
		return n, blog.ErrTooLong
	}
	return n, err
}

// read reads the body of a response: all of a document, else just enough to reuse the
// connection. Both the compressed and the decompressed size are limited, since a
// compressed stream can go on without yielding a byte.
func (t *transport) read(res *http.Response, limit int64) ([]byte, error) {
	wire := &limitedReader{r: res.Body, max: limit + compressionSlack, count: func(n int64) { t.stats.bytes.Add(n) }}
	if !isDocument(res.StatusCode) {
		_, _ = io.CopyN(io.Discard, wire, compressionSlack)
		return nil, nil
	}
	if res.ContentLength > wire.max {
		return nil, blog.ErrTooLong
	}
	plain, err := unpack(wire, res.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, err
	}
	expected := min(max(res.ContentLength, 0), maxPrealloc)
	body := bytes.NewBuffer(make([]byte, 0, expected+bytes.MinRead))
	if _, err := body.ReadFrom(&limitedReader{r: plain, max: limit}); err != nil {
		if errors.Is(err, blog.ErrTooLong) {
			return nil, blog.ErrTooLong
		}
		return nil, truncated(body.Len(), err)
	}
	return body.Bytes(), nil
}

// unpack decompresses gzip, the one encoding that we accept, and deflate, which some old
// servers send anyway. Values that are not an encoding, such as a charset, are ignored.
func unpack(r io.Reader, encoding string) (io.Reader, error) {
	switch encoding = strings.ToLower(strings.TrimSpace(encoding)); encoding {
	case "gzip", "x-gzip":
		buffered := bufio.NewReader(r)
		if _, err := buffered.Peek(1); err == io.EOF {
			return buffered, nil // an empty body is not compressed
		}
		plain, err := gzip.NewReader(buffered)
		if err != nil {
			if errors.Is(err, blog.ErrTooLong) {
				return nil, err
			}
			return nil, truncated(0, err)
		}
		return plain, nil
	case "deflate":
		return inflate(bufio.NewReader(r))
	case "br", "compress", "x-compress", "zstd", "dcb", "dcz":
		return nil, fmt.Errorf("%w: %s", errEncoding, encoding)
	}
	if strings.Contains(encoding, ",") {
		return nil, fmt.Errorf("%w: %.40s", errEncoding, encoding)
	}
	return r, nil
}

// inflate decompresses "deflate": a zlib stream or, as some servers send it, a raw one.
func inflate(r *bufio.Reader) (io.Reader, error) {
	head, err := r.Peek(2)
	if len(head) < 2 {
		return r, nil // an empty body is not compressed
	}
	if err == nil && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}
