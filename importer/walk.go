package importer

import (
	"context"
	"errors"
	"fmt"

	"github.com/blogferry/blogferry/blog"
)

// maxUnanswered is how many requests in a row may fail without an answer before the site
// is considered down.
const maxUnanswered = 3

// maxRefusals is how many pages in a row may be refused before the walk ends: a mirror
// may contain only the first of a thousand pages.
const maxRefusals = 12

// readListing walks the listing as far as necessary, and again if it changed meanwhile,
// until a walk is proof or the request budget is used up.
func (r *run) readListing(ctx context.Context) error {
	ended, unfinished, err := r.passes(ctx)
	if err != nil {
		return err
	}
	r.before.showedPosts = showsPosts(ended) || showsPosts(unfinished)
	if r.o.Full || ended == nil || ended.Outcome != blog.PassConsistent {
		return r.walkUntilProven(ctx, walkPlan{resume: unfinished})
	}
	// Reaching known posts takes fewer requests than resuming. An unchanged page 1
	// proves something only if as many posts are stored as it states.
	return r.walkUntilProven(ctx, walkPlan{early: true, conditional: unfinished == nil && r.agrees()})
}

// walkPlan says how a walk begins and where it may end. The zero value is a full walk.
type walkPlan struct {
	early       bool       // it may stop at known posts if the totals agree
	conditional bool       // page 1 may be requested conditionally
	resume      *blog.Pass // continued if page 1 is unchanged
}

func (r *run) walkUntilProven(ctx context.Context, plan walkPlan) error {
	for {
		p, err := r.walk(ctx, plan)
		if err == nil && !p.notModified {
			err = r.checkAnyPosts(p)
		}
		if err == nil {
			err = r.prove(ctx, p)
		}
		if err != nil {
			return err
		}
		if r.proof.ok || p.cut || len(p.failed) > 0 || !r.budget() {
			return nil
		}
		plan = walkPlan{}
	}
}

// agrees reports whether as many posts are stored as the source last stated.
func (r *run) agrees() bool {
	return r.src.StatedTotal == nil || r.live+r.src.Unexplained == *r.src.StatedTotal
}

// showsPosts reports whether page 1 of a pass showed posts.
func showsPosts(p *blog.Pass) bool {
	return p != nil && p.First != nil && len(p.First.Posts) > 0
}

// passes loads the earlier passes of a known source.
func (r *run) passes(ctx context.Context) (ended, unfinished *blog.Pass, err error) {
	if r.src.ID == "" {
		return nil, nil, nil
	}
	return r.Store.LastPasses(ctx, r.src.ID)
}

// walk reads listing pages from the first to the last.
func (r *run) walk(ctx context.Context, plan walkPlan) (*pass, error) {
	r.walks++
	p := r.newPass()
	r.pass, p.early = p, plan.early
	if err := r.firstPage(ctx, p, plan); err != nil || p.notModified {
		return p, err
	}
	return p, r.endReadAhead(ctx, p, r.walkOn(ctx, p))
}

// walkOn reads the pages after the first one.
func (r *run) walkOn(ctx context.Context, p *pass) error {
	for n := 1; ; n++ {
		if p.atEnd(n) {
			if err := r.compareParts(ctx, p); err != nil {
				return err
			}
			if p.atEnd(n) {
				p.last = n
				return nil
			}
		}
		if p.early {
			if known, err := r.knownBegin(ctx, p, n); known || err != nil {
				p.stopped = known
				return err
			}
		}
		if p.has(n + 1) {
			continue
		}
		if more, err := r.nextPage(ctx, p, n+1); err != nil || !more {
			return err
		}
		if r.shiftedAgain(p) {
			return nil
		}
	}
}

// shiftedAgain reports whether a repeated walk cannot become consistent any more. The
// first walk always continues to the end, so that every page is seen once.
func (r *run) shiftedAgain(p *pass) bool { return r.walks > 1 && len(p.totals) > 1 }

// firstPage starts the pass with page 1, as read by the previous walk's last look or
// fetched now. If possible it resumes an earlier pass.
func (r *run) firstPage(ctx context.Context, p *pass, plan walkPlan) error {
	page, listing := r.previous.page, r.previous.listing
	r.previous.page = nil
	if page == nil {
		var err error
		if page, listing, err = r.askFirst(ctx, plan.conditional); err != nil {
			return err
		}
	}
	if page.NotModified {
		p.notModified = true
		return nil
	}
	if plan.resume != nil {
		if done, err := r.resume(ctx, p, plan.resume, page, listing); done || err != nil {
			return err
		}
	}
	var err error
	if p.id, err = r.Store.StartPass(persist(ctx), r.src.ID, r.id, r.Now().UTC()); err != nil {
		return err
	}
	return r.putPage(ctx, p, page, listing, 1)
}

