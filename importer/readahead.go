package importer

import (
	"context"
	"errors"

	"github.com/blogferry/blogferry/blog"
)

// readAhead are listing pages that a walk has asked for and not come to yet, in the
// order in which it will. They are fetched, read and prepared while those before
// them are stored; what they prove is for the walk to say when it is their turn.
type readAhead struct {
	pages    []aheadPage
	diverged bool // the walk came to ask for another address than was foreseen
	prepared any  // what the store has made of the page taken last
}

type aheadPage struct {
	number int
	req    blog.Request
	done   chan *received
	stop   context.CancelFunc
}

// has says that page n was asked for.
func (a *readAhead) has(n int) bool { return len(a.pages) > 0 && a.pages[0].number == n }

// take waits for page n. It is nil if that was not asked for by this address.
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

// end stops what is under way, and gives the pages that had come.
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

// canReadAhead says that the walk will read every page that the blog states, so
// that it asks for nothing too much. One that may stop where known posts begin
// goes page by page, and so does one that begins anew, which ends as soon as
// pages move again.
func (r *run) canReadAhead(p *pass) bool {
	return r.o.Parallel > 1 && !r.early && r.walks == 1 && !r.ahead.diverged &&
		p.pager.Mode == blog.PagerQuery && p.pager.Current > 0 && !p.parts.on
}

// startReadAhead asks for page n and those behind it, Parallel of them in all.
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
		r.listings++
		e := r.expect(n)
		go func() {
			got := e.ask(ctx, r.Deps, page.req, blog.FetchOptions{})
			got.prepare(ctx, r.Store, r.src)
			page.done <- got
		}()
	}
}

// nextAhead foresees what the walk will ask for after a page: the next one that it
// has not got, if the blog states that there is one.
func (r *run) nextAhead(p *pass, page aheadPage) (n int, req blog.Request, ok bool) {
	n = page.number + 1
	for p.has(n) {
		n++
	}
	req, ok = p.pager.Page(n)
	req.Referer = page.req.URL
	enough := r.o.MaxPages > 0 && r.listings >= r.o.MaxPages
	return n, req, ok && req.Method == "" && p.states(n) && !p.wasAsked(req) && !enough && r.budget()
}

// walkPage reads page n, and has those behind it fetched meanwhile where that is
// in order.
func (r *run) walkPage(ctx context.Context, p *pass, n int, req blog.Request) (*blog.Page, *blog.Listing, error) {
	if r.canReadAhead(p) {
		r.startReadAhead(ctx, p, n, req)
	}
	got := r.ahead.take(n, req.URL)
	if got == nil {
		return r.listingPage(ctx, req, n, blog.FetchOptions{})
	}
	if now := r.expect(n); got.page != nil && got.expected != now {
		got.expected = now // the pages before it have taught something
		if got.read(r.Parser, got.page); got.err != nil {
			return r.listingPage(ctx, req, n, blog.FetchOptions{})
		}
	}
	r.ahead.prepared = got.prepared
	return r.receive(ctx, got)
}

// prepare has the store do what it can before it is the page's turn.
func (got *received) prepare(ctx context.Context, s Store, source *blog.Source) {
	if got.err == nil {
		got.prepared = s.Prepare(ctx, &blog.ListingPut{Source: source, Page: got.page, Listing: got.listing})
	}
}

// endReadAhead ends a walk with err, or nil. Where that tells it to stop, what had
// come ahead is stored: the next run begins with it.
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
		nothingNew, failed := r.nothingNew(ctx, p, got.listing)
		if failed == nil && !nothingNew {
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
