package induce

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// worth is the evidence for a spot being a post.
type worth struct {
	title, dated, text, comments, terms bool
	below                               bool // the link is to an address below the listing's
	link                                string
	wall                                blog.Wall
	score                               float64
}

const (
	// maxWorth is the maximum for a spot with title, heading, date, comments, terms and
	// text.
	maxWorth = 0.6 + 0.5 + 1.2 + 0.6 + 0.5 + 1
	// ownLink is for a link that no other spot has.
	ownLink = 1
)

// worthOf rates one spot.
func (in *Inducer) worthOf(s *spot) worth {
	var w worth
	in.worthOfTitle(s, &w)
	if marks := in.marksIn(s.from, s.to); len(marks) > 0 {
		w.wall = marks[0].date.Wall
		w.add(&w.dated, 1.2)
	}
	for i := s.lines.From; i < s.lines.To && !(w.dated && w.comments && w.terms); i++ {
		if l := &in.Doc.Lines[i]; !l.Aside && !l.Hidden && !words.Longer(l.Text, document.ShortLine) {
			in.worthOfLine(i, &w)
		}
	}
	if !w.dated && s.header >= 0 {
		w.wall = in.fact(s.header).date.Wall
		w.add(&w.dated, 1.2)
	}
	switch text := in.wordsIn(s.lines); {
	case text >= 120:
		w.add(&w.text, 1)
	case text >= 40 || in.pictured(s.lines):
		w.add(&w.text, 0.5)
	}
	return w
}

func (w *worth) add(has *bool, points float64) {
	*has = true
	w.score += points
}

func (in *Inducer) worthOfTitle(s *spot, w *worth) {
	if at := in.titleIn(s); at >= 0 {
		l := &in.Doc.Lines[at]
		w.add(&w.title, 0.6)
		if l.Heading > 0 {
			w.score += 0.5
		}
		w.link = in.siteLink(l)
	}
	if w.link == "" {
		w.link = in.bookmark(s)
	}
	w.below = in.isBelow(w.link)
}

// worthOfLine adds the evidence in a short line.
func (in *Inducer) worthOfLine(i int, w *worth) {
	l := &in.Doc.Lines[i]
	if !w.dated {
		if f := in.fact(i); f.dated && (f.dateOnly || !words.Longer(l.Text, 120)) {
			w.wall = f.date.Wall
			w.add(&w.dated, 1.2)
		} else if in.saysDay(i) {
			w.add(&w.dated, 0.8)
		}
	}
	if !w.comments && len(l.Links) > 0 && in.isCommentLine(i) {
		w.add(&w.comments, 0.6)
	}
	if !w.terms && len(l.Links) > 0 && in.isTermLine(i) {
		w.add(&w.terms, 0.5)
	}
}

// addUniqueLinks adds the worth of links that no other spot has, and returns the sum.
func addUniqueLinks(all []worth) float64 {
	links := linksOf(all)
	sum := 0.0
	for i := range all {
		if links[all[i].link] == 1 {
			all[i].score += ownLink
		}
		sum += all[i].score
	}
	return sum
}

func linksOf(all []worth) map[string]int {
	links := map[string]int{}
	for i := range all {
		if all[i].link != "" {
			links[all[i].link]++
		}
	}
	return links
}

// fullSpots counts the spots with enough evidence: for those that dates open, a text.
func fullSpots(all []worth, dated bool) int {
	n := 0
	for i := range all {
		if w := &all[i]; w.score >= 2 && (w.text || w.dated && w.title) || dated && w.dated && w.text {
			n++
		}
	}
	return n
}

// known reports whether at least half of the spots have what only posts have.
func known(all []worth) bool {
	links, n := linksOf(all), 0
	for i := range all {
		if w := &all[i]; w.dated || w.comments || links[w.link] == 1 {
			n++
		}
	}
	return 2*n >= len(all)
}

// bookmark returns the address in a spot that is marked as the permalink
// (rel="bookmark").
func (in *Inducer) bookmark(s *spot) string {
	for i := s.lines.From; i < s.lines.To; i++ {
		l := &in.Doc.Lines[i]
		if l.Aside || len(l.Links) == 0 || words.Longer(l.Text, document.ShortLine) {
			continue
		}
		for _, a := range l.Links {
			if dom.HasToken(dom.Attr(a.Node, "rel"), "bookmark") || permaWords.MatchString(dom.Attr(a.Node, "title")) || permaWords.MatchString(a.Text) || hasHint(a.Node, "permalink") || in.isDateText(a.Text) {
				if u := in.ownLink(a.Href); u != "" {
					return u
				}
			}
		}
	}
	return ""
}

// isDateText reports whether a short text is a date, with or without a year.
func (in *Inducer) isDateText(text string) bool {
	if len(text) > 60 || !words.HasDigit(text) {
		return false
	}
	if _, ok := in.Dates.Whole(text); ok {
		return true
	}
	p, ok := findPartial(text)
	return ok && len(text)-len(p.raw) < 8
}

func (in *Inducer) pictured(s document.Span) bool {
	for i := s.From; i < s.To; i++ {
		for _, n := range in.Doc.Lines[i].Leaves {
			if n.Type == html.ElementNode {
				return true
			}
		}
	}
	return false
}

// pageNumber is the end of a path that numbers the pages of a listing.
var pageNumber = regexp.MustCompile(`/page[/-]?\d+$`)

// belowOf returns the start of the paths below a listing's, such as "/blog/" for
// "/Blog.aspx"; "" if that is the root of the site or unknown.
func belowOf(listing string) string {
	p := strings.TrimSuffix(pathOf(listing), "/")
	p = pageNumber.ReplaceAllString(strings.TrimSuffix(p, path.Ext(p)), "")
	if p == "" {
		return ""
	}
	return p + "/"
}

// isBelow reports whether an address is below the listing's, other than that of a month.
func (in *Inducer) isBelow(address string) bool {
	if in.below == "" {
		return false
	}
	name, ok := strings.CutPrefix(pathOf(address), in.below)
	return ok && strings.ContainsFunc(path.Base(name), unicode.IsLetter)
}

// belowAny reports whether a spot has a title that leads below the listing's address.
func (in *Inducer) belowAny(spots []spot) bool {
	return slices.ContainsFunc(spots, func(s spot) bool {
		at := in.titleIn(&s)
		return at >= 0 && in.isBelow(in.siteLink(&in.Doc.Lines[at]))
	})
}

// pathOf returns the path of an address in lower case.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Path)
}
