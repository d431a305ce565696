package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

// detailState is what a run remembers of the details it has read.
type detailState struct {
	gone        []goneDetail    // to be looked up in the listing
	stillListed map[string]bool // posts found there: not requested again
	moved       map[string]bool // posts that a walk of the run saw at another permalink
	rechecked   int             // details read again though they were not due
}

func newDetailState() detailState {
	return detailState{stillListed: map[string]bool{}, moved: map[string]bool{}}
}

// errNotThere is the error for a permalink whose page does not show the post.
var errNotThere = errors.New("the page does not show the post")

// errDown ends reading details after several requests in a row without an answer.
var errDown = errors.New("the site does not answer")

// detailReason returns why a post's detail page has to be read, "" if it does not. It
// mostly ignores --details: what one run skips, another one has to find. Pages on
// other hosts are due as well: they are not requested and become gaps.
func (r *run) detailReason(s *blog.Stored) string {
	count := s.Shown.CommentCount
	switch {
	case s.Post.URL == "":
		return ""
	case s.Shown.ExcerptOnly && (!s.HasDetail || s.ShownChanged):
		return onlyTeaser
	case r.o.Details == DetailsAlways && (!s.HasDetail || s.ShownChanged) && r.src.Owns(s.Post.URL):
		return "asked for with --details always"
	case s.HasDetail && s.TagsChanged:
		return "the listing shows other tags than before" // the detail's old tags take precedence
	case count == nil:
		return ""
	case !s.HasDetail && *count > 0:
		return fmt.Sprintf("comments stated: %d", *count)
	case s.HasDetail && (s.DetailCount == nil || *s.DetailCount != *count):
		return fmt.Sprintf("another comment count than before: %d", *count)
	}
	return ""
}

// onlyTeasers reports whether this run reads only the detail pages of teasers, not
// those that are due for their comments.
func (r *run) onlyTeasers() bool { return r.o.Details != DetailsAlways && r.o.NoComments }

func (r *run) detailPage(ctx context.Context, req blog.Request, shown blog.Post) (*blog.Page, *blog.Detail, error) {
	var detail *blog.Detail
	k := r.k
	k.Heading = r.src.Name // which a first crawl learns on its way
	page, err := r.Fetch.Fetch(ctx, req, blog.FetchOptions{Check: func(p *blog.Page) (err error) {
		detail, err = r.Parser.Detail(p, k, shown)
		if errors.Is(err, blog.ErrNoPosts) {
			return nil // not a server error: a retry would not help
		}
		return err
	}})
	if err != nil {
		return nil, nil, err
	}
	if detail == nil {
		return page, nil, errNotThere
	}
	astray, err := r.isOtherPage(ctx, page, detail, shown)
	if err == nil && astray {
		err = errNotThere
	}
	if err != nil {
		return page, nil, err
	}
	return page, detail, nil
}

// isOtherPage reports whether the response to a permalink is not the post's own page:
// old sites redirect deleted posts to the listing or to another post.
func (r *run) isOtherPage(ctx context.Context, page *blog.Page, d *blog.Detail, shown blog.Post) (bool, error) {
	got := &d.Post
	differs := shown.Title != "" && got.Title != "" && blog.Fold(got.Title) != blog.Fold(shown.Title)
	otherTime := shown.Published != "" && got.Published != "" && got.Published != shown.Published
	if differs && otherTime {
		return true, nil
	}
	landed := blog.PathKey(page.Address(), r.learned.fold)
	if landed == blog.PathKey(page.Request.URL, r.learned.fold) {
		return false, nil
	}
	if differs || landed == blog.PathKey(r.src.URL, r.learned.fold) {
		return true, nil
	}
	return r.Store.ShowsOtherPost(persist(ctx), r.src.ID, r.id, landed, shown.URL)
}

