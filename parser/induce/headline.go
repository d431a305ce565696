package induce

import (
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
)

// titleIn returns the line of a spot that looks like its title: the first heading near
// its top, or else a link that is a whole line, or else a line with different markup than
// the text.
func (in *Inducer) titleIn(s *spot) int {
	link, other, seen := -1, -1, 0
	for i := s.lines.From; i < s.lines.To && seen < 14; i++ {
		l := &in.Doc.Lines[i]
		if l.Text == "" || l.Aside || l.Hidden {
			continue
		}
		seen++
		if l.Heading > 0 {
			if f := in.fact(i); !f.dateOnly {
				return i
			}
		}
		if link < 0 && seen <= 4 && in.linkTitle(i) && !in.fact(i).dateOnly {
			link = i
		}
		if other < 0 && seen <= 4 && !in.fact(i).dateOnly && !in.IsFurniture(i) && (in.strong(i) || in.strongHead(i) != "" || titleHint(l.Block) && !words.Longer(l.Text, 120)) {
			other = i
		}
	}
	if link < 0 {
		return other
	}
	return link
}

// linkTitle reports whether a line may be a title without being a heading: a link to a
// document of the blog and nothing else, except a date and a name, or the first line of
// such a link.
func (in *Inducer) linkTitle(i int) bool {
	l := &in.Doc.Lines[i]
	if len(l.Links) == 0 || words.Longer(l.Text, document.ShortLine) || in.isTermLine(i) {
		return false
	}
	for _, a := range l.Links {
		if a.Text == "" || in.ownLink(a.Href) == "" || commentLink(a) || moreLink.MatchString(a.Text) || permaWords.MatchString(a.Text) || TurnsPage(a.Text) {
			continue
		}
		if l.Whole(a) {
			return true
		}
		if opensCard(l, a) && !in.fact(i).dated {
			return true
		}
		besides := 6 // room for separators
		if strings.HasPrefix(l.Text, a.Text) {
			besides = 16 + len(in.bracketed(i)) // and for "3 min read" or a name after it
		}
		if f := in.fact(i); f.dated && strings.Contains(l.Text, a.Text) && !strings.Contains(f.date.Raw, a.Text) && len(a.Text)+len(f.date.Raw)+besides >= len(l.Text) {
			return true
		}
	}
	return false
}

// opensCard reports whether a line is the first of a link with several lines.
func opensCard(l *document.Line, a document.Link) bool {
	return len(a.Text) > len(l.Text) && strings.HasPrefix(a.Text, l.Text)
}

// TurnsPage reports whether a link's text is that of a pager.
func TurnsPage(text string) bool {
	switch pager.WordRole(text) {
	case pager.OlderRole, pager.NewerRole, pager.NextRole, pager.PrevRole:
		return true
	}
	return false
}

// siteLink returns the first address in a line that is on the blog's own host, canonical.
func (in *Inducer) siteLink(l *document.Line) string {
	for _, a := range l.Links {
		if u := in.ownLink(a.Href); u != "" {
			return u
		}
	}
	return ""
}

// readOwnLink returns the canonical address of a link to the blog's own host, "" for
// other links.
func (in *Inducer) readOwnLink(href string) string {
	if !weburl.Followable(href) {
		return ""
	}
	u := in.Base(href)
	if !weburl.IsHTTP(u) || !in.ownHost(u) {
		return ""
	}
	return u
}
