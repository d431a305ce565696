package induce

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// besideDate returns the name in a line that has nothing else but a date, or in a part of
// it between bars: "12. August 2010 - 9:05 — NAME", "NAME 12.08.2010 9:05 | Comments
// (3)".
func (in *Inducer) besideDate(i int) string {
	f, l := in.fact(i), &in.Doc.Lines[i]
	if !f.dated || f.dateOnly || words.Longer(l.Text, 100) {
		return ""
	}
	if name := nameBeside(l, l.Text, f.date.Raw); name != "" {
		if slices.ContainsFunc(l.Links, in.termLink) {
			return ""
		}
		return name
	}
	for field := range strings.SplitSeq(l.Text, "|") {
		if field != l.Text && strings.Contains(field, f.date.Raw) {
			if name := nameBeside(l, strings.TrimSpace(field), f.date.Raw); name != "" && inOneLeaf(l, name) && !slices.ContainsFunc(l.Links, func(a document.Link) bool { return a.Text == name }) {
				return name
			}
		}
	}
	return ""
}

// nameBeside returns what remains of a text without its date, if that is a name.
func nameBeside(l *document.Line, text, date string) string {
	rest := strings.TrimSpace(strings.Replace(text, date, "", 1))
	rest = postedAlone.ReplaceAllString(rest, "")
	name := strings.Trim(rest, " |·•–—-/,")
	if name == rest && (isLeaf(l, name) || text != l.Text) { // separated by an element or by a bar
		rest = text
	}
	if wrote := wroteAfter.FindStringIndex(name); wrote != nil {
		name, rest = name[:wrote[0]], text
	}
	if name == rest || strings.Contains(text, "/"+name) || strings.ContainsAny(name, "|·•–—/:") || !words.IsPersonName(name) || postedWord.MatchString(name) {
		return ""
	}
	return name
}

// bracketed returns the name in parentheses with the date after a title, as in an index:
// "(1 March 2005, NAME)".
func (in *Inducer) bracketed(i int) string {
	f := in.fact(i)
	if !f.dated {
		return ""
	}
	for _, leaf := range in.Doc.Lines[i].Leaves {
		text := blog.Fold(leaf.Data)
		if leaf.Type != html.TextNode || !strings.HasPrefix(text, "(") || !strings.Contains(text, f.date.Raw) {
			continue
		}
		name := strings.Trim(strings.Replace(text, f.date.Raw, "", 1), " ,;–—-()")
		if !strings.ContainsAny(name, "(,;:") && words.IsPersonName(name) && !postedWord.MatchString(name) {
			return name
		}
	}
	return ""
}

// postedAlone matches a word for publishing before a date, if a separator follows: "Added
// 21.07.04 | Ann Birch".
var postedAlone = pattern.Late(`(?i)^\W*(?:` + postedWords + `)\pL*(?:\s+(?:on|am|le|el|il|op))?:?\s+(?:[|·•–—-])`)

// inOneLeaf reports whether a text is in one element of a line: a name does not span
// elements.
func inOneLeaf(l *document.Line, text string) bool {
	return slices.ContainsFunc(l.Leaves, func(leaf *html.Node) bool {
		return leaf.Type == html.TextNode && strings.Contains(blog.Fold(leaf.Data), text)
	})
}

// isLeaf reports whether a text is all of one of a line's text nodes.
func isLeaf(l *document.Line, text string) bool {
	for _, leaf := range l.Leaves {
		if leaf.Type == html.TextNode && blog.Fold(leaf.Data) == text {
			return true
		}
	}
	return false
}

// wroteAfter matches a word for writing after a name: "Ann Birch posted on".
var wroteAfter = pattern.Late(`(?i)\s+(?:has\s+)?(?:posted|wrote|published|writes|schrieb|écrivait|escribió|ha scritto|schreef|skrev|napisał|napsal|написал|написала)(?:\s+this)?(?:\s+(?:on|at|am|le|el|il|op|den|dne))?$`)

// beforeClock returns the name before a time of day, at the start of a line or after a
// dash: "Ann @ 8:05 PM [link] [2 comments]", "Filed under: Boats — Ann @ 8:05 PM".
func (in *Inducer) beforeClock(i int) string {
	f, l := in.fact(i), &in.Doc.Lines[i]
	if f.clock == "" {
		return ""
	}
	before, _, ok := strings.Cut(l.Text, f.clock)
	before, sign := strings.CutSuffix(strings.TrimSpace(before), "@")
	fields := strings.FieldsFunc(before, func(r rune) bool { return r == '|' || r == '—' || r == '–' || r == '(' })
	if !ok || !sign || len(fields) == 0 {
		return ""
	}
	name := strings.TrimSpace(fields[len(fields)-1])
	if !words.IsPersonName(name) && (len(fields) == 1 || !isNick(name)) {
		return ""
	}
	return name
}
