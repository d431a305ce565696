// Package pager finds the way from a listing page to the others: numbers, arrows and
// words in many languages, links, forms and scripts of ASP.NET, and the stated range,
// "1-10 (of 127)".
//
//	pager.go      Read: chooses among what may be a pager
//	items.go      collects adjacent links and numbers
//	dropdown.go   drop-down lists of pages
//	labels.go     numbers in labels; words.go, arrows.go: directions
//	numbers.go    how addresses are numbered
//	part.go    parts of the site
//	build.go      converts the result to a blog.Pager
//	postback.go   links that submit a form
//	turn.go       pages numbered from the oldest
//	further.go    pages of one post
//	text.go       pagers of plain-text pages
//	range.go      stated ranges
package pager

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// Hints are what is known about a page in advance. The functions may be nil; they are
// called for a node before its children.
type Hints struct {
	InPost   func(*html.Node) bool // links within posts are not part of a pager
	Prefer   func(*html.Node) bool // of several pagers, the one near these nodes is used
	FromZero bool                  // the front page is page 0 if links show no numbers
	Named    string                // an address on the host of which this is a copy: links to it stay on the page's own host

	// Of are the addresses of a post. If set, only the further pages of that post, such
	// as its comments, are read, not the links to the next and previous post.
	Of []string
}

// Read finds the way from a page to the others.
//
// Numbers count more than words: "previous" means older on half of all blogs, an arrow on
// the last page may lead to that page itself, and the highest visible number need not be
// the last page.
func Read(root *html.Node, page *blog.Page, base *url.URL, known Hints) blog.Pager {
	own, _, _ := strings.Cut(page.Address(), "#")
	s := &scan{targets: targets{root: root, base: base, page: own, named: known.Named}, Hints: known}
	var best *view
	groups := s.run()
	for _, g := range groups {
		if v := s.view(g); v != nil && (best == nil || v.score > best.score) {
			best = v
		}
	}
	if best == nil {
		return s.headPager()
	}
	best.join(groups)
	return best.pager()
}

// join adds the links to neighbors from other groups: some themes put one above the posts
// and one below.
func (v *view) join(groups []group) {
	if v.by == nil || v.current == 0 {
		return
	}
	known := map[int]bool{}
	for _, it := range v.group.items {
		known[v.pageOfTarget(it.target)] = true
	}
	for _, g := range groups {
		for _, it := range g.items {
			n := v.pageOfTarget(it.target)
			if g.place > inCalendar && it.role != numberRole && n > 0 && !known[n] && (n == v.current+1 || n == v.current-1) {
				v.group.items = append(v.group.items, it)
			}
		}
	}
}

// headPager returns the pager that only the page's head declares.
func (s *scan) headPager() blog.Pager {
	p := blog.Pager{Mode: blog.PagerNone}
	if s.headNext != "" && !SameAddress(s.headNext, s.page) && !s.foreign(s.headNext) && SpeaksOfPages(s.headNext) {
		p.Mode, p.Evidence = blog.PagerLinks, "link rel=next in the page's head"
		p.Next = s.get(s.headNext)
		if s.headPrev != "" && !SameAddress(s.headPrev, s.page) {
			p.Prev = s.get(s.headPrev)
		}
	}
	return p
}

// SpeaksOfPages reports whether an address has a page number. Old themes declare any
// static page as the next one.
func SpeaksOfPages(address string) bool {
	if !strings.ContainsAny(address, "0123456789") {
		return false // the usual case, without parsing
	}
	for s := range slots(address) {
		if s.paged() || s.offset() {
			return true
		}
	}
	return false
}

func (s *scan) get(address string) *blog.Request {
	return &blog.Request{URL: address, Referer: s.page}
}

// SameAddress reports whether two addresses are equivalent.
func SameAddress(a, b string) bool { return blog.Canonical(a) == blog.Canonical(b) }

