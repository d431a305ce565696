package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"golang.org/x/net/html"
)

// The Wayback Machine changes all addresses of a page to its own, and adds a toolbar, a
// script with the page's address and a comment with its date.
var (
	playedBack    = pattern.Late(`__wm\.wombat\(\s*"(https?://[^"]+)"`)
	archivedOn    = pattern.Late(`FILE ARCHIVED ON \d\d:\d\d:\d\d`)
	throughItself = pattern.Late(`(^|[\s,('"])(?:(?:https?:)?//[^/\s]+)?/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/)`)
)

// unarchive reverses these changes. It returns the page's original address, "" if
// unknown.
func unarchive(root *html.Node, source string) (address string) {
	if !strings.Contains(source, "/web/") {
		return ""
	}
	archived := false
	var led, bar []*html.Node
	for n := range root.Descendants() {
		switch {
		case n.Type == html.CommentNode:
			archived = archived || archivedOn.MatchString(n.Data)
		case n.Data == "script" && n.FirstChild != nil:
			if m := playedBack.FindStringSubmatch(n.FirstChild.Data); m != nil {
				archived, address = true, blog.Canonical(m[1])
			}
		case dom.Attr(n, "id") == "wm-ipp" || dom.Attr(n, "id") == "wm-ipp-base":
			bar = append(bar, n)
		case len(n.Attr) > 0:
			led = append(led, n)
		}
	}
	if !archived {
		return ""
	}
	for _, n := range led {
		for i, a := range n.Attr {
			if strings.Contains(a.Val, "/web/") {
				n.Attr[i].Val = throughItself.ReplaceAllString(a.Val, "$1$2")
			}
		}
	}
	for _, n := range bar {
		n.Parent.RemoveChild(n)
	}
	return address
}
