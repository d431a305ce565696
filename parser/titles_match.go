package parser

import "strings"

// isShown says whether a line is the title of the post that is looked for.
func (s *scan) isShown(i int) bool {
	l := &s.doc.lines[i]
	return s.shown != "" && !l.aside && sameTitle(l.text, s.shown)
}

// sameTitle compares titles, of which the listing may have cut the second.
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

// linkLine is the first line of a region that leads to an address: a line that
// is nothing but the link before one that holds it among other words. Pictures
// and "read more" are no titles.
func (s *scan) linkLine(in span, href string) int {
	if href == "" {
		return -1
	}
	key, partly := s.key(href), -1
	for i := in.from; i < in.to; i++ {
		l := &s.doc.lines[i]
		for _, a := range l.links {
			if a.text == "" || l.aside || !followable(a.href) || s.key(a.href) != key || s.isMore(a.text) {
				continue
			}
			if l.whole(a) {
				return i
			}
			if partly < 0 && l.heading > 0 {
				partly = i
			}
		}
	}
	return partly
}

func (s *scan) leadsTo(i int, href string) bool {
	return s.linkLine(span{i, i + 1}, href) == i
}

func (s *scan) isMore(text string) bool {
	return s.p.c.more != nil && len(text) < 60 && s.p.c.more.MatchString(text)
}
