package importer

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"reflect"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// fail records and logs a failed request.
func (r *run) fail(url string, page int, err error) {
	if r.recordFailure(url, page, err) {
		r.Log.Warn("not read", "url", url, "err", err)
	}
}

// recordFailure records a failed request without logging it, for errors that end the
// run and are reported anyway. It returns false if nothing was requested.
func (r *run) recordFailure(url string, page int, err error) bool {
	if notAsked(err) || errors.Is(err, context.Canceled) {
		return false
	}
	r.rep.Failed = append(r.rep.Failed, blog.Failure{URL: url, Page: page, Error: err.Error()})
	return true
}

// notAsked reports whether err means that no request was sent: robots.txt forbids it, or
// the host is not the blog's, or private.
func notAsked(err error) bool {
	return errors.Is(err, blog.ErrRobots) || errors.Is(err, blog.ErrForeign) || errors.Is(err, blog.ErrPrivate)
}

// finish completes the run: the report, the gaps, what was learned of the source.
func (r *run) finish(ctx context.Context, err error) (*blog.Report, error) {
	rep := r.rep
	rep.FinishedAt = r.Now().UTC()
	stats := r.Fetch.Stats()
	rep.Requests, rep.Bytes, rep.Pages = stats.Requests, stats.Bytes, stats.Pages
	rep.Interrupted = err != nil && cancelled(ctx, err)
	var wait *blog.WaitError
	if errors.As(err, &wait) {
		r.src.NotBefore = wait.Until
		rep.Error, err = wait.Error(), nil
	} else if err != nil && !rep.Interrupted {
		rep.Error = err.Error()
	}
	if r.src.ID == "" && (wait != nil || rep.Error != "" && !wrongAddress(err)) {
		// The failure may be temporary: remember the source and its Retry-After.
		err = errors.Join(err, r.adopt(persist(ctx), &blog.Listing{}))
	}
	if r.id == 0 {
		return rep, err // nothing was received: there is no source to record it with
	}
	return rep, errors.Join(err, r.record(persist(ctx)))
}

// wrongAddress reports whether err means that there is no blog at the address.
func wrongAddress(err error) bool {
	var status *blog.StatusError
	var dns *net.DNSError
	var noTLS tls.RecordHeaderError
	return errors.Is(err, blog.ErrNoPosts) || errors.Is(err, blog.ErrRedirect) || errors.Is(err, blog.ErrPrivate) ||
		errors.As(err, &dns) || errors.As(err, &noTLS) || errors.As(err, &status) && status.Gone()
}

// postponed reports a run that was not started because of an earlier Retry-After.
// Nothing is recorded.
func (r *run) postponed(ctx context.Context, wait *blog.WaitError) (*blog.Report, error) {
	held, err := r.Store.PostStats(ctx, r.src.ID)
	rep := r.rep
	rep.FinishedAt, rep.Error = r.Now().UTC(), wait.Error()
	rep.Stored, rep.Unchanged, rep.StatedTotal = held.Posts, held.Posts, r.src.StatedTotal
	rep.Gaps = append(rep.Gaps, blog.Gap{Kind: "page", Page: 1, URL: r.src.URL, Reason: wait.Error()})
	return rep, err
}

