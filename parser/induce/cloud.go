package induce

import (
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
)

// isCloud reports whether a line is a tag cloud of the whole blog: several links in
// several font sizes.
func isCloud(l *document.Line) bool {
	const least = 3
	sizes := map[string]bool{}
	if len(l.Links) < least {
		return false
	}
	for _, a := range l.Links {
		size := fontSize(dom.Attr(a.Node, "style"))
		if size == "" && a.Node.Parent != nil {
			size = fontSize(dom.Attr(a.Node.Parent, "style"))
		}
		if size == "" {
			return false
		}
		sizes[size] = true
	}
	return len(sizes) > 1
}

// fontSize returns the font size in a style attribute, "" if there is none.
func fontSize(style string) string {
	_, size, _ := strings.Cut(style, "font-size")
	size, _, _ = strings.Cut(size, ";")
	return strings.Trim(size, ": ")
}
