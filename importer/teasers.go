package importer

import (
	"context"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// Verdicts on what a listing shows of its posts, kept in Source.Teaser.
const (
	teaser = "teaser" // pages that may show only teasers do
	whole  = "whole"
	cut    = "cut" // all pages show only teasers, though nothing on them says so
)

// markTeasers applies the verdict to a page.
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

// sampleTeaser settles, once for a source, whether a listing that may show only
// teasers does: by comparing the post of which it shows most with its own page.
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
		return fatal(ctx, err) // no verdict: the next run tries again
	}
	r.src.Teaser = whole
	if says := detail.Post.BodyText; blog.HasMoreText(says, shown.BodyText) || says != "" && !blog.RepeatsOpening(says, shown.BodyText) {
		r.src.Teaser = teaser
	}
	return nil
}

const onlyTeaser = "the listing shows only a teaser"

// checkTeasers compares the posts' own pages that were read, for their
// comments, with the listing. If that turns out to show less than they do, it does
// so of every post, and the pages of all are owed; again is then true.
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
	if err := r.reread(ctx, blog.CauseReparse); err != nil {
		return false, err
	}
	return true, r.Store.MarkAllDue(persist(ctx), r.src, onlyTeaser)
}
