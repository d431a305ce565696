package export

import (
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// mediaPath is where images and files are in the new site.
const mediaPath = "/media/"

// bodies gives posts the form of their new home: links between posts lead to
// their new addresses, and images and files are where Options.MediaMode says.
// It is for one goroutine.
type bodies struct {
	plan *Plan
	o    Options

	// address is what markup says for a path from the root of the new site; nil
	// for links within that site.
	address func(path string) string

	// tree gets the copies of MediaCopy, in folder; they are at media in the new
	// site, "" for mediaPath. A format without a tree has no place for copies.
	tree   Tree
	folder string
	media  string

	// keep, unless nil, is how a format without a tree copies a file: it says where
	// in the new site that will be, or that it can't.
	keep func(r *blog.Record, m Media) (path string, ok bool)

	// seen, unless nil, hears of each image and file: its old and its new address.
	seen func(old, address string)

	copied map[string]bool // by name: whether the copy is there, or can't be had
	err    error
}

// records are the posts in their new form.
func (b *bodies) records(records Records) Records {
	return func(yield func(*blog.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				r, err = b.record(r)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// record is a copy of a post whose body, images and comments are in their new
// form. An error is one of the tree.
func (b *bodies) record(r *blog.Record) (*blog.Record, error) {
	w := rewriter{
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
	return &c, b.err
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

// place is where a file is: at its old address unless there is a copy.
func (b *bodies) place(r *blog.Record, old string) string {
	if b.o.Media == nil || b.o.MediaMode == MediaKeep || b.o.MediaMode == "" {
		return old
	}
	plain, fragment, cut := strings.Cut(old, "#")
	m, ok := b.o.Media(plain)
	if !ok {
		return old
	}
	place := b.mediaPath() + m.Name
	kept := false
	if b.keep != nil && b.o.MediaMode == MediaCopy {
		place, kept = b.keep(r, m)
	}
	place = (&url.URL{Path: place}).EscapedPath()
	if cut {
		place += "#" + fragment
	}
	switch {
	case kept:
		return b.at(place)
	case b.o.MediaMode == MediaAbsolute:
		return b.o.BaseURL + place
	case b.tree != nil && b.copy(r, m):
		return b.at(place)
	}
	return old
}

func (b *bodies) mediaPath() string {
	if b.media == "" {
		return mediaPath
	}
	return b.media
}

// copy puts a file into the tree, once. One that can't be read is reported, once,
// and the export goes on.
func (b *bodies) copy(r *blog.Record, m Media) bool {
	if there, tried := b.copied[m.Name]; tried || b.err != nil {
		return there
	}
	if b.copied == nil {
		b.copied = map[string]bool{}
	}
	b.copied[m.Name] = false
	in, err := b.o.OpenMedia(m)
	if err != nil {
		b.o.warn(r, fmt.Errorf("copy media: %w; the old address stays", err))
		return false
	}
	defer in.Close()
	b.err = b.tree.File(path.Join(b.folder, m.Name), func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
	b.copied[m.Name] = b.err == nil
	return b.copied[m.Name]
}
