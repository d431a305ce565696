package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Deps is what an import works with. Fetch is nil for saved pages.
type Deps struct {
	Store    Store
	Parser   Parser
	Fetch    Fetcher
	Progress Progress
	Log      *slog.Logger
	Now      func() time.Time
}

// Modes of Options.Details.
const (
	DetailsAuto   = "auto"
	DetailsAlways = "always"
	DetailsNever  = "never"
)

// Options say how a source is crawled. The zero value is right for most.
type Options struct {
	// Kind is what the run is recorded as: "crawl" or "sync". Empty means crawl.
	Kind string
	// Details says when a post's own page is read: DetailsAuto where a listing
	// shows less than the whole post or states comments, or always, or never.
	// Empty means auto.
	Details string
	// NoComments leaves comments alone: they cost a request for each post.
	NoComments bool
	// Full reads every listing page, also where known posts begin.
	Full bool
	// RecheckDetails reads the pages of that many of the newest posts again.
	RecheckDetails int
	// MaxPages ends the run after that many listing pages. Zero means no limit.
	MaxPages int
	// Parallel is how many pages are asked for at a time: details, and pages of
	// the listing where all of them are to be read. Zero means one.
	Parallel int
	// AcceptMissing takes posts that the site counts but does not show as
	// accounted for.
	AcceptMissing bool
}

// Crawl brings the store up to date with the live blog at src.URL: the first
// time by reading every listing page, later by reading as far as is needed to
// prove that nothing is missing. A source without an ID is new; it is stored,
// and gets its ID, once its first page was received.
//
// The report is complete also when the run was cut short; the error says that
// nothing could be done at all (the start page was not to be had, the store
// failed), or that ctx ended.
func Crawl(ctx context.Context, d Deps, src *blog.Source, o Options) (*blog.Report, error) {
	r := newRun(d, src, o)
	if wait := src.NotBefore; wait.After(d.Now()) {
		return r.postponed(ctx, &blog.WaitError{Until: wait})
	}
	src.NotBefore = time.Time{}
	err := r.crawl(ctx)
	return r.finish(ctx, err)
}

// run is one crawl of one source.
type run struct {
	Deps
	o   Options
	src *blog.Source
	k   blog.Knowledge
	id  int64 // 0 until the run is recorded
	rep *blog.Report

	fold         bool
	before       blog.PostStats // what was stored before the run
	live         int            // how many live posts are stored now
	feeds        []string       // that the listing names
	totals       map[int]bool   // every total that the run's listing pages stated
	total        *int           // the one stated last
	listings     int            // listing requests so far
	pages        int            // largest page count seen
	learned      int            // listing pages that something was learnt from
	orders       map[blog.DateOrder]bool
	shapes       map[string]int // listing pages of the run by what their posts look like
	confidence   fieldConfidence
	betterRules  bool // a later page taught better rules than those that pages were read by
	culture      string
	gone         []goneDetail
	goneListed   map[string]bool // posts still listed whose own pages are gone: not asked for again
	moved        map[string]bool // posts that a walk of the run showed under another permalink
	proof        proof
	pass         *pass // the last walk
	ahead        readAhead
	walks        int
	passCount    int    // passes, with those that were given up
	short        int    // how many posts fewer than stated (negative: more) a consistent pass showed
	trace        uint64 // of the walk before, if it showed posts twice
	feedOnly     int    // posts of the listing's own feed that no page showed
	feedRead     bool   // that feed was read
	unanswered   int    // requests in a row without any answer
	refusals     int    // listing pages in a row that were refused
	summaries    bool   // a listing page of the run showed less than the whole post
	rechecked    int    // details read again that owed nothing
	look         look   // a last look that found page 1 changed
	conditional  bool
	early        bool         // the walk may stop where known posts begin
	hadPosts     bool         // page 1 showed posts in an earlier run
	storedSource *blog.Source // as it was stored before the run, nil if new
}

