package parser

import (
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/words"
)

// learn finds the signature of titles: from those with a link, from the rules, or from
// the lines that start most regions.
func (t *titles) learn() {
	counts := map[string]int{}
	found := 0
	for _, at := range t.at {
		if at >= 0 {
			counts[t.s.doc.Signature(at)]++
			found++
		}
	}
	if sig, n := words.MostFrequent(counts); found > 0 && 2*n > found {
		t.sig = sig
		return
	}
	if t.s.ruled != nil && t.s.ruled.Title != "" {
		t.sig = t.s.ruled.Title
		return
	}
	if len(t.metas) > 1 {
		t.sig = t.opening()
	}
}

// opening returns the signature of the line that starts most regions. A heading or a link
// counts more than a paragraph; the region of the first record is ignored, since it
// includes the page's header.
func (t *titles) opening() string {
	const look = 5
	scores := map[string]float64{}
	for i := range t.metas {
		if i == 0 && !t.wrapped && len(t.metas) > 1 {
			continue
		}
		seen := map[string]bool{}
		in := t.search(i)
		for k, n := in.From, 0; k < in.To && n < look; k++ {
			l := &t.s.doc.Lines[k]
			if l.Text == "" || l.Aside {
				continue
			}
			if sig := t.s.doc.Signature(k); !seen[sig] {
				seen[sig] = true
				scores[sig] += openingScore(l, n)
			}
			n++
		}
	}
	best, top := "", 0.0
	for sig, score := range scores {
		if score > top || score == top && sig < best {
			best, top = sig, score
		}
	}
	if t.place == placeLast && t.s.ruled == nil {
		t.tryMiddle(&best, top)
	}
	return best
}

func openingScore(l *document.Line, at int) float64 {
	score := 1 - 0.15*float64(at)
	if l.Heading > 0 {
		score += 0.6
	}
	if len(l.Links) > 0 && l.Whole(l.Links[0]) {
		score += 0.3
	}
	return score
}

// tryMiddle checks the lines right above the bylines: if those are headings or links and
// the first lines are not, bylines are between title and body.
func (t *titles) tryMiddle(best *string, top float64) {
	if t.wrapped {
		return
	}
	counts := map[string]int{}
	for i, m := range t.metas {
		at := m.at.From - 1
		if at < t.search(i).From {
			continue
		}
		if l := &t.s.doc.Lines[at]; l.Heading > 0 || len(l.Links) > 0 && l.Whole(l.Links[0]) {
			counts[t.s.doc.Signature(at)]++
		}
	}
	sig, n := words.MostFrequent(counts)
	if 2*n > len(t.metas) && float64(n)*1.3 > top {
		*best = sig
	}
}
