// Package cleanhtml writes the body of a post as safe markup: no scripts, no forms,
// nothing that loads a document with the reader's rights, all addresses absolute, and
// otherwise as its author wrote it.
//
//	body.go      Read: nodes to markup and text in one walk
//	sanitize.go  allowed elements and attributes; styles.go: inline styles
//	lazy.go      images that a script would load
//	nesting.go   whether the markup parses to the same tree
//	text.go      the text of a body; bodies of plain-text pages
package cleanhtml

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Body is the body of a post, as markup and as text.
type Body struct {
	HTML, Text string
	Images     []blog.Image
	Dropped    []string // what was removed, for warnings
}

// Read writes nodes, which are in document order, as the post's markup: safe, with
// absolute addresses, and otherwise as written. It omits nodes for which skip returns
// true. The tree is not changed.
//
// The result parses to the same tree. A tree that no markup parses to (a link within a
// link, a table within a paragraph) is rendered and parsed until it is one; that is rare,
// and costs another parse.
func Read(nodes []*html.Node, base *url.URL, skip func(*html.Node) bool) Body {
	b, loose := writeBody(nodes, base, skip)
	if !loose {
		return b
	}
	dropped := b.Dropped
	for range 5 {
		again, ok := rewrite(b.HTML, base)
		if !ok {
			break
		}
		if again.HTML == b.HTML {
			again.Dropped = dropped
			return again
		}
		b = again
	}
	b = FromText(strings.Split(b.Text, "\n"))
	b.Dropped = append(dropped, "markup that reads differently each time")
	return b
}

// rewrite parses markup and writes it again.
func rewrite(markup string, base *url.URL) (Body, bool) {
	nodes, err := html.ParseFragment(strings.NewReader(markup), Context())
	if err != nil {
		return Body{}, false
	}
	b, _ := writeBody(nodes, base, nil)
	return b, true
}

// Context returns the element in whose context a body is parsed.
func Context() *html.Node {
	return &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
}

// bodyWriter writes nodes as markup and as text in one walk.
type bodyWriter struct {
	cleaner
	nesting
	markup []byte
	text   textWriter
	images []blog.Image
	skip   func(*html.Node) bool
	preAt  int // where the content of the last <pre> starts
	silent int // number of open elements that show no text
}

// buffers are reused for the next post: growing them for each costs more than filling
// them.
type buffers struct {
	markup, text []byte
	attrs        []html.Attribute
	open         []openElement
}

var spare = sync.Pool{New: func() any { return new(buffers) }}

// writeBody writes nodes once. loose means that the markup must be parsed again.
func writeBody(nodes []*html.Node, base *url.URL, skip func(*html.Node) bool) (b Body, loose bool) {
	buf := spare.Get().(*buffers)
	w := bodyWriter{skip: skip, markup: buf.markup[:0]}
	w.base, w.scratch, w.open, w.text.b = base, buf.attrs[:0], buf.open[:0], buf.text[:0]
	for _, n := range nodes {
		w.node(n)
	}
	b = Body{
		HTML:    string(bytes.Trim(w.markup, " \t\r\n\f")),
		Text:    string(bytes.TrimSpace(w.text.b)),
		Images:  w.images,
		Dropped: w.dropped.list(),
	}
	if len(w.markup) < 1<<20 { // do not keep the buffers of a giant post
		clear(w.scratch[:cap(w.scratch)])
		*buf = buffers{markup: w.markup, text: w.text.b, attrs: w.scratch, open: w.open}
		spare.Put(buf)
	}
	return b, w.loose
}

func (w *bodyWriter) node(n *html.Node) {
	if w.skip != nil && w.skip(n) {
		return
	}
	switch n.Type {
	case html.TextNode:
		w.words(n.Data)
	case html.ElementNode:
		w.element(n)
	case html.DocumentNode:
		w.children(n)
	}
}

func (w *bodyWriter) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

func (w *bodyWriter) words(s string) {
	w.checkText(s)
	if w.preAt > 0 && w.preAt == len(w.markup) && strings.HasPrefix(s, "\n") {
		w.markup = append(w.markup, '\n') // the parser drops the first one
	}
	w.markup = escape(w.markup, s, false)
	if w.silent == 0 {
		w.text.words(s)
	}
}

func (w *bodyWriter) element(n *html.Node) {
	kind := dom.Kinds()[n.Data]
	switch {
	case n.Namespace != "":
		w.drawing(n, n.Namespace)
	case kind&dom.IsGone != 0:
		w.dropped.add("<" + n.Data + ">")
	case kind&dom.IsUnwrapped != 0:
		w.children(n)
	case n.Data == "noscript":
		for _, c := range fallback(n) {
			w.node(c)
		}
	case n.Data == "img" && (placeholder(n) && lazySources(n).src == "" && hasFallback(n) || repeatsFallback(n)):
		// the <noscript> after it has the image
	case kind&dom.IsEmbedding != 0 && !w.embedded(n):
		w.dropped.add("<" + n.Data + "> without an address of the web")
		w.children(n)
	case kind == 0 && !elementName(n.Data):
		w.children(n)
	default:
		w.tag(n, kind)
	}
}

