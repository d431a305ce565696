package parser

import (
	"strings"

	"github.com/blogferry/blogferry/parser/pager"
)

// titleIn is the line of a spot that looks like its title: the first heading
// near its top, or else a link that is a whole line there, or else a line set
// off from the text.
func (in *inducer) titleIn(s *spot) int {
	link, other, seen := -1, -1, 0
	for i := s.lines.from; i < s.lines.to && seen < 14; i++ {
		l := &in.doc.lines[i]
		if l.text == "" || l.aside || l.hidden {
			continue
		}
		seen++
		if l.heading > 0 {
			if f := in.fact(i); !f.dateOnly {
				return i
			}
		}
		if link < 0 && seen <= 4 && in.linkTitle(i) && !in.fact(i).dateOnly {
			link = i
		}
		if other < 0 && seen <= 4 && !in.fact(i).dateOnly && !in.isFurniture(i) && (in.strong(i) || in.strongHead(i) != "" || titleHint(l.block) && !longer(l.text, 120)) {
			other = i
		}
	}
	if link < 0 {
		return other
	}
	return link
}

// linkTitle says whether a line can be a title without being a heading: a link
// to a document of the blog and nothing else but, perhaps, a date.
func (in *inducer) linkTitle(i int) bool {
	l := &in.doc.lines[i]
	if len(l.links) == 0 || longer(l.text, shortLine) || in.isTermLine(i) {
		return false
	}
	for _, a := range l.links {
		if a.text == "" || in.ownLink(a.href) == "" || commentLink(a) || moreLink.MatchString(a.text) || permaWords.MatchString(a.text) || turnsPage(a.text) {
			continue
		}
		if l.whole(a) {
			return true
		}
		besides := 6 // room for what parts them
		if strings.HasPrefix(l.text, a.text) {
			besides = 16 // and for "3 min read" behind them
		}
		if f := in.fact(i); f.dated && !strings.Contains(f.date.Raw, a.text) && len(a.text)+len(f.date.Raw)+besides >= len(l.text) {
			return true
		}
	}
	return false
}

// turnsPage says whether a link's words are those of a pager.
func turnsPage(text string) bool {
	switch pager.WordRole(text) {
	case pager.OlderRole, pager.NewerRole, pager.NextRole, pager.PrevRole:
		return true
	}
	return false
}

// siteLink is the first address in a line that leads to a document of the
// blog's own host, canonical.
func (in *inducer) siteLink(l *line) string {
	for _, a := range l.links {
		if u := in.ownLink(a.href); u != "" {
			return u
		}
	}
	return ""
}

// readOwnLink is the address on the blog's host that a link leads to, "" if it
// leads elsewhere.
func (in *inducer) readOwnLink(href string) string {
	if !followable(href) {
		return ""
	}
	u := in.base(href)
	if !isWeb(u) || !in.ownHost(u) {
		return ""
	}
	return u
}
