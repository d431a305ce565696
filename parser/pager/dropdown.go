package pager

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// dropDown reads a list of all pages to choose from, a pager of its own: its
// options are numbered from one, and to choose one leads to an address or posts
// the form back. Lists of years, of sizes of a page and of languages are not
// numbered so.
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

// choice returns where an option of a list leads.
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
