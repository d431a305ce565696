package archive

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// Why a file gave no page. Too long a file is blog.ErrTooLong.
var (
	ErrEmpty   = errors.New("file is empty")
	ErrNotPage = errors.New("not a page")
	ErrBroken  = errors.New("broken file")
	ErrNoPages = errors.New("no pages")
	ErrLoop    = errors.New("link leads back into its own folder")
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Options configure Read. The zero value is usable.
type Options struct {
	// MaxBody is the longest page in bytes, unpacked. Zero means 8 MiB.
	MaxBody int64

	// URL is the blog's listing address, "" if unknown. It gives addresses to
	// pages in folders that are named after its host, as mirrors make them.
	URL string

	// Stdin is what the path "-" reads. Nil means os.Stdin.
	Stdin io.Reader

	// Spool is what Page.Again works with. Nil leaves pages in memory.
	Spool *Spool
}

// Read reads the pages of files, folders and archives in the order given, folders
// and zip archives by name. A page has File, Named, Body and the time of the file's
// last change as Received; its Header holds a content type where that is sure, its
// URL is empty unless the container or a mirror's folder states it. A page of a web
// archive has all that as it was received, and its Status.
//
// An error is a *blog.PageError with the path as its URL; the page beside it
// has no body and says by File and Named what failed. The sequence goes on after
// it. When ctx ends, its error is the last item, without a page.
func Read(ctx context.Context, paths []string, o Options) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		r := newReader(ctx, o, yield)
		if o.Spool == nil {
			defer r.spool.Close()
		}
		for _, path := range paths {
			if !r.path(path) {
				return
			}
		}
		r.revisits()
	}
}

// reader is one run of Read. Its methods return false when nobody wants more.
type reader struct {
	ctx     context.Context
	max     int64
	stdin   io.Reader
	listing *url.URL // nil if unknown
	yield   func(*Page, error) bool
	items   int             // yielded so far
	folders map[string]bool // real paths of the folders read
	depth   int             // of archives within archives
	lent    *Spool          // of the options
	spool   *Spool          // the same, or one for as long as Read runs
	web     webMemory

	mirrored map[string]bool // addresses, without their schemes, that HTTrack's cache gave
}

func newReader(ctx context.Context, o Options, yield func(*Page, error) bool) *reader {
	r := &reader{ctx: ctx, max: o.MaxBody, stdin: o.Stdin, yield: yield, folders: map[string]bool{}, mirrored: map[string]bool{}, lent: o.Spool, spool: o.Spool}
	if r.spool == nil {
		r.spool = new(Spool)
	}
	if r.max <= 0 {
		r.max = 8 << 20
	}
	if r.stdin == nil {
		r.stdin = os.Stdin
	}
	if u, err := url.Parse(o.URL); err == nil && u.Host != "" {
		r.listing = u
	}
	return r
}

// path reads what the user named.
func (r *reader) path(path string) bool {
	if path == Stdin {
		return r.standardInput()
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return r.fail(path, true, missing(path, err))
	case info.IsDir():
		return r.namedFolder(path)
	}
	return r.file(path, true)
}

// missing adds a hint where an address was given for a file.
func missing(path string, err error) error {
	if strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://") {
		return errors.New(`that is an address; "blogferry crawl" reads a live blog`)
	}
	return err
}

// page yields a page, with the way to read it again if there is one.
func (r *reader) page(p *blog.Page, again func() ([]byte, error)) bool {
	r.items++
	if r.lent == nil {
		again = nil
	}
	return r.yield(&Page{p, again, r.lent}, nil)
}

func (r *reader) fail(path string, named bool, err error) bool {
	if r.ended() { // which is why, most likely
		return false
	}
	r.items++
	p := &blog.Page{File: path, Named: named}
	return r.yield(&Page{Page: p}, &blog.PageError{URL: path, Err: cause(err)})
}

// ended yields the context's error, once, if it has one.
func (r *reader) ended() bool {
	err := r.ctx.Err()
	if err != nil {
		r.yield(nil, err)
	}
	return err != nil
}

// cause leaves out the operation and path that the message names already.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
