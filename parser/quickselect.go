package parser

import (
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// quickSelect is a selector that looks at an element's name, id and class before
// it goes into details: nearly all elements of a page fail by these. A page is
// asked some forty selectors, so that this is what they cost.
type quickSelect struct {
	choices []quickChoice
	// rare says that whatever is selected has an id or a class, or another name
	// than text has: it is among document.marked.
	rare bool
}

// quickChoice is one of the alternatives between commas, with what the element
// itself must have; "" asks for nothing.
type quickChoice struct {
	cascadia.Sel
	tag, id, class, attribute string
}

func newQuickSelect(text string) (*quickSelect, error) {
	group, err := cascadia.ParseGroup(text)
	if err != nil {
		return nil, err
	}
	q := &quickSelect{rare: true}
	for _, sel := range group {
		c := quickChoice{Sel: sel}
		c.read(sel.String())
		q.choices = append(q.choices, c)
		q.rare = q.rare && c.isRare()
	}
	return q, nil
}

// read takes name, id and class from the end of a selector, as cascadia writes
// it. What it cannot be sure of it leaves open.
func (c *quickChoice) read(text string) {
	text = strings.ReplaceAll(text, `\-`, "-")
	if strings.ContainsAny(text, `\(,`) {
		return
	}
	own := attributes.ReplaceAllString(text, "[$1]")
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
var attributes = late(`\[([a-zA-Z_:-]+)[^"\]]*(?:"[^"]*"[^"\]]*)?\]`)

// isRare says whether whatever fits is among document.marked.
func (c *quickChoice) isRare() bool {
	return c.id != "" || c.class != "" || c.attribute == "id" || c.attribute == "class" || c.tag != "" && !textTags[c.tag]
}

// textTags are elements that bodies are full of.
var textTags = set("p br b i u em strong font span div img ul ol li table tbody tr td")

// isMarked says whether an element can be what a rare selector selects.
func isMarked(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	for i := range n.Attr {
		if key := n.Attr[i].Key; key == "class" || key == "id" {
			return true
		}
	}
	return !textTags[n.Data]
}

// Match says whether n is one of the elements selected.
func (q *quickSelect) Match(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	class, id := "", ""
	for i := range n.Attr {
		switch n.Attr[i].Key {
		case "class":
			class = n.Attr[i].Val
		case "id":
			id = n.Attr[i].Val
		}
	}
	for i := range q.choices {
		if c := &q.choices[i]; c.may(n, class, id) && c.Sel.Match(n) {
			return true
		}
	}
	return false
}

// may says whether name, class and id speak for n.
func (c *quickChoice) may(n *html.Node, class, id string) bool {
	switch {
	case c.class != "" && (len(class) < len(c.class) || !strings.Contains(class, c.class)):
		return false
	case c.id != "" && id != c.id, c.tag != "" && n.Data != c.tag:
		return false
	}
	return c.attribute == "" || len(n.Attr) > 0
}

// absent says that no element of the page has a class, id or name that is asked
// for.
func (q *quickSelect) absent(d *document) bool {
	for i := range q.choices {
		c := &q.choices[i]
		if (c.class == "" || d.names["."+c.class]) && (c.id == "" || d.names["#"+c.id]) && (c.tag == "" || textTags[c.tag] || d.names[c.tag]) {
			return false
		}
	}
	return true
}

// mark notes an element for all and first.
func (d *document) mark(n *html.Node) {
	if !isMarked(n) {
		return
	}
	d.marked = append(d.marked, n)
	d.names[n.Data] = true
	for _, a := range n.Attr {
		switch a.Key {
		case "id":
			d.names["#"+a.Val] = true
		case "class":
			for class := range strings.FieldsSeq(a.Val) {
				d.names["."+class] = true
			}
		}
	}
}

// all gives the elements of the page that are selected, in page order: the same
// as sel.all(d.root), sooner.
func (d *document) all(sel selector) []*html.Node {
	for _, m := range sel {
		q, ok := m.(*quickSelect)
		if !ok || !q.rare {
			if found := (selector{m}).all(d.root); len(found) > 0 {
				return found
			}
		} else if !q.absent(d) {
			if found := q.Filter(d.marked); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// first gives the first element of the page that is selected.
func (d *document) first(sel selector) *html.Node {
	for _, m := range sel {
		q, ok := m.(*quickSelect)
		if !ok || !q.rare {
			if n := (selector{m}).first(d.root); n != nil {
				return n
			}
			continue
		}
		if q.absent(d) {
			continue
		}
		for _, n := range d.marked {
			if q.Match(n) {
				return n
			}
		}
	}
	return nil
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

// MatchFirst gives the first element selected at and below n, nil if there is none.
func (q *quickSelect) MatchFirst(n *html.Node) *html.Node {
	if q.Match(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			if found := q.MatchFirst(c); found != nil {
				return found
			}
		}
	}
	return nil
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
