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

// linkedHeading reads a heading that begins with the link to its post, where all
// that follows is a date, marks, and links to terms: "A title | 2011-05-03 |
// walks | books". The text is "" where more words follow, or nothing.
func (in *inducer) linkedHeading(l *line) (title string, terms []link) {
	if l.heading == 0 || len(l.links) == 0 || !strings.HasPrefix(l.text, l.links[0].text) || !words.Any(l.links[0].text) || in.ownLink(l.links[0].href) == "" {
		return "", nil
	}
	first := l.links[0]
	rest := l.text[len(first.text):]
	for _, a := range l.links[1:] {
		rest = strings.Replace(rest, a.text, "", 1)
		if words.Any(a.text) && in.ownLink(a.href) != "" && in.ownLink(a.href) != in.ownLink(first.href) && !commentLink(a) {
			terms = append(terms, a)
		}
	}
	if m, ok := in.dates.Find(rest); ok {
		rest = rest[:m.Start] + rest[m.End:]
	}
	if words.Any(rest) || len(l.text) == len(first.text) {
		return "", nil
	}
	return first.text, terms
}
