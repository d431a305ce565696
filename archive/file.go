package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// headSize is the number of bytes by which the type of a file is detected.
const headSize = 1024

// file is an open file, decompressed, and what is known before it is read.
type file struct {
	path     string
	named    bool
	modified time.Time
	size     int64 // of the decompressed content, -1 if unknown
	head     []byte
	body     *bufio.Reader // the whole content, including head
	in       *tally        // what body or members reads from
	members  *members      // what body reads from, nil if the file is not gzipped
	place    *place        // nil if it can be read only once
	close    func() error
}

// file reads the pages of one file.
func (r *reader) file(path string, named bool) bool {
	if r.ended() {
		return false
	}
	f, err := open(r.ctx, path)
	if err != nil {
		return r.fail(path, named, err)
	}
	defer f.close()
	f.named = named
	return r.opened(f)
}

// opened reads the pages of an opened file.
func (r *reader) opened(f *file) bool {
	if !f.named && !f.likely() {
		if f.place == nil { // otherwise it is collected already
			r.files.addFile(f, r.spool)
		}
		return true
	}
	if len(f.head) == 0 {
		return r.fail(f.path, f.named, ErrEmpty)
	}
	if k := kindOf(f); k != nil {
		return k.read(r, f)
	}
	return r.document(f)
}

// likely reports whether a file found in a folder may be a page, by content where its name
// leaves that open. A web archive is recognized whatever its name.
func (f *file) likely() bool {
	if isWARC(f) || isARC(f) {
		return true
	}
	switch judge(filepath.Base(f.path)) {
	case unsure:
		return isHTML(f.head) || notPage(f.head) == nil && len(f.head) > 0
	case markup:
		return isHTML(f.head)
	case dynamic:
		return notPage(f.head) == nil
	}
	return true
}

// document reads a file that is a single page.
func (r *reader) document(f *file) bool {
	if err := notPage(f.head); err != nil {
		return r.fail(f.path, f.named, err)
	}
	if f.size > r.max {
		return r.fail(f.path, f.named, tooLong(f.size, r.max))
	}
	body, err := readLimited(f.body, r.max)
	if err != nil {
		return r.fail(f.path, f.named, err)
	}
	if !f.named && r.isCopy(body) {
		return true
	}
	p := f.page(body)
	p.URL = r.treeURL(f.path)
	p.Header = contentType(f)
	return r.page(p, r.reread(f))
}

func (f *file) page(body []byte) *blog.Page {
	return &blog.Page{File: f.path, Named: f.named, Body: body, Received: f.modified}
}

// contentType returns the content type if name and content agree, else nil.
func contentType(f *file) http.Header {
	var t string
	switch ext := extension(filepath.Base(f.path)); {
	case (ext == ".html" || ext == ".htm") && isHTML(f.head):
		t = "text/html"
	case (ext == ".txt" || ext == ".text") && !isHTML(f.head):
		t = "text/plain"
	default:
		return nil
	}
	return http.Header{"Content-Type": {t}}
}

func open(ctx context.Context, path string) (*file, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	f := &file{path: path, modified: info.ModTime().UTC(), size: -1}
	var src io.ReadCloser
	if info.Mode().IsRegular() {
		f.size = info.Size()
		f.place = &place{path: path, size: -1}
		src, err = os.Open(path)
	} else {
		src = await(ctx, func() (io.ReadCloser, error) { return os.Open(path) })
	}
	if err != nil {
		return nil, err
	}
	if err := f.start(src); err != nil {
		src.Close()
		return nil, err
	}
	f.close = src.Close
	return f, nil
}

func (r *reader) standardInput() bool {
	f := &file{path: Stdin, named: true, modified: time.Now().UTC(), size: -1}
	src := await(r.ctx, func() (io.ReadCloser, error) { return io.NopCloser(r.stdin), nil })
	defer src.Close()
	if err := f.start(src); err != nil {
		return r.fail(Stdin, true, err)
	}
	return r.opened(f)
}

// start reads the first bytes and, if the file is gzipped, starts decompressing it.
func (f *file) start(src io.Reader) (err error) {
	f.in = &tally{Reader: src}
	if err := f.peek(f.in); err != nil || !bytes.HasPrefix(f.head, []byte{0x1f, 0x8b}) {
		return err
	}
	f.members, err = newMembers(f.body, f.in)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	f.size = -1
	if err := f.peek(f.members); err != nil && !isWARC(f) && !isARC(f) { // whose first member may be short
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return nil
}

func (f *file) peek(src io.Reader) (err error) {
	f.body = bufio.NewReaderSize(src, 4*headSize)
	f.head, err = f.body.Peek(headSize)
	if err == io.EOF {
		err = nil
	}
	f.head = bytes.Clone(f.head) // the buffer is reused
	return err
}

// position returns the number of decompressed bytes read.
func (f *file) position() int64 {
	n := f.in.n
	if f.members != nil {
		n = f.members.out
	}
	return n - int64(f.body.Buffered())
}

// readLimited reads all of src. More than limit bytes are an error.
func readLimited(src io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(src, limit+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%w: it is cut short", ErrBroken)
	case errors.Is(err, gzip.ErrChecksum):
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	case err != nil:
		return nil, err
	case int64(len(body)) > limit:
		return nil, tooLong(-1, limit)
	}
	return body, nil
}

// tooLong returns the error for a file of size bytes; -1 means unknown.
func tooLong(size, limit int64) error {
	what := "more than"
	if size >= 0 {
		what = megabytes(size) + " against"
	}
	return fmt.Errorf("%w (%s %s)", blog.ErrTooLong, what, megabytes(limit))
}

func megabytes(n int64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/(1<<20)), ".0") + " MiB"
}
