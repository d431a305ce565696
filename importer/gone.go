package importer

import (
	"cmp"
	"context"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// goneDetail is a detail page that returned 404 or 410.
type goneDetail struct {
	blog.Due
	err error
}

// followGone checks the listing for details that returned 404 or 410. A post that is
// still listed is a gap. If one is not, the listing is walked again, and posts that a
// consistent pass does not show are removed. It returns true if that walk may have
// left new details to read.
func (r *run) followGone(ctx context.Context) (bool, error) {
	gone := r.details.gone
	r.details.gone = nil
	if r.pass == nil || r.proof.outcome == blog.PassFailed || r.proof.outcome == blog.PassCut {
		return false, r.stillListed(ctx, gone)
	}
	listed, err := r.listedNow(ctx, gone)
	if err != nil {
		return false, err
	}
	vanished := slices.DeleteFunc(slices.Clone(gone), func(d goneDetail) bool { return listed[d.Post] })
	gone = slices.DeleteFunc(gone, func(d goneDetail) bool { return !listed[d.Post] })
	if err := r.stillListed(ctx, gone); err != nil || len(vanished) == 0 {
		return false, err
	}
	if !r.budget() {
		return false, r.stillListed(ctx, vanished)
	}
	if err := r.walkUntilProven(ctx, walkPlan{}); err != nil {
		return false, err
	}
	return true, r.resolveVanished(ctx, vanished)
}

// listedNow reads the listing pages of the gone posts again and returns which posts
// they show.
func (r *run) listedNow(ctx context.Context, gone []goneDetail) (map[string]bool, error) {
	listed := map[string]bool{}
	read := map[int]bool{}
	for _, d := range gone {
		seen, err := r.Store.Sighting(ctx, r.id, d.Post)
		if err != nil {
			return nil, err
		}
		n := cmp.Or(seen.Page, d.Page)
		if n == 0 || read[n] {
			continue
		}
		read[n] = true
		page, err := r.rereadPage(ctx, r.pass, n)
		if err != nil {
			return nil, err
		}
		if page == nil { // unknown: a gap is safer than a removal
			listed[d.Post] = true
			continue
		}
		for _, post := range page.posts {
			listed[post.ID] = true
		}
	}
	return listed, nil
}

// stillListed records details that are gone although the listing shows their posts.
func (r *run) stillListed(ctx context.Context, gone []goneDetail) error {
	for _, d := range gone {
		r.details.stillListed[d.Post] = true
		r.fail(d.URL, 0, d.err)
		if err := r.Store.FailDue(persist(ctx), d.Post, d.err.Error()+", but the listing still shows the post"); err != nil {
			return err
		}
	}
	return nil
}

// resolveVanished finishes the posts that the new walk decided about.
func (r *run) resolveVanished(ctx context.Context, vanished []goneDetail) error {
	for _, d := range vanished {
		if r.details.moved[d.Post] {
			continue // its new permalink is due now
		}
		seen, err := r.Store.Sighting(ctx, r.id, d.Post)
		if err != nil {
			return err
		}
		if !r.proof.ok || seen.Walk == r.pass.walk {
			if err := r.stillListed(ctx, []goneDetail{d}); err != nil {
				return err
			}
			continue
		}
		if err := r.Store.DropDue(persist(ctx), d.Post); err != nil {
			return err
		}
	}
	return nil
}
