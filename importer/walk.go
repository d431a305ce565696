package importer

import (
	"context"
	"errors"
	"fmt"

	"github.com/blogferry/blogferry/blog"
)

// How many pages in a row may fail without any answer before the site is taken
// to be down: asking for the rest would only prolong the wait.
const maxUnanswered = 3

// How many pages in a row may be refused before the rest is taken to be
// goneListed, too: a saved mirror has the first page of a thousand.
const maxRefusals = 12

// readListing walks the listing as far as it has to, and again while pages
// moved under the walk, until a walk is proof or no more may be asked.
func (r *run) readListing(ctx context.Context) error {
	ended, unfinished, err := r.passes(ctx)
	if err != nil {
		return err
	}
	r.hadPosts = showsPosts(ended) || showsPosts(unfinished)
	early := !r.o.Full && ended != nil && ended.Outcome == blog.PassConsistent
	// A page that has not changed proves something only if what was stored of it
	// agrees with what it states.
	r.conditional = early && unfinished == nil && r.agrees()
	resume := unfinished
	if early {
		resume = nil // known posts are sooner reached than the end of the old pass
	}
	return r.walkUntilProven(ctx, early, resume)
}

func (r *run) walkUntilProven(ctx context.Context, early bool, resume *blog.Pass) error {
	for {
		p, err := r.walk(ctx, early, resume)
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
		early, resume, r.conditional = false, nil, false
	}
}

// agrees says that as many posts are stored as the source stated last.
func (r *run) agrees() bool {
	return r.src.StatedTotal == nil || r.live+r.src.Unexplained == *r.src.StatedTotal
}

// showsPosts says whether page 1 of a pass showed any.
func showsPosts(p *blog.Pass) bool {
	return p != nil && p.First != nil && len(p.First.Posts) > 0
}

// passes looks up the earlier passes of a known source.
func (r *run) passes(ctx context.Context) (ended, unfinished *blog.Pass, err error) {
	if r.src.ID == "" {
		return nil, nil, nil
	}
	return r.Store.LastPasses(ctx, r.src.ID)
}

// walk reads listing pages from the first to the last. With early it stops
// where known posts begin and the totals agree. A pass to resume lends its
// pages if the first page still is what it was.
func (r *run) walk(ctx context.Context, early bool, resume *blog.Pass) (*pass, error) {
	r.walks++
	p := r.newPass()
	r.pass, r.early = p, early
	if err := r.firstPage(ctx, p, resume); err != nil || p.notModified {
		return p, err
	}
	return p, r.endReadAhead(ctx, p, r.walkOn(ctx, p))
}

// walkOn reads the pages behind the first one.
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
		if r.early {
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

// shiftedAgain ends a repeated walk as soon as it cannot be consistent any
// more. The first walk goes on to the end, so that every page was seen once.
func (r *run) shiftedAgain(p *pass) bool { return r.walks > 1 && len(p.totals) > 1 }

// firstPage opens the pass with page 1: the one that the last look of the
// previous walk has brought, or a new one. A pass cut short is taken up again.
func (r *run) firstPage(ctx context.Context, p *pass, cutShort *blog.Pass) error {
	page, listing := r.look.page, r.look.listing
	r.look = look{}
	if page == nil {
		var err error
		if page, listing, err = r.askFirst(ctx); err != nil {
			return err
		}
	}
	if page.NotModified {
		p.notModified = true
		return nil
	}
	if cutShort != nil {
		if done, err := r.resume(ctx, p, cutShort, page, listing); done || err != nil {
			return err
		}
	}
	var err error
	if p.id, err = r.Store.StartPass(persist(ctx), r.src.ID, r.id, r.Now().UTC()); err != nil {
		return err
	}
	return r.putPage(ctx, p, page, listing, 1)
}

// askFirst fetches page 1. What cannot be had here cannot be had at all.
func (r *run) askFirst(ctx context.Context) (*blog.Page, *blog.Listing, error) {
	req, o := blog.Request{URL: r.src.URL}, blog.FetchOptions{Start: true}
	if r.conditional {
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
			r.fail(req.URL, 1, err) // the run ends in order, without an error
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
			return r.askFirst(ctx)
		}
	}
	if listing.Single {
		r.warn("this is the page of one post: the page that lists the posts leads to all of them")
	}
	r.learn(listing)
	if err := r.adopt(persist(ctx), listing); err != nil {
		return nil, nil, err
	}
	return page, listing, r.sampleTeaser(ctx, listing)
}

