package parser

import (
	"errors"
	"strings"

	"golang.org/x/net/html"
)

// parseTree is html.Parse with bounded time and memory: a node takes a hundred times the
// three bytes of its tag. For each further <html> or <body>, html.Parse
// goes through all attributes that the first one has by then: a page that adds new ones
// each time would take hours.
func parseTree(text string) (*html.Node, error) {
	if strings.Count(text, "<") > maxTags {
		return nil, errors.New("more than a million tags")
	}
	if openings(text) > maxOpenings && rereads(text) > maxRereads {
		return nil, errors.New("html and body are opened again and again with other attributes")
	}
	return html.Parse(strings.NewReader(text))
}

const (
	maxTags     = 1_000_000
	maxOpenings = 100
	maxRereads  = 1_000_000
)

// openings counts the tags <html> and <body> of a page.
func openings(text string) int {
	n := 0
	for {
		at := strings.IndexByte(text, '<')
		if at < 0 {
			return n
		}
		text = text[at+1:]
		if len(text) > 4 && (strings.EqualFold(text[:4], "html") || strings.EqualFold(text[:4], "body")) {
			n++
		}
	}
}

// rereads counts the attributes that html.Parse goes through in them.
func rereads(text string) int {
	n := 0
	known := map[string]map[string]bool{"html": {}, "body": {}}
	for z := html.NewTokenizer(strings.NewReader(text)); n <= maxRereads; {
		switch z.Next() {
		case html.ErrorToken:
			return n
		case html.StartTagToken:
			name, more := z.TagName()
			attributes := known[string(name)]
			for more && attributes != nil {
				var key []byte
				key, _, more = z.TagAttr()
				attributes[string(key)] = true
			}
			n += len(attributes)
		}
	}
	return n
}