// askFirst fetches page 1. Its errors end the run.
func (r *run) askFirst(ctx context.Context, conditional bool) (*blog.Page, *blog.Listing, error) {
	req, o := blog.Request{URL: r.src.URL}, blog.FetchOptions{Start: true}
	if conditional {
		v, err := r.Store.Validators(ctx, r.src.ID, req.Key())
		if err != nil {
			return nil, nil, err
		}
		o.Validators = v
	}
	page, listing, err := r.listingPage(ctx, req, 1, o)
	if err != nil {
		var wait *blog.WaitError
		if errors.As(err, &wait) {
			r.fail(req.URL, 1, err) // the run ends without an error
		} else {
			r.recordFailure(req.URL, 1, err)
		}
		return nil, nil, err
	}
	if page.NotModified {
		return page, nil, nil
	}
	if r.src.ID == "" {
		address, again := r.startElsewhere(page, listing)
		r.src.URL, r.rep.Source = address, address
		if again {
			return r.askFirst(ctx, conditional)
		}
	}
	if listing.Single {
		r.warn("this is the page of one post: crawl the page that lists the posts to get all of them")
	}
	r.learn(listing)
	if err := r.adopt(persist(ctx), listing); err != nil {
		return nil, nil, err
	}
	return page, listing, r.sampleTeaser(ctx, listing)
}

// startElsewhere returns the address of page 1 for a new source whose start address
// redirects, is a later page, or contains the page number 1. If again is true, page 1
// still has to be fetched.
func (r *run) startElsewhere(page *blog.Page, l *blog.Listing) (address string, again bool) {
	address = blog.Canonical(page.Address())
	if l.Pager.Current > 0 && (l.Range == nil || l.Range.From == 1 || l.Pager.Current > 1) {
		// On page 1 keep its own address: many servers have no numbered address for
		// page 1, and mirrors use another file name.
		if first, ok := l.Pager.Page(1); ok && l.Pager.Current > 1 && first.Method != "POST" && blog.SameHost(first.URL, address) {
			address = blog.Canonical(first.URL)
		} else if t := l.Pager.Template; t != nil && t.Key != "" && t.Request.Method != "POST" {
			address = withoutQuery(address, t.Key)
		}
	}
	return address, l.Pager.Current > 1 && address != blog.Canonical(page.Address())
}

// nextPage reads page n. It returns false if the walk ends before it.
func (r *run) nextPage(ctx context.Context, p *pass, n int) (bool, error) {
	if p.parts.on {
		return r.nextPart(ctx, p, n)
	}
	req, ok, err := r.requestFor(ctx, p, n)
	switch {
	case err != nil:
		return false, err
	case !ok && p.mustExist(n):
		p.failed[n] = blog.Failure{Page: n, Error: "the pager has no link to this page"}
		return false, nil
	case ok && p.asked.has(req.Key()) && n < p.pager.Last:
		p.failed[n] = blog.Failure{URL: req.URL, Page: n, Error: "the pager leads to a page that was read as another"}
		return true, nil // there are more behind it
	case !ok || p.asked.has(req.Key()): // the last page of some pagers links to itself
		return r.nextPart(ctx, p, n)
	case !r.ahead.has(n) && r.o.MaxPages > 0 && r.requests.listings >= r.o.MaxPages:
		p.cut = true
		return false, nil
	}
	r.requests.pages = max(r.requests.pages, n)
	if !r.ahead.has(n) && !r.budget() {
		return false, nil
	}
	p.ask(req)
	page, listing, err := r.walkPage(ctx, p, n, req)
	if err != nil {
		return r.failPage(ctx, p, n, req, listing, err)
	}
	return r.takePage(ctx, p, n, page, listing)
}

// requestFor returns the request for page n. Servers with event validation accept only
// the numbers shown on the last page: then it first moves on through those.
func (r *run) requestFor(ctx context.Context, p *pass, n int) (blog.Request, bool, error) {
	for {
		req, ok := p.request(n)
		if ok || p.pager.Template == nil || !p.pager.Template.LinkedOnly {
			return req, ok, nil
		}
		hop := 0
		for linked := range p.pager.Links {
			if linked < n && linked > p.pagerOf {
				hop = max(hop, linked)
			}
		}
		if hop == 0 || !r.budget() {
			return blog.Request{}, false, nil
		}
		_, listing, err := r.listingPage(ctx, p.pager.Links[hop], hop, blog.FetchOptions{})
		if err != nil {
			return blog.Request{}, false, fatal(ctx, err)
		}
		p.update(hop, listing)
	}
}