// view is the interpretation of a group.
type view struct {
	*scan
	group   group
	linked  map[int]target // by page number
	plain   []int          // numbers without links
	marked  int            // the number marked as current
	by      *numbering     // how addresses are numbered; nil if they are not
	event   *target        // the postback shared by all numbers; nil if none
	current int
	score   int
}

// worded reports whether a group has nothing but words for directions. Some themes call
// the box with the link to older days their calendar.
func (g *group) worded() bool {
	for _, it := range g.items {
		if it.role == numberRole || WordRole(it.label) == noRole {
			return false
		}
	}
	return true
}

// view interprets a group; nil if it is not a pager.
func (s *scan) view(g group) *view {
	if g.place <= inCalendar && !g.worded() {
		return nil
	}
	v := &view{scan: s, group: g, linked: map[int]target{}}
	v.numbers()
	v.number()
	if len(v.linked) > 0 && v.by == nil && v.event == nil && !v.posts() && !v.named() || len(v.plain) > 3+len(v.linked) {
		return nil
	}
	v.current = v.findCurrent()
	if len(v.linked) == 0 && !v.leads() || v.years() || v.ofOtherList() {
		return nil
	}
	v.rate()
	return v
}

// numbers collects the numbers of the group. Labels such as "[11-20]" become page
// numbers. A number without a link that is marked is the current page, since some systems
// also mark all links to the same path.
func (v *view) numbers() {
	size, marks, links := 0, 0, 0
	for _, it := range v.group.items {
		size = max(size, it.size)
	}
	for _, it := range v.group.items {
		if it.role != numberRole {
			continue
		}
		n := it.number
		if size > 0 {
			n = (n-1)/size + 1
		}
		if it.current && it.target.none() {
			v.marked, marks = n, marks+1
		} else if it.current {
			links++
			if marks == 0 {
				v.marked = n
			}
		}
		if it.target.none() {
			v.plain = append(v.plain, n)
		} else if _, ok := v.linked[n]; !ok {
			v.linked[n] = it.target
		}
	}
	if marks > 1 || marks == 0 && (links > 1 || slices.ContainsFunc(v.plain, v.nextToLink)) {
		v.marked = 0 // all of the pager, or all of its links, are bold
	}
}

// number finds how the links are numbered.
func (v *view) number() {
	addresses := map[int]string{}
	for n, t := range v.linked {
		if t.form == nil {
			addresses[n] = t.url
			continue
		}
		if v.event == nil {
			first := t
			v.event = &first
		}
		if t.event != v.event.event || t.name != v.event.name || t.value != fmt.Sprint(n) {
			v.event = &target{} // each page has a different postback
		}
	}
	if v.event != nil && v.event.form == nil {
		v.event = nil
	}
	if len(addresses) > 0 {
		v.by = numberedBy(addresses)
	}
	if v.by == nil && len(addresses) > 0 {
		v.by = v.numberedByOwn(addresses)
	}
	if len(v.linked) == 0 {
		v.by = v.numberedByArrows()
	}
}

// numberedByOwn finds the numbering from the links and the page's own address, whose
// number is shown without a link: a single link may not suffice.
func (v *view) numberedByOwn(addresses map[int]string) *numbering {
	for _, shown := range v.plain {
		if _, linked := addresses[shown]; linked || shown < 2 {
			continue
		}
		with := maps.Clone(addresses)
		with[shown] = v.page
		if f := numberedBy(with); f != nil {
			return f
		}
	}
	return nil
}

// posts reports whether the numbers submit forms.
func (v *view) posts() bool {
	for _, t := range v.linked {
		if t.form != nil {
			return true
		}
	}
	return false
}

// named reports whether the markup or words around the numbers call them a pager, and one
// of them is current, beside a link to the next. Then it is a pager even if the numbering
// has an unknown name: "1 [2]" with ?np=5.
func (v *view) named() bool {
	for _, t := range v.linked {
		if SameAddress(t.url, v.page) {
			return false
		}
	}
	return (v.group.place > 0 || v.group.shown > 0) && slices.ContainsFunc(v.plain, v.nextToLink)
}

