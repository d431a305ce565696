// Package selector knows CSS selectors: what they select, and how to find that in
// a page without walking it. Selectors are cascadia's; an index of the page's ids,
// classes and rarer elements says where to look, and most questions are then a
// comparison or two. It does not know what is selected, or what for.
package selector

import (
	"iter"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// Selector is a compiled CSS selector: its choices, of which each is looked for
// only where those before it find nothing. nil matches nothing.
type Selector []*quick

// Parse compiles a selector. goquery would take a broken one for one
// that matches nothing; the author of a profile has to hear of it.
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

// Must compiles a selector of this program's own.
func Must(text string) Selector {
	s, err := Parse(text)
	if err != nil {
		panic("selector " + text + ": " + err.Error())
	}
	return s
}

// Choices returns the selector's, each as a selector of its own.
func (s Selector) Choices() iter.Seq2[int, Selector] {
	return func(yield func(int, Selector) bool) {
		for i := range s {
			if !yield(i, s[i:i+1:i+1]) {
				return
			}
		}
	}
}

// Match reports whether n is one of the elements selected.
func (s Selector) Match(n *html.Node) bool {
	for _, m := range s {
		if n.Type == html.ElementNode && m.Match(n) {
			return true
		}
	}
	return false
}

// All returns the matches below n, in page order. A document that holds n finds them
// sooner.
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
