package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// previous is what a walk leaves for the next one.
type previous struct {
	page    *blog.Page // page 1 as found changed by the last look: the next walk starts with it
	listing *blog.Listing
	trace   uint64 // pass.trace, if its pages contradicted each other
	short   int    // how many posts fewer than stated (negative: more) a consistent pass saw
}

// proof is the verdict on whether the run saw every post.
type proof struct {
	ok      bool
	early   bool   // by an early stop rather than a full walk
	outcome string // blog.Pass…
	reason  string // why not
}

// prove judges a finished walk, after a last look at page 1 if it read more than that,
// and records the verdict.
func (r *run) prove(ctx context.Context, p *pass) error {
	if p.notModified {
		r.learned.total = r.src.StatedTotal
		r.proof = proof{ok: true, early: true}
		return nil
	}
	verdict, err := r.verdict(ctx, p)
	if err != nil {
		return err
	}
	r.proof = verdict
	r.Log.Debug("pass ended", "outcome", verdict.outcome, "reason", verdict.reason, "proof", verdict.ok, "pages", len(p.pages))
	// Apply the consequences before ending the pass: if the process is killed in
	// between, the next run applies them.
	if verdict.ok && !verdict.early {
		if err := r.concludePass(ctx, p); err != nil {
			return err
		}
	}
	if err := r.Store.EndPass(persist(ctx), p.id, verdict.outcome, verdict.reason, r.learned.total); err != nil {
		return err
	}
	return ctx.Err()
}

// concludePass marks the posts that a proved full walk did not see as removed or moved.
func (r *run) concludePass(ctx context.Context, p *pass) error {
	if len(p.totals) == 0 { // also a blog that once stated one
		r.src.StatedTotal, r.src.Unexplained = nil, 0
	}
	if err := r.followMoved(ctx, p); err != nil {
		return err
	}
	applied, err := r.Store.ApplyPass(persist(ctx), r.walkOf(p), r.Now().UTC())
	if err != nil {
		return err
	}
	r.rep.Removed += len(applied.Removed)
	r.live -= len(applied.Removed) + len(applied.Moved)
	for _, id := range applied.Moved {
		r.details.moved[id] = true
	}
	return nil
}

func (r *run) verdict(ctx context.Context, p *pass) (proof, error) {
	switch {
	case len(p.failed) > 0:
		return proof{outcome: blog.PassFailed, reason: fmt.Sprintf("listing pages that could not be fetched: %d", len(p.missing()))}, nil
	case p.cut:
		return proof{outcome: blog.PassCut, reason: "cut short by --max-pages"}, nil
	case p.last == 0 && !p.stopped:
		return proof{outcome: blog.PassInconsistent, reason: "the pages kept moving"}, nil
	}
	same, err := r.lastLook(ctx, p)
	if err != nil {
		return proof{}, err
	}
	if failure, ok := p.failed[1]; ok {
		return proof{outcome: blog.PassFailed, reason: failure.Error}, nil
	}
	why := p.contradiction()
	if !same {
		return proof{outcome: blog.PassInconsistent, reason: cmp.Or(why, "page 1 changed during the pass")}, nil
	}
	if why != "" {
		habit, err := r.habit(ctx, p)
		if err != nil || !habit {
			return r.provenByUnion(ctx, p, why)
		}
	}
	if p.stopped {
		return proof{ok: true, early: true, outcome: blog.PassStopped}, nil
	}
	if why := r.shrunk(p); why != "" {
		p.failed[1] = blog.Failure{URL: r.src.URL, Page: 1, Error: why}
		return proof{outcome: blog.PassFailed, reason: why}, nil
	}
	return r.againstTotal(p), nil
}

// contradiction describes how the pages of a pass contradict each other, "" if they do
// not.
func (p *pass) contradiction() string {
	switch {
	case len(p.totals) > 1:
		return "the stated total changed during the pass"
	case p.duplicates > 0:
		return fmt.Sprintf("posts on two pages: %d", p.duplicates)
	case !p.stopped && !p.contiguous():
		return "the stated ranges do not join up"
	}
	return ""
}

