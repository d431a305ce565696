package induce

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

var (
	nameEnd = pattern.Late(`(?i)\s(?:on|at|in|under|with|am|um|unter|mit|le|à|dans|avec|el|en|a las|a la|il|alle|em|às|op|om|w|v|dne|dnia|o|den|kl|klo|i|în|pe|в|у|на|στις|στο|في|بتاريخ|tarihinde|saat|into|to|@)(?:\s|$)|[|·•—–(\[,;<>/@]|\s-\s|:`)
	byStart = pattern.Late(`(?i)^[\s|·•–—-]*(?:` + byWords + `)[\s:：]+`)
)

// byAt returns the place of the first word for "by" in a line, nil if there is none.
func (in *Inducer) byAt(i int) []int {
	f := &in.facts[i]
	if !f.byAsked {
		f.byAsked, f.byAt = true, byLabel.FindStringIndex(in.Doc.Lines[i].Text)
	}
	return f.byAt
}

// behindBy returns the name after a word for "by" in a line: a link that starts there, or
// the words up to the next field.
func (in *Inducer) behindBy(i int) (name, role string) {
	l, at := &in.Doc.Lines[i], in.byAt(i)
	if at == nil {
		return gluedToBy(l), ""
	}
	if name, role := in.nameWithRole(l.Text); role != "" {
		return name, role
	}
	rest := strings.TrimSpace(l.Text[at[1]:])
	for _, a := range l.Links {
		if a.Text != "" && strings.HasPrefix(rest, a.Text) && !commentLink(a) && !in.termLink(a) {
			after := strings.TrimSpace(rest[len(a.Text):])
			if strings.HasPrefix(after, "|") && !words.HasDigit(after) {
				return a.Text, strings.Trim(after, "| ")
			}
			return in.withOthers(l, a.Text), ""
		}
	}
	inner, said := behindByIn(l)
	if inner != "" && strings.HasPrefix(rest, inner) {
		rest = inner
	}
	rest = in.upToNext(rest)
	if at[0] > 0 && !words.IsPersonName(rest) && !in.fieldOf(rest, l.Text, at, said) {
		return "", ""
	}
	return in.withOthers(l, rest), ""
}

// withOthers appends to a name those of the other authors that follow it in the line.
func (in *Inducer) withOthers(l *document.Line, name string) string {
	others := OtherNames(l, name)
	for _, a := range l.Links {
		if others != "" && opensIn(others, a.Text) && (commentLink(a) || in.termLink(a)) {
			return name
		}
	}
	return name + others
}

// OtherNames returns the further names that directly follow a name in a line, if they are
// in the same element as the first or in similar ones.
func OtherNames(l *document.Line, name string) string {
	_, after, ok := strings.Cut(l.Text, name)
	if !ok || name == "" {
		return ""
	}
	more := words.MoreNames(after)
	if more == "" {
		return ""
	}
	var first *html.Node
	for _, leaf := range l.Leaves {
		text := blog.Fold(leaf.Data)
		switch e := leaf.Parent; {
		case leaf.Type != html.TextNode:
		case first == nil && strings.Contains(text, name):
			first = e
		case first != nil && opensIn(more, text) && (e.Data != first.Data || dom.Attr(e, "class") != dom.Attr(first, "class")):
			return ""
		}
	}
	return more
}

// opensIn reports whether names contain the first two words of a text.
func opensIn(names, text string) bool {
	fields := strings.Fields(text)
	return len(fields) > 1 && strings.Contains(names, fields[0]+" "+strings.Trim(fields[1], ",;"))
}

// fieldOf reports whether the text after "by" is an author although it does not
// look like a person's name: a nick, or the rest of a line that begins with another
// field, as in "3 May 2012 by Friends of the Harbour".
func (in *Inducer) fieldOf(name, line string, by []int, said bool) bool {
	nick := isNick(name)
	if nick && said {
		return true
	}
	first, _ := utf8.DecodeRuneInString(name)
	whole := strings.HasSuffix(line, name) && unicode.IsUpper(first)
	return (nick || whole) && in.endsField(line[:by[0]])
}

// nameWithRole parses a line that is nothing but "Posted by: NAME | ROLE".
func (in *Inducer) nameWithRole(text string) (name, role string) {
	if words.HasDigit(text) || commentWord.MatchString(text) {
		return "", ""
	}
	name, role, ok := in.Byline(text)
	if !ok || !words.ArePersonNames(name) {
		return "", ""
	}
	return name, role
}

// upToNext returns the start of a text, up to the next field.
func (in *Inducer) upToNext(text string) string {
	if m, ok := in.Dates.Find(text); ok {
		text = text[:m.Start]
	}
	return beginning(text)
}

// beginning returns the start of a text, up to the end of its first sentence or field.
func beginning(text string) string {
	if end := nameEnd.FindStringIndex(text); end != nil {
		text = text[:end[0]]
	}
	for i := range len(text) {
		if text[i] == '.' && (i+1 == len(text) || text[i+1] == ' ') && !words.Abbreviates(text[:i]) {
			return text[:i]
		}
	}
	return text
}

// behindByIn returns the text between a word for "by" and the end of the element that
// contains both: what follows is another field. said means that the word is a whole
// "posted by".
func behindByIn(l *document.Line) (text string, said bool) {
	for _, leaf := range l.Leaves {
		if leaf.Type != html.TextNode {
			continue
		}
		text := blog.Fold(leaf.Data)
		if at := byLabel.FindStringIndex(text); at != nil {
			return strings.TrimSpace(text[at[1]:]), postedWord.MatchString(text[at[0]:at[1]])
		}
	}
	return "", false
}

// gluedToBy returns a name in an element right after a word for "by", without a space
// between them: "by<b>Ann</b>".
func gluedToBy(l *document.Line) string {
	for i, leaf := range l.Leaves[:max(0, len(l.Leaves)-1)] {
		next := l.Leaves[i+1]
		if leaf.Type != html.TextNode || next.Type != html.TextNode {
			continue
		}
		text, name := blog.Fold(leaf.Data), blog.Fold(next.Data)
		if at := byLabel.FindStringIndex(text); at != nil && at[1] == len(text) && (words.IsPersonName(name) || isNick(name)) {
			return name
		}
	}
	return ""
}

// isNick reports whether a text may be a lower-case name.
func isNick(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && !words.Longer(s, 20) && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.", r)
	}) < 0
}

// endsField reports whether a text ends with a date, a time or a separator, so that
// another field follows: "8:05 PM, by ann".
func (in *Inducer) endsField(before string) bool {
	before = strings.TrimSpace(before)
	bare := strings.TrimRight(before, " ,|·•–—-/:;")
	clock := ClockIn(bare)
	if clock != "" && strings.HasSuffix(bare, clock) {
		return true
	}
	m, ok := in.Dates.Find(bare)
	return ok && m.End == len(bare)
}