// record stores the outcome of the run.
func (r *run) record(ctx context.Context) error {
	if r.learned.total != nil {
		r.src.StatedTotal = r.learned.total
	}
	r.compareCounts()
	if r.o.AcceptMissing && r.proof.ok {
		r.src.Accepted = r.src.Unexplained
	}
	held, err := r.Store.PostStats(ctx, r.src.ID)
	if err != nil {
		return err
	}
	tally, err := r.Store.Tally(ctx, r.id)
	if err != nil {
		return err
	}
	details, err := r.detailGaps(ctx)
	if err != nil {
		return err
	}
	rep := r.rep
	rep.Stored, rep.StatedTotal = held.Posts, r.src.StatedTotal
	rep.Gaps = append(r.listingGaps(held.Posts), details...)
	rep.Proved = r.proof.ok
	rep.Complete = r.proof.ok && len(rep.Gaps) == 0
	rep.AcceptedMissing = max(0, r.src.AcceptedPart())
	r.tally(tally)
	r.warnTemplates()
	r.warnUnsure()
	if err := errors.Join(r.warnTags(ctx), r.warnShort(ctx, len(details))); err != nil {
		return err
	}
	r.keepWarnings()
	if r.before.source == nil || !reflect.DeepEqual(r.before.source, r.src) {
		if err := r.Store.SaveSource(ctx, r.src); err != nil {
			return err
		}
	}
	if err := r.Store.PutGaps(ctx, r.src.ID, rep.Gaps); err != nil {
		return err
	}
	return r.Store.FinishRun(ctx, r.id, rep)
}

// compareCounts compares a complete walk without a stated total with other evidence
// of the number of posts: the archives' counts, links to posts, and the feed.
func (r *run) compareCounts() {
	if !r.needsCrossCheck() {
		return
	}
	counted := r.pass.parts.months.short(r.pass.posts)
	if counted > 0 {
		r.warn("the links to months and years count more posts than were shown, by %d", counted)
	}
	if r.before.source != nil && len(r.learned.feeds) > 0 && !r.feed.read {
		r.feed.unlisted = r.before.source.Unexplained // nothing new: the same posts are still missing
	}
	unshown := 0
	if len(r.pass.pages) == 1 {
		unshown = r.pass.unshown
	}
	if unshown > 0 {
		r.warn("the one page links to posts of other months (%d), but neither a pager nor archives lead to them", unshown)
	}
	if control := r.pass.unfollowed; control != "" && len(r.pass.pages) == 1 {
		r.warn("the one page has a control for more posts that cannot be followed: %s", control)
		unshown = max(unshown, 1)
	}
	r.src.Unexplained = max(counted, r.feed.unlisted, unshown)
}

// keepWarnings saves the warnings for status. A full run replaces them; one that
// stopped early adds to those of earlier runs.
func (r *run) keepWarnings() {
	if r.proof.ok && !r.proof.early {
		r.src.Warnings = nil
	}
	for _, w := range r.rep.Warnings {
		r.src.Warnings = appendNew(r.src.Warnings, w)
	}
}

// tally sets the report's post counts. Posts that the run did not have to read are
// unchanged if the proof covers them.
func (r *run) tally(c blog.Tally) {
	rep := r.rep
	rep.New, rep.Changed, rep.Restored, rep.Unchanged = c.New, c.Changed, c.Restored, c.Unchanged
	if rep.Proved {
		rep.Unchanged = max(0, rep.Stored-rep.New-rep.Changed-rep.Restored)
	}
	rep.Looked = strings.Join(slices.DeleteFunc([]string{r.describeExtent(c.Seen), r.bodiesChecked()}, func(s string) bool { return s == "" }), "; ")
}

// describeExtent says what the proof is if no total is stated: how many posts were
// enough for an early stop, or what was read to its end.
func (r *run) describeExtent(seen int) string {
	switch {
	case r.learned.total != nil || !r.proof.ok:
		return ""
	case r.proof.early:
		return fmt.Sprintf("no total is stated: looked at the newest %d posts, until known posts began", seen)
	}
	return "no total is stated: " + r.pass.describeEnd()
}

// bodiesChecked reports whether a re-sync could detect edited bodies: where listings show
// only summaries, edits are visible only on detail pages.
func (r *run) bodiesChecked() string {
	switch {
	case r.details.rechecked > 0:
		return fmt.Sprintf("read the pages of %d known posts again", r.details.rechecked)
	case r.learned.summaries && r.before.Posts > 0:
		return "the listing shows only summaries: bodies of known posts were not checked (--recheck-details N reads the newest N again)"
	}
	return ""
}

