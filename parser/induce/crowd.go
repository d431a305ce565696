package induce

import (
	"math"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/words"
)

// crowded returns the penalty for spots with several titles, machine-readable dates or
// links to comments of one kind: they are days or columns, and their parts are the posts.
func (in *Inducer) crowded(spots []spot) float64 {
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

// moreDates counts, for each spot, the dates beyond the first at the place where most
// spots have theirs, or of a chronicle.
func (in *Inducer) moreDates(spots []spot) []int {
	each := make([]map[string]int, len(spots))
	having := map[string]int{}
	out := make([]int, len(spots))
	for i := range spots {
		s := &spots[i]
		each[i] = map[string]int{}
		out[i] = in.daysBack(s)
		for k := s.lines.From; k < s.lines.To; k++ {
			l := &in.Doc.Lines[k]
			if l.Aside || l.Hidden || words.Longer(l.Text, 120) {
				continue
			}
			if f := in.fact(k); f.dated && dateHint(l) || f.partial.month > 0 && len(l.Links) > 0 {
				each[i][in.sign(k, s)]++
			}
		}
		for sig := range each[i] {
			having[sig]++
		}
	}
	for i := range out {
		for sig, n := range each[i] {
			if 10*having[sig] >= 7*len(spots) {
				out[i] = max(out[i], min(n-1, 2))
			}
		}
	}
	return out
}

// daysBack returns 2 if a spot is a chronicle: lines that are dates and nothing else, of
// several days, the latest first. Dates of comments go forward.
func (in *Inducer) daysBack(s *spot) int {
	const least = 5
	n, place, last := 0, "", blog.Wall("")
	for k := s.lines.From; k < s.lines.To; k++ {
		f := in.fact(k)
		if !f.dateOnly || in.Doc.Lines[k].Aside {
			continue
		}
		sign, day := in.sign(k, s), f.date.Wall[:10]
		if n > 0 && (sign != place || day >= last) {
			return 0
		}
		n, place, last = n+1, sign, day
	}
	if n < least {
		return 0
	}
	return 2
}

// moreTitles counts the titles of a spot beyond the first: those at the same place, and,
// if it is below the listing's address, linked headings of other parts of the site.
func (in *Inducer) moreTitles(s *spot) int {
	at := in.titleIn(s)
	if at < 0 {
		return 0
	}
	sig, link, more := in.sign(at, s), in.siteLink(&in.Doc.Lines[at]), 0
	if link == "" {
		return 0
	}
	for k := at + 1; k < s.lines.To; k++ {
		l := &in.Doc.Lines[k]
		if l.Heading == 0 && in.Doc.Lines[at].Heading > 0 || l.Aside {
			continue
		}
		u := in.siteLink(l)
		alike := l.Heading == in.Doc.Lines[at].Heading && in.sign(k, s) == sig
		ofOther := s.node != nil && l.Heading > 0 && len(l.Links) == 1 && l.Whole(l.Links[0]) && in.isBelow(link) && !in.isBelow(u)
		if u != "" && u != link && (alike || ofOther) {
			more++
		}
	}
	return more
}

func (in *Inducer) moreMarks(s *spot) int {
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

func (in *Inducer) moreComments(s *spot) int {
	seen := map[string]bool{}
	for i := s.lines.From; i < s.lines.To; i++ {
		l := &in.Doc.Lines[i]
		if l.Aside || len(l.Links) == 0 || words.Longer(l.Text, document.ShortLine) {
			continue
		}
		for _, base := range in.counted(i) {
			seen[base] = true
		}
	}
	return max(0, len(seen)-1)
}

// mixed returns the penalty for elements of several lists, such as posts and recent
// comments.
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
	_, most := words.MostFrequent(kinds)
	if others := len(set.spots) - most; others > 1 {
		return 3 * float64(others) / float64(len(set.spots))
	}
	return 0
}
