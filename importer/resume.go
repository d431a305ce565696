package importer

import (
	"context"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// resume continues an unfinished pass if page 1 still states the same total and shows
// the same posts; the last look at the end of the pass then covers its earlier pages,
// too. It returns false if page 1 has changed.
func (r *run) resume(ctx context.Context, p *pass, old *blog.Pass, page *blog.Page, l *blog.Listing) (bool, error) {
	p.id = old.ID
	if err := r.putPage(ctx, p, page, l, 1); err != nil {
		return false, err
	}
	shows := func(post blog.PagePost, id string) bool { return post.ID == id }
	if old.First == nil || !slices.EqualFunc(p.first.posts, old.First.Posts, shows) || !sameTotal(old.First.Range, p.first.rng) {
		err := r.Store.EndPass(persist(ctx), old.ID, blog.PassInconsistent, "page 1 changed before the pass could be resumed", nil)
		*p = *r.newPass()
		return false, err
	}
	var total *int
	if p.first.rng != nil {
		total = &p.first.rng.Total
	}
	err := r.Store.ResumePages(persist(ctx), old.ID, r.walkOf(p), total, p.addResumed)
	r.Log.Debug("resumed a pass", "pages", len(p.pages))
	return err == nil, err
}

// addResumed adds a page that another run has read.
func (p *pass) addResumed(page *blog.ResumedPage) {
	p.pages[page.Number], p.highest = newPassPage(page.Range, len(page.Posts)), max(p.highest, page.Number)
	p.posts, p.known, p.duplicates = p.posts+page.New, p.known+page.New, p.duplicates+page.Duplicates
	p.asked.add(page.Key)
	if page.Range != nil {
		p.totals[page.Range.Total], p.stated = true, page.Range.Total
	}
	p.parts.resume(page)
	if p.pager.Mode != blog.PagerPostback { // a form works only in the session that it was sent in
		p.turn(page.Number, page.Pager)
	}
}

func sameTotal(a, b *blog.Range) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Total == b.Total
}
