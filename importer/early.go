package importer

import (
	"context"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// noWall is later than any post's time.
const noWall blog.Wall = "9999"

// knownBegin reports whether only known posts can follow page n, so that the walk may
// stop early. The page must end with a post covered by the last proof, as many posts
// must be stored as the listing states, and the run must have seen every post that is
// newer than the page's last or was stored since that proof; else one may be deleted
// and another one, further down, new. If the page is not sorted by date, the run must
// have seen all.
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
	case page.rng == nil && (end.Published == "" || r.src.StatedTotal != nil): // an earlier total has disappeared
		return false, nil
	case page.rng != nil && (end.Published == "" || !newestFirst(page.posts)):
		newer = noWall
	case !strings.Contains(string(newer), "T"):
		newer += "T24" // a date without time: detail pages may have times
	}
	missed, err := r.Store.HasUnseen(ctx, r.src.ID, r.id, newer)
	return !missed && err == nil, err
}

func newestFirst(posts []blog.PagePost) bool {
	return slices.IsSortedFunc(posts, func(a, b blog.PagePost) int { return strings.Compare(string(b.Published), string(a.Published)) })
}