// readDetails reads all due detail pages, concurrently if Options.Parallel says so,
// and stores them one by one in their order.
func (r *run) readDetails(ctx context.Context) error {
	n, due, err := r.dueNow(ctx)
	if err != nil || n == 0 {
		return err
	}
	r.Progress.Ahead(0, max(0, n-len(r.details.stillListed)))
	inner, stop := context.WithCancel(ctx)
	defer stop()
	read := func(d *blog.Due) readDetail { return r.readOne(inner, d) }
	for got := range inOrder(r.o.Parallel, r.detailsToRead(inner, due, &err), read) {
		if err != nil && got.err != nil {
			continue // canceled
		}
		if stopped := r.takeDetail(ctx, got); err == nil && stopped != nil {
			err = stopped
			stop() // the rest stays due
		}
	}
	if errors.Is(err, errDown) {
		r.warn("the site stopped answering: the remaining detail pages are left for the next run")
		return nil
	}
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// detailsToRead yields the due details until ctx ends, except those known to be gone.
func (r *run) detailsToRead(ctx context.Context, due iter.Seq2[*blog.Due, error], failed *error) iter.Seq[*blog.Due] {
	return func(yield func(*blog.Due) bool) {
		for d, err := range due {
			if err != nil {
				*failed = cmp.Or(*failed, err)
				return
			}
			if ctx.Err() != nil || !r.details.stillListed[d.Post] && !yield(d) {
				return
			}
		}
	}
}

// untilDone yields items until ctx ends.
func untilDone[T any](ctx context.Context, items []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, item := range items {
			if ctx.Err() != nil || !yield(item) {
				return
			}
		}
	}
}

// dueNow returns the details to read and their number: those due, and the newest ones
// to recheck, which have no Reason.
func (r *run) dueNow(ctx context.Context) (int, iter.Seq2[*blog.Due, error], error) {
	if r.o.Details == DetailsNever {
		return 0, nil, nil
	}
	if r.o.Details == DetailsAlways {
		if err := r.Store.MarkAllDue(ctx, r.src, "asked for with --details always"); err != nil {
			return 0, nil, err
		}
	}
	return r.Store.Due(ctx, r.src.ID, r.onlyTeasers(), r.o.RecheckDetails)
}

// readDetail is a detail with the further pages of its comments, or the error.
type readDetail struct {
	due    *blog.Due
	pages  []*blog.Page
	detail *blog.Detail
	err    error
}

// readOne reads a detail page and all pages of its comments.
func (r *run) readOne(ctx context.Context, due *blog.Due) readDetail {
	page, detail, err := r.detailPage(ctx, blog.Request{URL: due.URL, Referer: r.src.URL}, due.Shown)
	if err != nil {
		return readDetail{due: due, err: err}
	}
	read := readDetail{due: due, pages: []*blog.Page{page}, detail: detail}
	if !r.o.NoComments {
		read.err = r.readComments(ctx, &read)
	}
	return read
}

// takeDetail stores what was read or records the failure. It returns an error only if
// the store fails or the run has to stop.
func (r *run) takeDetail(ctx context.Context, read readDetail) error {
	if read.err != nil {
		return r.failDetail(ctx, read)
	}
	r.requests.unanswered = 0
	r.warnCommentService(read.detail.Post.CommentService)
	for i := range read.detail.Warnings {
		r.warn("%s: %s", read.due.URL, read.detail.Warnings[i])
	}
	put := &blog.DetailPut{
		Source: r.src, Run: r.id, Post: read.due.Post, Pages: read.pages, Detail: read.detail,
		At: r.Now().UTC(), Fold: r.learned.fold,
	}
	if page := read.pages[0]; page.Moved && blog.PathKey(page.Address(), r.learned.fold) != blog.PathKey(read.due.URL, r.learned.fold) {
		put.MovedTo = blog.Canonical(page.Address())
	}
	stored, err := r.Store.PutDetail(persist(ctx), put)
	if err != nil {
		return fmt.Errorf("store %s: %w", read.due.URL, err)
	}
	r.count(stored)
	if read.due.Reason == "" {
		r.details.rechecked++
	}
	r.Progress.Detail(read.due.URL)
	return ctx.Err()
}

func (r *run) failDetail(ctx context.Context, read readDetail) error {
	if err := fatal(ctx, read.err); err != nil {
		if !cancelled(ctx, err) { // the server asked to wait
			r.fail(read.due.URL, 0, err)
		}
		return err
	}
	var status *blog.StatusError
	answered := errors.As(read.err, &status)
	if answered && status.Gone() {
		r.details.gone = append(r.details.gone, goneDetail{Due: *read.due, err: read.err})
		return nil
	}
	r.fail(read.due.URL, 0, read.err)
	if err := r.Store.FailDue(persist(ctx), read.due.Post, read.err.Error()); err != nil {
		return err
	}
	if answered || errors.Is(read.err, errNotThere) || notAsked(read.err) {
		r.requests.unanswered = 0
	} else if r.requests.unanswered++; r.requests.unanswered >= maxUnanswered {
		return errDown
	}
	return nil
}
