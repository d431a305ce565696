package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// newPlainDocument cuts a text into lines: the lines that hold something, each
// with the number of empty lines before it.
func newPlainDocument(text string) *document {
	d := &document{plain: true, tables: blankTables()}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n").Replace(text)
	gap := 0
	for _, raw := range strings.Split(text, "\n") {
		folded := blog.Fold(raw)
		if folded == "" {
			gap++
			continue
		}
		d.gaps = d.gaps || gap > 0 && len(d.lines) > 0
		d.lines = append(d.lines, line{text: folded, raw: raw, gap: gap, quoted: strings.HasPrefix(folded, ">")})
		gap = 0
	}
	return d
}

// lonePre is the text of a page that is nothing but preformatted text, as
// browsers save text files, "" for any other page.
func lonePre(root *html.Node) string {
	var pre *html.Node
	other := false
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.ElementNode && n.Data == "pre" && pre == nil:
			pre = n
			return
		case n.Type == html.ElementNode && dom.Silent[n.Data]:
			return
		case n.Type == html.TextNode && strings.TrimSpace(n.Data) != "", dom.Embeds[n.Data]:
			other = true
		}
		for c := n.FirstChild; c != nil && !other; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	if other || pre == nil || pre.FirstChild == nil || pre.FirstChild != pre.LastChild {
		return ""
	}
	return pre.FirstChild.Data
}

// alone says whether a line of a text stands between empty lines. On a page
// without any, every line does.
func (d *document) alone(i int) bool {
	if !d.gaps {
		return true
	}
	before := i == 0 || d.lines[i].gap > 0
	after := i+1 == len(d.lines) || d.lines[i+1].gap > 0
	return before && after
}

// split cuts a text page's line in two, before the last occurrence of a word.
func (d *document) split(i int, word string) {
	head := d.lines[i]
	at := strings.LastIndex(head.raw, word)
	if at < 0 {
		return
	}
	tail := line{text: blog.Fold(head.raw[at:]), raw: head.raw[at:]}
	head.text, head.raw = blog.Fold(head.raw[:at]), head.raw[:at]
	d.lines[i] = head
	d.lines = slices.Insert(d.lines, i+1, tail)
}
