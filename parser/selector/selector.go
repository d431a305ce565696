// Package selector finds the elements of a page that CSS selectors match. Selectors are
// cascadia's; an index of the page's ids, classes and rarer elements finds candidates
// without walking the page, and most checks are one or two comparisons.
package selector

import (
	"iter"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// Selector is a compiled CSS selector: a list of choices, each of which is used only if
// the previous ones match nothing. nil matches nothing.
type Selector []*quick

// Parse compiles a selector. goquery treats an invalid selector as one that matches
// nothing; the author of a profile needs an error.
func Parse(text string) (Selector, error) {
	var s Selector
	for choice := range strings.SplitSeq(text, " || ") {
		m, err := newQuick(strings.TrimSpace(choice))
		if err != nil {
			return nil, err
		}
		s = append(s, m)
	}
	return s, nil
}

// Must compiles a selector of this program.
func Must(text string) Selector {
	s, err := Parse(text)
	if err != nil {
		panic("selector " + text + ": " + err.Error())
	}
	return s
}

// Choices yields the selector's choices as selectors.
func (s Selector) Choices() iter.Seq2[int, Selector] {
	return func(yield func(int, Selector) bool) {
		for i := range s {
			if !yield(i, s[i:i+1:i+1]) {
				return
			}
		}
	}
}

// Match reports whether n matches.
func (s Selector) Match(n *html.Node) bool {
	for _, m := range s {
		if n.Type == html.ElementNode && m.Match(n) {
			return true
		}
	}
	return false
}

// All returns the matching elements below n in document order. An Index does so faster.
func (s Selector) All(n *html.Node) []*html.Node {
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
