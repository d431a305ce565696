package dates

import (
	"iter"
	"slices"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// SettleOrder infers how a blog writes its numeric dates. pages are the raw dates of each
// page, in page order; declared is the culture that the pages declare. Dates that can be
// read only one way decide, or else the order of the posts on a page, or else the
// declaration. AM and PM decide nothing: Australia uses them with the day first.
//
// If the dates contradict each other, the majority decides; unless it is overwhelming, By
// stays empty.
//
// The pages are iterated once or twice and not kept: a blog may have ten thousand.
func SettleOrder(pages iter.Seq[[]string], declared string) blog.DateVerdict {
	var v blog.DateVerdict
	votes := map[blog.DateOrder]int{}
	var list []shape // of one page at a time, reused
	for raws := range pages {
		list = appendShapes(list[:0], raws)
		for _, d := range list {
			if d.open() {
				v.Ambiguous++
			} else if order := d.only(); order != "" {
				votes[order]++
			}
		}
	}
	if v.Order, v.By = byVotes(votes); v.Order != "" {
		return v
	}
	var dmy, mdy steps
	numeric := false
	for raws := range pages {
		list = appendShapes(list[:0], raws)
		dmy.follow(list, blog.DMY)
		mdy.follow(list, blog.MDY)
		numeric = numeric || slices.ContainsFunc(list, func(d shape) bool { return !d.fixed() && !d.short })
	}
	if v.Order = byListing(dmy, mdy); v.Order != "" {
		v.By = "order"
		return v
	}
	if v.Order = declaredOrder(numeric, declared); v.Order != "" {
		v.By = "declared"
	}
	return v
}

// OfPage returns the order that a single page settles, whatever the rest of the blog:
// that of its culture, if its dates allow no other; "" if there is none.
func OfPage(raws []string, culture string) blog.DateOrder {
	v := SettleOrder(OnePage(raws), culture)
	if v.By == "dates" && v.Order == declaredOrder(true, culture) {
		return v.Order
	}
	return ""
}

// OnePage returns the pages of a source of which only one is known.
func OnePage(raws []string) iter.Seq[[]string] { return slices.Values([][]string{raws}) }

// appendShapes appends the dates of a page.
func appendShapes(list []shape, raws []string) []shape {
	for _, raw := range raws {
		if d, ok := rawShape(raw); ok {
			list = append(list, d)
		}
	}
	return list
}

// rawShape parses a raw date that is valid in some order.
func rawShape(raw string) (shape, bool) {
	var r Reader
	raw = words.Western(raw)
	for i := 0; i < len(raw); i++ {
		if !words.IsDigit(raw[i]) {
			continue
		}
		if d, ok := r.shapeAt(raw, i, true); ok {
			if _, ok := r.resolve(raw, d); ok {
				return d, true
			}
		}
		for i+1 < len(raw) && words.IsDigit(raw[i+1]) {
			i++
		}
	}
	return shape{}, false
}

// only returns the single order in which a numeric date exists, "" if there are several
// or the order is known. A short date starts with the year only if that cannot be a day.
func (d shape) only() blog.DateOrder {
	if d.fixed() {
		return ""
	}
	var found blog.DateOrder
	for _, order := range [...]blog.DateOrder{blog.DMY, blog.MDY, blog.YMD} {
		if _, _, _, ok := d.under(order); !ok || order == blog.YMD && d.fields[0] <= 31 {
			continue
		}
		if found != "" {
			return ""
		}
		found = order
	}
	return found
}

func byVotes(votes map[blog.DateOrder]int) (blog.DateOrder, string) {
	var best blog.DateOrder
	total := 0
	for _, order := range [...]blog.DateOrder{blog.DMY, blog.MDY, blog.YMD} {
		total += votes[order]
		if votes[order] > votes[best] {
			best = order
		}
	}
	switch against := total - votes[best]; {
	case best == "" || votes[best] <= against:
		return "", ""
	case against*10 > votes[best]:
		return best, ""
	}
	return best, "dates"
}

// byListing compares the order of each page's dates under both readings: posts are
// sorted, usually newest first, and read the wrong way they are not.
func byListing(dmy, mdy steps) blog.DateOrder {
	switch {
	case dmy.broken() == mdy.broken():
		// Both readings are sorted. Newest first is usual.
		if dmy.broken() == 0 && dmy.down >= 2 && dmy.up == 0 && mdy.up >= 2 && mdy.down == 0 {
			return blog.DMY
		}
		if mdy.broken() == 0 && mdy.down >= 2 && mdy.up == 0 && dmy.up >= 2 && dmy.down == 0 {
			return blog.MDY
		}
		return ""
	case dmy.broken() == 0 || mdy.broken() > 4*dmy.broken()+2:
		if dmy.broken() < mdy.broken() {
			return blog.DMY
		}
	}
	if mdy.broken() == 0 || dmy.broken() > 4*mdy.broken()+2 {
		return blog.MDY
	}
	return ""
}

// steps counts pairs of successive dates on a page by direction.
type steps struct{ up, down int }

// broken returns the number of steps against the main direction.
func (s steps) broken() int { return min(s.up, s.down) }

// follow counts the steps of one page under an order.
func (s *steps) follow(list []shape, order blog.DateOrder) {
	for i := 1; i < len(list); i++ {
		a, okA := list[i-1].eitherWall(order)
		b, okB := list[i].eitherWall(order)
		switch {
		case !okA || !okB || a == b:
		case a < b:
			s.up++
		default:
			s.down++
		}
	}
}

// eitherWall returns a date under an order, or else under the only one it has.
func (d shape) eitherWall(order blog.DateOrder) (blog.Wall, bool) {
	if only := d.only(); only != "" {
		order = only
	}
	return d.wall(order)
}

// declaredOrder returns the culture's order. For numeric dates with the year last, a
// culture that puts the year first only says that its language puts the day first.
func declaredOrder(numeric bool, declared string) blog.DateOrder {
	order := cultureOrder(declared)
	if order == blog.YMD && numeric {
		return blog.DMY
	}
	return order
}

// Ordered returns the share of successive dates that follow the main direction.
func Ordered(walls []blog.Wall) float64 {
	down, up, pairs := 0, 0, 0
	for i := 1; i < len(walls); i++ {
		a, b := walls[i-1], walls[i]
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