// listingGaps returns what the listing has and the store, with stored live posts, has
// not.
func (r *run) listingGaps(stored int) []blog.Gap {
	gaps := []blog.Gap{}
	if !r.proof.ok {
		gaps = append(gaps, r.unprovenGaps()...)
	}
	if total := r.src.StatedTotal; r.proof.ok && total != nil && stored+r.src.Unexplained != *total {
		gaps = append(gaps, blog.Gap{Kind: "post", Reason: fmt.Sprintf("%d posts are stored and %d stated", stored, *total)})
	}
	if open := r.src.Unexplained - r.src.AcceptedPart(); open != 0 && r.proof.ok {
		gaps = append(gaps, blog.Gap{Kind: "post", Reason: r.unexplained(open) + " (--accept-missing takes them as accounted for)"})
	}
	return gaps
}

// unexplained describes that the site counts n more posts than it shows or, if n is
// negative, shows more than it counts.
func (r *run) unexplained(n int) string {
	switch {
	case n < 0:
		return fmt.Sprintf("the site shows more posts than it counts, by %d", -n)
	case n == 1 && r.pass != nil && r.pass.unfollowed != "":
		return fmt.Sprintf("the page has a control for more posts that cannot be followed: %s", r.pass.unfollowed)
	case r.src.StatedTotal == nil:
		return fmt.Sprintf("the blog's archives, links or feed name more posts than it shows, by %d", n)
	}
	return fmt.Sprintf("the site counts more posts than it shows, by %d", n)
}

// unprovenGaps returns the pages that a pass missed or, if it missed none, one gap
// with the reason why it proves nothing.
func (r *run) unprovenGaps() []blog.Gap {
	p := r.pass
	why := r.proof.reason
	switch {
	case r.rep.Interrupted:
		why = "interrupted"
	case r.rep.Error != "":
		why = r.rep.Error
	case r.proof.outcome == blog.PassFailed:
		why = "not read"
	}
	if p == nil || len(p.pages) == 0 {
		return []blog.Gap{{Kind: "page", Page: 1, URL: r.src.URL, Reason: why}}
	}
	var gaps []blog.Gap
	for _, n := range p.missing() {
		gaps = p.addGap(gaps, n, why)
	}
	if failure, ok := p.failed[1]; ok {
		gaps = append(gaps, blog.Gap{Kind: "page", URL: failure.URL, Page: 1, Reason: failure.Error})
	}
	if len(gaps) == 0 {
		gap := blog.Gap{Kind: "range", Reason: why}
		if total := p.stated; total > 0 {
			gap.From, gap.To = 1, total
		}
		gaps = append(gaps, gap)
	}
	return gaps
}

// addGap adds page n to gaps, merging pages that were not tried into ranges.
func (p *pass) addGap(gaps []blog.Gap, n int, why string) []blog.Gap {
	from, to := 0, 0
	if size := p.size(); size > 0 {
		from, to = (n-1)*size+1, min(n*size, max(p.stated, (n-1)*size+1))
	}
	if failure, ok := p.failed[n]; ok {
		return append(gaps, blog.Gap{Kind: "page", From: from, To: to, URL: failure.URL, Page: n, Reason: failure.Error})
	}
	if last := len(gaps) - 1; last >= 0 && gaps[last].Kind == "range" && from > 0 && gaps[last].To == from-1 {
		gaps[last].To = to
		return gaps
	}
	if from == 0 {
		return append(gaps, blog.Gap{Kind: "page", Page: n, Reason: why})
	}
	return append(gaps, blog.Gap{Kind: "range", From: from, To: to, Reason: why})
}

// detailGaps returns the details that this run's options require and that were not
// read.
func (r *run) detailGaps(ctx context.Context) ([]blog.Gap, error) {
	if r.o.Details == DetailsNever {
		return nil, nil
	}
	return r.Store.DueGaps(ctx, r.src.ID, r.onlyTeasers())
}
