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

// Reasons why a file yields no page. For a file over the limit it is blog.ErrTooLong.
var (
	ErrEmpty   = errors.New("file is empty")
	ErrNotPage = errors.New("not a page")
	ErrBroken  = errors.New("broken file")
	ErrNoPages = errors.New("no pages")
	ErrLoop    = errors.New("link leads back into its own folder")
)

// Stdin is the path of standard input.
const Stdin = "-"

// Options configure Read. The zero value is usable.
type Options struct {
	// MaxBody is the maximum size of a page in bytes, uncompressed. Zero means 8 MiB.
	MaxBody int64

	// URL is the address of the blog's listing, "" if unknown. Pages in a folder named
	// after its host, as in a mirror, get their addresses from their paths.
	URL string

	// Stdin is read for the path "-". Nil means os.Stdin.
	Stdin io.Reader

	// Spool is used by Page.Again. Nil keeps pages in memory.
	Spool *Spool

	// Files, if not nil, collects the images and other files. It needs a Spool, which must
	// stay open while it is used.
	Files *Files
}

// Read yields the pages of files, folders and archives in the given order; folders and zip
// archives are sorted by name. A page has File, Named, Body and, as Received, the file's
// modification time. Its Header has a content type only if that is certain, and its URL
// is empty unless the container or a mirror's folder states it. A page of a web archive
// has all fields as received, including Status.
//
// Errors are *blog.PageError with the path as URL; the page yielded with one has only
// File and Named. The iteration continues after them. When ctx ends, its error is the
// last item, without a page.
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

// reader is one run of Read. Its methods return false to end the iteration.
type reader struct {
	ctx     context.Context
	max     int64
	stdin   io.Reader
	listing *url.URL // Options.URL, nil if unknown
	yield   func(*Page, error) bool
	items   int             // yielded so far
	folders map[string]bool // real paths of the folders read
	depth   int             // of archives within archives
	lent    *Spool          // Options.Spool
	spool   *Spool          // the same, or one that Read closes
	files   *Files          // Options.Files, may be nil
	web     webMemory

	mirrored map[string]bool // addresses, without scheme, of pages from HTTrack's cache
}

func newReader(ctx context.Context, o Options, yield func(*Page, error) bool) *reader {
	r := &reader{ctx: ctx, max: o.MaxBody, stdin: o.Stdin, yield: yield, folders: map[string]bool{}, mirrored: map[string]bool{}, lent: o.Spool, spool: o.Spool, files: o.Files}
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

// path reads a file or folder named by the user.
func (r *reader) path(path string) bool {
	if path == Stdin {
		return r.standardInput()
	}
	info, err := os.Stat(path)
	if err != nil {
		return r.fail(path, true, missing(path, err))
	}
	r.files.addRoot(path)
	if info.IsDir() {
		return r.namedFolder(path)
	}
	return r.file(path, true)
}

// missing returns a better error if the path is an address.
func missing(path string, err error) error {
	if strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://") {
		return errors.New(`this is an address; "blogferry crawl" reads a live blog`)
	}
	return err
}

// page yields a page. again reads its body again, nil if that is not possible.
func (r *reader) page(p *blog.Page, again func() ([]byte, error)) bool {
	r.items++
	if r.lent == nil {
		again = nil
	}
	return r.yield(&Page{p, again, r.lent}, nil)
}

func (r *reader) fail(path string, named bool, err error) bool {
	if r.ended() { // most likely the cause
		return false
	}
	r.items++
	p := &blog.Page{File: path, Named: named}
	return r.yield(&Page{Page: p}, &blog.PageError{URL: path, Err: cause(err)})
}

// ended reports whether the context has ended, and yields its error.
func (r *reader) ended() bool {
	err := r.ctx.Err()
	if err != nil {
		r.yield(nil, err)
	}
	return err != nil
}

// cause returns err without its operation and path, which the message states already.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
