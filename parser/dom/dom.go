// Package dom knows the elements of HTML: which are blocks, show no text or cannot be
// nested, what single nodes say, and where they are in a page (tree.go).
package dom

import (
	"strings"

	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// Elements by their effect on a page's text.
var (
	Silent = words.Set("script style noscript template head select textarea option datalist title math")
	Embeds = words.Set("img iframe video audio object embed svg canvas picture")
	quotes = words.Set("blockquote pre code")
	Blocks = words.Set(`html body address article aside blockquote button caption center dd details dialog dir div dl dt
		fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre
		section summary table tbody td tfoot th thead tr ul`)
)

// Attr returns the value of an attribute, "" if it is missing.
func Attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Text returns all text within n, not folded. Breaks and the ends of blocks become spaces.
func Text(n *html.Node) string {
	if c := n.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode && !Silent[n.Data] && !Blocks[n.Data] {
		return c.Data // the usual case in links, without a copy
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

// HeadingLevel returns 1 to 6 for headings, else 0.
func HeadingLevel(n *html.Node) int {
	if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 0
}

// HidesItself reports whether an attribute of n hides it. The class "hidden" hides in
// most style sheets; with other classes beside it, often on small screens only.
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

// hides reports whether a style attribute hides its element.
func hides(style string) bool {
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// Within reports whether n is a descendant of outer; false if either is nil.
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

// HasToken reports whether a space-separated list, such as a class or rel attribute,
// contains a token, ignoring case.
func HasToken(list, token string) bool {
	for c := range strings.FieldsSeq(list) {
		if strings.EqualFold(c, token) {
			return true
		}
	}
	return false
}
