package parser

import (
	"math"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// looseDoubt is how much more must speak for posts without elements of their
// own: where they end is a guess. A bold line may stand in any text, and one day
// may have several posts.
var looseDoubt = map[lineMark]float64{markTitle: 0.5, markNamed: 0.8, markStrong: 0.8, markDate: 1.5}

// worth is what speaks for a spot being a post.
type worth struct {
	title, dated, text, comments, terms bool
	link                                string
	wall                                blog.Wall
	score                               float64
}

// weighSpots says how much a guess looks like the posts of the page.
func (in *inducer) weighSpots(set *spotSet) float64 {
	spots := set.spots
	in.headers(spots)
	all := make([]worth, len(spots))
	links := map[string]int{}
	inside := 0
	for i := range spots {
		all[i] = in.worthOf(&spots[i])
		if all[i].link != "" {
			links[all[i].link]++
		}
		inside += in.wordsIn(spots[i].lines)
	}
	sum, full, known := 0.0, 0, 0
	for i := range all {
		if all[i].link != "" && links[all[i].link] == 1 {
			all[i].score++
		}
		if all[i].score >= 2 && (all[i].text || all[i].dated && all[i].title) {
			full++
		}
		if all[i].dated || all[i].comments || all[i].link != "" && links[all[i].link] == 1 {
			known++
		}
		sum += all[i].score
	}
	n := float64(len(spots))
	if n == 0 || full == 0 || len(spots) > 1 && full == 1 || 2*known < len(spots) {
		return 0 // headings within a text are no posts
	}
	if set.rule.Mark == markDate && !chronicle(all) {
		return 0 // nor are events in a family's history
	}
	page := in.plain[len(in.plain)-1]
	coverage := float64(inside) / float64(max(page, 1))
	score := 0.8*in.alike(spots) + sum/n + 3*coverage + 0.4*math.Log2(math.Min(float64(full), 16)) + 0.6*ordered(all)
	if set.rule.Loose {
		score -= looseDoubt[set.rule.Mark]
	}
	return score - in.crowded(spots) - mixed(set)
}

// chronicle says whether dates are those of a blog: of its time, and in order.
func chronicle(all []worth) bool {
	for i := range all {
		if w := all[i].wall; w != "" && w < "1990" {
			return false
		}
	}
	return ordered(all) >= 0.8
}

// ordered is the share of neighbours whose dates go the way most of them go.
func ordered(all []worth) float64 {
	down, up, pairs := 0, 0, 0
	for i := 1; i < len(all); i++ {
		a, b := all[i-1].wall, all[i].wall
		if a == "" || b == "" {
			continue
		}
		pairs++
		if a >= b {
			down++
		}
		if a <= b {
			up++
		}
	}
	if pairs == 0 {
		return 0
	}
	return float64(max(down, up)) / float64(pairs)
}

// worthOf looks at one spot.
func (in *inducer) worthOf(s *spot) worth {
	var w worth
	add := func(b *bool, points float64) {
		if !*b {
			*b = true
			w.score += points
		}
	}
	at := in.titleIn(s)
	if at >= 0 {
		l := &in.doc.lines[at]
		w.title = true
		w.score += 0.6
		if l.heading > 0 {
			w.score += 0.5
		}
		w.link = in.siteLink(l)
	}
	if w.link == "" {
		w.link = in.bookmark(s)
	}
	if marks := in.marksIn(s.from, s.to); len(marks) > 0 {
		w.wall = marks[0].date.Wall
		add(&w.dated, 1.2)
	}
	for i := s.lines.from; i < s.lines.to; i++ {
		l := &in.doc.lines[i]
		if l.aside || l.hidden || longer(l.text, shortLine) {
			continue
		}
		if !w.dated {
			if f := in.fact(i); f.dated && (f.dateOnly || !longer(l.text, 120)) {
				w.wall = f.date.Wall
				add(&w.dated, 1.2)
			} else if f.partial.month > 0 && !longer(l.text, 40) {
				add(&w.dated, 0.8)
			}
		}
		if !w.comments && len(l.links) > 0 && in.isCommentLine(l) {
			add(&w.comments, 0.6)
		}
		if !w.terms && len(l.links) > 0 && in.isTermLine(l) {
			add(&w.terms, 0.5)
		}
		if w.dated && w.comments && w.terms {
			break
		}
	}
	if !w.dated && s.header >= 0 {
		w.wall = in.fact(s.header).date.Wall
		add(&w.dated, 1.2)
	}
	switch text := in.wordsIn(s.lines); {
	case text >= 120:
		add(&w.text, 1)
	case text >= 40 || in.pictured(s.lines):
		add(&w.text, 0.5)
	}
	return w
}

// bookmark is the address in a spot that is marked as the permalink.
func (in *inducer) bookmark(s *spot) string {
	for i := s.lines.from; i < s.lines.to; i++ {
		l := &in.doc.lines[i]
		if l.aside || len(l.links) == 0 || longer(l.text, shortLine) {
			continue
		}
		for _, a := range l.links {
			if hasToken(attr(a.node, "rel"), "bookmark") || permaWords.MatchString(attr(a.node, "title")) || permaWords.MatchString(a.text) || hasHint(a.node, "permalink") || in.isDateText(a.text) {
				if u := in.ownLink(a.href); u != "" {
					return u
				}
			}
		}
	}
	return ""
}

// isDateText says whether a short text is a date, with or without its year.
func (in *inducer) isDateText(text string) bool {
	if len(text) > 60 || !holdsDigit(text) {
		return false
	}
	if _, ok := in.dates.whole(text); ok {
		return true
	}
	p, ok := findPartial(text)
	return ok && len(text)-len(p.raw) < 8
}

func (in *inducer) pictured(s span) bool {
	for i := s.from; i < s.to; i++ {
		for _, n := range in.doc.lines[i].leaves {
			if n.Type == html.ElementNode {
				return true
			}
		}
	}
	return false
}

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
	if len(l.links) == 0 || longer(l.text, shortLine) || in.isTermLine(l) {
		return false
	}
	for _, a := range l.links {
		if a.text == "" || in.ownLink(a.href) == "" || commentLink(a) || moreLink.MatchString(a.text) || permaWords.MatchString(a.text) || turnsPage(a.text) {
			continue
		}
		if l.whole(a) {
			return true
		}
		if f := in.fact(i); f.dated && !strings.Contains(f.date.Raw, a.text) && len(a.text)+len(f.date.Raw)+6 >= len(l.text) {
			return true
		}
	}
	return false
}

