package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/induce"
	"golang.org/x/net/html"
)

// selectorsLike returns selectors that may match some elements, the simplest first: by a
// class that all of them have, by role, by parent, by tag, by path.
func selectorsLike(nodes []*html.Node) []string {
	first := nodes[0]
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, s := range plainSelectors(nodes) {
		add(s)
	}
	own := append(append([]string(nil), out...), first.Data)
	if parents := parentsOf(nodes); len(parents) == len(nodes) {
		for _, p := range plainSelectors(parents) {
			for _, s := range own {
				add(p + " > " + s)
			}
		}
	}
	if first.Parent != nil && first.Parent.Type == html.ElementNode {
		add(first.Parent.Data + " > " + first.Data)
	}
	add(first.Data)
	add(cssPath(first))
	return out
}

// plainSelectors returns selectors by the elements' own classes and attributes.
func plainSelectors(nodes []*html.Node) []string {
	first := nodes[0]
	var out []string
	for class := range strings.FieldsSeq(dom.Attr(first, "class")) {
		if plainName(class) && sharedBy(nodes, func(n *html.Node) bool { return n.Data == first.Data && dom.HasToken(dom.Attr(n, "class"), class) }) {
			out = append(out, first.Data+"."+class)
		}
	}
	for _, key := range []string{"itemprop", "property", "rel", "data-hook"} {
		if v := dom.Attr(first, key); plainName(v) && sharedBy(nodes, func(n *html.Node) bool { return dom.Attr(n, key) == v }) {
			out = append(out, first.Data+"["+key+`="`+v+`"]`)
		}
	}
	if prefix := commonPrefix(nodes); prefix != "" {
		out = append(out, first.Data+`[class^="`+prefix+`"]`)
	}
	return out
}

func sharedBy(nodes []*html.Node, has func(*html.Node) bool) bool {
	for _, n := range nodes {
		if !has(n) {
			return false
		}
	}
	return true
}

// plainName reports whether a name needs no escaping in a selector.
func plainName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" && !strings.Contains("0123456789-", s[:1])
}

// commonPrefix returns the common prefix of the elements' class attributes, "post-" for
// "post-12" and "post-13".
func commonPrefix(nodes []*html.Node) string {
	prefix := dom.Attr(nodes[0], "class")
	for _, n := range nodes[1:] {
		for prefix != "" && !strings.HasPrefix(dom.Attr(n, "class"), prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	prefix = strings.TrimRight(strings.TrimRight(prefix, "0123456789"), " ")
	if len(prefix) < 3 || !plainName(prefix) {
		return ""
	}
	return prefix
}

// cssPath returns the path of tags from the root to an element.
func cssPath(n *html.Node) string {
	path := ""
	for ; n != nil && n.Type == html.ElementNode; n = n.Parent {
		if path != "" {
			path = " > " + path
		}
		path = n.Data + path
	}
	return path
}

// selectorsFor returns selectors that may match a field in every post: those of elements
// with the field's text in the first post that has it.
func (w *drafter) selectorsFor(key string) []string {
	const enough = 12
	var nodes []*html.Node
	for i := range w.records {
		if n := w.nodeOf(key, &w.records[i], &w.want[i]); n != nil {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 {
		return nil
	}
	selectors := selectorsLike(nodes)
	return selectors[:min(len(selectors), enough)]
}

// nodeOf returns the element of a post that has a field and little else.
func (w *drafter) nodeOf(key string, r *record, p *blog.Post) *html.Node {
	switch key {
	case "title":
		return w.holding(r, func(n *html.Node) bool { return p.Title != "" && blog.Fold(dom.Text(n)) == p.Title })
	case "link":
		return w.holding(r, func(n *html.Node) bool {
			return p.URL != "" && n.Data == "a" && w.sheet.base(dom.Attr(n, "href")) == p.URL
		})
	case "body":
		return w.bodyNode(r)
	case "date":
		return w.holding(r, func(n *html.Node) bool {
			m, ok := w.sheet.dates.Whole(blog.Fold(dom.Text(n)))
			return ok && p.Published != "" && m.Wall == p.Published
		})
	case "author":
		return w.holding(r, func(n *html.Node) bool { return p.Author != "" && blog.Fold(dom.Text(n)) == p.Author })
	case "categories":
		return w.linkNamed(r, p.Categories)
	case "tags":
		return w.linkNamed(r, p.Tags)
	case "count":
		return w.holding(r, func(n *html.Node) bool {
			c := induce.CountIn(blog.Fold(dom.Text(n)))
			return p.CommentCount != nil && c != nil && *c == *p.CommentCount && n.Data == "a"
		})
	}
	return nil
}

func (w *drafter) linkNamed(r *record, names []string) *html.Node {
	if len(names) == 0 {
		return nil
	}
	return w.holding(r, func(n *html.Node) bool {
		return n.Data == "a" && strings.TrimLeft(blog.Fold(dom.Text(n)), "# ") == strings.TrimLeft(names[0], "# ")
	})
}

// holding returns the innermost matching element of a record outside of its body.
func (w *drafter) holding(r *record, fits func(*html.Node) bool) *html.Node {
	d := w.sheet.doc
	if r.extent.Empty() {
		return nil
	}
	var found *html.Node
	for at := d.Lines[r.extent.From].From; at > 0 && at <= d.Lines[r.extent.To-1].To; at++ {
		n := d.Node(at)
		if n == nil || n.Type != html.TextNode {
			continue
		}
		for e := n.Parent; e != nil && e != r.item && e.Data != "body"; e = e.Parent {
			if fits(e) {
				found = e
				break
			}
		}
		if found != nil {
			break
		}
	}
	return found
}

// bodyNode returns the outermost element that contains a record's body and nothing else.
func (w *drafter) bodyNode(r *record) *html.Node {
	d := w.sheet.doc
	if r.body.Empty() {
		return nil
	}
	var found *html.Node
	for n := d.Lines[r.body.From].Block; n != nil && n != r.item && n.Data != "body"; n = n.Parent {
		at := d.LinesIn(n)
		if at.From < r.body.From || at.To > r.body.To {
			break
		}
		if at == r.body {
			found = n
		}
	}
	return found
}
