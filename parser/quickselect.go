package parser

import (
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"golang.org/x/net/html"
)

// quickSelect is a selector that looks at an element's name, id and class before
// it goes into details: nearly all elements of a page fail by these. A page is
// asked some forty selectors, so that this is what they cost.
type quickSelect struct {
	choices    []quickChoice
	attributed bool // whatever is selected has an attribute
}

// quickChoice is one of the alternatives between commas, with what the element
// itself must have; "" asks for nothing.
type quickChoice struct {
	cascadia.Sel
	tag, id, class, attribute string

	key, value string // an attribute and what it must contain
	trait      trait  // the rarest of these things
}

func newQuickSelect(text string) (*quickSelect, error) {
	group, err := cascadia.ParseGroup(text)
	if err != nil {
		return nil, err
	}
	q := &quickSelect{attributed: true}
	for _, sel := range group {
		c := quickChoice{Sel: sel}
		c.read(sel.String())
		c.trait = c.rarest()
		q.choices = append(q.choices, c)
		q.attributed = q.attributed && (c.id != "" || c.class != "" || c.attribute != "")
	}
	return q, nil
}

// read takes name, id and class from the end of a selector, as cascadia writes
// it. What it cannot be sure of it leaves open.
func (c *quickChoice) read(text string) {
	if m := lastValue.FindStringSubmatch(text); m != nil {
		c.key, c.value = m[1], m[2]
	}
	own := attributes.ReplaceAllString(strings.ReplaceAll(text, `\-`, "-"), "[$1]")
	for arguments.MatchString(own) { // the innermost first
		own = arguments.ReplaceAllString(own, "")
	}
	if strings.ContainsAny(own, `\(,`) {
		return
	}
	own = own[strings.LastIndexAny(own, " >+~")+1:]
	own, _, _ = strings.Cut(own, ":")
	own, attrs, _ := strings.Cut(own, "[")
	c.attribute, _, _ = strings.Cut(attrs, "]")
	for own != "" {
		end := strings.IndexAny(own[1:], ".#") + 1
		if end == 0 {
			end = len(own)
		}
		switch part := own[:end]; part[0] {
		case '.':
			c.class = part[1:]
		case '#':
			c.id = part[1:]
		case '*':
		default:
			c.tag = strings.ToLower(part)
		}
		own = own[end:]
	}
}

// attributes fits a condition on an attribute, with its name.
var attributes = pattern.Late(`\[([a-zA-Z_:-]+)[^"\]]*(?:"[^"]*"[^"\]]*)?\]`)

// lastValue fits a condition at the end of a selector on what an attribute
// contains. One that ignores case is left to the library.
var lastValue = pattern.Late(`\[([a-zA-Z_:-]+)[~|^$*]?="([^"]*)"\]$`)

// arguments fits those of :not() and its like, which say nothing of what the
// element must have.
var arguments = pattern.Late(`\([^()]*\)`)

// rarest is the rarest of the things that an element must have.
func (c *quickChoice) rarest() trait {
	switch {
	case c.id != "":
		return trait{idTrait, c.id}
	case c.class != "":
		return trait{classTrait, c.class}
	case c.tag != "" && dom.Kinds()[c.tag]&dom.IsCommon == 0:
		return trait{nameTrait, c.tag}
	case tellsElements(c.attribute):
		return trait{attrTrait, c.attribute}
	}
	return trait{}
}

// Match says whether n is one of the elements selected.
func (q *quickSelect) Match(n *html.Node) bool {
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

func (c *quickChoice) matches(n *html.Node) bool {
	return n.Type == html.ElementNode && c.may(n) && c.Sel.Match(n)
}

// may says whether name, class and id speak for n.
func (c *quickChoice) may(n *html.Node) bool {
	switch {
	case c.tag != "" && n.Data != c.tag, c.attribute != "" && len(n.Attr) == 0:
		return false
	case c.id != "" && dom.Attr(n, "id") != c.id:
		return false
	}
	return (c.class == "" || strings.Contains(dom.Attr(n, "class"), c.class)) &&
		(c.value == "" || strings.Contains(dom.Attr(n, c.key), c.value))
}

// MatchAll gives the elements selected at and below n, in page order.
func (q *quickSelect) MatchAll(n *html.Node) []*html.Node { return q.collect(n, nil) }

func (q *quickSelect) collect(n *html.Node, found []*html.Node) []*html.Node {
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

// Filter gives those of nodes that are selected.
func (q *quickSelect) Filter(nodes []*html.Node) []*html.Node {
	var kept []*html.Node
	for _, n := range nodes {
		if q.Match(n) {
			kept = append(kept, n)
		}
	}
	return kept
}
