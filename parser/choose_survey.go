package parser

import (
	"slices"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
)

// survey finds what most of the lines have in common.
func (c *chooser) survey() {
	if slices.ContainsFunc(c.metas, func(m metaLine) bool { return m.link != "" }) {
		c.where = c.links()
	}
	links, agreed, from := 0, 0, 0
	places := map[string]int{}
	for _, m := range c.metas {
		key := ""
		if m.link != "" {
			key = c.key(m.link)
			links++
			if c.leadsThere(key, from, m.at.From) {
				agreed++
			}
			from = m.at.To
		}
		c.keys = append(c.keys, key)
		if !m.quoted {
			places[c.place(m)]++
		}
	}
	c.linked = links > 0 && (2*links >= len(c.metas) || links == agreed)
	c.agreed = agreed > 0 && 2*agreed >= links
	c.surveyTitles()
	_, top := words.MostFrequent(places)
	for _, m := range c.metas {
		place := c.place(m)
		usual := places[place] == top
		if places[c.known] > 0 {
			usual = place == c.known
		}
		c.usual = append(c.usual, usual)
	}
}

// links returns the lines with links by key.
func (c *chooser) links() map[string][]int {
	where := map[string][]int{}
	for i := range c.d.Lines {
		for _, a := range c.d.Lines[i].Links {
			if weburl.Followable(a.Href) {
				key := c.key(a.Href)
				where[key] = append(where[key], i)
			}
		}
	}
	return where
}

// surveyTitles finds out where most of the lines have something like a title.
func (c *chooser) surveyTitles() {
	opened, headed, all, from := 0, 0, 0, 0
	for _, m := range c.metas {
		if m.quoted {
			continue
		}
		all++
		if c.titled(from) {
			opened++
		}
		if c.titled(m.at.From - 1) {
			headed++
		}
		from = c.r.tagsAfter(c.d, m.at.To).To
	}
	c.opened, c.headed = 2*opened >= all, 3*headed >= 2*all
}

// titled reports whether a line of an HTML page looks like a title: a heading, or only a
// link.
func (c *chooser) titled(i int) bool {
	if c.d.Plain || i < 0 || i >= len(c.d.Lines) {
		return false
	}
	l := &c.d.Lines[i]
	return l.Heading > 0 || len(l.Links) > 0 && l.Whole(l.Links[0])
}

// place returns the place of a byline together with the tags below it: otherwise posts
// without tags would seem to end differently.
func (c *chooser) place(m metaLine) string {
	return placeOf(c.d, m, c.r.tagsAfter(c.d, m.at.To).To)
}

// placeOf returns the place of a line in the markup, and the shape of its words. end is
// the end of all that belongs to it.
func placeOf(d *document.Document, m metaLine, end int) string {
	shape := "|"
	if m.by {
		shape += "by"
	}
	if m.comments != nil {
		shape += "with"
	}
	if d.Plain {
		if d.Lines[m.at.From].Gap > 0 {
			shape += " apart"
		}
		if end < len(d.Lines) && d.Lines[end].Gap > 0 {
			shape += " closed"
		}
		return shape
	}
	return d.Signature(m.at.From) + shape
}
