package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// maxFeeds is the maximum number of feeds to request.
const maxFeeds = 2

// feedCheck compares the listing's own feed with its pages.
type feedCheck struct {
	read     bool
	unlisted int // posts that no page showed
}

// readFeed reads the blog's feed if new or changed posts lack a time, permalink or
// body that the feed may have, or if listing pages are missing. If no total was
// stated and there are new posts, the feed is also a cross-check that the listing
// shows all posts. A feed that cannot be read is not a failure.
func (r *run) readFeed(ctx context.Context) error {
	tally, err := r.Store.Tally(ctx, r.id)
	if err != nil {
		return err
	}
	wanted := r.wantsFeed(tally)
	if !wanted && (!r.needsCrossCheck() || tally.New == 0 && !r.o.Full) {
		return nil
	}
	for i, address := range r.learned.feeds {
		if i == maxFeeds {
			break
		}
		page, feed, err := r.feedPage(ctx, address)
		if err != nil {
			if err := fatal(ctx, err); err != nil {
				return err
			}
			r.Log.Info("the feed could not be read", "url", address, "err", err)
			continue
		}
		m, err := r.matchFeed(ctx, feed)
		switch {
		case err != nil:
			return err
		case len(m.found) == 0: // the feed of something else
			continue
		}
		r.countFeedOnly(address, feed, m)
		if wanted {
			return r.putFeed(ctx, page, feed, m, onlyTitles(tally))
		}
		return nil
	}
	return nil
}

// needsCrossCheck reports whether the end of the pager is the only proof so far that
// the listing shows all posts.
func (r *run) needsCrossCheck() bool { return r.learned.total == nil && r.proof.ok && !r.proof.early }

// countFeedOnly counts the posts in the listing's own feed that no page shows. The
// feed of a whole site is ignored if the listing covers only part of the site.
func (r *run) countFeedOnly(address string, feed *blog.Feed, m *feedMatch) {
	folder := folderOf(r.src.URL)
	if !isFront(folder) && (folder == "" || !strings.HasPrefix(blog.Canonical(address), folder)) {
		return
	}
	r.feed.read = true
	for i := range feed.Items {
		post := feed.Items[i].Post
		post.Published = m.wall(&feed.Items[i])
		if _, ok := m.found[i]; !ok && r.isUnknown(&post, m) && !m.fillsHole(&post) {
			r.feed.unlisted++
		}
	}
	if r.feed.unlisted > 0 {
		r.warn("the feed has posts that no listing page shows: %d", r.feed.unlisted)
	}
}

// isFront reports whether a folder is the root of a site.
func isFront(folder string) bool {
	return strings.Count(folder, "/") == strings.Count("http://site/", "/")
}

// wantsFeed reports whether the feed could provide something that is missing.
func (r *run) wantsFeed(c blog.Tally) bool {
	return c.UpdatedPartial > 0 || c.Updated > 0 && onlyTitles(c) || r.holes() && r.before.Posts == 0
}

// onlyTitles reports whether the listing shows no body for more than a fifth of the
// posts; a few may just have none.
func onlyTitles(c blog.Tally) bool { return c.WithoutBody*5 > c.Listed }

// holes reports whether listing pages are missing and no total tells how many posts
// they have.
func (r *run) holes() bool {
	return r.pass != nil && len(r.pass.failed) > 0 && r.learned.total == nil
}

func (r *run) feedPage(ctx context.Context, address string) (*blog.Page, *blog.Feed, error) {
	page, err := r.Fetch.Fetch(ctx, blog.Request{URL: address, Referer: r.src.URL}, blog.FetchOptions{CrossHost: true})
	if err != nil {
		return nil, nil, err
	}
	feed, err := r.Parser.Feed(page)
	if err == nil && feed.Comments {
		err = errors.New("a feed of comments")
	}
	return page, feed, err
}

// putFeed stores the feed's data on the posts.
func (r *run) putFeed(ctx context.Context, page *blog.Page, feed *blog.Feed, m *feedMatch, titles bool) error {
	l := &blog.Listing{}
	var match []string
	for i := range feed.Items {
		item := &feed.Items[i]
		post := item.Post
		post.Published = m.wall(item)
		shown, ok := m.found[i]
		switch {
		case ok && (shown.HasBody || !titles) && (r.o.Details == DetailsNever || !shown.IsTeaser):
			// With --details never, the listing's bodies stay, teaser or not.
			post.BodyHTML, post.BodyText, post.Excerpt, post.Images = "", "", "", nil
		case !ok && (!r.isUnknown(&post, m) || !m.fillsHole(&post)):
			continue
		}
		l.Posts, match = append(l.Posts, post), append(match, shown.ID)
	}
	put := r.newPut(page, l, 0)
	put.Feed, put.Match, put.DetailReason, put.Cause = true, match, nil, blog.CauseCompleted
	stored, err := r.Store.PutListing(persist(ctx), put)
	for i := range stored {
		r.count(&stored[i])
	}
	return err
}

// isUnknown reports whether a post of the feed is on the blog's host and was not
// stored before the run.
func (r *run) isUnknown(p *blog.Post, m *feedMatch) bool {
	return p.URL != "" && blog.SameHost(p.URL, r.src.URL) && !m.known[feedNames(p, r.learned.fold)[0]]
}

// feedMatch matches the items of a feed with the posts of the listing.
type feedMatch struct {
	found map[int]blog.SeenPost // by position in the feed
	known map[string]bool       // names of items whose permalinks were stored before the run
	holes []hole
	shift *time.Duration // the blog's offset from UTC, nil if unknown
	zone  *time.Location // the source's time zone, nil if not set
}

