package parser

import (
	"strings"

	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// breaksOff reports whether an HTML document was truncated: neither body nor html is
// closed, nor is some element that requires an end tag. A server that crashes, or a proxy
// that gives up, may truncate a response without a transfer error; the rest looks like a
// blog with fewer posts. Pages that omit optional end tags are complete. So are those
// that end after an end tag: templates that never close what they open end there, but few
// truncations do (one in sixteen of 36,000 tried on real pages).
func breaksOff(source string) bool {
	if holdsTag(source, "</html") || holdsTag(source, "</body") || !holdsTag(source, "<html") && !holdsTag(source, "<body") {
		return false
	}
	if strings.LastIndexByte(source, '<') > strings.LastIndexByte(source, '>') {
		return true // within a tag
	}
	if endTagLast.MatchString(source) {
		return false
	}
	open := map[string]int{}
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			for _, n := range open {
				if n > 0 {
					return true
				}
			}
			return false
		case html.StartTagToken:
			if name, _ := z.TagName(); needsEnd[string(name)] {
				open[string(name)]++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); needsEnd[string(name)] {
				open[string(name)]--
			}
		}
	}
}

var endTagLast = pattern.Late(`</[a-zA-Z][a-zA-Z0-9]*\s*>\s*$`)

// needsEnd are the elements that structure a page and require an end tag.
var needsEnd = words.Set("div form table section article main ul ol script style title select textarea")

// holdsTag reports whether a source has the start of a tag, given in lower case, in lower
// or upper case.
func holdsTag(source, tag string) bool {
	return strings.Contains(source, tag) || strings.Contains(source, strings.ToUpper(tag))
}
