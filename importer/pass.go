package importer

import (
	"maps"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// pass is what one walk over the listing pages has seen so far. It only
// remembers and judges; walk.go does the asking.
type pass struct {
	id     int64
	pages  map[int]*passPage // by number; a page that failed has none
	failed map[int]blog.Failure
	shown  keySet          // first identity of every post, for "brings nothing new"
	asked  map[string]bool // request keys
	totals map[int]bool    // every total that its pages stated
	stated int             // the total stated last, 0 if none was
	// pager is that of the page received last, pagerOf its number: the way on.
	pager   blog.Pager
	pagerOf int
	parts   parts

	seen map[string]blog.Wall // every post that the pass and its re-reading showed

	last        int // number of the last page, 0 until the end is reached
	stopped     bool
	cut         bool
	notModified bool // page 1 answered 304: it is as it was
}

type passPage struct {
	ids   []string
	walls []blog.Wall
	rng   *blog.Range
}

func newPassPage(l *blog.Listing, stored []blog.Stored) *passPage {
	page := &passPage{rng: l.Range}
	for _, s := range stored {
		page.ids = append(page.ids, s.ID)
		page.walls = append(page.walls, s.Shown.Published)
	}
	return page
}

func newPass() *pass {
	return &pass{
		pages: map[int]*passPage{}, failed: map[int]blog.Failure{},
		shown: keySet{}, asked: map[string]bool{}, totals: map[int]bool{}, seen: map[string]blog.Wall{},
	}
}

// add takes in page n as it was stored.
func (p *pass) add(n int, key string, l *blog.Listing, stored []blog.Stored) {
	page := newPassPage(l, stored)
	for i, id := range page.ids {
		p.seen[id] = page.walls[i]
	}
	p.pages[n] = page
	p.asked[key] = true
	if address, ok := strings.CutPrefix(key, "GET "); ok {
		p.asked[door(address)] = true
	}
	p.onward(n, l)
	if n == 1 {
		p.parts.open(&l.Pager)
	}
	for i := range l.Posts {
		p.shown.add(firstIdentity(&l.Posts[i]))
	}
}

// onward takes over what a page says of the whole listing and of the way on.
func (p *pass) onward(n int, l *blog.Listing) {
	p.pager, p.pagerOf = l.Pager, n
	if l.Range != nil {
		p.totals[l.Range.Total] = true
		p.stated = l.Range.Total
	}
}

// detour takes over the form of a page that came instead of page n: servers
// with view state accept only the values of their latest answer.
func (p *pass) detour(n int, l *blog.Listing) {
	from := p.pagerOf
	p.onward(n, l)
	p.pagerOf = from
}

func firstIdentity(post *blog.Post) string {
	if ids := post.Identities(false); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// nothingNew says that a page shows only posts that earlier pages showed.
func (p *pass) nothingNew(l *blog.Listing) bool {
	for i := range l.Posts {
		if !p.shown.has(firstIdentity(&l.Posts[i])) {
			return false
		}
	}
	return true
}

// size is how many posts a full page shows, 0 when no page says so.
func (p *pass) size() int {
	if first := p.pages[1]; first != nil && first.rng != nil {
		return first.rng.To - first.rng.From + 1
	}
	return 0
}

// count is how many pages the listing has by its stated total, 0 if unknown.
func (p *pass) count() int {
	size := p.size()
	if size == 0 {
		return 0
	}
	return (p.stated + size - 1) / size
}

// due says that page n must exist by what the listing states.
func (p *pass) due(n int) bool {
	if p.parts.on {
		return false
	}
	return n <= p.count() || p.pager.LastKnown && n <= p.pager.Last
}

// atEnd says that no page follows page n. Ranges decide where they are stated;
// the pager does where they are not.
func (p *pass) atEnd(n int) bool {
	page := p.pages[n]
	if page != nil && page.rng != nil {
		return page.rng.To >= page.rng.Total || p.pagerOf == n && p.pager.AtLast()
	}
	if p.parts.on || p.partsLeft() {
		return !p.partsLeft()
	}
	if c := p.count(); c > 0 {
		return n >= c
	}
	if page != nil && p.pagerOf == n {
		_, linked := p.pager.Links[n+1]
		_, on := p.unnumbered()
		return p.pager.Next == nil && !linked && !on
	}
	if p.pager.LastKnown {
		return n >= p.pager.Last
	}
	// A page without range and pager that could not be had: try one more, but
	// not for ever.
	_, failed := p.failed[n]
	_, before := p.failed[n-1]
	return failed && before
}

// request gives the way to page n as the newest page shows it.
func (p *pass) request(n int) (blog.Request, bool) {
	if p.pagerOf == n-1 && p.pager.Current == 0 {
		if on, ok := p.unnumbered(); ok {
			return on, true
		}
		if p.pager.Next != nil {
			return *p.pager.Next, true
		}
	}
	return p.pager.Page(n)
}

// unnumbered is the way on from a page without a number: to the neighbour that
// was not read yet. "Previous" means older on one blog and newer on the next, but
// the one side of a page is where the walk came from.
func (p *pass) unnumbered() (blog.Request, bool) {
	if p.pager.Mode != blog.PagerLinks || p.pager.Current != 0 {
		return blog.Request{}, false
	}
	ways := []*blog.Request{p.pager.Next, p.pager.Prev}
	if p.pagerOf == 1 {
		ways = ways[:1] // its other side is walked last: see parts
	}
	for _, way := range ways {
		if way != nil && !p.wasAsked(*way) {
			return *way, true
		}
	}
	return blog.Request{}, false
}

// wasAsked says that a page was asked for, by this or by another address of the
// same folder.
func (p *pass) wasAsked(req blog.Request) bool {
	return p.asked[req.Key()] || req.Method == "" && p.asked[door(req.URL)]
}

func (p *pass) ask(req blog.Request) {
	p.asked[req.Key()] = true
	if req.Method == "" {
		p.asked[door(req.URL)] = true
	}
}

// displaced says that what came is not the page asked for: servers answer a
// number past the end with the last page or the first.
func (p *pass) displaced(n int, l *blog.Listing) bool {
	if l.Pager.Current > 0 && l.Pager.Current != n {
		return true
	}
	size := p.size()
	return l.Range != nil && size > 0 && l.Range.From != (n-1)*size+1
}

// misplaced says that what came instead of page n is not the end of the listing
// either: by its own word there is a page n.
func (p *pass) misplaced(n int, l *blog.Listing) bool {
	if l.Pager.Current == n || !p.displaced(n, l) {
		return false
	}
	if size := p.size(); l.Range != nil && size > 0 {
		return n <= pageCount(l.Range, size)
	}
	return n <= l.Pager.Last
}

// ids are the distinct posts of the pass, in page order.
func (p *pass) ids() []string {
	var ids []string
	have := map[string]bool{}
	for _, n := range p.numbers() {
		for _, id := range p.pages[n].ids {
			if !have[id] {
				have[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (p *pass) numbers() []int { return slices.Sorted(maps.Keys(p.pages)) }

// twice are the posts that stood on more than one page.
func (p *pass) twice() []string {
	var twice []string
	at := map[string]int{}
	for _, n := range p.numbers() {
		for _, id := range p.pages[n].ids {
			if before, ok := at[id]; ok && before != n {
				twice = append(twice, id)
			}
			at[id] = n
		}
	}
	return twice
}

// joined says that the stated ranges follow each other without a hole from 1
// on. A page that states none counts for the posts that it shows. Whether they
// reach the total is another question: sites count posts that they do not show.
func (p *pass) joined() bool {
	next := 1
	for _, n := range p.numbers() {
		page := p.pages[n]
		if page.rng == nil {
			next += len(page.ids)
			continue
		}
		if page.rng.From != next {
			return false
		}
		next = page.rng.To + 1
	}
	return len(p.totals) == 0 || next <= p.stated+1
}

// missing are the numbers of pages that are known to exist and were not had.
func (p *pass) missing() []int {
	var missing []int
	end := max(p.last, p.count())
	if p.pager.LastKnown {
		end = max(end, p.pager.Last)
	}
	for n := range p.failed {
		end = max(end, n)
	}
	for n := 1; n <= end; n++ {
		if p.pages[n] == nil {
			missing = append(missing, n)
		}
	}
	return missing
}
