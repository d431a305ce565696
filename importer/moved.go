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
// one may have become, and gives the ids for which the pass then stands.
func (r *run) followMoved(ctx context.Context, ids []string) ([]string, error) {
	if r.o.Details == DetailsNever {
		return ids, nil
	}
	live, err := r.Store.Live(ctx, r.src.ID)
	if err != nil {
		return nil, err
	}
	vanished, heirs := r.comparePass(live, ids)
	ids = slices.Clone(ids)
	for _, gone := range vanished {
		if len(heirs) == 0 {
			break
		}
		at, err := r.leadsTo(ctx, gone, heirs)
		switch {
		case errors.Is(err, errDown):
			return ids, nil
		case err != nil:
			return nil, err
		case at < 0:
			continue
		}
		stored, err := r.Store.JoinMoved(persist(ctx), r.src, r.id, gone.ID, heirs[at].ID, r.Now().UTC())
		if err != nil {
			return nil, err
		}
		if stored != nil {
			ids[slices.Index(ids, heirs[at].ID)] = stored.ID
			delete(r.states, heirs[at].ID)
			r.count(*stored)
		}
		heirs = slices.Delete(heirs, at, at+1)
	}
	return ids, nil
}

// comparePass finds the stored posts that a pass does not show, the newest
// first, and those that no earlier proof has seen and that one of them may have
// become. What time and title tell already is in neither list.
func (r *run) comparePass(live []blog.Known, ids []string) (vanished, heirs []blog.Known) {
	shown := make(map[string]bool, len(ids))
	for _, id := range ids {
		shown[id] = true
	}
	for _, k := range live {
		switch {
		case k.URL == "" || !blog.SameHost(k.URL, r.src.URL):
		case !shown[k.ID]:
			vanished = append(vanished, k)
		case k.Fresh:
			heirs = append(heirs, k)
		}
	}
	vanished = slices.DeleteFunc(vanished, func(gone blog.Known) bool {
		twin := slices.IndexFunc(heirs, func(k blog.Known) bool {
			return k.Published == gone.Published && blog.Fold(k.Title) == blog.Fold(gone.Title)
		})
		if twin >= 0 {
			heirs = slices.Delete(heirs, twin, twin+1)
		}
		return twin >= 0
	})
	slices.SortStableFunc(vanished, func(a, b blog.Known) int { return cmp.Compare(b.Published, a.Published) })
	return vanished, heirs
}

// leadsTo is the place among heirs of the post to which a vanished one's
// permalink redirects for good, -1 if it does not.
func (r *run) leadsTo(ctx context.Context, gone blog.Known, heirs []blog.Known) (int, error) {
	page, err := r.Fetch.Fetch(ctx, blog.Request{URL: gone.URL, Referer: r.src.URL}, blog.FetchOptions{})
	if err != nil {
		return -1, r.leadsNowhere(ctx, gone.URL, err)
	}
	r.silent = 0
	if !page.Moved {
		return -1, nil
	}
	landed := blog.PathKey(page.Address(), r.fold)
	return slices.IndexFunc(heirs, func(k blog.Known) bool { return blog.PathKey(k.URL, r.fold) == landed }), nil
}

// leadsNowhere notes why a vanished post's permalink brought no page, which is
// as it should be if there is none any more.
func (r *run) leadsNowhere(ctx context.Context, url string, err error) error {
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
		r.silent = 0
	} else if r.silent++; r.silent >= downAfter {
		return errDown
	}
	return nil
}
