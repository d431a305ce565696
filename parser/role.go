package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// roleBesideName splits a byline's author if the markup shows where the name ends:
// "<b>NAME</b>, ROLE", "<b>NAME</b> (ROLE)" and "<b>NAME</b> <i>ROLE</i>". Words alone do
// not tell a role from a second name.
func (s *scan) roleBesideName(m metaLine) (name, role string) {
	if m.author == "" || m.role != "" || s.doc.Plain {
		return "", ""
	}
	for i := m.at.From; i < m.at.To; i++ {
		line := &s.doc.Lines[i]
		for at, leaf := range line.Leaves {
			box := leaf.Parent
			if leaf.Type != html.TextNode || box == line.Block || s.doc.End(box) > line.To {
				continue // it contains more than a name
			}
			name = blog.Fold(dom.Text(box))
			rest, ok := strings.CutPrefix(m.author, name)
			if !ok || rest == "" || !words.IsPersonName(name) {
				continue
			}
			if role = roleIn(rest, line, at); looksLikeRole(role) {
				return name, role
			}
		}
	}
	return "", ""
}

// roleIn returns the role in the text after the name, which is a leaf of the line. A link
// there is a category, and an equal element another author.
func roleIn(rest string, line *document.Line, nameAt int) string {
	box := line.Leaves[nameAt].Parent
	own := false // the role has an element of its own
	for _, leaf := range line.Leaves[nameAt+1:] {
		text := blog.Fold(dom.Text(leaf))
		if text == "" || !strings.Contains(rest, text) {
			continue
		}
		e := leaf.Parent
		if e.Data == "a" || e.Data == box.Data && dom.Attr(e, "class") == dom.Attr(box, "class") {
			return ""
		}
		own = own || e != line.Block && strings.HasSuffix(rest, text)
	}
	role := strings.TrimSpace(rest)
	if inner, ok := strings.CutPrefix(role, "("); ok && strings.HasSuffix(inner, ")") {
		role = strings.TrimSuffix(inner, ")")
	} else if after, ok := strings.CutPrefix(role, ","); ok {
		role = strings.TrimSpace(after)
	} else if !own {
		return ""
	}
	if first, _ := utf8.DecodeRuneInString(role); unicode.IsLower(first) {
		return "" // "(admin)" is an account, ", updated today" a remark
	}
	return role
}

// looksLikeRole rejects what else bylines contain: dates, counts and labelled lists.
func looksLikeRole(s string) bool {
	return plausibleRole(s) && words.Any(s) && !words.HasDigit(s) && !strings.Contains(s, ":")
}
