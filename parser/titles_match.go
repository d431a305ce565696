package parser

import (
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/weburl"
)

// isShown reports whether a line is the title of the post searched for.
func (s *scan) isShown(i int) bool {
	l := &s.doc.Lines[i]
	return s.shown != "" && !l.Aside && sameTitle(l.Text, s.shown)
}

// sameTitle compares titles, the second of which may be truncated by the listing.
func sameTitle(full, shown string) bool {
	if strings.EqualFold(full, shown) {
		return true
	}
	for _, mark := range []string{"…", "..."} {
		if cut, ok := strings.CutSuffix(shown, mark); ok && len(cut) > 8 && strings.HasPrefix(full, strings.TrimSpace(cut)) {
			return true
		}
	}
	return false
}

// linkLine returns the first line of a region with a link to an address, preferably one
// that is nothing but the link. Images and "read more" are not titles.
func (s *scan) linkLine(in document.Span, href string) int {
	if href == "" {
		return -1
	}
	key, partly := s.key(href), -1
	for i := in.From; i < in.To; i++ {
		l := &s.doc.Lines[i]
		for _, a := range l.Links {
			if a.Text == "" || l.Aside || !weburl.Followable(a.Href) || s.key(a.Href) != key || s.isMore(a.Text) {
				continue
			}
			if l.Whole(a) {
				return i
			}
			if partly < 0 && l.Heading > 0 {
				partly = i
			}
		}
	}
	return partly
}

func (s *scan) leadsTo(i int, href string) bool {
	return s.linkLine(document.Span{From: i, To: i + 1}, href) == i
}

func (s *scan) isMore(text string) bool {
	return s.p.More.Given() && len(text) < 60 && s.p.More.Re.MatchString(text)
}
