package main

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// imagesLeft counts the images that an export leaves at their old addresses because
// there is no copy. They break when the old site goes away.
type imagesLeft struct {
	format export.Format
	mode   export.MediaMode
	find   func(address string) (export.Media, bool)

	images, posts int
}

// counts reports whether the export includes images at all. The HTML archive reports
// missing images post by post, and WordPress fetches copies itself.
func (l *imagesLeft) counts() bool {
	return l.format.Name != "html" && l.format.Uses("media") && (l.mode != export.MediaKeep || l.format.Name == "wxr")
}

// count returns records, counting the images as they pass.
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
		e.console.Say("left at old addresses because there is no copy: %s in %s; \"blogferry media\" downloads copies", plural(l.images, "image"), plural(l.posts, "post"))
	}
}
