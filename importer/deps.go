package importer

import (
	"context"
	"iter"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Fetcher gets pages from a live site, one at a time and politely. Pace,
// robots.txt, retries and limits are its business.
type Fetcher interface {
	// Fetch asks for one document. An answer that is no document is an error: see
	// the errors in blog/fetch.go. With the error of FetchOptions.Check comes the
	// last page that was received, so that it can be kept.
	Fetch(ctx context.Context, r blog.Request, o blog.FetchOptions) (*blog.Page, error)
	// Stats counts what was sent and received since the Fetcher was made.
	Stats() blog.FetchStats
}

// Parser reads pages. It is pure: the same page and knowledge give the same
// answer.
type Parser interface {
	Listing(p *blog.Page, k blog.Knowledge) (*blog.Listing, error)
	// Detail reads a post's own page; shown is the post as the listing had it.
	Detail(p *blog.Page, k blog.Knowledge, shown blog.Post) (*blog.Detail, error)
	// Feed reads a feed.
	Feed(p *blog.Page) (*blog.Feed, error)
	// Fold says whether case and extension of paths count on the source's site.
	Fold(k blog.Knowledge) bool
	// BetterRules says whether rules learnt on one page are worth more than those
	// of another, and so much that the pages read by the others should be read
	// again.
	BetterRules(a, b string) (better, reread bool)
	// DateOrder settles day and month from raw dates, page by page, which it may go
	// through twice.
	DateOrder(pages iter.Seq[[]string], declared string) blog.DateVerdict
}

// Store is where an import is kept. Every method is one transaction.
type Store interface {
	RunState
	Sources(ctx context.Context) ([]*blog.Source, error)
	SaveSource(ctx context.Context, s *blog.Source) error
	StartRun(ctx context.Context, source, kind string, at time.Time) (int64, error)
	FinishRun(ctx context.Context, run int64, r *blog.Report) error

	StartPass(ctx context.Context, source string, run int64, at time.Time) (int64, error)
	EndPass(ctx context.Context, pass int64, outcome, reason string, total *int) error
	// LastPasses gives, with their first pages, the newest pass that was read to its
	// end (consistent or inconsistent), and the newest one that was not (open, failed
	// or cut) if nothing ended or early-stopped after it. Either may be nil.
	LastPasses(ctx context.Context, source string) (ended, unfinished *blog.Pass, err error)
	// ApplyPass marks as removed every live post of the source that a consistent
	// walk of the run did not show, and gives moved posts their new permalinks.
	ApplyPass(ctx context.Context, source string, run int64, walk int, at time.Time) (blog.PassApplied, error)

	// RemoveUnshown marks as removed the live posts that none of the kept pages
	// shows any more, and gives their number.
	RemoveUnshown(ctx context.Context, source string, run int64, at time.Time) (int, error)

	// MergeMoved makes one post of two, of which the permalink of the first leads
	// to the second for good; nil if a pass showed both.
	MergeMoved(ctx context.Context, src *blog.Source, run int64, from, to string, at time.Time) (*blog.Stored, error)

	PutListing(ctx context.Context, p *blog.ListingPut) ([]blog.Stored, error)
	// Prepare does what it can of a put ahead of its turn, and gives what is to be
	// its Prepared. It is called side by side, and while other pages are put.
	Prepare(ctx context.Context, p *blog.ListingPut) any
	PutDetail(ctx context.Context, p *blog.DetailPut) (*blog.Stored, error)
	Validators(ctx context.Context, source, key string) (*blog.Validators, error)

	// Due gives the live posts whose own pages have still to be read, newest first:
	// only those of which no more than a teaser is known, if that is asked for; then
	// those of the newest live posts, as many as that, that have a permalink and are
	// not due, and so have no reason. Each is looked up when it is its turn; n is how
	// many there are.
	Due(ctx context.Context, source string, teasers bool, newest int) (n int, due iter.Seq2[*blog.Due, error], err error)
	// DueGaps gives what Due does, without the newest, as gaps.
	DueGaps(ctx context.Context, source string, teasers bool) ([]blog.Gap, error)
	// MarkAllDue makes the own pages of all live posts due that were never read.
	MarkAllDue(ctx context.Context, src *blog.Source, reason string) error
	// CountMissingTags counts the live posts whose own pages were never read though those
	// of others show tags that the listing leaves out.
	CountMissingTags(ctx context.Context, source string) (int, error)
	// DetailsAreLonger says that the posts' own pages show more of them than a listing
	// that does not say so.
	DetailsAreLonger(ctx context.Context, source string) (bool, error)
	// AllBodiesShort says that all posts are short, and none was compared with its own page.
	AllBodiesShort(ctx context.Context, source string) (bool, error)
	FailDue(ctx context.Context, post, reason string) error
	DropDue(ctx context.Context, post string) error
	PostStats(ctx context.Context, source string) (blog.PostStats, error)
	PutGaps(ctx context.Context, source string, gaps []blog.Gap) error
	// KeptPages gives the pages worth reading again: listings, then details. Each
	// is loaded when it is its turn.
	KeptPages(ctx context.Context, source string) iter.Seq2[*blog.KeptPage, error]
	// KeptPage loads one of them anew.
	KeptPage(ctx context.Context, id int64) (*blog.KeptPage, error)
	// Dates are the raw dates of the source's kept listing pages, page by page, the
	// pages in any order.
	Dates(ctx context.Context, source string) iter.Seq2[[]string, error]
}

// RunState is what a run has seen so far. It is part of the store, so that it takes
// no more room here for a large blog than for a small one: every put of a run
// notes the posts that it brings, and FinishRun forgets them.
type RunState interface {
	Tally(ctx context.Context, run int64) (blog.Tally, error)
	// Sighting gives where the run has seen a post.
	Sighting(ctx context.Context, run int64, post string) (blog.Sighting, error)
	// ShownInWalk says which of some identities are those of posts that a walk showed.
	ShownInWalk(ctx context.Context, source string, run int64, walk int, identities []string) ([]bool, error)
	// MonthsInWalk counts the posts that a walk showed by their months, "2014-07";
	// "" are those without a time.
	MonthsInWalk(ctx context.Context, run int64, walk int) (map[string]int, error)
	// ProvedBefore says that a live post was stored before the last run with a proof.
	ProvedBefore(ctx context.Context, source, post string) (bool, error)
	// HasUnseen says that the run has not seen some post that was live before it and is
	// newer than a time, or that was stored since the last proof.
	HasUnseen(ctx context.Context, source string, run int64, newer blog.Wall) (bool, error)
	// ShowsOtherPost says that a listing page of the run showed a post at an address, a
	// blog.PathKey, other than the one with this permalink.
	ShowsOtherPost(ctx context.Context, source string, run int64, address, not string) (bool, error)
	// SeenPosts gives the live posts of the source; the store must not be written to
	// meanwhile.
	SeenPosts(ctx context.Context, source string, run int64) iter.Seq2[*blog.SeenPost, error]
	// PassPage gives the posts of a page as the present walk showed them, TiedPages
	// the pages at whose lower border equal timestamps meet. Duplicates counts the posts
	// that stood on two pages: those with another post's timestamp, and the others.
	PassPage(ctx context.Context, run, pass int64, number int) ([]blog.PagePost, error)
	TiedPages(ctx context.Context, run, pass int64) ([]int, error)
	Duplicates(ctx context.Context, run int64, walk int) (tied, untied int, err error)
	// CompareWalk gives the live posts that a walk did not show, and, if there are
	// any, those that it showed and that no earlier proof has seen.
	CompareWalk(ctx context.Context, source string, run int64, walk int) (vanished, fresh []blog.LivePost, err error)
	// ResumePages makes pages of a pass that was cut short steps of a walk: those
	// behind the first one that stated this total and whose posts still stand.
	ResumePages(ctx context.Context, pass, run int64, walk int, total *int, take func(*blog.ResumedPage)) error
}

// Progress is told how a run is going. Calls come from one goroutine.
type Progress interface {
	// Ahead says what is still to come: listing pages and details.
	Ahead(pages, details int)
	Page(number int, url string, posts int)
	Detail(url string)
	Note(message string)
}
