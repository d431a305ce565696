// Package document divides a page, HTML or text, into lines: a line is what a reader sees
// between two breaks, with the nodes it came from. It knows what is visible and where,
// but not what posts are.
//
// Nodes are identified by their order, lines by their index. A span of lines has its
// nodes, and an element has its span.
//
// The tables of a document are reused for the next page (tables.go): only strings may
// outlive a document.
package document

import (
	"bytes"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// Line is the text between two breaks of a page: the unit in which posts are searched
// for, in HTML and in text.
type Line struct {
	Text string // folded: single spaces, no zero-width characters
	Raw  string // text pages: as written
	Gap  int    // text pages: number of empty lines before it

	Block    *html.Node   // the block element that contains it; nil on text pages
	Leaves   []*html.Node // text nodes and images, in order
	From, To int          // order numbers of the first and last leaf
	Links    []Link
	Heading  int  // 1 to 6 within h1 to h6, else 0
	Hidden   bool // by a style or attribute of its own or of an ancestor
	Quoted   bool // within a quotation or preformatted text
	Aside    bool // within a part of the page that has no posts
	Trim     bool // within what is never part of a body, such as share buttons
	RunsOn   bool // the page shows it in one line with the one before, see BreakBefore
}

// Limits, in bytes, of texts that are read again for every line: the text of a link
// that is never closed, the classes of an element around the whole page.
const (
	longestLink = 800
	longestName = 2000
)

// beginning returns at most the first bytes of a text.
func beginning(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}

// Link is an anchor with an address, some of whose text is in a line.
type Link struct {
	Node *html.Node
	Text string // at most longestLink bytes
	Href string
}

// Whole reports whether the link's text is all of the line's text.
func (l *Line) Whole(a Link) bool { return a.Text != "" && a.Text == l.Text }

// Document is a page as lines. The order of a node is its number in document order;
// orders tell what lies between two places of the page.
type Document struct {
	*tables
	Root   *html.Node          // nil on text pages
	noBody map[*html.Node]bool // elements that are never part of a body
	Plain  bool                // a text page
	Cut    bool                // an attribute was longer than longestName
	Gaps   bool                // text pages: empty lines separate paragraphs
}

// New divides a parsed page into lines. tags is the approximate number of tags in its
// source, by which tables are allocated: growing them step by step costs more than
// filling them. It may be 0.
func New(root *html.Node, tags int) *Document {
	d := &Document{Root: root, tables: newTables(tags)}
	w := lineWalk{d: d, kinds: dom.Kinds()}
	w.walk(root)
	w.flush()
	return d
}

// MarkAside marks the lines of elements that contain no posts.
func (d *Document) MarkAside(nodes []*html.Node) {
	var spans []Span
	for _, n := range nodes {
		if n.Data != "body" && n.Data != "html" && n.Data != "form" { // a class of the whole page says nothing about parts of it
			spans = append(spans, d.LinesIn(n))
		}
	}
	d.MarkLinesAside(spans)
}

// MarkLinesAside marks lines that contain no posts.
func (d *Document) MarkLinesAside(spans []Span) {
	for i := range Union(spans) {
		d.Lines[i].Aside = true
	}
}

// MarkTrim marks elements that are never part of a body, and their lines.
func (d *Document) MarkTrim(nodes []*html.Node) {
	d.noBody = map[*html.Node]bool{}
	var spans []Span
	for _, n := range nodes {
		d.noBody[n] = true
		spans = append(spans, d.LinesIn(n))
	}
	for i := range Union(spans) {
		d.Lines[i].Trim = true
	}
}

// lineBreak is the text of the comments at which a line ends without a break in the
// markup, see BreakBefore.
const lineBreak = "blogferry: a line ends here"

// BreakBefore makes a line end before an offset of a text, or before an image, once the
// document is made anew. The markup of the page remains as written.
func BreakBefore(n *html.Node, at int) {
	if at > 0 {
		rest := &html.Node{Type: html.TextNode, Data: n.Data[at:]}
		n.Data = n.Data[:at]
		n.Parent.InsertBefore(rest, n.NextSibling)
		n = rest
	}
	n.Parent.InsertBefore(&html.Node{Type: html.CommentNode, Data: lineBreak}, n)
}

// lineWalk is the state while a page is divided into lines: the current line and the
// elements around it.
type lineWalk struct {
	d     *Document
	kinds map[string]dom.Kind
	open  Line
	at    int // order of the current node

	// The text of the current line: alone while it is that of a single node, which needs
	// no copy, else buf.
	alone string
	buf   []byte
	space bool // white space is due before further text

	leaf1, link1 int // the first leaf and the first link of the current line
	around
}

// around is what surrounds the current node.
type around struct {
	block          *html.Node
	link           Link
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
		w.d.Name(n, at)
		w.children(n)
	case html.CommentNode:
		if n.Data == lineBreak {
			w.flush()
			w.open.RunsOn = true
		}
	}
	w.d.Close(at)
}

// number returns the next order, for a node.
func (w *lineWalk) number(n *html.Node) int {
	w.at = w.d.Add(n)
	return w.at
}

// note registers an element by its order and returns its kind.
func (w *lineWalk) note(n *html.Node) dom.Kind {
	kind := w.kinds[n.Data]
	for i := range n.Attr {
		if a := &n.Attr[i]; len(a.Val) > longestName && selector.TellsElements(a.Key) {
			a.Val, w.d.Cut = beginning(a.Val, longestName), true
		}
	}
	w.d.Name(n, w.at)
	w.d.AddElement(n, kind, w.at)
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

// leaf adds a visible node to the current line.
func (w *lineWalk) leaf(n *html.Node) {
	l := &w.open
	if len(l.Leaves) == 0 {
		l.Block, l.From = w.block, w.at
		l.Heading, l.Hidden, l.Quoted = w.level, w.hidden, w.quoted
	}
	d := w.d
	d.leaves = append(d.leaves, n)
	l.Leaves = d.leaves[w.leaf1:len(d.leaves):len(d.leaves)]
	l.To = w.at
	d.Shown = append(d.Shown, leafAt{w.at, len(d.Lines)})
	if w.link.Node != nil && (len(l.Links) == 0 || l.Links[len(l.Links)-1].Node != w.link.Node) {
		d.links = append(d.links, w.link)
		l.Links = d.links[w.link1:len(d.links):len(d.links)]
	}
}

func (w *lineWalk) flush() {
	if len(w.open.Leaves) > 0 {
		text := strings.Trim(w.alone, " \t\r\n")
		if len(w.buf) > 0 {
			text = string(bytes.Trim(w.buf, " \t\r\n"))
		}
		w.open.Text = blog.Fold(text)
		w.d.Lines = append(w.d.Lines, w.open)
	}
	w.open, w.alone, w.buf, w.space = Line{}, "", w.buf[:0], false
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
	// A hidden copy within a line is a line of its own, to tell it from what the reader
	// sees.
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
		w.link = Link{Node: n, Text: beginning(blog.Fold(dom.Text(n)), longestLink), Href: strings.TrimSpace(dom.Attr(n, "href"))}
	}
	if level := dom.HeadingLevel(n); level > 0 {
		w.level = level
	}
}

// skim numbers the nodes of an element whose text is not part of the page.
func (w *lineWalk) skim(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		at := w.number(c)
		if c.Type == html.ElementNode {
			w.note(c)
		}
		w.skim(c)
		w.d.Close(at)
	}
}

// Trimmed reports whether an element is never part of a body.
func (d *Document) Trimmed(n *html.Node) bool { return d.noBody[n] }

// ShortLine is the width above which a line is running text.
const ShortLine = 240
