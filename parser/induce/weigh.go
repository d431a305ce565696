package induce

import (
	"math"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/words"
)

// Weights of a guess, in addition to the worth of its spots.
const (
	weightAlike    = 0.8 // titles at the same place
	weightCoverage = 3   // share of the page's text
	weightOrdered  = 0.6 // dates in order
	weightBelow    = 2.5 // share of addresses below the listing's
	weightMany     = 0.4 // for each doubling of the number of posts, up to 16
)

// looseDoubt is the penalty for posts without their own elements, whose ends are guessed.
// Any text may have bold lines, and a day may have several posts.
var looseDoubt = map[lineMark]float64{markTitle: 0.5, markLinked: 0.5, markNamed: 0.8, markStrong: 0.8, markClass: 0.9, markDate: 1.5, markOpening: 0.5}

// weighSpots returns how much a guess looks like the posts of the page.
func (in *Inducer) weighSpots(set *spotSet) float64 {
	return in.weighAbove(set, math.Inf(-1))
}

// weighAbove returns the weight of a guess, or 0 if it cannot exceed least: most guesses
// can be rejected early.
func (in *Inducer) weighAbove(set *spotSet, least float64) float64 {
	spots := set.spots
	if len(spots) == 0 {
		return 0
	}
	in.headers(spots)
	n, coverage := float64(len(spots)), in.coverage(spots)
	most := func(sum float64, posts int) float64 {
		const rounding = 1e-6
		return weightAlike + sum/n + weightCoverage*coverage + weighMany(posts) + weightOrdered + weightBelow - set.doubt() + rounding
	}
	all, sum := make([]worth, len(spots)), 0.0
	for i := range spots {
		if most(sum+maxWorth*float64(len(spots)-i)+ownLink*n, len(spots)) <= least {
			return 0
		}
		all[i] = in.worthOf(&spots[i])
		sum += all[i].score
	}
	sum = addUniqueLinks(all)
	full := fullSpots(all, set.rule.Mark.dated())
	if most(sum, full) <= least || full == 0 || len(spots) > 1 && full == 1 || !known(all) || len(all) <= 3 && in.uneven(spots, all) {
		return 0 // headings within a text are not posts
	}
	if set.rule.Mark.dated() && !chronicle(all) {
		return 0 // nor are events in a family's history
	}
	set.crowd, set.below = in.crowded(spots), belowShare(all)
	score := weightAlike*in.alike(spots) + sum/n + weightCoverage*coverage + weighMany(full) + weightOrdered*dates.Ordered(wallsOf(all)) + weightBelow*set.below
	return score - set.doubt() - set.crowd - mixed(set) - 2*max(0, hollow(all)-0.25)
}

// coverage returns the share of the page's text in spots.
func (in *Inducer) coverage(spots []spot) float64 {
	inside := 0
	for i := range spots {
		inside += in.wordsIn(spots[i].lines)
	}
	page := in.plain[len(in.plain)-1]
	return float64(inside) / float64(max(page, 1))
}

func weighMany(posts int) float64 { return weightMany * math.Log2(math.Min(float64(posts), 16)) }

func (set *spotSet) doubt() float64 {
	if !set.rule.Loose {
		return 0
	}
	return looseDoubt[set.rule.Mark]
}

// alike returns the share of spots whose titles are at the same place.
func (in *Inducer) alike(spots []spot) float64 {
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
	_, n := words.MostFrequent(counts)
	return float64(n) / float64(titled)
}

// hollow returns the share of spots without title, text and link.
func hollow(all []worth) float64 {
	n := 0
	for i := range all {
		if !all[i].title && !all[i].text && all[i].link == "" {
			n++
		}
	}
	return float64(n) / float64(len(all))
}

// uneven reports whether one of two or three has a title with a link, and another has
// none, but no date or several linked headings: columns of the page.
func (in *Inducer) uneven(spots []spot, all []worth) bool {
	linked, bare := 0, 0
	for i := range all {
		switch w := &all[i]; {
		case w.title && w.link != "":
			linked++
		case w.link == "" && !w.comments && (!w.dated || in.linkedHeadings(&spots[i]) > 1):
			bare++
		}
	}
	return linked == 1 && bare > 0
}

func (in *Inducer) linkedHeadings(s *spot) int {
	n := 0
	for i := s.lines.From; i < s.lines.To; i++ {
		if l := &in.Doc.Lines[i]; l.Heading > 0 && in.siteLink(l) != "" {
			n++
		}
	}
	return n
}

// belowShare returns the share of links to addresses below the listing's. If more lead
// elsewhere, the spots are of another list, and it is negative. Posts without a title need
// not have a link.
func belowShare(all []worth) float64 {
	below, elsewhere := 0, 0
	for i := range all {
		switch w := &all[i]; {
		case w.below:
			below++
		case w.link != "":
			elsewhere++
		}
	}
	share := float64(below) / float64(max(1, below+elsewhere))
	if below < elsewhere {
		return -share
	}
	return share
}

// chronicle reports whether dates are plausible for a blog: recent enough, and in order.
func chronicle(all []worth) bool {
	for i := range all {
		if w := all[i].wall; w != "" && w < "1990" {
			return false
		}
	}
	return dates.Ordered(wallsOf(all)) >= 0.8
}

func wallsOf(all []worth) []blog.Wall {
	walls := make([]blog.Wall, len(all))
	for i := range all {
		walls[i] = all[i].wall
	}
	return walls
}

// Weigh weighs the records of another reading, given as lines, like a guess.
func (in *Inducer) Weigh(records []document.Span) float64 {
	var set spotSet
	for _, lines := range records {
		if !lines.Empty() {
			set.spots = append(set.spots, spot{from: in.Doc.Lines[lines.From].From, to: in.Doc.Lines[lines.To-1].To + 1, lines: lines, header: -1})
		}
	}
	return in.weighSpots(&set)
}