func (v *view) nextToLink(n int) bool {
	_, linked := v.linked[n]
	return !linked && (v.has(n-1) || v.has(n+1))
}

// years reports whether the numbers are the years of an archive.
func (v *view) years() bool {
	for n := range v.linked {
		if !isYear(n) {
			return false
		}
	}
	return len(v.linked) > 0 && v.current < 1990
}

func isYear(n int) bool { return n >= 1990 && n <= 2100 }

// leads reports whether the group has a link with a direction.
func (v *view) leads() bool {
	for _, it := range v.group.items {
		switch it.role {
		case NextRole, PrevRole, OlderRole, NewerRole:
			if !it.target.none() && (it.role != NextRole && it.role != PrevRole || it.label != "" || v.group.shown > 0) {
				return true
			}
		}
	}
	return false
}

// findCurrent returns the number of the current page, 0 if unknown.
func (v *view) findCurrent() int {
	if v.group.shown > 0 {
		return v.group.shown
	}
	if v.marked > 0 && v.fits(v.marked) {
		return v.marked
	}
	if i := slices.IndexFunc(v.plain, v.nextToLink); i >= 0 {
		return v.plain[i]
	}
	for _, n := range v.plain {
		if _, linked := v.linked[n]; !linked && v.fits(n) {
			return n
		}
	}
	if n := v.hiddenCurrent(); n > 0 {
		return n
	}
	if v.by != nil {
		return v.by.page(v.page)
	}
	return 0
}

// fits reports whether a number is adjacent to the linked ones.
func (v *view) fits(n int) bool {
	if len(v.linked) == 0 {
		return v.beside(n)
	}
	low, high := n, n
	for m := range v.linked {
		low, high = min(low, m), max(high, m)
	}
	return n > low-1 && (n < high || n == high && v.has(n-1, n) || len(v.linked) == 1)
}

// beside reports whether the arrows lead to the neighbors of page n, as far as their
// addresses tell. The year of the last post may precede an arrow.
func (v *view) beside(n int) bool {
	numbered := false
	for _, it := range v.group.items {
		if to := v.pageOfTarget(it.target); to > 0 && it.role != firstRole && it.role != lastRole {
			if to == n-1 || to == n+1 {
				return true
			}
			numbered = true
		}
	}
	return !numbered
}

func (v *view) has(numbers ...int) bool {
	for _, n := range numbers {
		if _, ok := v.linked[n]; ok {
			return true
		}
	}
	return false
}

// hiddenCurrent reads the hidden field in which an ASP.NET DataPager keeps its number.
func (v *view) hiddenCurrent() int {
	if v.event == nil || v.event.event == "" {
		return 0
	}
	want := strings.ReplaceAll(v.event.event, "$", "_") + "_cpage"
	for _, f := range v.formFields(v.event.form) {
		if strings.EqualFold(f.Name, want) {
			n, _ := PageNumber(f.Value)
			return n
		}
	}
	return 0
}

// rate scores how likely the group is the pager of the listing.
func (v *view) rate() {
	v.score = v.group.place + min(len(v.linked), 8)/2
	if v.group.near {
		v.score += 20
	}
	if len(v.linked) > 0 {
		v.score += 4
	}
	if v.current > 0 {
		v.score += 2
	}
	if v.by != nil && v.by.slot.paged() {
		v.score += 3
	}
	if v.group.shown > 0 {
		v.score += 2
	}
	if v.elsewhere() {
		v.score -= 6
	}
}

// ofOtherList reports whether an arrow leads to another part of the site: it belongs to a
// list in the sidebar, such as "News >". Only a blog has older posts.
func (v *view) ofOtherList() bool {
	older := func(it item) bool { return it.role == OlderRole || it.role == NewerRole }
	return v.elsewhere() && len(v.linked) == 0 && v.group.shown == 0 && v.group.place <= 0 && !v.group.near &&
		!slices.ContainsFunc(v.group.items, older)
}