// matchFeed matches a feed with the posts that the run's listing pages showed. Only
// posts that may be an item of the feed are kept in memory.
func (r *run) matchFeed(ctx context.Context, feed *blog.Feed) (*feedMatch, error) {
	m := &feedMatch{found: map[int]blog.SeenPost{}, known: map[string]bool{}, holes: r.missingPages()}
	if r.src.Timezone != "" {
		m.zone = r.src.Location()
	}
	namesakes := map[string][]*blog.SeenPost{}
	for i := range feed.Items {
		for _, name := range feedNames(&feed.Items[i].Post, r.learned.fold) {
			namesakes[name] = nil
		}
	}
	for p, err := range r.Store.SeenPosts(ctx, r.src.ID, r.id) {
		if err != nil {
			return nil, fmt.Errorf("read the posts of %s: %w", r.src.Label(), err)
		}
		m.addPost(p, namesakes, r.learned.fold)
	}
	m.find(feed, namesakes, r.learned.fold)
	m.learnShift(feed)
	return m, nil
}

// feedNames returns the names by which feed items and posts are compared, the most
// reliable first.
func feedNames(p *blog.Post, fold bool) []string {
	return []string{"u:" + blog.PathKey(p.URL, fold), "p:" + pathOf(p.URL), "t:" + blog.Fold(p.Title)}
}

// addPost adds a post of the listing. A name shared by several posts is ambiguous, so
// two of them suffice.
func (m *feedMatch) addPost(p *blog.SeenPost, namesakes map[string][]*blog.SeenPost, fold bool) {
	names := feedNames(&blog.Post{URL: p.URL, Title: p.Title}, fold)
	if p.URL == "" {
		names = names[2:]
	} else if _, ok := namesakes[names[0]]; ok && p.KnownBefore {
		m.known[names[0]] = true
	}
	if !p.Listed {
		return
	}
	for _, name := range names {
		if same, ok := namesakes[name]; ok && name != "t:" && len(same) < 2 {
			namesakes[name] = append(same, p)
		}
	}
	for i := range m.holes {
		m.holes[i].narrow(p)
	}
}

// find assigns posts to items.
func (m *feedMatch) find(feed *blog.Feed, namesakes map[string][]*blog.SeenPost, fold bool) {
	taken := map[string]bool{}
	for i := range feed.Items {
		p := &feed.Items[i].Post
		for _, name := range feedNames(p, fold) {
			same := namesakes[name]
			if len(same) == 1 && !taken[same[0].ID] && near(same[0].Published, p.Published) {
				m.found[i], taken[same[0].ID] = *same[0], true
				break
			}
		}
	}
}

// hole is a missing listing page with the times of the posts around it: the oldest
// before it and the newest after it, "" if none.
type hole struct {
	page         int
	newer, older blog.Wall
}

// missingPages returns the listing pages that could not be fetched, unless a total
// was stated. It returns none for partial listings, whose order is meaningless.
func (r *run) missingPages() (holes []hole) {
	if !r.holes() || r.pass.parts.on {
		return nil
	}
	for n := range r.pass.failed {
		holes = append(holes, hole{page: n})
	}
	return holes
}

func (h *hole) narrow(p *blog.SeenPost) {
	switch {
	case p.Published == "":
	case p.Page < h.page && (h.newer == "" || p.Published < h.newer):
		h.newer = p.Published
	case p.Page > h.page && p.Published > h.older:
		h.older = p.Published
	}
}

// fillsHole reports whether an unknown post belongs on a missing listing page: its
// time is between those of the adjacent pages.
func (m *feedMatch) fillsHole(p *blog.Post) bool {
	return p.URL != "" && p.Published != "" && slices.ContainsFunc(m.holes, func(h hole) bool {
		return h.older != "" && h.older < p.Published && p.Published < h.newer
	})
}

// pathOf returns the path and query of a permalink, "-" if it has none: a feed may use
// another host name than the pages.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) < 2 && u.RawQuery == "" {
		return "-"
	}
	return strings.TrimSuffix(u.Path, "/") + "?" + u.RawQuery
}

// near reports whether two times can be the same moment in different time zones.
func near(a, b blog.Wall) bool {
	ta, okA := a.In(time.UTC)
	tb, okB := b.In(time.UTC)
	return !okA || !okB || ta.Sub(tb).Abs() <= 38*time.Hour
}

// learnShift infers the blog's offset from UTC from posts whose time of day the
// listing shows.
func (m *feedMatch) learnShift(feed *blog.Feed) {
	votes := map[time.Duration]int{}
	for i, s := range m.found {
		local, ok := s.Published.In(time.UTC)
		at := feed.Items[i].At
		if !ok || at.IsZero() || strings.HasSuffix(string(s.Published), "T00:00:00") {
			continue
		}
		if d := local.Sub(at).Round(15 * time.Minute); d.Abs() <= 14*time.Hour && (local.Sub(at)-d).Abs() < time.Minute+time.Second {
			votes[d]++
		}
	}
	most := 0
	for d, n := range votes {
		if n > most || n == most && m.shift != nil && d < *m.shift {
			most, m.shift = n, &d
		}
	}
}

// wall returns the blog's wall-clock time when an item was published: from the
// source's time zone, from the inferred offset, or else as written.
func (m *feedMatch) wall(item *blog.FeedItem) blog.Wall {
	switch {
	case item.At.IsZero():
		return ""
	case m.zone != nil:
		return blog.WallOf(item.At.In(m.zone))
	case m.shift != nil:
		return blog.WallOf(item.At.UTC().Add(*m.shift))
	}
	return cmp.Or(item.Post.Published, blog.WallOf(item.At))
}
