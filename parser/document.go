package parser

import (
	"bytes"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// line is what stands between two breaks of a page: the unit in which posts
// are searched, whether the page is HTML or text.
type line struct {
	text string // folded: single spaces, nothing without width
	raw  string // text pages: as written
	gap  int    // text pages: empty lines before it

	block    *html.Node   // the block element it stands in; nil on text pages
	leaves   []*html.Node // text nodes and images, in order
	from, to int          // order numbers of the first and last leaf
	links    []link
	heading  int  // 1 to 6 within h1 to h6
	hidden   bool // by a style or attribute of its own or of a parent
	quoted   bool // within a quotation or preformatted text
	aside    bool // within a part of the page that holds no posts
	trim     bool // within what is no body wherever it stands: a share box
}

// link is an anchor with an address that has a part in a line.
type link struct {
	node *html.Node
	text string
	href string
}

// whole says whether the link's text is all that the line says.
func (l *line) whole(a link) bool { return a.text != "" && a.text == l.text }

// document is a page as lines. The order of a node is its number in a walk of
// the tree; orders tell what lies between two places of the page.
type document struct {
	*tables
	root   *html.Node          // nil on text pages
	noBody map[*html.Node]bool // elements that are no body wherever they stand
	plain  bool                // a text page
	gaps   bool                // text pages: empty lines separate paragraphs
}

// newDocument cuts a parsed page into lines. tags is about how many tags its
// source has, so that tables need not grow step by step, which costs more than
// filling them; 0 will do.
func newDocument(root *html.Node, tags int) *document {
	d := &document{root: root, tables: newTables(tags)}
	w := lineWalk{d: d, kinds: dom.Kinds()}
	w.walk(root)
	w.flush()
	return d
}

// markAside marks the lines of elements that hold no posts.
func (d *document) markAside(nodes []*html.Node) {
	for _, n := range nodes {
		if n.Data == "body" || n.Data == "html" || n.Data == "form" {
			continue // a class of the whole page says nothing about a part of it
		}
		at := d.linesIn(n)
		for i := at.from; i < at.to; i++ {
			d.lines[i].aside = true
		}
	}
}

// markTrim marks elements that are no body wherever they stand, and their lines.
func (d *document) markTrim(nodes []*html.Node) {
	d.noBody = map[*html.Node]bool{}
	for _, n := range nodes {
		d.noBody[n] = true
		at := d.linesIn(n)
		for i := at.from; i < at.to; i++ {
			d.lines[i].trim = true
		}
	}
}

// lineWalk is the state of cutting: the open line and what surrounds it.
type lineWalk struct {
	d     *document
	kinds map[string]dom.Kind
	open  line
	at    int // number of the node reached

	// The text of the open line: alone while it is that of one node, as most
	// are and need no copy, else buf.
	alone string
	buf   []byte
	space bool // white space is due before more text

	leaf1, link1 int // the first leaf and the first link of the open line
	around
}

// around is what surrounds the place that the walk has reached.
type around struct {
	block, anchor  *html.Node
	level          int // of the heading, 0 outside of headings
	hidden, quoted bool
}

func (w *lineWalk) walk(n *html.Node) {
	at := w.number(n)
	switch n.Type {
	case html.TextNode:
		w.text(n)
	case html.ElementNode:
		w.element(n)
	case html.DocumentNode:
		w.d.name(n, at)
		w.children(n)
	}
	w.d.close(at)
}

// number gives a node the next number.
func (w *lineWalk) number(n *html.Node) int {
	w.at = w.d.add(n)
	return w.at
}

// note makes an element known by its number, and gives its kind.
func (w *lineWalk) note(n *html.Node) dom.Kind {
	kind := w.kinds[n.Data]
	w.d.name(n, w.at)
	w.d.addElement(n, kind, w.at)
	return kind
}

func (w *lineWalk) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
}

func (w *lineWalk) text(n *html.Node) {
	if strings.TrimSpace(n.Data) == "" {
		w.space = true
		return
	}
	w.leaf(n)
	if w.alone == "" && len(w.buf) == 0 {
		w.alone, w.space = n.Data, false
		return
	}
	w.buf = append(w.buf, w.alone...)
	if w.space {
		w.buf = append(w.buf, ' ')
	}
	w.buf = append(w.buf, n.Data...)
	w.alone, w.space = "", false
}

// leaf adds a node that shows something to the open line.
func (w *lineWalk) leaf(n *html.Node) {
	l := &w.open
	if len(l.leaves) == 0 {
		l.block, l.from = w.block, w.at
		l.heading, l.hidden, l.quoted = w.level, w.hidden, w.quoted
	}
	d := w.d
	d.leaves = append(d.leaves, n)
	l.leaves = d.leaves[w.leaf1:len(d.leaves):len(d.leaves)]
	l.to = w.at
	d.shown = append(d.shown, leafAt{w.at, len(d.lines)})
	if w.anchor != nil && (len(l.links) == 0 || l.links[len(l.links)-1].node != w.anchor) {
		d.links = append(d.links, link{node: w.anchor, text: blog.Fold(dom.Text(w.anchor)), href: strings.TrimSpace(dom.Attr(w.anchor, "href"))})
		l.links = d.links[w.link1:len(d.links):len(d.links)]
	}
}

func (w *lineWalk) flush() {
	if len(w.open.leaves) > 0 {
		text := strings.Trim(w.alone, " \t\r\n")
		if len(w.buf) > 0 {
			text = string(bytes.Trim(w.buf, " \t\r\n"))
		}
		w.open.text = blog.Fold(text)
		w.d.lines = append(w.d.lines, w.open)
	}
	w.open, w.alone, w.buf, w.space = line{}, "", w.buf[:0], false
	w.leaf1, w.link1 = len(w.d.leaves), len(w.d.links)
}

func (w *lineWalk) element(n *html.Node) {
	kind := w.note(n)
	switch {
	case n.Data == "br" || n.Data == "hr":
		w.flush()
		return
	case kind&dom.IsSilent != 0:
		w.skim(n)
		return
	case kind&dom.IsShown != 0:
		w.leaf(n)
		w.skim(n)
		return
	}
	// A hidden copy within a line is a line of its own, so that it can be told
	// from what the reader sees.
	block, hides := kind&dom.IsBlock != 0, dom.HidesItself(n)
	if block || hides {
		w.flush()
	}
	before := w.around
	w.enter(n, kind, hides)
	w.children(n)
	if block || hides {
		w.flush()
	}
	w.around = before
}

func (w *lineWalk) enter(n *html.Node, kind dom.Kind, hides bool) {
	if kind&dom.IsBlock != 0 {
		w.block = n
	}
	w.hidden = w.hidden || hides
	w.quoted = w.quoted || kind&dom.IsQuote != 0
	if n.Data == "a" && dom.Attr(n, "href") != "" {
		w.anchor = n
	}
	if level := dom.HeadingLevel(n); level > 0 {
		w.level = level
	}
}

// skim numbers the nodes of an element whose text is none of the page's.
func (w *lineWalk) skim(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		at := w.number(c)
		if c.Type == html.ElementNode {
			w.note(c)
		}
		w.skim(c)
		w.d.close(at)
	}
}

// trimmed says whether an element is no body wherever it stands.
func (d *document) trimmed(n *html.Node) bool { return d.noBody[n] }
