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
	id    int64
	walk  int  // its number within the run
	early bool // it may stop at known posts
	seen
	counts
	route
	parts parts
	ending
}

// seen is what the pages of a pass showed and stated.
type seen struct {
	pages   map[int]passPage // by number; failed pages are not in it
	highest int              // highest number in pages
	failed  map[int]blog.Failure
	totals  map[int]bool // every total stated by its pages
	stated  int          // the total stated last, 0 if none was
	first   *shownPage   // page 1, nil until it was read
	latest  *shownPage   // the page read last
}

// counts are the numbers of posts on the pages of a pass.
type counts struct {
	posts      int         // distinct ones that the pass and its re-reading showed
	known      int         // of them, those that were live before the run
	duplicates int         // how many stood on a second page
	trace      hash.Hash64 // of what stood on which page
	nameless   bool        // a post without permalink, time and title was among them
	unshown    int         // posts that page 1 links to where nothing leads to them
	unfollowed string      // a control on page 1 that shows more posts
}

// ending is how a walk ended.
type ending struct {
	last        int  // number of the last page, 0 until the end is reached
	stopped     bool // early, at known posts
	cut         bool // by --max-pages
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
	return &pass{
		walk:   walk,
		seen:   seen{pages: map[int]passPage{}, failed: map[int]blog.Failure{}, totals: map[int]bool{}},
		counts: counts{trace: fnv.New64a()},
		route:  route{asked: keySet{}},
	}
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
		p.unshown, p.unfollowed = l.Unshown, l.Unfollowed
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
