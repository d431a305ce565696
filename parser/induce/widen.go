package induce

import (
	"slices"

	"golang.org/x/net/html"
)

// widen adds spots beside the posts in other elements that have what posts have: the
// enlarged one on top, a quotation or link published without a title.
func (in *Inducer) widen(set *spotSet) {
	if len(set.spots) < 3 || set.spots[0].node == nil {
		return
	}
	beside := newNeighbours(in, set)
	if beside == nil {
		return
	}
	all := set.spots
	for n := range beside.parent.ChildNodes() {
		if n.Type != html.ElementNode || n.Data != set.rule.Tag || beside.known[n] || in.isAside(n) {
			continue
		}
		if s := in.spotOf(n); beside.isPost(&s) {
			s.beside = true
			all = append(all, s)
		}
	}
	if more := len(all) - len(set.spots); more == 0 || more > len(set.spots) {
		return
	}
	slices.SortStableFunc(all, func(a, b spot) int { return a.from - b.from })
	set.spots = all
}

// neighbors is what posts in the same element have, to compare those beside them.
type neighbors struct {
	in       *Inducer
	parent   *html.Node
	known    map[*html.Node]bool
	links    map[string]bool
	comments bool // most posts have comment counts
}

func newNeighbours(in *Inducer, set *spotSet) *neighbors {
	b := &neighbors{in: in, parent: set.spots[0].node.Parent, known: map[*html.Node]bool{}, links: map[string]bool{}}
	counting := 0
	for i := range set.spots {
		s := &set.spots[i]
		if s.node.Parent != b.parent {
			return nil
		}
		w := in.worthOf(s)
		if !w.dated || w.link == "" {
			return nil
		}
		b.known[s.node], b.links[w.link] = true, true
		if w.comments {
			counting++
		}
	}
	b.comments = 5*counting >= 4*len(set.spots)
	return b
}

// isPost reports whether a spot has a date, text, its own address and, if the others have
// them, comments.
func (b *neighbors) isPost(s *spot) bool {
	w := b.in.worthOf(s)
	if !w.dated || !w.text || w.link == "" || b.links[w.link] || b.comments && !w.comments || !b.comments && !w.title {
		return false
	}
	b.links[w.link] = true
	return true
}
