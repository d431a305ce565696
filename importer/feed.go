package importer

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// How many of the feeds that a blog names are asked for at most.
const mostFeeds = 2

// shownPost is what the feed has to know of a post that the run's listing pages
// showed.
type shownPost struct {
	id        string
	url       string
	title     string
	published blog.Wall
	bodied    bool // something of the body is shown
	teaser    bool // and it is not the whole
	page      int  // listing page on which it stood
}

// shownPosts are the posts that the run's listing pages showed, as they are
// stored.
func (r *run) shownPosts(ctx context.Context) ([]shownPost, error) {
	live, err := r.Store.Live(ctx, r.src.ID)
	if err != nil {
		return nil, fmt.Errorf("read the posts of %s: %w", r.src.Label(), err)
	}
	var shown []shownPost
	for _, p := range live {
		if s := r.seen[p.ID]; s.noted {
			shown = append(shown, shownPost{
				id: p.ID, url: p.URL, title: blog.Fold(p.Title), published: p.Published,
				bodied: s.bodied, teaser: s.teaser, page: int(s.page),
			})
		}
	}
	return shown, nil
}

// readFeed asks the blog's feed for what the listing leaves open of posts that
// are new or changed: when they were published, where they are, what they say.
// Where listing pages could not be had, it fills the hole as far as it reaches.
// A listing that leaves nothing open costs no request, and a feed that cannot be
// had or is none is no failure: nothing depends on it alone.
func (r *run) readFeed(ctx context.Context) error {
	if !r.wantsFeed() {
		return nil
	}
	for i, address := range r.feeds {
		if i == mostFeeds {
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
		used, err := r.putFeed(ctx, page, feed)
		if used || err != nil {
			return err
		}
	}
	return nil
}

// wantsFeed says whether the feed could tell something that is missing.
func (r *run) wantsFeed() bool {
	titles := r.onlyTitles()
	for id, s := range r.seen {
		if state := r.states[id]; s.noted && (s.open || titles) && state != "" && state != blog.StateUnchanged {
			return true
		}
	}
	return r.holes() && len(r.known) == 0
}

// onlyTitles says that the listing shows nothing of the body for a good part of
// the posts. A single one among many may just have none.
func (r *run) onlyTitles() bool {
	all, without := 0, 0
	for _, s := range r.seen {
		if s.noted {
			all++
			if !s.bodied {
				without++
			}
		}
	}
	return without*5 > all
}

// holes says that listing pages are missing and no total tells how many posts
// stand there.
func (r *run) holes() bool {
	return r.pass != nil && len(r.pass.failed) > 0 && r.total == nil
}

func (r *run) feedPage(ctx context.Context, address string) (*blog.Page, *blog.Feed, error) {
	page, err := r.Fetch.Fetch(ctx, blog.Request{URL: address, Referer: r.src.URL}, blog.FetchOptions{Elsewhere: true})
	if err != nil {
		return nil, nil, err
	}
	feed, err := r.Parser.Feed(page)
	return page, feed, err
}

// putFeed stores what the feed tells of the posts. It is false if the feed is
// of something else.
func (r *run) putFeed(ctx context.Context, page *blog.Page, feed *blog.Feed) (bool, error) {
	if feed.Comments {
		return false, nil
	}
	l, titles := &blog.Listing{}, r.onlyTitles()
	var match []string
	strangers := 0
	all, err := r.shownPosts(ctx)
	if err != nil {
		return false, err
	}
	m := newFeedMatch(r, feed, all)
	for i := range feed.Items {
		item := &feed.Items[i]
		post := item.Post
		post.Published = m.wall(item)
		shown, ok := m.found[i]
		switch {
		case ok && (shown.bodied || !titles) && (r.o.Details == DetailsNever || !shown.teaser):
			// Who asks for listings only gets their bodies, teaser or not.
			post.BodyHTML, post.BodyText, post.Excerpt, post.Images = "", "", "", nil
		case !ok && !r.isStranger(&post):
			continue
		case !ok && !r.fillsHole(&post, all):
			strangers++
			continue
		}
		l.Posts, match = append(l.Posts, post), append(match, shown.id)
	}
	if len(m.found) == 0 {
		return false, nil
	}
	if strangers > 0 {
		r.warn("the feed has %d posts that no listing page shows", strangers)
	}
	put := r.put(page, l, 0)
	put.Feed, put.Match, put.Owes, put.Cause = true, match, nil, blog.CauseCompleted
	stored, err := r.Store.PutListing(persist(ctx), put)
	for i := range stored {
		r.count(stored[i])
	}
	return true, err
}

// isStranger says that a post of the feed lives on the blog's host and is not
// stored.
func (r *run) isStranger(p *blog.Post) bool {
	if p.URL == "" || !blog.SameHost(p.URL, r.src.URL) {
		return false
	}
	key := blog.PathKey(p.URL, r.fold)
	for _, known := range r.known {
		if known.URL != "" && blog.PathKey(known.URL, r.fold) == key {
			return false
		}
	}
	return true
}

// fillsHole says whether a stranger is a post that a missing listing page would
// have shown: its time falls between those of the pages around that one. A
// listing that was read decides itself what belongs to it, what is older than
// all that was read would stand on another page, and where the pages are months
// or labels, their order says nothing.
func (r *run) fillsHole(p *blog.Post, shown []shownPost) bool {
	if !r.holes() || r.pass.parts.on || p.URL == "" || p.Published == "" {
		return false
	}
	for n := range r.pass.failed {
		newer, older := around(n, shown)
		if older != "" && older < p.Published && p.Published < newer {
			return true
		}
	}
	return false
}

// around gives the times between which the posts of a missing page were
// published: the oldest before it, the newest after it, "" if none was read.
func around(n int, shown []shownPost) (newer, older blog.Wall) {
	for _, s := range shown {
		switch {
		case s.published == "":
		case s.page < n && (newer == "" || s.published < newer):
			newer = s.published
		case s.page > n && s.published > older:
			older = s.published
		}
	}
	return newer, older
}

// feedMatch says which items of a feed are which posts of the listing.
type feedMatch struct {
	found map[int]shownPost // by place in the feed
	shift *time.Duration    // what the blog's clock is ahead of UTC, nil if the pages do not tell
	zone  *time.Location    // the source's, nil if none was set
}

func newFeedMatch(r *run, feed *blog.Feed, shown []shownPost) *feedMatch {
	byURL, byPath, byTitle := map[string][]shownPost{}, map[string][]shownPost{}, map[string][]shownPost{}
	for _, s := range shown {
		if s.url != "" {
			byURL[blog.PathKey(s.url, r.fold)] = append(byURL[blog.PathKey(s.url, r.fold)], s)
			byPath[pathOf(s.url)] = append(byPath[pathOf(s.url)], s)
		}
		if s.title != "" {
			byTitle[s.title] = append(byTitle[s.title], s)
		}
	}
	m := &feedMatch{found: map[int]shownPost{}}
	if r.src.Timezone != "" {
		m.zone = r.src.Location()
	}
	taken := map[string]bool{}
	for i := range feed.Items {
		p := &feed.Items[i].Post
		for _, same := range [][]shownPost{byURL[blog.PathKey(p.URL, r.fold)], byPath[pathOf(p.URL)], byTitle[blog.Fold(p.Title)]} {
			if len(same) == 1 && !taken[same[0].id] && near(same[0].published, p.Published) {
				m.found[i], taken[same[0].id] = same[0], true
				break
			}
		}
	}
	m.learnShift(feed)
	return m
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
		local, ok := s.published.In(time.UTC)
		at := feed.Items[i].At
		if !ok || at.IsZero() || strings.HasSuffix(string(s.published), "T00:00:00") {
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
