package main

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// imagesLeft counts the images that an export leaves at their old addresses, since
// there is no copy: they are gone when the old site is.
type imagesLeft struct {
	of   export.Format
	mode export.MediaMode
	find func(address string) (export.Media, bool)

	images, posts int
}

// counts says whether images are to come along at all. The archive reports post by
// post what it lacks, and WordPress fetches copies itself.
func (l *imagesLeft) counts() bool {
	return l.of.Name != "html" && l.of.Uses("media") && (l.mode != export.MediaKeep || l.of.Name == "wxr")
}

// count counts while records pass.
func (l *imagesLeft) count(records export.Records) export.Records {
	if !l.counts() {
		return records
	}
	return func(yield func(*blog.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				l.add(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func (l *imagesLeft) add(r *blog.Record) {
	before := l.images
	for _, image := range r.Images {
		address, _, _ := strings.Cut(image.URL, "#")
		if _, had := l.find(address); !had {
			l.images++
		}
	}
	if l.images > before {
		l.posts++
	}
}

func (l *imagesLeft) say(e *env) {
	if l.images > 0 {
		e.console.Say("left at old addresses, for want of a copy: %s in %s; \"blogferry media\" asks for copies", plural(l.images, "image"), plural(l.posts, "post"))
	}
}