// elementName reports whether a name can be written and parsed unchanged.
func elementName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || i > 0 && (words.IsDigit(c) || c == '-' || c == ':' || c == '.' || c == '_')) {
			return false
		}
	}
	return s != ""
}

// tag writes an element that is kept.
func (w *bodyWriter) tag(n *html.Node, kind dom.Kind) {
	name := n.Data
	if kind&dom.IsKept != 0 {
		name, kind = "pre", dom.Kinds()["pre"]
	}
	w.checkElement(name, kind)
	attrs := w.attributes(n)
	w.markup = append(append(w.markup, '<'), name...)
	w.writeAttributes(attrs)
	if kind&dom.IsVoid != 0 {
		w.markup = append(w.markup, "/>"...)
		w.leaf(n, attrs)
		return
	}
	w.markup = append(w.markup, '>')
	if name == "pre" {
		w.preAt = len(w.markup)
	}
	if name != "iframe" { // its text is for browsers without frames
		w.inside(n, name, kind)
	}
	w.markup = append(append(append(w.markup, "</"...), name...), '>')
}

func (w *bodyWriter) inside(n *html.Node, name string, kind dom.Kind) {
	quiet := kind&dom.IsWordless != 0 || dom.HidesItself(n)
	if quiet {
		w.silent++
	}
	w.push(name, kind)
	if w.silent == 0 {
		w.text.open(name, kind)
	}
	w.children(n)
	if w.silent == 0 {
		w.text.close(name, kind)
	}
	w.pop()
	if quiet {
		w.silent--
	}
}

// leaf records what a void element shows.
func (w *bodyWriter) leaf(n *html.Node, attrs []html.Attribute) {
	switch n.Data {
	case "br", "hr":
		if w.silent == 0 {
			w.text.newLine()
		}
	case "img":
		w.image(attrs)
	}
}

func (w *bodyWriter) image(attrs []html.Attribute) {
	var img blog.Image
	for _, a := range attrs {
		switch a.Key {
		case "src":
			img.URL = a.Val
		case "alt":
			img.Alt = blog.Fold(a.Val)
		case "srcset":
			if img.URL == "" {
				img.URL, _, _ = strings.Cut(strings.TrimLeft(a.Val, " "), " ")
			}
		}
	}
	if img.URL == "" || slices.ContainsFunc(w.images, func(o blog.Image) bool { return o.URL == img.URL }) {
		return
	}
	w.images = append(w.images, img)
}

// drawing writes SVG or MathML: known shapes of one namespace, and text.
func (w *bodyWriter) drawing(n *html.Node, space string) {
	if n.Type == html.TextNode {
		w.markup = escape(w.markup, n.Data, false)
		if space == "math" && w.silent == 0 {
			w.text.words(n.Data)
		}
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	if n.Namespace != space || !drawings[strings.ToLower(n.Data)] || !w.drawn && n.Data != space {
		w.dropped.add("<" + n.Data + "> in a drawing")
		return
	}
	if !w.drawn {
		w.checkElement(n.Data, 0)
		w.drawn = true
		defer func() { w.drawn = false }()
	}
	w.markup = append(append(w.markup, '<'), n.Data...)
	w.writeAttributes(w.attributes(n))
	w.markup = append(w.markup, '>')
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.drawing(c, space)
	}
	w.markup = append(append(append(w.markup, "</"...), n.Data...), '>')
}

func (w *bodyWriter) writeAttributes(attrs []html.Attribute) {
	for _, a := range attrs {
		w.markup = append(append(append(w.markup, ' '), a.Key...), '=', '"')
		w.markup = append(escape(w.markup, a.Val, true), '"')
	}
}

// mustEscape are the bytes with a meaning in markup.
var mustEscape = [256]bool{'&': true, '<': true, '>': true, '\r': true, '"': true}

// escape appends text, or the value of an attribute, so that it is never parsed as
// markup.
func escape(b []byte, s string, value bool) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		if !mustEscape[s[i]] {
			continue
		}
		var entity string
		switch s[i] {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '\r':
			entity = "&#13;"
		case '"':
			if !value {
				continue
			}
			entity = "&#34;"
		}
		b = append(append(b, s[from:i]...), entity...)
		from = i + 1
	}
	return append(b, s[from:]...)
}

// ShortBody is the length in characters up to which a body of one paragraph may be a
// teaser.
const ShortBody = 600