// turnsPage says whether a link's words are those of a pager.
func turnsPage(text string) bool {
	switch wordRole(text) {
	case olderRole, newerRole, nextRole, prevRole:
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

func (in *inducer) ownLink(href string) string {
	if !followable(href) {
		return ""
	}
	u := in.base(href)
	if !isWeb(u) || !in.ownHost(u) {
		return ""
	}
	return u
}

// crowded is the penalty for spots that hold several titles, machine dates or
// links to comments of one kind: they are days or columns, and their parts are
// the posts.
func (in *inducer) crowded(spots []spot) float64 {
	more, crowds := 0.0, 0.0
	dates := in.moreDates(spots)
	for i := range spots {
		s := &spots[i]
		if n := max(in.moreTitles(s), in.moreMarks(s), in.moreComments(s), dates[i]); n > 0 {
			more += float64(n)
			crowds++
		}
	}
	return math.Min(4.5, (2*more+1.5*crowds)/float64(len(spots)))
}

// alike is the share of spots whose titles stand at the same place.
func (in *inducer) alike(spots []spot) float64 {
	counts := map[string]int{}
	titled := 0
	for i := range spots {
		if at := in.titleIn(&spots[i]); at >= 0 {
			counts[in.sign(at, &spots[i])]++
			titled++
		}
	}
	if 3*titled < len(spots) {
		return 0
	}
	_, n := mostFrequent(counts)
	return float64(n) / float64(titled)
}

// mixed is the penalty for elements of several lists: the posts, and the
// comments in the margin.
func mixed(set *spotSet) float64 {
	kinds := map[string]int{}
	for i := range set.spots {
		n := set.spots[i].node
		if n == nil || n.Parent == nil {
			return 0
		}
		kind := n.Parent.Data + "." + firstClass(n.Parent)
		if set.rule.Class == "" {
			kind += " " + firstClass(n)
		}
		kinds[kind]++
	}
	_, most := mostFrequent(kinds)
	if others := len(set.spots) - most; others > 1 {
		return 3 * float64(others) / float64(len(set.spots))
	}
	return 0
}

// moreDates counts, per spot, the dates beyond the first at the place where
// most spots have theirs.
func (in *inducer) moreDates(spots []spot) []int {
	each := make([]map[string]int, len(spots))
	having := map[string]int{}
	for i := range spots {
		s := &spots[i]
		each[i] = map[string]int{}
		for k := s.lines.from; k < s.lines.to; k++ {
			l := &in.doc.lines[k]
			if l.aside || l.hidden || longer(l.text, 120) {
				continue
			}
			if f := in.fact(k); f.dated && dateHint(l) || f.partial.month > 0 && len(l.links) > 0 {
				each[i][in.sign(k, s)]++
			}
		}
		for sig := range each[i] {
			having[sig]++
		}
	}
	out := make([]int, len(spots))
	for i := range out {
		for sig, n := range each[i] {
			if 10*having[sig] >= 7*len(spots) {
				out[i] = max(out[i], min(n-1, 2))
			}
		}
	}
	return out
}

func (in *inducer) moreTitles(s *spot) int {
	at := in.titleIn(s)
	if at < 0 {
		return 0
	}
	sig, link, more := in.sign(at, s), in.siteLink(&in.doc.lines[at]), 0
	for k := at + 1; k < s.lines.to; k++ {
		l := &in.doc.lines[k]
		if l.heading != in.doc.lines[at].heading || l.aside || in.sign(k, s) != sig {
			continue
		}
		if u := in.siteLink(l); link != "" && u != "" && u != link {
			more++
		}
	}
	return more
}

func (in *inducer) moreMarks(s *spot) int {
	counts := map[string]int{}
	most := 1
	for _, m := range in.marksIn(s.from, s.to) {
		if hasHint(m.node, "published", "entry-date", "datepublished") {
			counts[m.key]++
			most = max(most, counts[m.key])
		}
	}
	return most - 1
}

func (in *inducer) moreComments(s *spot) int {
	seen := map[string]bool{}
	for i := s.lines.from; i < s.lines.to; i++ {
		l := &in.doc.lines[i]
		if l.aside || len(l.links) == 0 || longer(l.text, shortLine) {
			continue
		}
		for _, base := range in.counted(i) {
			seen[base] = true
		}
	}
	return max(0, len(seen)-1)
}
