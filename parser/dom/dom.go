// Package dom knows the elements of HTML: which stand on lines of their own, show
// no text or cannot be within one another, what single nodes say, and where in a
// page they stand (tree.go).
package dom

import (
	"strings"

	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// Elements by what they do to the text of a page.
var (
	Silent = words.Set("script style noscript template head select textarea option datalist title math")
	Embeds = words.Set("img iframe video audio object embed svg canvas picture")
	quotes = words.Set("blockquote pre code")
	Blocks = words.Set(`html body address article aside blockquote button caption center dd details dialog dir div dl dt
		fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre
		section summary table tbody td tfoot th thead tr ul`)
)

// Attr returns the value of an attribute, "" without one.
func Attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Text returns all text within n, unfolded. Breaks count as spaces.
func Text(n *html.Node) string {
	if c := n.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode && !Silent[n.Data] && !Blocks[n.Data] {
		return c.Data // as in most links, and no copy
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && Silent[n.Data]:
			return
		case n.Type == html.ElementNode && (n.Data == "br" || Blocks[n.Data]):
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && Blocks[n.Data] {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return b.String()
}

// HeadingLevel is 1 to 6 for headings, and 0 for everything else.
func HeadingLevel(n *html.Node) int {
	if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 0
}

// HidesItself reports whether an attribute of n hides it. The class is that of most style
// sheets; beside others it hides on small screens only.
func HidesItself(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "class":
			if a.Val == "hidden" {
				return true
			}
		case "style":
			if strings.ContainsAny(a.Val, "nN") && hides(a.Val) {
				return true
			}
		}
	}
	return false
}

// hides reports whether a style hides what it is given to.
func hides(style string) bool {
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// Within reports whether n lies below outer. No node is within none.
func Within(n, outer *html.Node) bool {
	if n == nil || outer == nil {
		return false
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p == outer {
			return true
		}
	}
	return false
}

// HasToken reports whether a list of words, as a class or relation is, holds one in any
// case.
func HasToken(list, token string) bool {
	for c := range strings.FieldsSeq(list) {
		if strings.EqualFold(c, token) {
			return true
		}
	}
	return false
}
