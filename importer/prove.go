package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// look is the last look at page 1. When the pages turn out to have moved, the
// next walk starts with it.
type look struct {
	page    *blog.Page
	listing *blog.Listing
}

// proof is how it was shown that the run saw every post.
type proof struct {
	ok      bool
	early   bool   // knowledge an early stop; a full proof covers the posts of the walk
	outcome string // blog.Pass…
	reason  string // why not
}

// prove judges a walk that came to its end, with a last look at page 1 if it
// read more than that, and records the verdict.
func (r *run) prove(ctx context.Context, p *pass) error {
	if p.notModified {
		r.total = r.src.StatedTotal
		r.proof = proof{ok: true, early: true}
		return nil
	}
	verdict, err := r.verdict(ctx, p)
	if err != nil {
		return err
	}
	r.proof = verdict
	r.Log.Debug("pass ended", "outcome", verdict.outcome, "reason", verdict.reason, "proof", verdict.ok, "pages", len(p.pages))
	// The pass ends when its consequences are drawn: a run killed before has them
	// drawn by the next one.
	if verdict.ok && !verdict.early {
		if err := r.concludePass(ctx, p); err != nil {
			return err
		}
	}
	if err := r.Store.EndPass(persist(ctx), p.id, verdict.outcome, verdict.reason, r.total); err != nil {
		return err
	}
	return ctx.Err()
}

// concludePass marks the posts that a full proof does not cover as removed or
// moved.
func (r *run) concludePass(ctx context.Context, p *pass) error {
	if len(p.totals) == 0 { // also a blog that once stated one
		r.src.StatedTotal, r.src.Unexplained = nil, 0
	}
	if err := r.followMoved(ctx, p); err != nil {
		return err
	}
	applied, err := r.Store.ApplyPass(persist(ctx), r.src.ID, r.id, p.walk, r.Now().UTC())
	if err != nil {
		return err
	}
	r.rep.Removed += len(applied.Removed)
	r.live -= len(applied.Removed) + len(applied.Moved)
	for _, id := range applied.Moved {
		r.moved[id] = true
	}
	return nil
}

func (r *run) verdict(ctx context.Context, p *pass) (proof, error) {
	switch {
	case len(p.failed) > 0:
		return proof{outcome: blog.PassFailed, reason: fmt.Sprintf("%d listing pages could not be had", len(p.missing()))}, nil
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

// contradiction says in what the pages of a pass disagree, "" if in nothing.
func (p *pass) contradiction() string {
	switch {
	case len(p.totals) > 1:
		return "the stated total changed during the pass"
	case p.duplicates > 0:
		return fmt.Sprintf("%d posts stood on two pages", p.duplicates)
	case !p.stopped && !p.contiguous():
		return "the stated ranges do not join up"
	}
	return ""
}

// habit says that posts stand on two pages because the site shows them so: pinned
// ones, or pages that overlap. The walk before showed the same posts on every page,
// which no shift does, and none of those shown twice shares its timestamp with
// another, whose place it might have taken both times.
func (r *run) habit(ctx context.Context, p *pass) (bool, error) {
	before := r.trace
	r.trace = p.trace.Sum64()
	if p.duplicates == 0 || r.trace != before || len(p.totals) > 1 || !p.contiguous() || len(p.totals) > 0 && p.posts != p.stated {
		return false, nil
	}
	tied, _, err := r.Store.Duplicates(ctx, r.id, p.walk)
	return err == nil && tied == 0, err
}

// againstTotal compares what a consistent pass showed with the stated total.
// Another number of posts has to be seen twice before it is believed: sites hide
// posts that they count, and show some that they do not.
func (r *run) againstTotal(p *pass) proof {
	short := 0
	if len(p.totals) > 0 {
		short = p.stated - p.posts
	}
	if short != 0 && short != r.src.Unexplained && short != r.short {
		r.short = short
		return proof{outcome: blog.PassConsistent, reason: apart(short)}
	}
	r.src.Unexplained = short
	return proof{ok: true, outcome: blog.PassConsistent}
}

// minGone is from how many on the disappearance of most posts at once is not
// believed of a listing that states no total.
const minGone = 5

// shrunk doubts a pass without a stated total that shows less than half of the
// known posts: rather than to delete so many, sites get a new front page.
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

// lastLook reads page 1 again if the pass read more than that. It is true if
// the same total and the same posts stand there.
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
	r.look = look{page: page, listing: listing} // where another walk would begin
	same := sameTotal(listing.Range, p.first.rng) && samePosts(p.first.posts, newShownPage(1, listing.Range, stored).posts)
	if same {
		p.update(1, listing) // servers may take no older form than that of their last answer
	}
	return same, nil
}

// samePosts says that two readings of a page show the same posts, but for
// those that share the timestamp of the page's last post: which of them still
// fits on the page may change with every request.
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

// provenByUnion settles a pass whose pages disagree. Where only the unstable
// order of equal timestamps is to blame, the pages around them are read again
// untilDone pass and re-reading have shown as many posts as every request of the run
// stated; one more look at page 1 then says that nothing else has moved.
func (r *run) provenByUnion(ctx context.Context, p *pass, why string) (proof, error) {
	no := proof{outcome: blog.PassInconsistent, reason: why}
	if p.stopped || len(r.totals) != 1 {
		return no, nil
	}
	tied, err := r.tiedPages(ctx, p)
	if err != nil || len(tied) == 0 {
		return no, err
	}
	for p.posts < p.stated {
		before := r.listings
		for _, n := range tied {
			still, err := r.readTied(ctx, p, n)
			if err != nil || !still {
				return no, err
			}
			if p.posts >= p.stated {
				break
			}
		}
		if r.listings == before {
			return no, nil
		}
	}
	if p.posts != p.stated {
		return no, nil
	}
	if same, err := r.lastLook(ctx, p); err != nil || !same {
		return no, err
	}
	r.look, r.src.Unexplained = look{}, 0
	return proof{ok: true, outcome: blog.PassConsistent, reason: "equal timestamps in changing order: as many distinct posts as every page stated"}, nil
}

// tiedPages gives the pages at whose border equal timestamps meet, if nothing
// but the order of those speaks against the pass: whatever stood on two pages
// shares its timestamp with another post.
func (r *run) tiedPages(ctx context.Context, p *pass) ([]int, error) {
	if _, untied, err := r.Store.Duplicates(ctx, r.id, p.walk); err != nil || untied > 0 {
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

// readTied reads a page with equal timestamps at its border again. It is false
// when more than their order has changed.
func (r *run) readTied(ctx context.Context, p *pass, n int) (bool, error) {
	before, err := r.Store.PassPage(ctx, r.id, p.id, n)
	if err != nil {
		return false, err
	}
	page, err := r.rereadPage(ctx, p, n)
	if err != nil || page == nil || len(r.totals) > 1 {
		return err == nil && page == nil && len(r.totals) == 1, err
	}
	p.posts += page.fresh
	return onlyTiesDiffer(before, page.posts), nil
}

// onlyTiesDiffer says that two readings of a page show, place by place, the same
// posts or others of the same timestamp.
func onlyTiesDiffer(a, b []blog.PagePost) bool {
	return len(a) > 0 && slices.EqualFunc(a, b, func(x, y blog.PagePost) bool {
		return x.ID == y.ID || x.Published != "" && x.Published == y.Published
	})
}

// rereadPage reads one page of the pass once more; nil if it could not be had.
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
