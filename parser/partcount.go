package parser

import (
	"cmp"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

var (
	firstNumber = pattern.Late(words.NumberPattern)
	// Text in the place of a comment count.
	noneWord = pattern.Late(`(?i)^(?:no|zero|keine?|noch keine?|aucun|pas de|sin|ningún|nessun|sem|nenhum|geen|inga|ingen|brak|žádn\p{L}*|нет|ei)\b|^(?:leave|write|add|be the first)\b`)
	oneWord  = pattern.Late(`(?i)^(?:one|ein|une?|uno|una|um|uma|[ée]én|en|jeden|один)\b`)
	offWord  = pattern.Late(`(?i)\b(?:off|closed|disabled|geschlossen|fermés|cerrados)\b`)
)

// statedCount reads the comment count from the element that states it: a number, or a
// word for none or one. A link to the comment form without a number means none.
func statedCount(n *html.Node) *int {
	text := strings.Trim(blog.Fold(dom.Text(n)), " ([{|»«…:")
	number := firstNumber.FindStringIndex(text)
	off := offWord.FindStringIndex(text)
	switch {
	case off != nil && (number == nil || off[0] < number[0]):
		return nil // "Comments Off on 1,000 miles"
	case number != nil:
		return words.Count(text[number[0]:number[1]])
	case noneWord.MatchString(text), strings.Contains(hrefWithin(n), "#respond"):
		return blog.Int(0)
	case oneWord.MatchString(text):
		return blog.Int(1)
	}
	return nil
}

// aside reports whether an element is in a part of the page that contains no posts.
func (s *scan) aside(n *html.Node) bool {
	at := s.doc.LinesIn(n)
	return !at.Empty() && s.doc.Lines[at.From].Aside
}

// countAt returns the number in an element, or in the short line around a link to the
// comment form: "11 comments - respond".
func (s *scan) countAt(n *html.Node) *int {
	stated := statedCount(n)
	if stated == nil || *stated > 0 || words.HasDigit(dom.Text(n)) {
		return stated
	}
	around := s.doc.LineAfter(s.doc.Order(n)-1) - 1
	if around < 0 || s.doc.Lines[around].To < s.doc.Order(n) || words.Longer(s.doc.Lines[around].Text, 120) {
		return stated // starts a line
	}
	return cmp.Or(induce.CountIn(s.doc.Lines[around].Text), stated)
}

// nameIn returns the name in an author's element, "" if the pattern that extracts it does
// not match.
func nameIn(n *html.Node, within *pattern.Pattern) string {
	text := blog.Fold(dom.Text(n))
	if within != nil {
		m := within.FindStringSubmatch(text)
		if m == nil {
			return ""
		}
		text = cmp.Or(m[1:]...)
	}
	text = strings.Trim(text, " |,·•")
	return strings.Trim(words.Unlabelled(text), " |,·•:")
}
