package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// bareHeading reads a heading that holds more fields than the title, as diaries
// of East Asia write them: "■ [books][walks] A title 20:05", with links for the
// sign and for what stands in brackets. The text is "" where it is a plain one.
func bareHeading(l *line) (title string, terms []string) {
	if l.heading == 0 || len(l.links) == 0 {
		return "", nil
	}
	var rest []string
	before := ""
	for _, leaf := range l.leaves {
		text := blog.Fold(leaf.Data)
		if leaf.Type != html.TextNode || text == "" {
			continue
		}
		linked := anchorOf(leaf, l.block) != nil
		switch {
		case linked && strings.HasSuffix(before, "[") && len(rest) == 0:
			terms = append(terms, text)
		case linked && !words.Any(text):
			terms = append(terms, "")
		case strings.Trim(text, "[] ") == "":
		case len(rest) > 0 && clockIn(text) == text:
		default:
			rest = append(rest, strings.TrimLeft(text, "] "))
		}
		before = text
	}
	if terms == nil {
		return "", nil
	}
	return strings.TrimRight(strings.Join(rest, " "), " ["), distinct(terms)
}
