package pager

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// dropDown reads a drop-down list of all pages, which is a pager of its own: its options
// are numbered from 1, and choosing one leads to an address or submits the form. Lists of
// years, page sizes and languages are not numbered like that.
func (s *scan) dropDown(list *html.Node) {
	g := group{shown: 1, near: s.near || s.Prefer != nil && s.Prefer(list), place: s.place}
	for o := range list.Descendants() {
		if o.Type != html.ElementNode || o.Data != "option" {
			continue
		}
		it := item{node: o, label: blog.Fold(rawText(o)), role: numberRole, target: s.choice(list, o)}
		n, size, ok := pageLabel(it.label)
		if !ok || size > 0 || n != len(g.items)+1 || it.target.none() || s.foreign(it.target.url) {
			return
		}
		if it.number = n; hasAttr(o, "selected") {
			g.shown = n
		}
		g.items = append(g.items, it)
	}
	if g.last = len(g.items); g.last > 1 {
		s.groups = append(s.groups, g)
	}
}

// choice returns the target of an option.
func (s *targets) choice(list, option *html.Node) target {
	value := optionValue(option)
	if t := s.script(list, dom.Attr(list, "onchange")); t.form != nil && dom.Attr(list, "name") != "" {
		t.name, t.value = dom.Attr(list, "name"), value
		return t
	}
	if !strings.ContainsAny(value, "/?") {
		return target{}
	}
	return target{url: s.address(value)}
}
