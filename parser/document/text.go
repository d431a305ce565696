package document

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// FromText divides a text into lines: those that are not empty, each with the number of
// empty lines before it.
func FromText(text string) *Document {
	d := &Document{Plain: true, tables: blankTables()}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n").Replace(text)
	gap := 0
	for _, raw := range strings.Split(text, "\n") {
		folded := blog.Fold(raw)
		if folded == "" {
			gap++
			continue
		}
		d.Gaps = d.Gaps || gap > 0 && len(d.Lines) > 0
		d.Lines = append(d.Lines, Line{Text: folded, Raw: raw, Gap: gap, Quoted: strings.HasPrefix(folded, ">")})
		gap = 0
	}
	return d
}

// LonePre returns the text of a page that consists only of preformatted text, as browsers
// show text files, "" for any other page.
func LonePre(root *html.Node) string {
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

// Alone reports whether a line of a text page is surrounded by empty lines. On a page
// without empty lines, every line is.
func (d *Document) Alone(i int) bool {
	if !d.Gaps {
		return true
	}
	before := i == 0 || d.Lines[i].Gap > 0
	after := i+1 == len(d.Lines) || d.Lines[i+1].Gap > 0
	return before && after
}

// Split divides a text page's line in two, before the last occurrence of a word.
func (d *Document) Split(i int, word string) {
	head := d.Lines[i]
	at := strings.LastIndex(head.Raw, word)
	if at < 0 {
		return
	}
	tail := Line{Text: blog.Fold(head.Raw[at:]), Raw: head.Raw[at:]}
	head.Text, head.Raw = blog.Fold(head.Raw[:at]), head.Raw[:at]
	d.Lines[i] = head
	d.Lines = slices.Insert(d.Lines, i+1, tail)
}
