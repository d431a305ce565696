package export

import (
	"net/url"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// bodies rewrites posts for the new site: links between posts lead to their new addresses,
// and images and files are where Options.MediaMode says. It is for one goroutine.
type bodies struct {
	plan *Plan
	o    Options

	// address returns the address for a path from the root of the new site; nil for links
	// within that site.
	address func(path string) string

	// copies collects the files of MediaCopy; nil for formats that cannot contain files.
	copies *copies

	// seen, if not nil, is called with the old and new address of each image and file.
	seen func(old, address string)
}

// records returns the rewritten posts.
func (b *bodies) records(records Records) Records {
	return func(yield func(*blog.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				r = b.record(r)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// record returns a copy of a post with rewritten body, images and comments.
func (b *bodies) record(r *blog.Record) *blog.Record {
	w := rewriter{
		known: b.known,
		link:  func(old string) string { return b.link(r, old) },
		media: func(old string) string { return b.file(r, old) },
	}
	c := *r
	c.BodyHTML = w.rewrite(r.BodyHTML)
	c.Images = append([]blog.Image(nil), r.Images...)
	for i := range c.Images {
		c.Images[i].URL = b.file(r, c.Images[i].URL)
	}
	c.Comments = append([]blog.RecordComment(nil), r.Comments...)
	for i := range c.Comments {
		c.Comments[i].BodyHTML = w.rewrite(c.Comments[i].BodyHTML)
	}
	return &c
}

// known reports whether an address is that of a post or of a file with a copy. Other
// addresses are not changed.
func (b *bodies) known(old string) bool {
	if _, ok := b.plan.Lookup(old); ok {
		return true
	}
	if b.o.Media == nil {
		return false
	}
	plain, _, _ := strings.Cut(old, "#")
	_, ok := b.o.Media(plain)
	return ok
}

// link returns the new target of a link: a post, a file, or the old address.
func (b *bodies) link(r *blog.Record, old string) string {
	if path := b.plan.Link(old); path != old {
		return b.at(path)
	}
	return b.file(r, old)
}

// at returns the address for a path on the new site, which may be below the root of its
// host.
func (b *bodies) at(path string) string {
	if b.address != nil {
		return b.address(path)
	}
	return sitePath(b.o.BaseURL) + path
}

// sitePath returns the path of the new site's root: "", or for example "/blog".
func sitePath(baseURL string) string {
	base, err := url.Parse(baseURL)
	if err != nil {
		return ""
	}
	return base.EscapedPath()
}

// file returns the new address of an image or file.
func (b *bodies) file(r *blog.Record, old string) string {
	address := b.place(r, old)
	if b.seen != nil {
		b.seen(old, address)
	}
	return address
}

// place returns the address of a file: the old one unless there is a copy. A file that
// cannot be copied is reported once.
func (b *bodies) place(r *blog.Record, old string) string {
	if b.o.Media == nil || b.o.MediaMode != MediaAbsolute && (b.o.MediaMode != MediaCopy || b.copies == nil) {
		return old
	}
	plain, fragment, cut := strings.Cut(old, "#")
	m, ok := b.o.Media(plain)
	if !ok {
		return old
	}
	place := mediaPath + m.Name
	if b.o.MediaMode == MediaCopy {
		if place, ok = b.copies.add(m, func(err error) { b.o.warn(r, err) }); !ok {
			return old
		}
	}
	place = (&url.URL{Path: place}).EscapedPath()
	if cut {
		place += "#" + fragment
	}
	if b.o.MediaMode == MediaAbsolute {
		return b.o.BaseURL + place
	}
	return b.at(place)
}
