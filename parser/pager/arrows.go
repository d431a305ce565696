package pager

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// numberedByArrows finds the numbering from the links to older and newer posts: their
// number differs by one from the page's own, or the page has no number and theirs is that
// of the second page.
func (v *view) numberedByArrows() *numbering {
	own := slotsOf(v.page)
	for _, it := range v.group.items {
		if it.target.url == "" || it.role == lastRole || it.role == firstRole || it.role == jumpRole {
			continue
		}
		var best *numbering
		for s, n := range slotsOf(it.target.url) {
			if f := v.stepTo(&it, s, n, own); f != nil && (best == nil || s.before(best.slot)) {
				best = f
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// stepTo returns the numbering by which a link with number n in slot s leads to a
// neighbor of the page; nil if there is none.
func (v *view) stepTo(it *item, s slot, n int, own map[slot]int) *numbering {
	if s.dated() {
		return nil
	}
	f := &numbering{slot: s, template: s.template(it.target.url)}
	shown, counted := own[s]
	switch {
	case counted && v.group.shown == shown && (n == shown+1 || n == shown-1):
	case !counted && v.group.shown == 1 && n == 2:
		f.own = 1
	case s.paged() && counted && (n == shown+1 || n == shown-1):
		if v.FromZero || shown == 1 && v.leadsToFront(s) {
			f.template.Step = 1
		}
	case s.paged() && !counted && n == 2 && !v.FromZero:
		f.own = 1
	case s.paged() && !counted && n == 1 && it.role != PrevRole && it.role != NewerRole:
		f.template.Step, f.own = 1, 1
	case s.offset() && !counted && n > 1:
		f.template.Step = n
	default:
		return nil
	}
	return f
}

// leadsToFront reports whether a link to a neighbor has no number, or 0: from page 1 it
// would lead to the front page, which is another page.
func (v *view) leadsToFront(s slot) bool {
	for _, it := range v.group.items {
		if it.target.url == "" || it.role != PrevRole && it.role != NewerRole || SameAddress(it.target.url, v.page) {
			continue
		}
		if n, counted := slotsOf(it.target.url)[s]; !counted || n == 0 {
			return true
		}
	}
	return false
}

// byOffset returns the direction of a link whose address counts posts: it differs from
// the page's own by a page size. If it differs by 1, it may be a post's number, and older
// posts have lower ones.
func (v *view) byOffset(it *item) role {
	to, own := slotsOf(it.target.url), slotsOf(v.page)
	for _, s := range sortedSlots(own) {
		shown := own[s]
		if s.dated() || shown == 0 {
			continue
		}
		n, counted := to[s]
		if !counted && (s.key == "" || !samePath(it.target.url, v.page)) {
			continue
		}
		step := max(n-shown, shown-n)
		switch {
		case step < 2 || shown%step > 1:
		case n > shown:
			return OlderRole
		default:
			return NewerRole
		}
	}
	return noRole
}

// sortedSlots returns the slots of an address in a fixed order.
func sortedSlots(slots map[slot]int) []slot {
	return slices.SortedStableFunc(maps.Keys(slots), func(a, b slot) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.prefix, b.prefix), strings.Compare(a.suffix, b.suffix))
	})
}

// roleByAddress returns the direction of a link whose label has none, if its address is
// that of the next or the last page.
func (s *scan) roleByAddress(address string) role {
	own, to := slotsOf(s.page), slotsOf(address)
	for _, place := range sortedSlots(to) {
		n := to[place]
		shown, counted := own[place]
		switch {
		case place.dated():
		case place.offset() && n > shown && n > 1: // shown is 0 on the front page
			return NextRole
		case place.offset() && n < shown:
			return PrevRole
		case !place.paged():
		case counted && n == shown+1, !counted && (n == 1 || n == 2):
			return NextRole
		case counted && n == shown-1:
			return PrevRole
		}
	}
	return noRole
}