// habit reports whether the site always shows some posts on two pages: pinned posts, or
// overlapping pages. The previous walk saw the same posts on every page, which rules out a
// shift, and none of the duplicates shares its timestamp with another post, whose place it
// might have taken both times.
func (r *run) habit(ctx context.Context, p *pass) (bool, error) {
	before := r.previous.trace
	r.previous.trace = p.trace.Sum64()
	if p.duplicates == 0 || r.previous.trace != before || len(p.totals) > 1 || !p.contiguous() || len(p.totals) > 0 && p.posts != p.stated {
		return false, nil
	}
	tied, _, err := r.Store.Duplicates(ctx, r.walkOf(p))
	return err == nil && tied == 0, err
}

// againstTotal compares a consistent pass with the stated total. Another number of posts
// needs a second pass to confirm it: sites hide posts that they count, and show some that
// they do not.
func (r *run) againstTotal(p *pass) proof {
	short := 0
	if len(p.totals) > 0 {
		short = p.stated - p.posts
	}
	if short != 0 && short != r.src.Unexplained && short != r.previous.short {
		r.previous.short = short
		return proof{outcome: blog.PassConsistent, reason: apart(short)}
	}
	r.src.Unexplained = short
	return proof{ok: true, outcome: blog.PassConsistent}
}

// minGone is how many posts must disappear before shrunk doubts it.
const minGone = 5

// shrunk rejects a pass without a stated total that saw less than half of the known
// posts: a redesigned front page is more likely than so many deletions.
func (r *run) shrunk(p *pass) string {
	if len(p.totals) > 0 || r.o.AcceptMissing {
		return ""
	}
	if gone := r.before.Posts - p.known; gone < minGone || gone <= p.known {
		return ""
	}
	return fmt.Sprintf("the listing shows only %d of %d known posts and states no total: another page than before? (--accept-missing believes it)", p.known, r.before.Posts)
}

// apart says by how many posts a pass falls short of the stated total.
func apart(short int) string {
	if short < 0 {
		return fmt.Sprintf("more posts than stated, by %d", -short)
	}
	return fmt.Sprintf("fewer posts than stated, by %d", short)
}

// lastLook reads page 1 again if the pass read more than that. It returns true if total
// and posts are unchanged.
func (r *run) lastLook(ctx context.Context, p *pass) (bool, error) {
	if len(p.pages) < 2 && p.last < 2 {
		return true, nil
	}
	if !r.budget() {
		return false, nil
	}
	req := blog.Request{URL: r.src.URL}
	page, listing, err := r.listingPage(ctx, req, 1, blog.FetchOptions{Start: true})
	if err != nil {
		r.fail(req.URL, 1, err)
		p.failed[1] = blog.Failure{URL: req.URL, Page: 1, Error: "the last look at page 1: " + err.Error()}
		return false, fatal(ctx, err)
	}
	r.learn(listing)
	put := r.newPut(page, markTeasers(r.src, listing), 1)
	put.Pass, put.Reread = p.id, true
	stored, err := r.storePage(ctx, put)
	if err != nil {
		return false, err
	}
	r.previous.page, r.previous.listing = page, listing
	same := sameTotal(listing.Range, p.first.rng) && samePosts(p.first.posts, newShownPage(1, listing.Range, stored).posts)
	if same {
		p.update(1, listing) // servers may accept only the form of their latest response
	}
	return same, nil
}

// samePosts reports whether two readings of a page show the same posts, except those
// that share the timestamp of the page's last post: which of them are on the page may
// change with every request.
func samePosts(a, b []blog.PagePost) bool {
	only := func(x, y []blog.PagePost) bool {
		for _, post := range x {
			shown := slices.ContainsFunc(y, func(other blog.PagePost) bool { return other.ID == post.ID })
			if !shown && (post.Published == "" || post.Published != x[len(x)-1].Published) {
				return false
			}
		}
		return true
	}
	return len(a) == len(b) && only(a, b) && only(b, a)
}

