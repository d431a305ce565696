package induce

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// bareHeading parses a heading with more fields than the title, as in diaries of East
// Asia: "■ [books][walks] A title 20:05", with links for the sign and the terms in
// brackets. title is "" for an ordinary heading.
func bareHeading(l *document.Line) (title string, terms []string) {
	if l.Heading == 0 || len(l.Links) == 0 {
		return "", nil
	}
	var rest []string
	before := ""
	for _, leaf := range l.Leaves {
		text := blog.Fold(leaf.Data)
		if leaf.Type != html.TextNode || text == "" {
			continue
		}
		linked := anchorOf(leaf, l.Block) != nil
		switch {
		case linked && strings.HasSuffix(before, "[") && len(rest) == 0:
			terms = append(terms, text)
		case linked && !words.Any(text):
			terms = append(terms, "")
		case strings.Trim(text, "[] ") == "":
		case len(rest) > 0 && ClockIn(text) == text:
		default:
			rest = append(rest, strings.TrimLeft(text, "] "))
		}
		before = text
	}
	if terms == nil {
		return "", nil
	}
	return strings.TrimRight(strings.Join(rest, " "), " ["), words.Distinct(terms)
}

// linkedHeading parses a heading that starts with the link to its post, followed only by
// a date, separators, and links to terms: "A title | 2011-05-03 | walks | books". title
// is "" if other words follow, or nothing.
func (in *Inducer) linkedHeading(l *document.Line) (title string, terms []document.Link) {
	if l.Heading == 0 || len(l.Links) == 0 || !strings.HasPrefix(l.Text, l.Links[0].Text) || !words.Any(l.Links[0].Text) || in.ownLink(l.Links[0].Href) == "" {
		return "", nil
	}
	first := l.Links[0]
	rest := l.Text[len(first.Text):]
	for _, a := range l.Links[1:] {
		rest = strings.Replace(rest, a.Text, "", 1)
		if words.Any(a.Text) && in.ownLink(a.Href) != "" && in.ownLink(a.Href) != in.ownLink(first.Href) && !commentLink(a) {
			terms = append(terms, a)
		}
	}
	if m, ok := in.Dates.Find(rest); ok {
		rest = rest[:m.Start] + rest[m.End:]
	}
	if words.Any(rest) || len(l.Text) == len(first.Text) {
		return "", nil
	}
	return first.Text, terms
}
