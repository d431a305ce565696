package export

import (
	"net/url"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// bodies gives posts the form of their new home: links between posts lead to
// their new addresses, and images and files are where Options.MediaMode says.
// It is for one goroutine.
type bodies struct {
	plan *Plan
	o    Options

	// address is what markup says for a path from the root of the new site; nil
	// for links within that site.
	address func(path string) string

	// copies gets the files of MediaCopy. A format without has no place for them.
	copies *copies

	// seen, unless nil, hears of each image and file: its old and its new address.
	seen func(old, address string)
}

// records are the posts in their new form.
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

// record is a copy of a post whose body, images and comments are in their new
// form.
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

// known reports whether an address is that of a post or of a file with a copy.
// What is neither stays as it is.
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

// link is where a link leads: to a post, to a file, or where it led before.
func (b *bodies) link(r *blog.Record, old string) string {
	if path := b.plan.Link(old); path != old {
		return b.at(path)
	}
	return b.file(r, old)
}

// at is an address for a path from the root of the new site, which may lie below
// the root of its host.
func (b *bodies) at(path string) string {
	if b.address != nil {
		return b.address(path)
	}
	return sitePath(b.o.BaseURL) + path
}

// sitePath is the path of the new site's root: "", or "/blog" below that of its
// host.
func sitePath(baseURL string) string {
	base, err := url.Parse(baseURL)
	if err != nil {
		return ""
	}
	return base.EscapedPath()
}

// file is the address of an image or file in its new form.
func (b *bodies) file(r *blog.Record, old string) string {
	address := b.place(r, old)
	if b.seen != nil {
		b.seen(old, address)
	}
	return address
}

// place is where a file is: at its old address unless there is a copy. One that
// can't be copied is reported, once.
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
