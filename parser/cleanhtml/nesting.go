package cleanhtml

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
)

// nesting checks whether elements are nested as a parser would nest them, so that the
// markup parses to the same tree. It may be too strict, but never too lenient: a false
// alarm only costs another parse.
type nesting struct {
	open  []openElement // written and not closed yet
	drawn bool          // within SVG or MathML
	loose bool          // the markup parses to another tree
}

type openElement struct {
	name string
	kind dom.Kind
}

func (s *nesting) push(name string, kind dom.Kind) {
	s.open = append(s.open, openElement{name, kind})
}

func (s *nesting) pop() { s.open = s.open[:len(s.open)-1] }

func (s *nesting) parent() openElement {
	if len(s.open) == 0 {
		return openElement{}
	}
	return s.open[len(s.open)-1]
}

// tableParents are the required parents of table elements.
var tableParents = map[string]string{
	"tr": "tbody thead tfoot", "td": "tr", "th": "tr", "col": "colgroup",
	"tbody": "table", "thead": "table", "tfoot": "table", "caption": "table", "colgroup": "table",
	"rt": "ruby rtc", "rp": "ruby", "rb": "ruby", "rtc": "ruby",
}

// checkElement checks an element before it is written.
func (s *nesting) checkElement(name string, kind dom.Kind) {
	parent := s.parent()
	switch {
	case kind&dom.IsPart != 0:
		s.note(!slices.Contains(strings.Fields(tableParents[name]), parent.name))
	case parent.kind&dom.HoldsParts != 0:
		s.note(true)
	}
	switch name {
	case "a", "nobr":
		s.note(slices.ContainsFunc(s.open, func(e openElement) bool { return e.name == name }))
	case "li":
		s.note(s.within(dom.EndsItem, "li", ""))
	case "dd", "dt":
		s.note(s.within(dom.EndsItem, "dd", "dt"))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		s.note(parent.kind&dom.IsHeading != 0)
	}
	if kind&dom.ClosesP != 0 {
		s.note(s.within(dom.EndsP, "p", ""))
	}
}

// checkText checks text before it is written.
func (s *nesting) checkText(text string) {
	if s.parent().kind&dom.HoldsParts != 0 {
		s.note(strings.Trim(text, " \t\r\n\f") != "")
	}
}

func (s *nesting) note(bad bool) { s.loose = s.loose || bad }

// within reports whether one of two elements is open within a scope, as in the HTML
// standard ("has an element in scope").
func (s *nesting) within(scope dom.Kind, a, b string) bool {
	for i := len(s.open) - 1; i >= 0; i-- {
		if open := s.open[i]; open.name == a || open.name == b {
			return true
		} else if open.kind&scope != 0 {
			return false
		}
	}
	return false
}
