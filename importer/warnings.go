package importer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// fieldConfidence is, by field, how well the evidence agreed on the listing pages.
type fieldConfidence map[string]*agreement

type agreement struct {
	sum   float64 // of blog.Listing.Confidence
	pages int
}

func (s fieldConfidence) add(confidence map[string]float64) {
	for field, sure := range confidence {
		if s[field] == nil {
			s[field] = &agreement{}
		}
		s[field].sum += sure
		s[field].pages++
	}
}

// warnUnsure warns about fields that were guessed on most pages. It states no share,
// which would make a different warning in every run.
func (r *run) warnUnsure() {
	var guessed []string
	for _, field := range slices.Sorted(maps.Keys(r.learned.confidence)) {
		if a := r.learned.confidence[field]; a.sum < blog.LowConfidence*float64(a.pages) {
			guessed = append(guessed, field)
		}
	}
	if len(guessed) > 0 {
		r.warn("low confidence in %s: compare some posts with their pages; inspect shows what they were read from", strings.Join(guessed, ", "))
	}
}

// warnTemplates warns if the blog changes its template: rules that fit one template
// may be wrong for another.
func (r *run) warnTemplates() {
	if len(r.learned.shapes) < 2 {
		return
	}
	var parts []string
	for _, shape := range slices.Sorted(maps.Keys(r.learned.shapes)) {
		parts = append(parts, fmt.Sprintf("%s (%d pages)", shape, r.learned.shapes[shape]))
	}
	r.warn("the blog changes its template: posts were read by %s; compare some of each", strings.Join(parts, " and by "))
}

// warnTags warns about tags that only --details always would read.
func (r *run) warnTags(ctx context.Context) error {
	posts, err := r.Store.CountMissingTags(ctx, r.src.ID)
	if err == nil && posts > 0 {
		r.warn("the listing shows no tags, but the posts' own pages do; posts that may lack theirs: %d (--details always reads them)", posts)
	}
	return err
}

// warnShort warns that the listing may show only teasers, if nothing that was read
// rules it out and no detail page is due, which would.
func (r *run) warnShort(ctx context.Context, owed int) error {
	if r.Fetch == nil || r.src.Teaser != "" || owed > 0 {
		return nil
	}
	short, err := r.Store.AllBodiesShort(ctx, r.src.ID)
	if err == nil && short {
		r.warn("all posts are short, and none was compared with its own page: if those show more, --details always reads them")
	}
	return err
}

// warnNoAddress warns that saved pages have no known address: posts get no permalink,
// and missing detail pages go unnoticed.
func (r *run) warnNoAddress(l *blog.Listing) {
	placeless := func(p blog.Post) bool { return p.URL == "" }
	if r.src.URL == "" && !l.FromText && slices.ContainsFunc(l.Posts, placeless) {
		r.warn("the pages do not contain their own address: posts have no permalink, and missing detail pages go unnoticed (give the address with --url)")
	}
}

func (r *run) warnCommentService(service string) {
	if service != "" {
		r.warn("comments are kept by %s, not by the blog: they were not read", service)
	}
}