// startElsewhere gives the one address of page 1 for a new source that was named
// knowledge another address of its listing: by a redirect, a further page, or page 1
// with its number. With again, page 1 has still to be asked for.
func (r *run) startElsewhere(page *blog.Page, l *blog.Listing) (address string, again bool) {
	address = blog.Canonical(page.Address())
	if l.Pager.Current > 0 && (l.Range == nil || l.Range.From == 1 || l.Pager.Current > 1) {
		// On page 1 itself only its own address is sure: many a server knows
		// page 1 by no number, and a saved mirror by another file.
		if first, ok := l.Pager.Page(1); ok && l.Pager.Current > 1 && first.Method != "POST" && blog.SameHost(first.URL, address) {
			address = blog.Canonical(first.URL)
		} else if t := l.Pager.Template; t != nil && t.Key != "" && t.Request.Method != "POST" {
			address = withoutQuery(address, t.Key)
		}
	}
	return address, l.Pager.Current > 1 && address != blog.Canonical(page.Address())
}

// nextPage reads page n. It is false when the walk ends before it.
func (r *run) nextPage(ctx context.Context, p *pass, n int) (bool, error) {
	if p.parts.on {
		return r.nextPart(ctx, p, n)
	}
	req, ok, err := r.requestFor(ctx, p, n)
	switch {
	case err != nil:
		return false, err
	case !ok && p.mustExist(n):
		p.failed[n] = blog.Failure{Page: n, Error: "the pager shows no way to this page"}
		return false, nil
	case !ok || p.asked.has(req.Key()): // the last page of some pagers links to itself
		return r.nextPart(ctx, p, n)
	case !r.ahead.has(n) && r.o.MaxPages > 0 && r.listings >= r.o.MaxPages:
		p.cut = true
		return false, nil
	}
	r.pages = max(r.pages, n)
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

// requestFor finds the request for page n. Servers that validate events accept only
// the numbers that the last page showed: then it hops there over those.
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

// failPage notes a page that could not be had; the walk goes on behind it.
func (r *run) failPage(ctx context.Context, p *pass, n int, req blog.Request, l *blog.Listing, err error) (bool, error) {
	if fatal := fatal(ctx, err); fatal != nil {
		if !cancelled(ctx, err) {
			r.fail(req.URL, n, err)
		}
		return false, fatal
	}
	if errors.Is(err, blog.ErrNoPosts) && !p.mustExist(n) && l != nil && l.Heading == r.src.Name {
		return r.nextPart(ctx, p, n) // the blog's own page behind the last one, without posts
	}
	if l != nil && misplaced(p.size(), n, l) {
		p.updateForm(n, l)
	}
	p.failed[n] = blog.Failure{URL: req.URL, Page: n, Error: err.Error()}
	r.fail(req.URL, n, err)
	var status *blog.StatusError
	if errors.As(err, &status) || errors.Is(err, blog.ErrRobots) {
		r.unanswered = 0
		r.refusals++
	} else {
		r.unanswered++
	}
	return r.unanswered < maxUnanswered && r.refusals < maxRefusals, nil
}

// takePage stores page n, unless it turns out to be another page or to bring
// nothing new: then the listing ended before it.
func (r *run) takePage(ctx context.Context, p *pass, n int, page *blog.Page, l *blog.Listing) (bool, error) {
	r.unanswered, r.refusals = 0, 0
	r.learn(l)
	if displaced(p.size(), n, l) {
		p.updateForm(n, l)
		p.last = n - 1
		return false, nil
	}
	if l.Range == nil {
		nothingNew, err := r.nothingNew(ctx, p, l)
		if err != nil {
			return false, err
		}
		if _, ok := p.unnumbered(); nothingNew && ok { // it was the way back, by another address
			return r.nextPage(ctx, p, n)
		}
		if nothingNew {
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

// putPage stores a page with its posts and notes them in the pass.
func (r *run) putPage(ctx context.Context, p *pass, page *blog.Page, l *blog.Listing, n int) error {
	put := r.newPut(page, markTeasers(r.src, l), n)
	put.Pass, put.Walk = p.id, p.walk
	stored, err := r.storePage(ctx, put)
	if err != nil {
		return err
	}
	p.add(n, page.Request.Key(), l, stored)
	r.pages = max(r.pages, n, l.Pager.Last, p.count())
	r.Progress.Page(n, page.Address(), len(stored))
	if n == 1 && !r.early {
		r.announce(p, stored)
	}
	return ctx.Err()
}

// announce says what is ahead, from what page 1 tells.
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

// storePage stores a listing page and counts what became of its posts.
func (r *run) storePage(ctx context.Context, put *blog.ListingPut) ([]blog.Stored, error) {
	stored, err := r.Store.PutListing(persist(ctx), put)
	if err != nil {
		return nil, fmt.Errorf("store page %d of %s: %w", put.Number, r.src.Label(), err)
	}
	for i := range stored {
		r.count(&stored[i])
		r.summaries = r.summaries || stored[i].Shown.ExcerptOnly
	}
	return stored, nil
}

// fatal gives back the errors that end a whole run: the wish to stop, and a
// server that asks to come back much later.
func fatal(ctx context.Context, err error) error {
	var wait *blog.WaitError
	if cancelled(ctx, err) || errors.As(err, &wait) {
		return err
	}
	return nil
}
