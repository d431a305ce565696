package importer

import (
	"context"
	"errors"

	"github.com/blogferry/blogferry/blog"
)

// readAhead holds the listing pages that were requested ahead of the walk, in walk
// order. They are fetched, parsed and prepared while earlier pages are stored; the
// walk judges them when it reaches them.
type readAhead struct {
	pages    []aheadPage
	diverged bool // the walk needed another address than predicted
	prepared any  // result of Store.Prepare for the page taken last
}

type aheadPage struct {
	number int
	req    blog.Request
	done   chan *received
	stop   context.CancelFunc
}

// has reports whether page n was requested.
func (a *readAhead) has(n int) bool { return len(a.pages) > 0 && a.pages[0].number == n }

// take waits for page n. It returns nil if the page was not requested under this
// address.
func (a *readAhead) take(n int, address string) *received {
	if len(a.pages) == 0 {
		return nil
	}
	first := a.pages[0]
	if first.number != n || first.req.URL != address {
		a.diverged = true
		a.end()
		return nil
	}
	a.pages = a.pages[1:]
	defer first.stop()
	return <-first.done
}

// end cancels pending requests and returns the pages already received.
func (a *readAhead) end() (came []*received) {
	for _, page := range a.pages {
		page.stop()
	}
	for _, page := range a.pages {
		if got := <-page.done; got.err == nil {
			came = append(came, got)
		}
	}
	a.pages = nil
	return came
}

// canReadAhead reports whether the walk will read every page that the blog states,
// so that no request is wasted. That is not so for a walk that may stop early at
// known posts, nor for a repeated one, which ends as soon as the listing changes.
func (r *run) canReadAhead(p *pass) bool {
	return r.o.Parallel > 1 && !p.early && r.walks == 1 && !r.ahead.diverged &&
		p.pager.Mode == blog.PagerQuery && p.pager.Current > 0 && !p.parts.on
}

// startReadAhead requests page n and the following ones, up to Parallel in total.
func (r *run) startReadAhead(ctx context.Context, p *pass, n int, req blog.Request) {
	a := &r.ahead
	for len(a.pages) < r.o.Parallel {
		if last := len(a.pages) - 1; last >= 0 {
			var ok bool
			if n, req, ok = r.nextAhead(p, a.pages[last]); !ok {
				return
			}
		}
		ctx, stop := context.WithCancel(ctx)
		page := aheadPage{number: n, req: req, done: make(chan *received, 1), stop: stop}
		a.pages = append(a.pages, page)
		r.requests.listings++
		e := r.expect(n)
		go func() {
			got := e.ask(ctx, r.Deps, page.req, blog.FetchOptions{})
			got.prepare(ctx, r.Store, r.src)
			page.done <- got
		}()
	}
}

// nextAhead predicts what the walk will request after a page: the next one that it
// does not have, if the blog states that there is one.
func (r *run) nextAhead(p *pass, page aheadPage) (n int, req blog.Request, ok bool) {
	n = page.number + 1
	for p.has(n) {
		n++
	}
	req, ok = p.pager.Page(n)
	req.Referer = page.req.URL
	enough := r.o.MaxPages > 0 && r.requests.listings >= r.o.MaxPages
	return n, req, ok && req.Method == "" && p.states(n) && !p.wasAsked(req) && !enough && r.budget()
}

// walkPage reads page n and, where allowed, starts fetching the following ones.
func (r *run) walkPage(ctx context.Context, p *pass, n int, req blog.Request) (*blog.Page, *blog.Listing, error) {
	if r.canReadAhead(p) {
		r.startReadAhead(ctx, p, n, req)
	}
	got := r.ahead.take(n, req.URL)
	if got == nil {
		return r.listingPage(ctx, req, n, blog.FetchOptions{})
	}
	if now := r.expect(n); got.page != nil && got.expected != now {
		got.expected = now // something was learned from the pages before
		if got.read(r.Parser, got.page); got.err != nil {
			return r.listingPage(ctx, req, n, blog.FetchOptions{})
		}
	}
	r.ahead.prepared = got.prepared
	return r.receive(ctx, got)
}

// prepare lets the store do what it can ahead of the page's turn.
func (got *received) prepare(ctx context.Context, s Store, source *blog.Source) {
	if got.err == nil {
		got.prepared = s.Prepare(ctx, &blog.ListingPut{Source: source, Page: got.page, Listing: got.listing})
	}
}

// endReadAhead ends reading ahead and returns err. If err ends the run, it first
// stores the pages already received, for the next run to continue with.
func (r *run) endReadAhead(ctx context.Context, p *pass, err error) error {
	came := r.ahead.end()
	if fatal(ctx, err) == nil {
		return err
	}
	ctx = persist(ctx)
	for _, got := range came {
		if got.expected != r.expect(got.number) || displaced(got.size, got.number, got.listing) {
			continue
		}
		again, failed := r.isEarlierPage(ctx, p, got.number, got.listing)
		if failed == nil && !again {
			r.learn(got.listing)
			r.ahead.prepared = got.prepared
			failed = r.putPage(ctx, p, got.page, got.listing, got.number)
		}
		if failed != nil {
			return errors.Join(err, failed)
		}
	}
	return err
}
