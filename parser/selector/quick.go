package selector

import (
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// quick is a selector that finds its elements in an index and checks them by comparisons.
// Some forty selectors are applied to a page, most of them to every post.
type quick struct {
	choices    []choice
	attributed bool // all matching elements have an attribute
}

// choice is one of the alternatives separated by commas.
type choice struct {
	cascadia.Sel
	chain []compound // its conditions, as far as understood
	exact bool       // these are all of its conditions
}

// own returns the conditions on the element itself.
func (c *choice) own() *compound { return &c.chain[len(c.chain)-1] }

func newQuick(text string) (*quick, error) {
	group, err := cascadia.ParseGroup(text)
	if err != nil {
		return nil, err
	}
	q := &quick{attributed: true}
	for _, sel := range group {
		c := choice{Sel: sel, chain: []compound{{}}}
		if !hardToRead(text) {
			c.chain, c.exact = readChain(sel.String())
		}
		for i := range c.chain {
			c.chain[i].rare = c.chain[i].rarest()
		}
		q.choices = append(q.choices, c)
		q.attributed = q.attributed && len(c.own().tests) > 0
	}
	return q, nil
}

// hardToRead reports whether a selector contains what cascadia's output does not escape
// correctly: escapes, quotation marks within strings, patterns.
func hardToRead(text string) bool {
	quotes := strings.Contains(text, `"`) && strings.Contains(text, "'")
	return quotes || strings.Contains(text, `\`) || strings.Contains(text, "#=") || strings.Contains(strings.ToLower(text), ":matches")
}

// rarest returns the rarest trait that an element must have.
func (s *compound) rarest() trait {
	var best trait
	for _, t := range s.tests {
		switch {
		case t.key == "id" && t.op == '=' && !t.fold:
			return trait{idTrait, t.value}
		case t.key == "class" && t.op == '~' && best.kind != classTrait:
			best = trait{classTrait, t.value}
		}
	}
	if best.kind == noTrait && s.tag != "" && dom.Kinds()[s.tag]&dom.IsCommon == 0 {
		return trait{nameTrait, s.tag}
	}
	for _, t := range s.tests {
		if best.kind == noTrait && TellsElements(t.key) {
			best = trait{attrTrait, t.key}
		}
	}
	return best
}

// Match reports whether n matches.
func (q *quick) Match(n *html.Node) bool {
	if q.attributed && len(n.Attr) == 0 {
		return false
	}
	for i := range q.choices {
		if q.choices[i].matches(n) {
			return true
		}
	}
	return false
}

func (c *choice) matches(n *html.Node) bool {
	return fits(c.chain, n) && (c.exact || c.Sel.Match(n))
}

// MatchAll returns the matching elements at and below n, in document order.
func (q *quick) MatchAll(n *html.Node) []*html.Node { return q.collect(n, nil) }

func (q *quick) collect(n *html.Node, found []*html.Node) []*html.Node {
	if q.Match(n) {
		found = append(found, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			found = q.collect(c, found)
		}
	}
	return found
}

// Filter returns those of nodes that match.
func (q *quick) Filter(nodes []*html.Node) []*html.Node {
	var kept []*html.Node
	for _, n := range nodes {
		if q.Match(n) {
			kept = append(kept, n)
		}
	}
	return kept
}
