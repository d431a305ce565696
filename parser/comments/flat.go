package comments

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// flat reads comments that have no element of their own: the terms and descriptions of a
// list, as in Blogger, or texts that are followed or preceded by a line "Posted by Ann at
// June 3, 2005 10:11 AM", as in Movable Type. The nodes of each are copied into an
// element.
func (c *reader) flat(root *html.Node) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Data == "dl" && hasClassPart(n, "comment") {
			out = append(out, described(n)...)
		}
	}
	if len(out) == 0 {
		out = c.closed(root)
	}
	return out
}

// described returns an item for each term of a list with its descriptions.
func described(list *html.Node) []*html.Node {
	var out []*html.Node
	for n := range list.ChildNodes() {
		switch {
		case n.Data == "dt":
			out = append(out, element("comment"))
			fallthrough
		case n.Data == "dd" && len(out) > 0:
			out[len(out)-1].AppendChild(copied(n))
		}
	}
	return slices.DeleteFunc(out, func(item *html.Node) bool { return !showsComment(item) })
}

// closed finds the lines that state author and date of a comment, below the mark at which
// the comments start, and assigns to each the nodes before it, or after it if there are
// none before the first.
func (c *reader) closed(root *html.Node) []*html.Node {
	var out []*html.Node
	opens, parent := false, (*html.Node)(nil)
	for _, sign := range c.signatures(root) {
		before := c.beside(sign, previous)
		if sign.Parent != parent {
			parent, opens = sign.Parent, len(before) == 0
		}
		texts := before
		if opens {
			texts = c.beside(sign, next)
		}
		if len(texts) > 0 {
			out = append(out, assembled(texts, sign))
		}
	}
	return out
}

// signatures returns the lines that state author and date below the mark.
func (c *reader) signatures(root *html.Node) []*html.Node {
	var out []*html.Node
	begun := false
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || len(out) > 0 && dom.Within(n, out[len(out)-1]) {
			continue
		}
		begun = begun || marksComments(n)
		if begun && c.signs(n) {
			out = append(out, n)
		}
	}
	return out
}

func marksComments(n *html.Node) bool {
	return dom.Attr(n, "id") == "comments" || n.Data == "a" && dom.Attr(n, "name") == "comments"
}

// signs reports whether an element is a line with a name, a date and little else.
func (c *reader) signs(n *html.Node) bool {
	switch n.Data {
	case "p", "div", "span", "small", "h3", "h4", "h5", "address":
	default:
		return false
	}
	line, ok := lineIn(n)
	if !ok {
		return false
	}
	if _, ok = c.signature(line); !ok {
		return false
	}
	m, dated := c.dates.Find(line)
	return dated && len(line)-m.End <= 30
}

// lineIn returns the text of an element if it is not longer than a line.
func lineIn(n *html.Node) (string, bool) {
	const most = 400
	size, nodes := 0, 0
	for d := range n.Descendants() {
		if nodes++; d.Type == html.TextNode {
			size += len(d.Data)
		}
		if size > most || nodes > maxNodes {
			return "", false
		}
	}
	return blog.Fold(dom.Text(n)), true
}

func previous(n *html.Node) *html.Node { return n.PrevSibling }
func next(n *html.Node) *html.Node     { return n.NextSibling }

// beside returns the nodes on one side of a signature, in page order, up to the next
// signature, rule, heading or form; nil if they have no text.
func (c *reader) beside(sign *html.Node, step func(*html.Node) *html.Node) []*html.Node {
	var out []*html.Node
	says := false
	for n := step(sign); n != nil && !c.ends(n); n = step(n) {
		out = append(out, n)
		says = says || n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" || n.Type == html.ElementNode && strings.TrimSpace(dom.Text(n)) != ""
	}
	if !says {
		return nil
	}
	if out[0].NextSibling == sign {
		slices.Reverse(out)
	}
	return out
}

func (c *reader) ends(n *html.Node) bool {
	return n.Type == html.ElementNode && (n.Data == "hr" || n.Data == "form" || dom.HeadingLevel(n) > 0 || marksComments(n) || c.signs(n))
}

// assembled copies a comment into elements of its own.
func assembled(texts []*html.Node, sign *html.Node) *html.Node {
	item, content, footer := element("comment"), element("comment-content"), element("comment-footer")
	for _, n := range texts {
		content.AppendChild(copied(n))
	}
	footer.AppendChild(copied(sign))
	item.AppendChild(content)
	item.AppendChild(footer)
	return item
}

func element(class string) *html.Node {
	return &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div, Attr: []html.Attribute{{Key: "class", Val: class}}}
}

// copied returns a deep copy of a node.
func copied(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: n.Attr}
	for k := range n.ChildNodes() {
		c.AppendChild(copied(k))
	}
	return c
}
