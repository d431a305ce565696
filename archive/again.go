package archive

import (
	"context"
	"os"

	"github.com/blogferry/blogferry/blog"
)

// Again lets go of the body of a page that Read gave, and gives the way to read
// it once more: thousands of pages need not be in memory together. What can be
// read only once, such as standard input or a pipe, stays there.
func Again(p *blog.Page, o Options) func() ([]byte, error) {
	path, body := p.File, p.Body
	p.Body = nil
	info, err := os.Stat(path)
	if path == Stdin || err != nil || !info.Mode().IsRegular() {
		return func() ([]byte, error) { return body, nil }
	}
	return func() (body []byte, err error) {
		for page, failed := range Read(context.Background(), []string{path}, o) {
			body, err = page.Body, failed
		}
		return body, err
	}
}
