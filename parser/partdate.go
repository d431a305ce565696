package parser

import (
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// partDate reads a record's date from the element that its variant selects, and from the
// day heading above if that has only a time. n is the element used, or nil.
func (s *scan) partDate(v *profiles.Variant, r *record) (m dates.Match, n *html.Node) {
	for i, choice := range v.Date.Choices() {
		found := s.choiceOf(v, r, choice)
		if beside := s.besideBodies(r, found); i > 0 || len(beside) > 0 {
			found = beside
		}
		for _, n := range found {
			if m, ok := s.elementDate(n, v.DateAttr); ok {
				s.showDay(&m, n, v, r)
				return m, n
			}
		}
	}
	if r.day == nil {
		return dates.Match{}, nil
	}
	day, ok := s.elementDate(r.day, v.DateAttr)
	if !ok {
		return dates.Match{}, nil
	}
	return s.withTime(day, v, r), r.day
}

// showDay replaces the text of a date from an attribute by what the page shows: the day
// heading and the time.
func (s *scan) showDay(m *dates.Match, n *html.Node, v *profiles.Variant, r *record) {
	if r.day == nil {
		return
	}
	clock := s.dates.ClockIn(blog.Fold(dom.Text(n)))
	day, ok := s.elementDate(r.day, v.DateAttr)
	if _, shown := s.dates.Find(blog.Fold(dom.Text(n))); ok && !shown && clock != "" && sameDay(day, *m) {
		m.Raw = day.Raw + " " + clock
	}
}

// withTime adds the time of a post below a day heading.
func (s *scan) withTime(day dates.Match, v *profiles.Variant, r *record) dates.Match {
	if !day.DayOnly {
		return day
	}
	texts := []string{}
	for _, n := range s.partsOf(v, r, v.Date.Selector) {
		texts = append(texts, blog.Fold(dom.Text(n)))
	}
	if r.metaNode != nil {
		texts = append(texts, blog.Fold(dom.Text(r.metaNode)))
	}
	for _, text := range texts {
		if clock := s.dates.ClockIn(text); clock != "" {
			if m, ok := s.dates.Find(day.Raw + " " + clock); ok && !m.DayOnly {
				return m
			}
		}
	}
	return day
}

// elementDate reads the date of an element: its text, and the attributes of it or of an
// element within it. The text takes precedence, since attributes are often in another
// time zone; but a date without year or time, a relative age, or an ambiguous date is
// completed.
func (s *scan) elementDate(n *html.Node, named string) (dates.Match, bool) {
	text := blog.Fold(dom.Text(n))
	shown, ok := s.dates.Whole(text)
	if !ok {
		shown, ok = s.dates.Find(text)
	}
	told, also := s.toldDate(n, named)
	switch {
	case !also:
		return shown, ok
	case !ok, shown.Ambiguous:
		return told, true
	case shown.DayOnly && sameDay(shown, told):
		told.Raw = shown.Raw
		return told, true
	}
	return shown, true
}

func sameDay(a, b dates.Match) bool {
	return len(a.Wall) >= 10 && len(b.Wall) >= 10 && a.Wall[:10] == b.Wall[:10]
}

// toldDate returns the date in an attribute of n or of an element within it.
func (s *scan) toldDate(n *html.Node, named string) (dates.Match, bool) {
	if m, ok := s.attrDate(n, named); ok {
		return m, true
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			if m, ok := s.attrDate(d, named); ok {
				return m, true
			}
		}
	}
	return dates.Match{}, false
}

func (s *scan) attrDate(n *html.Node, named string) (dates.Match, bool) {
	for _, key := range []string{named, "datetime", "title", "content"} {
		if key == "" {
			continue
		}
		if value := blog.Fold(dom.Attr(n, key)); words.HasDigit(value) {
			if m, ok := s.dates.Whole(value); ok {
				return m, true
			}
		}
	}
	return dates.Match{}, false
}
