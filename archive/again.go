package archive

import (
	"context"

	"github.com/blogferry/blogferry/blog"
)

// Page is a page as Read found it.
type Page struct {
	*blog.Page
	again func() ([]byte, error) // nil if it can be read only once, or must stay in memory
	spool *Spool
}

// Again drops the page's body and returns a function that reads it again, so that
// thousands of pages need not be in memory at once. What can be read only once, such as
// standard input or a compressed tar archive, goes to Options.Spool. Without a spool, all
// pages stay in memory.
func (p *Page) Again() func() ([]byte, error) {
	body := p.Body
	p.Body = nil
	if p.again != nil {
		return p.again
	}
	return p.spool.keep(body)
}

// reread returns a function that reads a single-page file again, nil if that is not
// possible.
func (r *reader) reread(f *file) func() ([]byte, error) {
	if f.place == nil {
		return nil
	}
	path, at, limit := f.path, *f.place, r.max
	return func() (body []byte, err error) {
		src, err := at.open()
		if err != nil {
			return nil, cause(err)
		}
		defer src.Close()
		second := newReader(context.Background(), Options{MaxBody: limit}, func(p *Page, failed error) bool {
			body, err = p.Body, failed
			return true
		})
		f := &file{path: path, named: true, size: at.size}
		if err := f.start(src); err != nil {
			return nil, err
		}
		second.opened(f)
		return body, err
	}
}
