package export

import (
	"cmp"
	"slices"
)

// wxrTimes changes the times of posts that the importer would merge.
type wxrTimes struct {
	wanted []wxrMoment        // of all posts, sorted
	given  map[int64][]uint64 // seconds with several posts, or to which one was moved
}

// wxrMoment is a second on the clock and the key of a title, 0 for none.
type wxrMoment struct {
	second int64
	title  uint64
}

func newWXRTimes(plan *Plan, titles []uint64) wxrTimes {
	t := wxrTimes{wanted: make([]wxrMoment, plan.Len()), given: map[int64][]uint64{}}
	for i, e := range plan.Entries() {
		t.wanted[i] = wxrMoment{wallSecond(e), titles[i]}
	}
	slices.SortFunc(t.wanted, func(a, b wxrMoment) int {
		return cmp.Or(cmp.Compare(a.second, b.second), cmp.Compare(a.title, b.title))
	})
	return t
}

// claim returns the seconds by which a post is moved: 0 for the first one, else as many
// as necessary to reach a second that no post has or wants.
func (t wxrTimes) claim(m wxrMoment) (late int32) {
	if len(t.at(m.second)) == 1 {
		return 0
	}
	here := m.second
	for clashes(t.given[m.second], m.title) || m.second != here && t.isWanted(m) {
		m.second++
	}
	t.given[m.second] = append(t.given[m.second], m.title)
	return int32(m.second - here)
}

// at returns the moments wanted in a second.
func (t wxrTimes) at(second int64) []wxrMoment {
	by := func(m wxrMoment, second int64) int { return cmp.Compare(m.second, second) }
	from, _ := slices.BinarySearchFunc(t.wanted, second, by)
	to, _ := slices.BinarySearchFunc(t.wanted, second+1, by)
	return t.wanted[from:to]
}

func (t wxrTimes) isWanted(m wxrMoment) bool {
	return slices.ContainsFunc(t.at(m.second), func(w wxrMoment) bool { return clashes([]uint64{w.title}, m.title) })
}

// clashes reports whether the importer would merge a post with one of those.
func clashes(titles []uint64, title uint64) bool {
	return len(titles) > 0 && title == 0 || slices.Contains(titles, title) || slices.Contains(titles, 0)
}
