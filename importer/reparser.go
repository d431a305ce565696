package importer

import (
	"context"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

// Kinds of kept pages.
const (
	keptListing = "listing"
	keptDetail  = "detail"
)

// reparser parses and puts the stored pages of a source again, in order; the next ones
// are loaded and parsed in parallel.
type reparser struct {
	Deps
	src *blog.Source
	k   blog.Knowledge
	o   reparseOptions
	rep *ReparseReport

	puts   int            // pages put so far
	listed int            // puts with the last listing page
	posts  map[string]int // puts with the last page that showed a post
}

// reparsedPage is a stored page being processed.
type reparsedPage struct {
	kept    *blog.KeptPage
	failed  error // why it could not be loaded
	puts    int   // pages put before it was loaded
	listing *blog.Listing
	detail  *blog.Detail
	unread  error // why it has no posts any more
}

func (r *reparser) load(ctx context.Context) iter.Seq[reparsedPage] {
	return func(yield func(reparsedPage) bool) {
		for kept, err := range r.Store.KeptPages(ctx, r.src.ID) {
			if !yield(reparsedPage{kept: kept, failed: err, puts: r.puts}) {
				return
			}
		}
	}
}

// read parses one page. It is called concurrently and changes nothing else.
func (r *reparser) read(page reparsedPage) reparsedPage {
	switch {
	case page.failed != nil:
	case page.kept.Kind == keptListing:
		page.listing, page.unread = r.Parser.Listing(&page.kept.Page, r.k)
	case page.kept.Kind == keptDetail:
		page.detail, page.unread = r.readDetail(page.kept)
	}
	return page
}

func (r *reparser) readDetail(kept *blog.KeptPage) (*blog.Detail, error) {
	detail, err := r.Parser.Detail(&kept.Page, r.k, kept.Shown)
	if err != nil {
		return nil, err
	}
	for i := range kept.Comments {
		more, err := r.Parser.Detail(&kept.Comments[i], r.k, kept.Shown)
		if err != nil {
			return nil, err
		}
		detail.Post.Comments = append(detail.Post.Comments, more.Post.Comments...)
	}
	return detail, nil
}

// stale reports whether a detail page was parsed with outdated input: the listing's
// reading of its post was put after the page was loaded.
func (r *reparser) stale(page reparsedPage) bool {
	return page.kept.Kind == keptDetail && page.puts < max(r.listed, r.posts[page.kept.Post])
}

// take puts a page and reports what changed.
func (r *reparser) take(ctx context.Context, page reparsedPage) error {
	if page.failed == nil && r.stale(page) {
		kept, err := r.Store.KeptPage(ctx, page.kept.ID)
		page = r.read(reparsedPage{kept: kept, failed: err})
	}
	if page.failed != nil {
		return page.failed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if page.unread != nil {
		r.rep.Failed = append(r.rep.Failed, blog.Failure{
			URL: page.kept.Page.Address(), Page: page.kept.Number, Error: "the stored page cannot be parsed any more: " + page.unread.Error(),
		})
		return nil
	}
	stored, err := r.put(ctx, page)
	if err != nil {
		return err
	}
	r.rep.Pages++
	r.puts++
	if page.listing != nil {
		r.listed = r.puts
	}
	for _, s := range stored {
		r.posts[s.ID] = r.puts
		r.rep.add(s)
	}
	return nil
}

func (r *reparser) put(ctx context.Context, page reparsedPage) ([]blog.Stored, error) {
	kept := page.kept
	switch {
	case page.listing != nil:
		return r.Store.PutListing(ctx, &blog.ListingPut{
			Source: r.src, Run: r.o.run, Number: kept.Number, Page: &kept.Page, Listing: markTeasers(r.src, page.listing), Saved: kept.Saved,
			At: r.Now().UTC(), Fold: r.o.fold, Cause: r.o.cause, KeptPage: kept.ID, DryRun: r.o.dry,
			DetailReason: func(*blog.Stored) string { return "" },
		})
	case page.detail != nil:
		s, err := r.Store.PutDetail(ctx, &blog.DetailPut{
			Source: r.src, Run: r.o.run, Post: kept.Post, Pages: []*blog.Page{&kept.Page}, Detail: page.detail, Saved: kept.Saved,
			At: r.Now().UTC(), Fold: r.o.fold, Cause: r.o.cause, KeptPage: kept.ID, DryRun: r.o.dry,
		})
		if err != nil {
			return nil, err
		}
		return []blog.Stored{*s}, nil
	}
	return nil, nil
}
