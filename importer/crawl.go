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

// Deps are the dependencies of an import. Fetch is nil for saved pages.
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

// Options control how a source is crawled. The zero value is right for most blogs.
type Options struct {
	// Kind is what the run is recorded as: "crawl" or "sync". Empty means crawl.
	Kind string
	// Details says when detail pages are read: always, never, or, with DetailsAuto,
	// where a listing shows less than the whole post or states comments. Empty means
	// auto.
	Details string
	// NoComments skips comments, which cost a request per post.
	NoComments bool
	// Full reads every listing page, even past known posts.
	Full bool
	// RecheckDetails is the number of newest posts whose detail pages are read again.
	RecheckDetails int
	// MaxPages ends the run after that many listing pages. Zero means no limit.
	MaxPages int
	// Parallel is the number of concurrent requests, for detail pages and for listing
	// pages if all of them are to be read. Zero means one.
	Parallel int
	// AcceptMissing accepts that the site counts posts that it does not show.
	AcceptMissing bool
}

// Crawl brings the store up to date with the live blog at src.URL. The first run
// reads every listing page; later ones read as much as is needed to prove that
// nothing is missing. A source without an ID is new; it is stored, and gets its ID,
// once its first page is received.
//
// The report is valid even if the run was cut short. The error is non-nil if nothing
// could be done at all (the start page could not be fetched, the store failed), or
// if ctx ended.
func Crawl(ctx context.Context, d Deps, src *blog.Source, o Options) (*blog.Report, error) {
	r := newRun(d, src, o)
	if wait := src.NotBefore; wait.After(d.Now()) {
		return r.postponed(ctx, &blog.WaitError{Until: wait})
	}
	src.NotBefore = time.Time{}
	err := r.crawl(ctx)
	return r.finish(ctx, err)
}

// run is one crawl or import of one source.
type run struct {
	Deps
	o   Options
	src *blog.Source
	k   blog.Knowledge
	id  int64 // 0 until the run is recorded
	rep *blog.Report

	before   before
	live     int // live posts stored now
	learned  learned
	requests requests

	walks     int // those that were not abandoned
	passCount int // passes, including abandoned ones
	pass      *pass
	ahead     readAhead
	previous  previous
	proof     proof // by the last walk

	details detailState
	feed    feedCheck
}

// before is what was known of the source before the run.
type before struct {
	source *blog.Source // nil if new
	blog.PostStats
	showedPosts bool // page 1 showed posts in an earlier run
}

// requests counts what was requested, to know when to give up.
type requests struct {
	listings   int // listing requests so far
	pages      int // largest page count seen
	unanswered int // requests in a row without an answer
	refusals   int // listing pages in a row that were refused
}

func newRun(d Deps, src *blog.Source, o Options) *run {
	if o.Kind == "" {
		o.Kind = "crawl"
	}
	if o.Details == "" {
		o.Details = DetailsAuto
	}
	return &run{
		Deps: d, o: o, src: src, k: src.Knowledge(), learned: newLearned(), details: newDetailState(),
		rep: &blog.Report{Source: src.Label(), StartedAt: d.Now().UTC(), Gaps: []blog.Gap{}, Failed: []blog.Failure{}, Warnings: []string{}},
	}
}

// crawl walks the listing until a walk proves that nothing changed meanwhile, then
// reads the detail pages. If one of those is gone it returns to the listing; if they
// reveal that the listing shows only teasers it reads all of them.
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
		if len(r.details.gone) == 0 {
			followUp = r.checkTeasers
		}
		if again, err := followUp(ctx); err != nil || !again {
			return err
		}
	}
}

// begin records the run and loads what is known of the source.
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
			r.before.source = s
		}
	}
	if r.before.PostStats, err = r.Store.PostStats(ctx, r.src.ID); err != nil {
		return err
	}
	r.live = r.before.Posts
	r.id, err = r.Store.StartRun(ctx, r.src.ID, r.o.Kind, r.rep.StartedAt)
	return err
}

// adopt assigns the source its ID and saves it: as a source known by its address, as
// one known only from saved pages with the same heading, or as a new one.
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

// takeOver replaces the run's source with the known one, keeping the settings given
// now.
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

// budget reports whether one more listing request is allowed: three walks and six
// single pages suffice for any blog that does not change all the time.
func (r *run) budget() bool { return r.requests.listings < 3*max(r.requests.pages, 1)+6 }

// count updates the number of live posts after a put.
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

// cancelled reports whether the run was asked to stop.
func cancelled(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, context.Canceled)
}
