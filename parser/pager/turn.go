package pager

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// FrontIsLast reports whether a page whose address has no number is the last one of those
// it counts. A page requested with a number past the end is not.
func FrontIsLast(p *blog.Pager, own string) bool {
	if own == "" || p.Mode != blog.PagerQuery || !p.LastKnown || p.Template == nil || p.Current < 2 || p.Current != p.Last || p.Next != nil || p.Prev == nil {
		return false
	}
	for s, n := range slotsOf(own) {
		if s.paged() || s.offset() || strings.EqualFold(s.key, p.Template.Key) || n == p.Current || n == p.Current-1 {
			return false
		}
	}
	return true
}

// Turn reverses the numbering of a pager.
func Turn(p blog.Pager) blog.Pager {
	turned := func(n int) int { return p.Last + 1 - n }
	links := map[int]blog.Request{}
	for n, r := range p.Links {
		links[turned(n)] = r
	}
	if len(links) > 0 {
		p.Links = links
	}
	t := *p.Template
	t.First, t.Step = t.First+p.Last, -1
	if p.Template.Step == 1 { // page 1 has a value of its own
		t.First--
	}
	p.Template = &t
	p.Current = turned(p.Current)
	p.Next, p.Prev = p.Prev, p.Next
	p.Evidence += ", counted from the oldest page"
	return p
}
