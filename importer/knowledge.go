package importer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// learned is what the listing pages of a run told about the whole blog.
type learned struct {
	pages       int  // how many there were
	fold        bool // case and extension of paths do not matter
	culture     string
	feeds       []string
	totals      map[int]bool // every total they stated
	total       *int         // the one stated last
	orders      map[blog.DateOrder]bool
	betterRules bool           // some were parsed before better rules were learned
	summaries   bool           // one showed only teasers
	shapes      map[string]int // number of pages by Listing.Shape
	confidence  fieldConfidence
}

func newLearned() learned {
	return learned{totals: map[int]bool{}, orders: map[blog.DateOrder]bool{}, shapes: map[string]int{}, confidence: fieldConfidence{}}
}

func (k *learned) add(l *blog.Listing) {
	k.pages++
	if len(k.feeds) == 0 {
		k.feeds = l.Feeds
	}
	k.culture = cmp.Or(l.Culture, k.culture)
	if l.Range != nil {
		total := l.Range.Total
		k.totals[total], k.total = true, &total
	}
	if len(l.Posts) > 1 { // a single post says nothing about the template
		k.shapes[l.Shape]++
		k.confidence.add(l.Confidence)
	}
}

// learn updates what is known of the whole source from a listing page.
func (r *run) learn(l *blog.Listing) {
	r.learned.fold = r.Parser.Fold(r.knowledgeFor(l))
	r.learned.orders[r.orderOf(l)] = true
	r.learned.add(l)
	if better, reread := r.Parser.BetterRules(l.Rules, r.k.Rules); better {
		r.learned.betterRules = r.learned.betterRules || reread
		r.k.Rules, r.src.Rules = l.Rules, l.Rules
	}
	for _, w := range l.Warnings {
		r.warn("%s", w)
	}
	r.warnCommentService(l.CommentService)
}

func (r *run) knowledgeFor(l *blog.Listing) blog.Knowledge {
	k := r.k
	if k.Profile == "" || k.Profile == "auto" {
		k.Profile = l.Profile
	}
	return k
}

// orderOf returns the date order with which a page was parsed.
func (r *run) orderOf(l *blog.Listing) blog.DateOrder {
	if r.k.DateOrder != "" && r.k.DateOrder != blog.DateOrderAuto {
		return r.k.DateOrder
	}
	return r.Parser.DateOrder(slices.Values([][]string{l.Dates}), l.Culture).Order
}

// applyKnowledge applies what was learned from the whole blog, or changed by the user,
// and parses the stored pages again if some were parsed differently: with another
// profile, worse rules, or another date order.
func (r *run) applyKnowledge(ctx context.Context) error {
	if r.before.source != nil && r.before.source.Profile != r.src.Profile {
		if err := r.reparse(ctx, blog.CauseReparse); err != nil {
			return err
		}
	}
	freed := r.before.source != nil && r.before.source.DateOrderBy == blog.DateOrderByFlag // with --date-order auto
	if (r.learned.pages > 0 || freed) && r.src.DateOrderBy != blog.DateOrderByFlag {
		if err := r.judgeDates(ctx); err != nil {
			return err
		}
	}
	if r.src.DateOrderBy == blog.DateOrderByFlag {
		forgetDateDoubt(r.src)
	}
	r.k.DateOrder = r.src.DateOrder
	relearned := r.learned.betterRules
	r.learned.betterRules = false
	var err error
	switch {
	case r.datesStale():
		r.Log.Info("reading dates anew", "order", r.src.DateOrder, "by", r.src.DateOrderBy)
		err = r.reparse(ctx, blog.CauseDateOrder)
	case relearned:
		r.Log.Info("reading pages anew by better rules")
		err = r.reparse(ctx, blog.CauseReparse)
	}
	if err != nil || !relearned {
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

func (r *run) reparse(ctx context.Context, cause string) error {
	_, err := reparse(persist(ctx), r.Deps, r.src, reparseOptions{cause: cause, run: r.id, fold: r.learned.fold})
	return err
}

// datesStale reports whether pages were parsed with another date order.
func (r *run) datesStale() bool {
	want := r.src.DateOrder
	if want == "" {
		return false
	}
	if r.before.source != nil && r.before.source.DateOrder != "" && r.before.source.DateOrder != want {
		return true
	}
	for order := range r.learned.orders {
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
	v := r.Parser.DateOrder(pages, r.learned.culture)
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
