package importer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// errMisplaced means that the server returned another listing page: from a stale
// cache, or because a form has lost its state.
var errMisplaced = errors.New("the server answered with another page")

// listingPage fetches and parses one listing page. If posts are expected and none are
// found, the Fetcher retries; if that does not help, the page is stored for
// inspection and an error is returned.
func (r *run) listingPage(ctx context.Context, req blog.Request, number int, o blog.FetchOptions) (*blog.Page, *blog.Listing, error) {
	r.requests.listings++
	return r.receive(ctx, r.expect(number).ask(ctx, r.Deps, req, o))
}

// receive returns the result of a request, after storing a page that failed.
func (r *run) receive(ctx context.Context, got *received) (*blog.Page, *blog.Listing, error) {
	if got.err == nil {
		return got.page, got.listing, nil
	}
	if got.page != nil && len(got.page.Body) > 0 && r.id != 0 {
		if _, err := r.Store.PutListing(persist(ctx), r.newPut(got.page, &blog.Listing{}, got.number)); err != nil {
			return nil, nil, err
		}
	}
	return nil, got.listing, got.err
}

// expected is what a walk knows of a listing page when it requests it. It does not
// change afterwards: another goroutine may parse the page while the walk goes on.
type expected struct {
	number     int
	knowledge  blog.Knowledge
	size       int  // posts on a full page, 0 if unknown
	inPass     bool // other pages of the pass were read
	mayBeEmpty bool // do not retry a page without posts
	mayBeIndex bool // accept a page without posts that links to archives
}

func (r *run) expect(number int) expected {
	e := expected{number: number, knowledge: r.k}
	if r.pass != nil {
		e.inPass = number > 1 && !r.pass.parts.on // a month counts its own pages
		e.size = r.pass.size()
		e.mayBeEmpty = r.pass.parts.on // a month without posts
	}
	if number == 1 {
		e.mayBeEmpty = e.mayBeEmpty || r.before.Posts == 0 // most likely not a blog at all
		e.mayBeIndex = !r.before.showedPosts && !strings.Contains(r.src.URL, "?")
	}
	return e
}

// received is the result of requesting a listing page.
type received struct {
	expected
	page    *blog.Page
	listing *blog.Listing
	err     error

	prepared any // see Store.Prepare
}

// ask fetches and parses the page.
func (e expected) ask(ctx context.Context, d Deps, req blog.Request, o blog.FetchOptions) *received {
	got := &received{expected: e}
	o.Check = func(p *blog.Page) error {
		got.read(d.Parser, p)
		if errors.Is(got.err, blog.ErrNoPosts) && e.mayBeEmpty {
			return nil
		}
		return got.err
	}
	page, err := d.Fetch.Fetch(ctx, req, o)
	got.page = page
	if err != nil {
		got.err = err
	}
	return got
}

// read parses the page and checks that it is the expected one.
func (got *received) read(p Parser, page *blog.Page) {
	got.page = page
	got.listing, got.err = p.Listing(page, got.knowledge)
	if errors.Is(got.err, blog.ErrNoPosts) && got.mayBeIndex && onlyArchives(got.listing) {
		got.err = nil // a home page that only leads to the posts
	}
	if address := page.Address(); errors.Is(got.err, blog.ErrNoPosts) && blog.PathKey(address, true) != blog.PathKey(page.Request.URL, true) {
		got.err = fmt.Errorf("redirected to %s: %w", address, got.err) // where the site wants consent, or a log-in
	}
	if got.err == nil && got.inPass && misplaced(got.size, got.number, got.listing) {
		got.err = fmt.Errorf("%w: page %d", errMisplaced, got.listing.Pager.Current)
	}
}

// newPut returns a put with the fields that are common to this run.
func (r *run) newPut(page *blog.Page, l *blog.Listing, number int) *blog.ListingPut {
	return &blog.ListingPut{
		Source: r.src, Run: r.id, Number: number, Step: number, Page: page, Listing: l,
		At: r.Now().UTC(), Fold: r.learned.fold, Cause: blog.CauseEdit, DetailReason: r.detailReason, Prepared: r.ahead.prepared,
	}
}

// persist returns ctx without cancellation: what was received is stored even if the
// user has asked to stop.
func persist(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
