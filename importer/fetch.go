package importer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// errMisplaced is another page than the one asked for: a stale cache, or a form
// that has lost its state.
var errMisplaced = errors.New("the server answered with another page")

// listingPage asks for one listing page and reads it. A page on which no posts
// are found where posts are due is asked for again by the Fetcher; if that does
// not help it is kept for inspection and is an error.
func (r *run) listingPage(ctx context.Context, req blog.Request, number int, o blog.FetchOptions) (*blog.Page, *blog.Listing, error) {
	var listing *blog.Listing
	var parseErr error
	o.Check = func(p *blog.Page) error {
		listing, parseErr = r.Parser.Listing(p, r.k)
		if errors.Is(parseErr, blog.ErrNoPosts) && number == 1 && blank(listing) && !r.posted && !strings.Contains(r.src.URL, "?") {
			parseErr = nil // a home page that only leads to the posts
		}
		if errors.Is(parseErr, blog.ErrNoPosts) && r.pass != nil && r.pass.parts.on {
			return nil // a month without posts: asking again would not bring any
		}
		if errors.Is(parseErr, blog.ErrNoPosts) && number == 1 && r.held.Posts == 0 {
			return nil // most likely not a blog at all: asking again would not make it one
		}
		if parseErr == nil && r.pass != nil && number > 1 && r.pass.misplaced(number, listing) {
			parseErr = fmt.Errorf("%w: page %d", errMisplaced, listing.Pager.Current)
		}
		return parseErr
	}
	r.listings++
	page, err := r.Fetch.Fetch(ctx, req, o)
	if err == nil {
		err = parseErr
	}
	if err != nil {
		if page != nil && len(page.Body) > 0 && r.id != 0 {
			if _, keepErr := r.Store.PutListing(persist(ctx), r.put(page, &blog.Listing{}, number)); keepErr != nil {
				return nil, nil, keepErr
			}
		}
		return nil, listing, err
	}
	return page, listing, nil
}

// put fills in what every put of this run has in common.
func (r *run) put(page *blog.Page, l *blog.Listing, number int) *blog.ListingPut {
	return &blog.ListingPut{
		Source: r.src, Run: r.id, Number: number, Step: number, Page: page, Listing: l,
		At: r.Now().UTC(), Fold: r.fold, Cause: blog.CauseEdit, Owes: r.owes,
	}
}

// learn takes over what a listing page tells about the whole source.
func (r *run) learn(l *blog.Listing) {
	r.fold = r.Parser.Fold(r.knowledgeFor(l))
	r.orders[r.orderOf(l)] = true
	r.learned++
	if len(r.feeds) == 0 {
		r.feeds = l.Feeds
	}
	if l.Culture != "" {
		r.culture = l.Culture
	}
	if l.Rules != "" && r.Parser.BetterRules(l.Rules, r.k.Rules) {
		r.relearnt = r.relearnt || r.k.Rules != ""
		r.k.Rules, r.src.Rules = l.Rules, l.Rules
	}
	if l.Range != nil {
		total := l.Range.Total
		r.totals[total] = true
		r.total = &total
	}
	for _, w := range l.Warnings {
		r.warn("%s", w)
	}
	r.warnElsewhere(l.Elsewhere)
	if len(l.Posts) > 1 { // a single post looks like anything
		r.shapes[l.Shape]++
	}
}

// warnTemplates says so where the blog changed its template on the way: what
// was right for the pages of one may be wrong for the others.
func (r *run) warnTemplates() {
	if len(r.shapes) < 2 {
		return
	}
	var parts []string
	for _, shape := range slices.Sorted(maps.Keys(r.shapes)) {
		parts = append(parts, fmt.Sprintf("%s (%d pages)", shape, r.shapes[shape]))
	}
	r.warn("the blog changes its template: posts were read by %s; compare some of each", strings.Join(parts, " and by "))
}

func (r *run) warnElsewhere(service string) {
	if service != "" {
		r.warn("comments are kept by %s, not by the blog: they were not read", service)
	}
}

func (r *run) knowledgeFor(l *blog.Listing) blog.Knowledge {
	k := r.k
	if k.Profile == "" || k.Profile == "auto" {
		k.Profile = l.Profile
	}
	return k
}

// orderOf is the date order that a page was read by.
func (r *run) orderOf(l *blog.Listing) blog.DateOrder {
	if r.k.DateOrder != "" && r.k.DateOrder != blog.DateOrderAuto {
		return r.k.DateOrder
	}
	return r.Parser.DateOrder(slices.Values([][]string{l.Dates}), l.Culture).Order
}

// persist is ctx without its end: what was received is stored also when the
// user has asked to stop.
func persist(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
