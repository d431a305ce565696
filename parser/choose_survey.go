package parser

import "slices"

// survey learns what most of the lines have in common.
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
			if c.leadsThere(key, from, m.at.from) {
				agreed++
			}
			from = m.at.to
		}
		c.keys = append(c.keys, key)
		if !m.quoted {
			places[c.place(m)]++
		}
	}
	c.linked = links > 0 && (2*links >= len(c.metas) || links == agreed)
	c.agreed = agreed > 0 && 2*agreed >= links
	c.surveyTitles()
	_, top := mostFrequent(places)
	for _, m := range c.metas {
		place := c.place(m)
		usual := places[place] == top
		if places[c.known] > 0 {
			usual = place == c.known
		}
		c.usual = append(c.usual, usual)
	}
}

// links are the lines with links, by the keys of these.
func (c *chooser) links() map[string][]int {
	where := map[string][]int{}
	for i := range c.d.lines {
		for _, a := range c.d.lines[i].links {
			if followable(a.href) {
				key := c.key(a.href)
				where[key] = append(where[key], i)
			}
		}
	}
	return where
}

// surveyTitles looks where most of the lines have something like a title.
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
		if c.titled(m.at.from - 1) {
			headed++
		}
		from = c.r.tagsAfter(c.d, m.at.to).to
	}
	c.opened, c.headed = 2*opened >= all, 3*headed >= 2*all
}

// titled says whether a line of an HTML page looks like a title: a heading, or
// nothing but a link.
func (c *chooser) titled(i int) bool {
	if c.d.plain || i < 0 || i >= len(c.d.lines) {
		return false
	}
	l := &c.d.lines[i]
	return l.heading > 0 || len(l.links) > 0 && l.whole(l.links[0])
}

// place is that of a byline and of the tags below it: posts without tags would
// else seem to end differently.
func (c *chooser) place(m metaLine) string {
	return placeOf(c.d, m, c.r.tagsAfter(c.d, m.at.to).to)
}

// placeOf is where a line stands in the markup, with the shape of its words. end
// is the line behind all that belongs to it.
func placeOf(d *document, m metaLine, end int) string {
	shape := "|"
	if m.by {
		shape += "by"
	}
	if m.comments != nil {
		shape += "with"
	}
	if d.plain {
		if d.lines[m.at.from].gap > 0 {
			shape += " apart"
		}
		if end < len(d.lines) && d.lines[end].gap > 0 {
			shape += " closed"
		}
		return shape
	}
	return d.signature(m.at.from) + shape
}