// failPage records a page that could not be read; the walk continues after it.
func (r *run) failPage(ctx context.Context, p *pass, n int, req blog.Request, l *blog.Listing, err error) (bool, error) {
	if fatal := fatal(ctx, err); fatal != nil {
		if !cancelled(ctx, err) {
			r.fail(req.URL, n, err)
		}
		return false, fatal
	}
	if errors.Is(err, blog.ErrNoPosts) && !p.mustExist(n) && l != nil && l.Heading == r.src.Name {
		return r.nextPart(ctx, p, n) // an empty page after the last one
	}
	if l != nil && misplaced(p.size(), n, l) {
		p.updateForm(n, l)
	}
	p.failed[n] = blog.Failure{URL: req.URL, Page: n, Error: err.Error()}
	r.fail(req.URL, n, err)
	var status *blog.StatusError
	if errors.As(err, &status) || errors.Is(err, blog.ErrRobots) {
		r.requests.unanswered = 0
		r.requests.refusals++
	} else {
		r.requests.unanswered++
	}
	return r.requests.unanswered < maxUnanswered && r.requests.refusals < maxRefusals, nil
}

// takePage stores page n unless it is another page or an earlier one: then the listing
// ended before it.
func (r *run) takePage(ctx context.Context, p *pass, n int, page *blog.Page, l *blog.Listing) (bool, error) {
	r.requests.unanswered, r.requests.refusals = 0, 0
	r.learn(l)
	if displaced(p.size(), n, l) {
		p.updateForm(n, l)
		p.last = n - 1
		return false, nil
	}
	if l.Range == nil {
		again, err := r.isEarlierPage(ctx, p, n, l)
		if err != nil {
			return false, err
		}
		if _, ok := p.unnumbered(); again && ok { // an earlier page at another address
			return r.nextPage(ctx, p, n)
		}
		if again {
			return r.nextPart(ctx, p, n)
		}
	}
	if err := r.putPage(ctx, p, page, l, n); err != nil {
		return false, err
	}
	return true, nil
}

func pageCount(rng *blog.Range, size int) int {
	if rng == nil || size == 0 {
		return 0
	}
	return (rng.Total + size - 1) / size
}

// putPage stores a page with its posts and adds it to the pass.
func (r *run) putPage(ctx context.Context, p *pass, page *blog.Page, l *blog.Listing, n int) error {
	put := r.newPut(page, markTeasers(r.src, l), n)
	put.Pass, put.Walk = p.id, p.walk
	stored, err := r.storePage(ctx, put)
	if err != nil {
		return err
	}
	p.add(n, page.Request.Key(), l, stored)
	r.requests.pages = max(r.requests.pages, n, l.Pager.Last, p.count())
	r.Progress.Page(n, page.Address(), len(stored))
	if n == 1 && !p.early {
		r.announce(p, stored)
	}
	return ctx.Err()
}

// announce estimates from page 1 how much there is to read.
func (r *run) announce(p *pass, stored []blog.Stored) {
	owed := 0
	for i := range stored {
		if r.detailReason(&stored[i]) != "" {
			owed++
		}
	}
	pages := max(p.count(), p.pager.Last, 1)
	if p.stated > len(stored) && len(stored) > 0 {
		owed = owed * p.stated / len(stored)
	} else if p.stated == 0 {
		owed *= pages
	}
	r.Progress.Ahead(pages, owed)
}

// storePage stores a listing page and updates the run's counts.
func (r *run) storePage(ctx context.Context, put *blog.ListingPut) ([]blog.Stored, error) {
	stored, err := r.Store.PutListing(persist(ctx), put)
	if err != nil {
		return nil, fmt.Errorf("store page %d of %s: %w", put.Number, r.src.Label(), err)
	}
	for i := range stored {
		r.count(&stored[i])
		r.learned.summaries = r.learned.summaries || stored[i].Shown.ExcerptOnly
	}
	return stored, nil
}

// fatal returns err if it ends the whole run: cancellation, or a Retry-After that is too
// long. Else it returns nil.
func fatal(ctx context.Context, err error) error {
	var wait *blog.WaitError
	if cancelled(ctx, err) || errors.As(err, &wait) {
		return err
	}
	return nil
}
