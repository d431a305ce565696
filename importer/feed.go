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

// How many of the feeds that a blog names are asked for at most.
const maxFeeds = 2

// readFeed asks the blog's feed for what the listing leaves open of posts that
// are new or changed: when they were published, where they are, what they say.
// Where listing pages could not be had, it fills the hole as far as it reaches.
// Where no total was stated, it also bears witness that the listing shows its
// posts, once there are new ones. Else a listing that leaves nothing open costs no
// request, and a feed that cannot be had or is none is no failure.
func (r *run) readFeed(ctx context.Context) error {
	tally, err := r.Store.Tally(ctx, r.id)
	if err != nil {
		return err
	}
	wanted := r.wantsFeed(tally)
	if !wanted && (!r.needsCrossCheck() || tally.New == 0 && !r.o.Full) {
		return nil
	}
	for i, address := range r.feeds {
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
		case len(m.found) == 0: // it is of something else
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

// needsCrossCheck says that nothing but the pager says so far that the listing shows
// all posts.
func (r *run) needsCrossCheck() bool { return r.total == nil && r.proof.ok && !r.proof.early }

// countFeedOnly notes how many posts the listing's own feed has that no page shows.
// What the feed of a site has more than the listing of a part of it proves nothing.
func (r *run) countFeedOnly(address string, feed *blog.Feed, m *feedMatch) {
	folder := folderOf(r.src.URL)
	if !isFront(folder) && (folder == "" || !strings.HasPrefix(blog.Canonical(address), folder)) {
		return
	}
	r.feedRead = true
	for i := range feed.Items {
		post := feed.Items[i].Post
		post.Published = m.wall(&feed.Items[i])
		if _, ok := m.found[i]; !ok && r.isUnknown(&post, m) && !m.fillsHole(&post) {
			r.feedOnly++
		}
	}
	if r.feedOnly > 0 {
		r.warn("the feed has %d posts that no listing page shows", r.feedOnly)
	}
}

// isFront says whether a folder is a whole site.
func isFront(folder string) bool {
	return strings.Count(folder, "/") == strings.Count("http://site/", "/")
}

// wantsFeed says whether the feed could tell something that is missing.
func (r *run) wantsFeed(c blog.Tally) bool {
	return c.UpdatedPartial > 0 || c.Updated > 0 && onlyTitles(c) || r.holes() && r.before.Posts == 0
}

// onlyTitles says that the listing shows nothing of the body for a good part of
// the posts. A single one among many may just have none.
func onlyTitles(c blog.Tally) bool { return c.WithoutBody*5 > c.Listed }

// holes says that listing pages are missing and no total tells how many posts
// stand there.
func (r *run) holes() bool {
	return r.pass != nil && len(r.pass.failed) > 0 && r.total == nil
}

func (r *run) feedPage(ctx context.Context, address string) (*blog.Page, *blog.Feed, error) {
	page, err := r.Fetch.Fetch(ctx, blog.Request{URL: address, Referer: r.src.URL}, blog.FetchOptions{CrossHost: true})
	if err != nil {
		return nil, nil, err
	}
	feed, err := r.Parser.Feed(page)
	if err == nil && feed.Comments {
		err = errors.New("it is a feed of comments")
	}
	return page, feed, err
}

// putFeed stores what the feed tells of the posts.
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
			// Who asks for listings only gets their bodies, teaser or not.
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

// isUnknown says that a post of the feed lives on the blog's host and was not
// stored before the run.
func (r *run) isUnknown(p *blog.Post, m *feedMatch) bool {
	return p.URL != "" && blog.SameHost(p.URL, r.src.URL) && !m.known[feedNames(p, r.fold)[0]]
}

// feedMatch says which items of a feed are which posts of the listing.
type feedMatch struct {
	found map[int]blog.SeenPost // knowledge place in the feed
	known map[string]bool       // names of items whose permalinks were stored before the run
	holes []hole
	shift *time.Duration // what the blog's clock is ahead of UTC, nil if the pages do not tell
	zone  *time.Location // the source's, nil if none was set
}

// matchFeed compares a feed with the posts that the run's listing pages showed.
// A large blog has many of those and its feed few items: only what may be one of
// them is remembered.
func (r *run) matchFeed(ctx context.Context, feed *blog.Feed) (*feedMatch, error) {
	m := &feedMatch{found: map[int]blog.SeenPost{}, known: map[string]bool{}, holes: r.missingPages()}
	if r.src.Timezone != "" {
		m.zone = r.src.Location()
	}
	namesakes := map[string][]*blog.SeenPost{}
	for i := range feed.Items {
		for _, name := range feedNames(&feed.Items[i].Post, r.fold) {
			namesakes[name] = nil
		}
	}
	for p, err := range r.Store.SeenPosts(ctx, r.src.ID, r.id) {
		if err != nil {
			return nil, fmt.Errorf("read the posts of %s: %w", r.src.Label(), err)
		}
		m.addPost(p, namesakes, r.fold)
	}
	m.find(feed, namesakes, r.fold)
	m.learnShift(feed)
	return m, nil
}

// feedNames are the names by which an item of a feed and a post are compared, the
// surest first.
func feedNames(p *blog.Post, fold bool) []string {
	return []string{"u:" + blog.PathKey(p.URL, fold), "p:" + pathOf(p.URL), "t:" + blog.Fold(p.Title)}
}

// addPost takes in a post. A name that two share tells nothing, so that more than two
// need not be remembered.
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

// find settles which items are which posts.
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

// hole is a missing listing page, and the times of the posts around it: the
// oldest before it and the newest after it, "" if none was read.
type hole struct {
	page         int
	newer, older blog.Wall
}

// missingPages are the listing pages that could not be had, where no total tells
// how many posts stand there. Where pages are months or labels, their order says
// nothing.
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

// fillsHole says whether a stranger is a post that a missing listing page would
// have shown: its time falls between those of the pages around that one. A
// listing that was read decides itself what belongs to it, and what is older than
// all that was read would stand on another page.
func (m *feedMatch) fillsHole(p *blog.Post) bool {
	return p.URL != "" && p.Published != "" && slices.ContainsFunc(m.holes, func(h hole) bool {
		return h.older != "" && h.older < p.Published && p.Published < h.newer
	})
}

// pathOf is the path and query of a permalink: a feed may write the blog's host
// in another way than its pages do. "" for an address without a path.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) < 2 && u.RawQuery == "" {
		return "-"
	}
	return strings.TrimSuffix(u.Path, "/") + "?" + u.RawQuery
}

// near says that two times of a post can be one: clocks differ by zones only.
func near(a, b blog.Wall) bool {
	ta, okA := a.In(time.UTC)
	tb, okB := b.In(time.UTC)
	return !okA || !okB || ta.Sub(tb).Abs() <= 38*time.Hour
}

// learnShift finds out by what the blog's clock differs from UTC, from posts
// whose time of day the listing shows.
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

// wall is what the blog's clock showed when an item was published: by the
// source's time zone, by what the pages show of other posts, or else as written.
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
