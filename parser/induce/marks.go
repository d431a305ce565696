package induce

import (
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// mark is a date in an attribute: <time datetime>, <abbr title>, RDFa content.
type mark struct {
	order int
	node  *html.Node
	date  dates.Match
	key   string // kind of element: those of one kind are the same field
}

// findMarks finds the dates in attributes.
func (in *Inducer) findMarks() {
	for order, n := range in.Doc.Elements() {
		if len(n.Attr) == 0 {
			continue
		}
		text := dateAttr(n)
		if text == "" || !words.HasDigit(text) {
			continue
		}
		m, ok := epochDate(text)
		if !ok {
			m, ok = in.Dates.Whole(text)
		}
		if ok {
			in.marks = append(in.marks, mark{order: order, node: n, date: m, key: n.Data + "." + firstClass(n)})
		}
	}
}

// dateAttr returns the attribute of an element that has a date.
func dateAttr(n *html.Node) string {
	switch n.Data {
	case "time":
		return dom.Attr(n, "datetime")
	case "abbr", "acronym":
		return dom.Attr(n, "title")
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "content":
			if isDateProperty(dom.Attr(n, "itemprop")) || isDateProperty(dom.Attr(n, "property")) {
				return a.Val
			}
		case "data-time", "data-date", "data-datetime", "data-timestamp", "data-published", "data-epoch", "data-utime", "data-unixtime":
			return a.Val
		case "title":
			if dom.HasToken(dom.Attr(n, "class"), "published") || dom.HasToken(dom.Attr(n, "class"), "updated") || dom.HasToken(dom.Attr(n, "class"), "dt-published") {
				return a.Val
			}
		}
	}
	return ""
}

// epochDate parses Unix time in seconds or milliseconds, which scripts convert to dates:
// in UTC, since no zone is shown.
func epochDate(text string) (dates.Match, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n < 1e9: // before September 2001: too short to differ from other numbers
		return dates.Match{}, false
	case len(text) == 13:
		n /= 1000
	case len(text) != 10:
		return dates.Match{}, false
	}
	at := time.Unix(n, 0).UTC()
	if at.Year() > 2100 {
		return dates.Match{}, false
	}
	return dates.Match{Wall: blog.Wall(at.Format("2006-01-02T15:04:05")), Raw: text, End: len(text)}, true
}

func isDateProperty(s string) bool {
	s = strings.ToLower(s)
	return strings.Contains(s, "date") || strings.Contains(s, "published") || strings.Contains(s, "created") || strings.Contains(s, "issued")
}

// marksIn returns the dates in attributes between two orders.
func (in *Inducer) marksIn(from, to int) []mark {
	first := sort.Search(len(in.marks), func(i int) bool { return in.marks[i].order >= from })
	last := first
	for last < len(in.marks) && in.marks[last].order < to {
		last++
	}
	return in.marks[first:last]
}
