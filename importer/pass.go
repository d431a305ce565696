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

// pass keeps track of what one walk over the listing pages has seen. It sends no
// requests; walk.go does. It only counts posts; which ones, the store knows.
type pass struct {
	id      int64
	walk    int              // its number within the run
	early   bool             // it may stop at known posts
	pages   map[int]passPage // by number; failed pages are not in it
	highest int              // highest number in pages
	failed  map[int]blog.Failure
	asked   keySet       // request keys
	totals  map[int]bool // every total stated by its pages
	stated  int          // the total stated last, 0 if none was
	first   *shownPage   // page 1, nil until it was read
	latest  *shownPage   // the page read last
	// pager is that of the page received last, pagerOf its number.
	pager   blog.Pager
	pagerOf int
	parts   parts

	posts      int         // distinct ones that the pass and its re-reading showed
	known      int         // of them, those that were live before the run
	duplicates int         // how many stood on a second page
	trace      hash.Hash64 // of what stood on which page
	nameless   bool        // a post without permalink, time and title was among them
	unshown    int         // posts that page 1 links to where nothing leads to them

	last        int // number of the last page, 0 until the end is reached
	stopped     bool
	cut         bool
	notModified bool // the server returned 304 for page 1
}

// passPage is what a pass keeps of every page.
type passPage struct {
	stated          bool // the page states a range
	from, to, total int
	posts           int
}

// shownPage is a listing page as it was read.
type shownPage struct {
	number int
	posts  []blog.PagePost
	rng    *blog.Range
	// Number of posts that no earlier page of the walk showed, of those that were live
	// before the run, and of posts that another page of the walk showed.
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

// walkOf returns what the store knows a pass by.
func (r *run) walkOf(p *pass) blog.Walk {
	return blog.Walk{Source: r.src.ID, Run: r.id, Number: p.walk}
}

// newPass starts a pass. Its number within the run identifies what it has seen in the
// store, so that an abandoned pass does not affect the next.
func (r *run) newPass() *pass {
	r.passCount++
	return newPass(r.passCount)
}

func newPass(walk int) *pass {
	return &pass{walk: walk, trace: fnv.New64a(), pages: map[int]passPage{}, failed: map[int]blog.Failure{}, asked: keySet{}, totals: map[int]bool{}}
}

// add adds page n after it was stored.
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
		p.unshown = l.Unshown
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

// has reports whether page n was read.
func (p *pass) has(n int) bool {
	_, ok := p.pages[n]
	return ok
}

// update sets the pager and the stated total from page n. A page without links to others
// does not invalidate earlier pages' links to later ones.
func (p *pass) update(n int, l *blog.Listing) {
	if l.Pager.Mode != blog.PagerNone || p.pager.Template == nil || n >= p.pager.Last {
		p.pager, p.pagerOf = l.Pager, n
	}
	if l.Range != nil {
		p.totals[l.Range.Total] = true
		p.stated = l.Range.Total
	}
}

// updateForm takes over the form of a page received instead of page n: servers with
// view state accept only the values of their latest response.
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

// size returns the number of posts on a full page, 0 if unknown.
func (p *pass) size() int {
	if first := p.pages[1]; first.stated {
		return first.to - first.from + 1
	}
	return 0
}

// count returns the number of pages by the stated total, 0 if unknown.
func (p *pass) count() int {
	size := p.size()
	if size == 0 {
		return 0
	}
	return (p.stated + size - 1) / size
}

// mustExist reports whether page n must exist according to the listing.
func (p *pass) mustExist(n int) bool {
	if p.parts.on {
		return false
	}
	return n <= p.count() || p.pager.LastKnown && n <= p.pager.Last
}

// numbered reports whether the pager numbers page n. Where that is not known to be the
// last page, it is doubted if the page before showed nothing new: some pagers number on
// without end.
func (p *pass) numbered(n int) bool {
	return p.mustExist(n) || n <= p.pager.Last && p.latest.fresh > 0
}

// states reports whether the listing and its pager state that there is a page n.
func (p *pass) states(n int) bool {
	_, linked := p.pager.Links[n]
	count := p.count()
	return (linked || count > 0 || p.pager.LastKnown) && (count == 0 || n <= count) && (!p.pager.LastKnown || n <= p.pager.Last)
}

// atEnd reports whether no page follows page n: by the stated range if there is one,
// else by the pager.
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
	// Nothing is known of a page that failed: try one more, but not endlessly.
	_, failed := p.failed[n]
	_, before := p.failed[n-1]
	return failed && before
}

// leadsOn reports whether the latest page, number n, links to a later one that was not
// read yet.
func (p *pass) leadsOn(n int) bool {
	_, linked := p.pager.Links[n+1]
	next := p.pager.Next
	return linked || next != nil && !p.wasAsked(*next)
}

// request returns the request for page n according to the latest page.
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

// unnumbered returns the request for the next page if pages have no numbers: the
// neighbor that was not requested yet. "Previous" means older on some blogs and newer
// on others, but one neighbor is always where the walk came from.
func (p *pass) unnumbered() (blog.Request, bool) {
	if p.pager.Mode != blog.PagerLinks || p.pager.Current != 0 {
		return blog.Request{}, false
	}
	ways := []*blog.Request{p.pager.Next, p.pager.Prev}
	if p.pagerOf == 1 {
		ways = ways[:1] // its other neighbor comes last: see parts
	}
	for _, way := range ways {
		if way != nil && !p.wasAsked(*way) {
			return *way, true
		}
	}
	return blog.Request{}, false
}

// wasAsked reports whether a page was requested, by this or an equivalent address.
func (p *pass) wasAsked(req blog.Request) bool {
	return p.asked.has(req.Key()) || req.Method == "" && p.asked.has(withoutIndex(req.URL))
}

func (p *pass) ask(req blog.Request) {
	p.asked.add(req.Key())
	if req.Method == "" {
		p.asked.add(withoutIndex(req.URL))
	}
}

// displaced reports whether the response is not the requested page n: servers return
// the last or the first page for a number past the end. size is the number of posts on
// a full page, 0 if unknown.
func displaced(size, n int, l *blog.Listing) bool {
	if l.Pager.Current > 0 && l.Pager.Current != n {
		return true
	}
	return l.Range != nil && size > 0 && l.Range.From != (n-1)*size+1
}

// misplaced reports whether the response is not page n although, by its own account,
// page n exists.
func misplaced(size, n int, l *blog.Listing) bool {
	if l.Pager.Current == n || !displaced(size, n, l) {
		return false
	}
	if l.Range != nil && size > 0 {
		return n <= pageCount(l.Range, size)
	}
	return n <= l.Pager.Last
}

// describeEnd describes what was read to its end, if no total is stated.
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

// free returns n if no page of the pass has that number yet, else the next free one.
func (p *pass) free(n int) int {
	if n > 0 && !p.has(n) {
		return n
	}
	return p.highest + 1
}

// contiguous reports whether the stated ranges follow each other from 1 without gaps. A
// page without a range counts by its posts. Whether they end with the total is checked by
// againstTotal.
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

// missing returns the numbers of pages that exist and were not read.
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
