package importer

import (
	"context"
	"iter"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Fetcher fetches pages from a live site. It handles rate limits, robots.txt,
// retries and size limits.
type Fetcher interface {
	// Fetch fetches one document. A response that is not a document is an error: see
	// blog/fetch.go. Together with an error of FetchOptions.Check it returns the last
	// page received, so that it can be stored.
	Fetch(ctx context.Context, r blog.Request, o blog.FetchOptions) (*blog.Page, error)
	// Stats counts what was sent and received since the Fetcher was created.
	Stats() blog.FetchStats
}

// Parser parses pages. It is pure: the same page and knowledge give the same result.
type Parser interface {
	Listing(p *blog.Page, k blog.Knowledge) (*blog.Listing, error)
	// Detail parses a detail page; shown is the post as the listing shows it.
	Detail(p *blog.Page, k blog.Knowledge, shown blog.Post) (*blog.Detail, error)
	Feed(p *blog.Page) (*blog.Feed, error)
	// Fold reports whether case and extension of paths do not matter on the site.
	Fold(k blog.Knowledge) bool
	// BetterRules compares rules learned on two pages: whether a is better than b,
	// and so much that pages parsed with b should be parsed again.
	BetterRules(a, b string) (better, reread bool)
	// DateOrder infers the order of day and month from the raw dates of each page. It
	// may iterate twice.
	DateOrder(pages iter.Seq[[]string], declared string) blog.DateVerdict
}

// Store stores an import. Every method is one transaction.
type Store interface {
	Runs
	Passes
	Pages
	Details
	RunState
	// PostStats summarizes the stored posts of a source.
	PostStats(ctx context.Context, source string) (blog.PostStats, error)
	// AllBodiesShort reports whether all posts are short and none was compared with
	// its detail page.
	AllBodiesShort(ctx context.Context, source string) (bool, error)
	// RemoveUnshown marks live posts that are on none of the stored pages any more as
	// removed, and returns their number.
	RemoveUnshown(ctx context.Context, source string, run int64, at time.Time) (int, error)
}

// Runs stores sources and the outcome of their runs.
type Runs interface {
	Sources(ctx context.Context) ([]*blog.Source, error)
	SaveSource(ctx context.Context, s *blog.Source) error
	StartRun(ctx context.Context, source, kind string, at time.Time) (int64, error)
	FinishRun(ctx context.Context, run int64, r *blog.Report) error
	PutGaps(ctx context.Context, source string, gaps []blog.Gap) error
}

// Passes stores the walks over the listing and what follows from them.
type Passes interface {
	StartPass(ctx context.Context, source string, run int64, at time.Time) (int64, error)
	EndPass(ctx context.Context, pass int64, outcome, reason string, total *int) error
	// LastPasses returns the newest pass that was read to its end (consistent or
	// inconsistent) and the newest one that was not (open, failed or cut), unless
	// another ended or stopped early after it. Either may be nil. First is set.
	LastPasses(ctx context.Context, source string) (ended, unfinished *blog.Pass, err error)
	// ResumePages makes the pages of an unfinished pass part of a walk: those after the
	// first one that stated the given total and whose posts are all still live.
	ResumePages(ctx context.Context, pass int64, w blog.Walk, total *int, take func(*blog.ResumedPage)) error
	// ApplyPass marks every live post that a consistent walk did not see as removed, and
	// updates the permalinks of moved posts.
	ApplyPass(ctx context.Context, w blog.Walk, at time.Time) (blog.PassApplied, error)
	// MergeMoved merges two posts, of which the permalink of the first redirects to
	// the second permanently. It returns nil if a pass saw both.
	MergeMoved(ctx context.Context, src *blog.Source, run int64, from, to string, at time.Time) (*blog.Stored, error)
}

// Pages stores pages as received, and the posts parsed from them.
type Pages interface {
	PutListing(ctx context.Context, p *blog.ListingPut) ([]blog.Stored, error)
	// Prepare does work for a put in advance and returns its Prepared field. It may be
	// called concurrently with itself and with puts.
	Prepare(ctx context.Context, p *blog.ListingPut) any
	PutDetail(ctx context.Context, p *blog.DetailPut) (*blog.Stored, error)
	Validators(ctx context.Context, source, key string) (*blog.Validators, error)
	// KeptPages returns the pages worth parsing again: listings, then details. Each is
	// loaded when the iterator reaches it.
	KeptPages(ctx context.Context, source string) iter.Seq2[*blog.KeptPage, error]
	// KeptPage loads one of them again.
	KeptPage(ctx context.Context, id int64) (*blog.KeptPage, error)
	// Dates returns the raw dates of each stored listing page, the pages in any order.
	Dates(ctx context.Context, source string) iter.Seq2[[]string, error]
}

// Details stores which detail pages have to be read, and compares those that were
// read with the listing.
type Details interface {
	// Due returns the live posts whose detail pages have to be read, newest first;
	// with teasers, only those of which just a teaser is known. They are followed by
	// those of the newest posts that have a permalink and are not due, without a
	// Reason. Each is loaded when the iterator reaches it; n is their number.
	Due(ctx context.Context, source string, teasers bool, newest int) (n int, due iter.Seq2[*blog.Due, error], err error)
	// DueGaps returns the due posts as gaps.
	DueGaps(ctx context.Context, source string, teasers bool) ([]blog.Gap, error)
	// MarkAllDue marks the detail pages of all live posts that were never read as due.
	MarkAllDue(ctx context.Context, src *blog.Source, reason string) error
	// FailDue records a failed attempt to read a detail page.
	FailDue(ctx context.Context, post, reason string) error
	// DropDue records that a detail page need not be read any more.
	DropDue(ctx context.Context, post string) error
	// CountMissingTags counts the live posts whose detail pages were never read
	// although others' detail pages have tags that the listing omits.
	CountMissingTags(ctx context.Context, source string) (int, error)
	// DetailsAreLonger reports whether detail pages have more text than the listing,
	// although the listing does not look like teasers.
	DetailsAreLonger(ctx context.Context, source string) (bool, error)
}

// RunState is what a run has seen so far. It is kept in the store so that memory does
// not grow with the blog: every put of a run records its posts, and FinishRun
// discards them.
type RunState interface {
	Tally(ctx context.Context, run int64) (blog.Tally, error)
	// Sighting returns where the run last saw a post.
	Sighting(ctx context.Context, run int64, post string) (blog.Sighting, error)
	// ShownInWalk returns, for each identity, the step at which a walk last saw its
	// post, 0 if it did not see it.
	ShownInWalk(ctx context.Context, w blog.Walk, identities []string) ([]int, error)
	// MonthsInWalk counts the posts that a walk has seen by month, "2014-07", and
	// those without a time under "".
	MonthsInWalk(ctx context.Context, w blog.Walk) (map[string]int, error)
	// ProvedBefore reports whether a live post was stored before the last run with a
	// proof.
	ProvedBefore(ctx context.Context, source, post string) (bool, error)
	// HasUnseen reports whether there is a post that the run has not seen, that was
	// live before it, and that is newer than the given time or was stored since the
	// last proof.
	HasUnseen(ctx context.Context, source string, run int64, newer blog.Wall) (bool, error)
	// ShowsOtherPost reports whether a listing page of the run showed, at an address
	// given as blog.PathKey, a post other than the one whose permalink is not.
	ShowsOtherPost(ctx context.Context, source string, run int64, address, not string) (bool, error)
	// SeenPosts returns the live posts of the source. The store must not be written to
	// during the iteration.
	SeenPosts(ctx context.Context, source string, run int64) iter.Seq2[*blog.SeenPost, error]
	// PassPage returns the posts of a page as the current walk saw them. TiedPages
	// returns the pages whose last post has the same timestamp as the next page's
	// first. Duplicates counts the posts seen on two pages: those that share their
	// timestamp with another post, and the others.
	PassPage(ctx context.Context, run, pass int64, number int) ([]blog.PagePost, error)
	TiedPages(ctx context.Context, run, pass int64) ([]int, error)
	Duplicates(ctx context.Context, w blog.Walk) (tied, untied int, err error)
	// CompareWalk returns the live posts that a walk did not see and, if there are any,
	// those that it saw and that no earlier proof covers.
	CompareWalk(ctx context.Context, w blog.Walk) (vanished, fresh []blog.LivePost, err error)
}

// Progress receives progress events. Calls come from one goroutine.
type Progress interface {
	// Ahead announces the number of listing pages and detail pages to read.
	Ahead(pages, details int)
	Page(number int, url string, posts int)
	Detail(url string)
	Note(message string)
}
