package importer

import (
	"context"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// resume goes on with a pass that was cut short, if the first page still states
// the same total and shows the same posts: the last look at the end of the pass
// then covers its earlier pages too. It is false when the page has changed.
func (r *run) resume(ctx context.Context, p *pass, old *blog.Pass, page *blog.Page, l *blog.Listing) (bool, error) {
	p.id = old.ID
	if err := r.putPage(ctx, p, page, l, 1); err != nil {
		return false, err
	}
	pages := walked(old)
	i := slices.IndexFunc(pages, func(page blog.PassPage) bool { return page.Number == 1 })
	if i < 0 || !slices.Equal(pages[i].Posts, p.pages[1].ids) || !sameTotal(pages[i].Range, p.pages[1].rng) {
		err := r.Store.EndPass(persist(ctx), old.ID, blog.PassInconsistent, "page 1 changed before the pass could be resumed", nil)
		*p = *newPass()
		return false, err
	}
	for _, page := range pages {
		if page.Number != 1 && sameTotal(page.Range, p.pages[1].rng) {
			r.lend(p, page)
		}
	}
	r.Log.Debug("resumed a pass", "pages", len(p.pages))
	return true, nil
}

// walked are the pages of a pass without its last looks, each number once.
func walked(old *blog.Pass) []blog.PassPage {
	byNumber := map[int]blog.PassPage{}
	for _, page := range old.Pages {
		if !page.Look {
			byNumber[page.Number] = page
		}
	}
	var pages []blog.PassPage
	for _, page := range byNumber {
		pages = append(pages, page)
	}
	slices.SortFunc(pages, func(a, b blog.PassPage) int { return a.Number - b.Number })
	return pages
}

func (r *run) lend(p *pass, page blog.PassPage) {
	lent := &passPage{ids: page.Posts, rng: page.Range}
	for _, id := range page.Posts {
		known, ok := r.known[id]
		if !ok {
			return // removed or moved meanwhile: read the page again
		}
		lent.walls = append(lent.walls, known.Published)
	}
	for i, id := range lent.ids {
		p.seen[id] = lent.walls[i]
		r.seen[id] = seenPost{page: int32(page.Number), published: lent.walls[i]}
		r.count(blog.Stored{ID: id, State: blog.StateUnchanged})
	}
	p.pages[page.Number] = lent
	p.asked[page.Key] = true
	if page.Range != nil {
		p.totals[page.Range.Total], p.stated = true, page.Range.Total
	}
	p.parts.resume(&page.Pager)
	if page.Pager.Mode == blog.PagerLinks {
		p.pager, p.pagerOf = page.Pager, page.Number // the only way on starts there
	}
}

func sameTotal(a, b *blog.Range) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Total == b.Total
}
