package document

import (
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

// Split splits lines of a text page before the last occurrence of the word that within
// returns for them, and then the second part in the same way. within returns "" for a
// line that stays whole.
func (d *Document) Split(within func(*Line) string) {
	lines := make([]Line, 0, len(d.Lines))
	for _, l := range d.Lines {
		for word := within(&l); word != ""; word = within(&l) {
			at := strings.LastIndex(l.Raw, word)
			if at <= 0 {
				break
			}
			head, tail := l.Raw[:at], l.Raw[at:]
			l.Text, l.Raw = blog.Fold(head), head
			lines = append(lines, l)
			l = Line{Text: blog.Fold(tail), Raw: tail}
		}
		lines = append(lines, l)
	}
	d.Lines = lines
}
