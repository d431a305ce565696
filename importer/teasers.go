package importer

import (
	"context"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// Values of Source.Teaser.
const (
	teaser = "teaser" // listing pages marked Unsure show teasers
	whole  = "whole"
	cut    = "cut" // all listing pages show teasers, although nothing on them says so
)

// markTeasers marks the posts of a listing as teasers according to Source.Teaser.
func markTeasers(src *blog.Source, l *blog.Listing) *blog.Listing {
	if l.Single || src.Teaser != cut && !(l.Unsure && src.Teaser == teaser) {
		return l
	}
	marked := *l
	marked.Posts = slices.Clone(l.Posts)
	for i := range marked.Posts {
		p := &marked.Posts[i]
		p.ExcerptOnly = true
		if p.Excerpt == "" {
			p.Excerpt = p.BodyText
		}
	}
	return &marked
}

// sampleTeaser finds out, once per source, whether a listing that may show only teasers
// does, by comparing the post with the longest text with its detail page.
func (r *run) sampleTeaser(ctx context.Context, l *blog.Listing) error {
	if !l.Unsure || r.src.Teaser != "" || r.o.Details == DetailsNever {
		return nil
	}
	var shown blog.Post
	for i := range l.Posts {
		if p := &l.Posts[i]; p.URL != "" && (shown.URL == "" || len(p.BodyText) > len(shown.BodyText)) {
			shown = *p
		}
	}
	if shown.URL == "" {
		return nil
	}
	_, detail, err := r.detailPage(ctx, blog.Request{URL: shown.URL, Referer: r.src.URL}, shown)
	if err != nil {
		return fatal(ctx, err) // the next run tries again
	}
	r.src.Teaser = whole
	if says := detail.Post.BodyText; blog.HasMoreText(says, shown.BodyText) || says != "" && !blog.RepeatsOpening(says, shown.BodyText) {
		r.src.Teaser = teaser
	}
	return nil
}

const onlyTeaser = "the listing shows only a teaser"

// checkTeasers compares the detail pages that were read for their comments with the
// listing. If the listing shows less, all detail pages are due and again is true.
func (r *run) checkTeasers(ctx context.Context) (again bool, err error) {
	if r.src.Teaser == cut || r.o.Details == DetailsNever {
		return false, nil
	}
	apart, err := r.Store.DetailsAreLonger(ctx, r.src.ID)
	if err != nil || !apart {
		return false, err
	}
	r.Log.Info("the posts' own pages show more than the listing: all of them are needed")
	r.src.Teaser = cut
	if err := r.Store.SaveSource(persist(ctx), r.src); err != nil {
		return false, err
	}
	if err := r.reparse(ctx, blog.CauseReparse); err != nil {
		return false, err
	}
	return true, r.Store.MarkAllDue(persist(ctx), r.src, onlyTeaser)
}
