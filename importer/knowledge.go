package importer

import (
	"context"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// applyKnowledge applies what was learned from the whole blog, or changed by the user,
// and parses the stored pages again if some were parsed differently: with another
// profile, worse rules, or another date order.
func (r *run) applyKnowledge(ctx context.Context) error {
	if r.storedSource != nil && r.storedSource.Profile != r.src.Profile {
		if err := r.reread(ctx, blog.CauseReparse); err != nil {
			return err
		}
	}
	freed := r.storedSource != nil && r.storedSource.DateOrderBy == blog.DateOrderByFlag // with --date-order auto
	if (r.learned > 0 || freed) && r.src.DateOrderBy != blog.DateOrderByFlag {
		if err := r.judgeDates(ctx); err != nil {
			return err
		}
	}
	if r.src.DateOrderBy == blog.DateOrderByFlag {
		forgetDateDoubt(r.src)
	}
	r.k.DateOrder = r.src.DateOrder
	relearnt := r.betterRules
	r.betterRules = false
	var err error
	switch {
	case r.datesStale():
		r.Log.Info("reading dates anew", "order", r.src.DateOrder, "by", r.src.DateOrderBy)
		err = r.reread(ctx, blog.CauseDateOrder)
	case relearnt:
		r.Log.Info("reading pages anew by better rules")
		err = r.reread(ctx, blog.CauseReparse)
	}
	if err != nil || !relearnt {
		return err
	}
	return r.removeUnshown(ctx)
}

// removeUnshown removes what only the earlier, worse rules took for posts: what no
// stored page shows any more.
func (r *run) removeUnshown(ctx context.Context) error {
	removed, err := r.Store.RemoveUnshown(persist(ctx), r.src.ID, r.id, r.Now().UTC())
	r.rep.Removed += removed
	r.live -= removed
	return err
}

func (r *run) reread(ctx context.Context, cause string) error {
	_, err := reparse(persist(ctx), r.Deps, r.src, reparseOptions{cause: cause, run: r.id, fold: r.fold})
	return err
}

// datesStale reports whether pages were parsed with another date order.
func (r *run) datesStale() bool {
	want := r.src.DateOrder
	if want == "" {
		return false
	}
	if r.storedSource != nil && r.storedSource.DateOrder != "" && r.storedSource.DateOrder != want {
		return true
	}
	for order := range r.orders {
		if order != want {
			return true
		}
	}
	return false
}

// judgeDates infers the order of day and month from all stored dates.
func (r *run) judgeDates(ctx context.Context) error {
	var unread error
	pages := func(yield func([]string) bool) {
		for dates, err := range r.Store.Dates(persist(ctx), r.src.ID) {
			if err != nil {
				unread = err
			}
			if err != nil || !yield(dates) {
				return
			}
		}
	}
	v := r.Parser.DateOrder(pages, r.culture)
	if unread != nil {
		return unread
	}
	forgetDateDoubt(r.src)
	r.src.DateOrder, r.src.DateOrderBy, r.src.DatesAmbiguous = v.Order, v.By, v.Ambiguous
	if v.Ambiguous > 0 && (v.By == "" || v.By == "declared") {
		how := "nothing on the pages settles how"
		if v.By == "declared" {
			how = "read as " + string(v.Order) + ", as the pages declare"
		}
		r.warn("%d dates can be read as day/month or month/day: %s; "+setDateOrder, v.Ambiguous, how)
	}
	return nil
}

// setDateOrder is the end of the warning about ambiguous dates, by which
// forgetDateDoubt recognizes it.
const setDateOrder = "set it with --date-order"

// forgetDateDoubt drops an earlier run's warning about ambiguous dates: they are judged
// again, or the user has decided.
func forgetDateDoubt(src *blog.Source) {
	src.Warnings = slices.DeleteFunc(slices.Clone(src.Warnings), func(w string) bool { return strings.HasSuffix(w, setDateOrder) })
}
