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
	slack    = 64 << 10 // what compression may add to a body that does not compress
	prealloc = 1 << 20  // no more memory than this on the word of a Content-Length
	maxLimit = 1 << 40  // so that sums with it do not overflow
)

// meter counts the bytes that pass and lets no more than max of them.
type meter struct {
	r     io.Reader
	n     int64
	max   int64
	count func(int64) // nil if nobody wants to know
}

func (m *meter) Read(p []byte) (int, error) {
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

// read takes in a response's body: whole if it is a document, and else just
// enough of it to keep the connection. What came over the wire is bounded as
// well as what it unpacks to, since a compressed stream can go on without ever
// yielding a byte.
func (t *transport) read(res *http.Response, limit int64) ([]byte, error) {
	wire := &meter{r: res.Body, max: limit + slack, count: func(n int64) { t.stats.bytes.Add(n) }}
	if !isDocument(res.StatusCode) {
		_, _ = io.CopyN(io.Discard, wire, slack)
		return nil, nil
	}
	if res.ContentLength > wire.max {
		return nil, blog.ErrTooLong
	}
	plain, err := unpack(wire, res.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, err
	}
	expected := min(max(res.ContentLength, 0), prealloc)
	body := bytes.NewBuffer(make([]byte, 0, expected+bytes.MinRead))
	if _, err := body.ReadFrom(&meter{r: plain, max: limit}); err != nil {
		if errors.Is(err, blog.ErrTooLong) {
			return nil, blog.ErrTooLong
		}
		return nil, brokenOff(body.Len(), err)
	}
	return body.Bytes(), nil
}

// unpack undoes the one compression that was offered, and the other one of old
// servers that do not ask. Servers write all kinds of words there; what names no
// compression, a charset for example, changes nothing.
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
			return nil, brokenOff(0, err)
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

// inflate undoes "deflate": a zlib stream by the book, and a bare one as some
// servers send it.
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
