package importer

import (
	"context"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// noWall is a time that no post is newer than.
const noWall blog.Wall = "9999"

// knownBegin says that from page n on only known posts can follow: the page
// ends with a post that was stored before the last proof, the posts stored by now
// are as many as the listing states, and none of them is missing that is newer
// than the page's last or was stored since that proof: one may be gone and another,
// further down, new. Where pages are not in the order of dates, newer tells nothing.
func (r *run) knownBegin(ctx context.Context, p *pass, n int) (bool, error) {
	page := p.latest
	if page == nil || page.number != n || len(page.posts) == 0 || len(p.failed) > 0 || len(p.totals) > 1 || p.duplicates > 0 {
		return false, nil
	}
	end := page.posts[len(page.posts)-1]
	if known, err := r.Store.ProvedBefore(ctx, r.src.ID, end.ID); err != nil || !known {
		return false, err
	}
	newer := end.Published
	switch {
	case page.rng != nil && r.live+r.src.Unexplained != page.rng.Total:
		return false, nil
	case page.rng == nil && (end.Published == "" || r.src.StatedTotal != nil): // it used to state one: that is no agreement
		return false, nil
	case page.rng != nil && (end.Published == "" || !newestFirst(page.posts)):
		newer = noWall
	case !strings.Contains(string(newer), "T"):
		newer += "T24" // of posts of one day, the own pages may tell times that the listing leaves out
	}
	missed, err := r.Store.HasUnseen(ctx, r.src.ID, r.id, newer)
	return !missed && err == nil, err
}

func newestFirst(posts []blog.PagePost) bool {
	return slices.IsSortedFunc(posts, func(a, b blog.PagePost) int { return strings.Compare(string(b.Published), string(a.Published)) })
}
