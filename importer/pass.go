package importer

import (
	"fmt"
	"hash"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// pass is what one walk over the listing pages has seen so far. It only
// remembers and judges; walk.go does the asking. Of the posts it remembers how
// many there are: which ones, the store knows.
type pass struct {
	id      int64
	walk    int              // its number within the run
	pages   map[int]passPage // knowledge number; a page that failed has none
	highest int              // number among them
	failed  map[int]blog.Failure
	asked   keySet       // request keys
	totals  map[int]bool // every total that its pages stated
	stated  int          // the total stated last, 0 if none was
	first   *shownPage   // page 1, nil until it was read
	latest  *shownPage   // the page read last
	// pager is that of the page received last, pagerOf its number: the way on.
	pager   blog.Pager
	pagerOf int
	parts   parts

	posts      int         // distinct ones that the pass and its re-reading showed
	known      int         // of them, those that were live before the run
	duplicates int         // how many stood on a second page
	trace      hash.Hash64 // of what stood on which page
	nameless   bool        // a post without permalink, time and title was among them

	last        int // number of the last page, 0 until the end is reached
	stopped     bool
	cut         bool
	notModified bool // page 1 answered 304: it is as it was
}

// passPage is what a pass remembers of every page.
type passPage struct {
	stated          bool // the page states a range
	from, to, total int
	posts           int
}

// shownPage is one listing page as it was read.
type shownPage struct {
	number int
	posts  []blog.PagePost
	rng    *blog.Range
	// How many of the posts no earlier page of the walk showed, how many of those
	// were live before the run, and how many another page of the walk showed.
	fresh, known, duplicates int
}

func newShownPage(n int, rng *blog.Range, stored []blog.Stored) *shownPage {
	page := &shownPage{number: n, rng: rng}
	for i := range stored {
		s := &stored[i]
		page.posts = append(page.posts, blog.PagePost{ID: s.ID, Published: s.Shown.Published})
		switch {
		case s.LastStep == 0 && s.Known:
			page.known++
			page.fresh++
		case s.LastStep == 0:
			page.fresh++
		case s.LastStep != n:
			page.duplicates++
		}
	}
	return page
}

// newPass begins a pass. Each has a number of its own among those of the run, by
// which the store knows what it has shown: a pass that is given up leaves nothing
// to the next.
func (r *run) newPass() *pass {
	r.passCount++
	return newPass(r.passCount)
}

func newPass(walk int) *pass {
	return &pass{walk: walk, trace: fnv.New64a(), pages: map[int]passPage{}, failed: map[int]blog.Failure{}, asked: keySet{}, totals: map[int]bool{}}
}

// add takes in page n as it was stored.
func (p *pass) add(n int, key string, l *blog.Listing, stored []blog.Stored) {
	page := newShownPage(n, l.Range, stored)
	if p.latest = page; n == 1 {
		p.first = page
	}
	for _, post := range page.posts {
		fmt.Fprintln(p.trace, n, post.ID)
	}
	p.pages[n], p.highest = newPassPage(l.Range, len(stored)), max(p.highest, n)
	p.posts, p.known, p.duplicates = p.posts+page.fresh, p.known+page.known, p.duplicates+page.duplicates
	p.asked.add(key)
	if address, ok := strings.CutPrefix(key, "GET "); ok {
		p.asked.add(withoutIndex(address))
	}
	p.update(n, l)
	if n == 1 {
		p.parts.start(&l.Pager, strings.TrimPrefix(key, "GET "))
	}
	for i := range l.Posts {
		p.nameless = p.nameless || firstIdentity(&l.Posts[i]) == ""
	}
}

func newPassPage(rng *blog.Range, posts int) passPage {
	if rng == nil {
		return passPage{posts: posts}
	}
	return passPage{stated: true, from: rng.From, to: rng.To, total: rng.Total, posts: posts}
}

// has says that page n was read.
func (p *pass) has(n int) bool {
	_, ok := p.pages[n]
	return ok
}

// update takes over what a page says of the whole listing and of the way on. One
// that shows no way says nothing against those before it that linked to later pages.
func (p *pass) update(n int, l *blog.Listing) {
	if l.Pager.Mode != blog.PagerNone || p.pager.Template == nil || n >= p.pager.Last {
		p.pager, p.pagerOf = l.Pager, n
	}
	if l.Range != nil {
		p.totals[l.Range.Total] = true
		p.stated = l.Range.Total
	}
}

// updateForm takes over the form of a page that came instead of page n: servers
// with view state accept only the values of their latest answer.
func (p *pass) updateForm(n int, l *blog.Listing) {
	from := p.pagerOf
	p.update(n, l)
	p.pagerOf = from
}

func firstIdentity(post *blog.Post) string {
	if ids := post.Identities(false); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// size is how many posts a full page shows, 0 when no page says so.
func (p *pass) size() int {
	if first := p.pages[1]; first.stated {
		return first.to - first.from + 1
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

// mustExist says that page n must exist by what the listing states.
func (p *pass) mustExist(n int) bool {
	if p.parts.on {
		return false
	}
	return n <= p.count() || p.pager.LastKnown && n <= p.pager.Last
}

// states says that there is a page n by what the listing and its pager state.
func (p *pass) states(n int) bool {
	_, linked := p.pager.Links[n]
	count := p.count()
	return (linked || count > 0 || p.pager.LastKnown) && (count == 0 || n <= count) && (!p.pager.LastKnown || n <= p.pager.Last)
}

// atEnd says that no page follows page n. Ranges decide where they are stated;
// the pager does where they are not.
func (p *pass) atEnd(n int) bool {
	page, read := p.pages[n]
	if page.stated {
		more := p.pagerOf == n && p.leadsOn(n) // there are more than stated
		return page.to >= page.total && !more || p.pagerOf == n && p.pager.AtLast()
	}
	if p.parts.on || p.partsLeft() {
		return !p.partsLeft()
	}
	if c := p.count(); c > 0 {
		return n >= c
	}
	if read && p.pagerOf == n {
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

// leadsOn says that the newest page, number n, links to one behind it that was
// not read yet.
func (p *pass) leadsOn(n int) bool {
	_, linked := p.pager.Links[n+1]
	next := p.pager.Next
	return linked || next != nil && !p.wasAsked(*next)
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
// storedSource not read yet. "Previous" means older on one blog and newer on the next, but
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
	return p.asked.has(req.Key()) || req.Method == "" && p.asked.has(withoutIndex(req.URL))
}

func (p *pass) ask(req blog.Request) {
	p.asked.add(req.Key())
	if req.Method == "" {
		p.asked.add(withoutIndex(req.URL))
	}
}

// displaced says that what came is not page n, the one asked for: servers answer
// a number past the end with the last page or the first. size is how many posts a
// full page shows, 0 if unknown.
func displaced(size, n int, l *blog.Listing) bool {
	if l.Pager.Current > 0 && l.Pager.Current != n {
		return true
	}
	return l.Range != nil && size > 0 && l.Range.From != (n-1)*size+1
}

// misplaced says that what came instead of page n is not the end of the listing
// either: by its own word there is a page n.
func misplaced(size, n int, l *blog.Listing) bool {
	if l.Pager.Current == n || !displaced(size, n, l) {
		return false
	}
	if l.Range != nil && size > 0 {
		return n <= pageCount(l.Range, size)
	}
	return n <= l.Pager.Last
}

// describeEnd says what the end of a walk was, where no total is stated.
func (p *pass) describeEnd() string {
	var ends []string
	if p.parts.paged {
		ends = append(ends, "the pager was read to its end")
	}
	switch {
	case p.parts.months.named() && (!p.parts.paged || p.parts.on):
		ends = append(ends, "the months and years that the blog links to were read")
	case p.parts.months.shown != nil:
		ends = append(ends, "posts of all months and years that the blog links to were among them")
	}
	if len(ends) == 0 {
		return "the one page has neither a pager nor archives"
	}
	return strings.Join(ends, ", ")
}

func (p *pass) numbers() []int { return slices.Sorted(maps.Keys(p.pages)) }

// free is n, if it is a number that no page of the pass has yet, or else the next
// one that is free.
func (p *pass) free(n int) int {
	if n > 0 && !p.has(n) {
		return n
	}
	return p.highest + 1
}

// contiguous says that the stated ranges follow each other without a hole from 1
// on. A page that states none counts for the posts that it shows. Whether they
// end with the total is another question: see againstTotal.
func (p *pass) contiguous() bool {
	next := 1
	for _, n := range p.numbers() {
		page := p.pages[n]
		if !page.stated {
			next += page.posts
			continue
		}
		if page.from != next {
			return false
		}
		next = page.to + 1
	}
	return true
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
		if !p.has(n) {
			missing = append(missing, n)
		}
	}
	return missing
}