func newRun(d Deps, src *blog.Source, o Options) *run {
	if o.Kind == "" {
		o.Kind = "crawl"
	}
	if o.Details == "" {
		o.Details = DetailsAuto
	}
	return &run{
		Deps: d, o: o, src: src, k: src.Knowledge(),
		rep:    &blog.Report{Source: src.Label(), StartedAt: d.Now().UTC(), Gaps: []blog.Gap{}, Failed: []blog.Failure{}, Warnings: []string{}},
		totals: map[int]bool{}, goneListed: map[string]bool{}, moved: map[string]bool{},
		orders: map[blog.DateOrder]bool{}, shapes: map[string]int{}, confidence: fieldConfidence{},
	}
}

// crawl is the story of a run: walk the listing until a walk proves that
// nothing moved meanwhile, then read the details, and go back to the listing
// if one of those turned out to be gone, or on to all details if those read show
// that the listing has only teasers.
func (r *run) crawl(ctx context.Context) error {
	if r.src.ID != "" {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	if err := r.readListing(ctx); err != nil {
		return err
	}
	if err := r.applyKnowledge(ctx); err != nil {
		return err
	}
	if err := r.readFeed(ctx); err != nil {
		return err
	}
	for {
		if err := r.readDetails(ctx); err != nil {
			return err
		}
		followUp := r.followGone
		if len(r.gone) == 0 {
			followUp = r.checkTeasers
		}
		if again, err := followUp(ctx); err != nil || !again {
			return err
		}
	}
}

// begin records the run and looks up what is known of the source.
func (r *run) begin(ctx context.Context) error {
	if r.id != 0 {
		return nil
	}
	sources, err := r.Store.Sources(ctx)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if s.ID == r.src.ID {
			r.storedSource = s
		}
	}
	if r.before, err = r.Store.PostStats(ctx, r.src.ID); err != nil {
		return err
	}
	r.live = r.before.Posts
	r.id, err = r.Store.StartRun(ctx, r.src.ID, r.o.Kind, r.rep.StartedAt)
	return err
}

// adopt gives a new source its place in the store: as one that is known by its
// address, or until now only by saved pages with the same heading, or as new.
func (r *run) adopt(ctx context.Context, l *blog.Listing) error {
	if r.src.Name == "" {
		r.src.Name = l.Heading
	}
	if r.src.ID == "" {
		sources, err := r.Store.Sources(ctx)
		if err != nil {
			return err
		}
		r.src.ID = blog.ID("source", blog.PathKey(r.src.URL, false))
		for _, s := range sources {
			if s.ID == r.src.ID || s.URL == "" && s.Name != "" && s.Name == l.Heading {
				r.takeOver(s)
				break
			}
		}
	}
	if err := r.Store.SaveSource(ctx, r.src); err != nil {
		return err
	}
	return r.begin(ctx)
}

// takeOver makes the source of this run the known one, with what the user has
// told now.
func (r *run) takeOver(known *blog.Source) {
	told := *r.src
	*r.src = *known
	r.src.URL, r.src.Settings = told.URL, told.Settings
	r.src.Profile = cmp.Or(told.Profile, known.Profile)
	if told.Timezone != "" && told.Timezone != "UTC" {
		r.src.Timezone = told.Timezone
	}
	if told.DateOrderBy == blog.DateOrderByFlag {
		r.src.DateOrder, r.src.DateOrderBy = told.DateOrder, blog.DateOrderByFlag
	}
}

// budget says whether one more listing request may be sent: three walks and
// six single looks are enough for any blog that stands still long enough to be
// read at all.
func (r *run) budget() bool { return r.listings < 3*max(r.pages, 1)+6 }

// count takes in what a put made of a post.
func (r *run) count(s *blog.Stored) {
	if s.State == blog.StateNew || s.State == blog.StateRestored {
		r.live++
	}
}

// warn adds a warning to the report, once.
func (r *run) warn(format string, args ...any) {
	r.rep.Warnings = appendNew(r.rep.Warnings, fmt.Sprintf(format, args...))
}

func appendNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

// cancelled says whether err comes from the user's or the system's wish to stop.
func cancelled(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, context.Canceled)
}
