package importer

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// followMoved requests the permalinks of posts that a consistent pass no longer shows:
// only a redirect identifies a post whose address and title changed at the same time.
// It stops when no new post is left that one of them could have become.
func (r *run) followMoved(ctx context.Context, p *pass) error {
	if r.o.Details == DetailsNever {
		return nil
	}
	vanished, heirs, err := r.Store.CompareWalk(ctx, r.walkOf(p))
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

// filterMoved removes pairs of equal time and title, which the store matches by itself,
// and posts on other hosts. The newest vanished posts come first.
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

// findRedirect returns the index in heirs of the post to which the permalink of a
// vanished one redirects permanently, -1 if there is none.
func (r *run) findRedirect(ctx context.Context, gone blog.LivePost, heirs []blog.LivePost) (int, error) {
	page, err := r.Fetch.Fetch(ctx, blog.Request{URL: gone.URL, Referer: r.src.URL}, blog.FetchOptions{})
	if err != nil {
		return -1, r.noRedirect(ctx, gone.URL, err)
	}
	r.requests.unanswered = 0
	if !page.Moved {
		return -1, nil
	}
	landed := blog.PathKey(page.Address(), r.learned.fold)
	return slices.IndexFunc(heirs, func(k blog.LivePost) bool { return blog.PathKey(k.URL, r.learned.fold) == landed }), nil
}

// noRedirect handles the error for a vanished post's permalink. That the page does not
// exist any more is not a failure.
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
		r.requests.unanswered = 0
	} else if r.requests.unanswered++; r.requests.unanswered >= maxUnanswered {
		return errDown
	}
	return nil
}
