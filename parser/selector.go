package parser

import (
	"iter"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// selector is a compiled CSS selector: its choices, of which each is looked for
// only where those before it find nothing. nil matches nothing.
type selector []*quickSelect

// parseSelector compiles a selector. goquery would take a broken one for one
// that matches nothing; the author of a profile has to hear of it.
func parseSelector(text string) (selector, error) {
	var s selector
	for choice := range strings.SplitSeq(text, " || ") {
		m, err := newQuickSelect(strings.TrimSpace(choice))
		if err != nil {
			return nil, err
		}
		s = append(s, m)
	}
	return s, nil
}

func mustSelect(text string) selector {
	s, err := parseSelector(text)
	if err != nil {
		panic("parser: selector " + text + ": " + err.Error())
	}
	return s
}

// choices are the selector's, each as a selector of its own.
func (s selector) choices() iter.Seq2[int, selector] {
	return func(yield func(int, selector) bool) {
		for i := range s {
			if !yield(i, s[i:i+1:i+1]) {
				return
			}
		}
	}
}

func (s selector) match(n *html.Node) bool {
	for _, m := range s {
		if n.Type == html.ElementNode && m.Match(n) {
			return true
		}
	}
	return false
}

// all gives the matches below n, in page order. A document that holds n finds
// them sooner.
func (s selector) all(n *html.Node) []*html.Node {
	if n == nil {
		return nil
	}
	for _, m := range s {
		if found := goquery.NewDocumentFromNode(n).FindMatcher(m); found.Length() > 0 {
			return found.Nodes
		}
	}
	return nil
}
