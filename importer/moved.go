package importer

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// followMoved asks the permalinks of posts that a consistent pass no longer
// shows where they lead: one that got another address and another title at once
// is known by nothing else. It asks only while the pass shows posts that such a
// one may have become.
func (r *run) followMoved(ctx context.Context, p *pass) error {
	if r.o.Details == DetailsNever {
		return nil
	}
	vanished, heirs, err := r.Store.CompareWalk(ctx, r.src.ID, r.id, p.walk)
	if err != nil {
		return err
	}
	vanished, heirs = r.filterMoved(vanished, heirs)
	for _, gone := range vanished {
		if len(heirs) == 0 {
			break
		}
		at, err := r.findRedirect(ctx, gone, heirs)
		switch {
		case errors.Is(err, errDown):
			return nil
		case err != nil:
			return err
		case at < 0:
			continue
		}
		stored, err := r.Store.MergeMoved(persist(ctx), r.src, r.id, gone.ID, heirs[at].ID, r.Now().UTC())
		if err != nil {
			return err
		}
		if stored != nil {
			r.live--
		}
		heirs = slices.Delete(heirs, at, at+1)
	}
	return nil
}

// filterMoved leaves out of the posts that a walk does not show, and of those that one
// of them may have become, what time and title tell already, and what is not on
// the blog's host. The newest of the vanished come first.
func (r *run) filterMoved(vanished, heirs []blog.LivePost) (gone, come []blog.LivePost) {
	elsewhere := func(k blog.LivePost) bool { return k.URL == "" || !blog.SameHost(k.URL, r.src.URL) }
	vanished, heirs = slices.DeleteFunc(vanished, elsewhere), slices.DeleteFunc(heirs, elsewhere)
	vanished = slices.DeleteFunc(vanished, func(gone blog.LivePost) bool {
		twin := slices.IndexFunc(heirs, func(k blog.LivePost) bool {
			return k.Published == gone.Published && blog.Fold(k.Title) == blog.Fold(gone.Title)
		})
		if twin >= 0 {
			heirs = slices.Delete(heirs, twin, twin+1)
		}
		return twin >= 0
	})
	slices.SortStableFunc(vanished, func(a, b blog.LivePost) int { return cmp.Compare(b.Published, a.Published) })
	return vanished, heirs
}

// findRedirect is the place among heirs of the post to which a vanished one's
// permalink redirects for good, -1 if it does not.
func (r *run) findRedirect(ctx context.Context, gone blog.LivePost, heirs []blog.LivePost) (int, error) {
	page, err := r.Fetch.Fetch(ctx, blog.Request{URL: gone.URL, Referer: r.src.URL}, blog.FetchOptions{})
	if err != nil {
		return -1, r.noRedirect(ctx, gone.URL, err)
	}
	r.unanswered = 0
	if !page.Moved {
		return -1, nil
	}
	landed := blog.PathKey(page.Address(), r.fold)
	return slices.IndexFunc(heirs, func(k blog.LivePost) bool { return blog.PathKey(k.URL, r.fold) == landed }), nil
}

// noRedirect notes why a vanished post's permalink brought no page, which is
// as it should be if there is none any more.
func (r *run) noRedirect(ctx context.Context, url string, err error) error {
	var status *blog.StatusError
	answered := errors.As(err, &status) || errors.Is(err, blog.ErrRedirect) || errors.Is(err, blog.ErrRobots)
	if status == nil && answered || status != nil && status.Gone() {
		return nil
	}
	r.fail(url, 0, err)
	if stop := fatal(ctx, err); stop != nil {
		return stop
	}
	if answered {
		r.unanswered = 0
	} else if r.unanswered++; r.unanswered >= maxUnanswered {
		return errDown
	}
	return nil
}