// provenByUnion judges a pass whose pages contradict each other. If the only cause is
// the unstable order of equal timestamps, it reads the affected pages again until as
// many posts were seen as every request of the run stated. One more look at page 1 then
// shows that nothing else has changed.
func (r *run) provenByUnion(ctx context.Context, p *pass, why string) (proof, error) {
	no := proof{outcome: blog.PassInconsistent, reason: why}
	if p.stopped || len(r.learned.totals) != 1 {
		return no, nil
	}
	tied, err := r.tiedPages(ctx, p)
	if err != nil || len(tied) == 0 {
		return no, err
	}
	for p.posts < p.stated {
		before := r.requests.listings
		for _, n := range tied {
			still, err := r.readTied(ctx, p, n)
			if err != nil || !still {
				return no, err
			}
			if p.posts >= p.stated {
				break
			}
		}
		if r.requests.listings == before {
			return no, nil
		}
	}
	if p.posts != p.stated {
		return no, nil
	}
	if same, err := r.lastLook(ctx, p); err != nil || !same {
		return no, err
	}
	r.previous.page, r.src.Unexplained = nil, 0
	return proof{ok: true, outcome: blog.PassConsistent, reason: "equal timestamps in changing order: as many distinct posts as every page stated"}, nil
}

// tiedPages returns the pages with equal timestamps across their border, if the order
// of those explains everything: each post seen on two pages shares its timestamp with
// another post.
func (r *run) tiedPages(ctx context.Context, p *pass) ([]int, error) {
	if _, untied, err := r.Store.Duplicates(ctx, r.walkOf(p)); err != nil || untied > 0 {
		return nil, err
	}
	upper, err := r.Store.TiedPages(ctx, r.id, p.id)
	var tied []int
	for _, n := range upper {
		if len(tied) == 0 || tied[len(tied)-1] != n {
			tied = append(tied, n)
		}
		tied = append(tied, n+1)
	}
	return tied, err
}

// readTied reads a page with equal timestamps at its border again. It returns false if
// more than their order has changed.
func (r *run) readTied(ctx context.Context, p *pass, n int) (bool, error) {
	before, err := r.Store.PassPage(ctx, r.id, p.id, n)
	if err != nil {
		return false, err
	}
	page, err := r.rereadPage(ctx, p, n)
	if err != nil || page == nil || len(r.learned.totals) > 1 {
		return err == nil && page == nil && len(r.learned.totals) == 1, err
	}
	p.posts += page.fresh
	return onlyTiesDiffer(before, page.posts), nil
}

// onlyTiesDiffer reports whether two readings of a page show, position by position, the
// same posts or others with the same timestamp.
func onlyTiesDiffer(a, b []blog.PagePost) bool {
	return len(a) > 0 && slices.EqualFunc(a, b, func(x, y blog.PagePost) bool {
		return x.ID == y.ID || x.Published != "" && x.Published == y.Published
	})
}

// rereadPage reads one page of the pass again; nil if it could not be fetched.
func (r *run) rereadPage(ctx context.Context, p *pass, n int) (*shownPage, error) {
	req, ok := p.request(n)
	if n == 1 {
		req, ok = blog.Request{URL: r.src.URL}, true
	}
	if !ok || !r.budget() {
		return nil, nil
	}
	page, listing, err := r.listingPage(ctx, req, n, blog.FetchOptions{})
	if err != nil {
		r.fail(req.URL, n, err)
		return nil, fatal(ctx, err)
	}
	r.learn(listing)
	p.update(n, listing)
	put := r.newPut(page, markTeasers(r.src, listing), n)
	put.Pass, put.Reread, put.Walk = p.id, true, p.walk
	stored, err := r.storePage(ctx, put)
	if err != nil {
		return nil, err
	}
	return newShownPage(n, listing.Range, stored), ctx.Err()
}
