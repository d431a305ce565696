package store

import (
	"bytes"
	"context"
	"database/sql"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// PutListing stores a listing page, or the new result of parsing a stored one, in one
// transaction: the page (if it differs), its posts, its place in the pass, its validators
// and the details that are now due. It returns one Stored per post, in page order; the
// second occurrence of a post on a page is unchanged. A page without posts, such as an
// error page, is stored for inspection.
func (db *DB) PutListing(ctx context.Context, p *blog.ListingPut) (stored []blog.Stored, err error) {
	if p.Listing == nil {
		none := *p
		none.Listing = &blog.Listing{}
		p = &none
	}
	err = db.write(ctx, "put page "+p.Page.Address(), func(t *tx) error {
		stored, err = t.putListing(p)
		if err == nil && p.DryRun {
			err = errRollBack
		}
		return err
	})
	return stored, err
}

func (t *tx) putListing(p *blog.ListingPut) ([]blog.Stored, error) {
	a, readings, err := newListing(p)
	if err != nil {
		return nil, err
	}
	page, fresh := p.KeptPage, false
	if page == 0 {
		page, fresh, err = t.keepPage(a)
	} else {
		err = t.refreshPage(page, a)
	}
	if err != nil {
		return nil, err
	}
	w := &listingWork{tx: t, put: p, in: t.listingContext(p, page), key: a.key, readings: readings, nums: make([]int64, len(readings))}
	stored, err := w.posts()
	if err != nil {
		return nil, err
	}
	if fresh || p.KeptPage != 0 {
		if err := t.link(page, w.nums); err != nil {
			return nil, err
		}
	}
	if p.KeptPage != 0 {
		return stored, nil
	}
	return stored, w.record(a, stored)
}

// record stores what follows from a received page other than its posts.
func (w *listingWork) record(a *newPage, stored []blog.Stored) error {
	if err := w.keepValidators(a, w.in.page); err != nil {
		return err
	}
	if w.put.Pass != 0 {
		if err := w.putPassPage(w.put, idsOf(stored)); err != nil {
			return err
		}
	}
	if w.put.DetailReason != nil {
		if err := w.updateDue(w.put, stored, w.nums); err != nil {
			return err
		}
	}
	if w.put.Run == 0 {
		return nil
	}
	return w.recordPage(w.put, stored, w.nums)
}

// newListing returns the page of a put and what it shows of each post.
func newListing(p *blog.ListingPut) (*newPage, []*reading, error) {
	l := p.Listing
	a := &newPage{
		source: p.Source.ID, run: p.Run, kind: kindListing, number: p.Number, saved: p.Saved, at: p.At, page: p.Page,
		key: pageKey(p.Page, p.Saved), posts: len(l.Posts), rng: l.Range, dates: l.Dates,
	}
	if p.Feed {
		a.kind = kindFeed
	}
	done, _ := p.Prepared.(*prepared)
	if readings, ok := done.take(p, a); ok {
		return a, readings, nil
	}
	var readings []*reading
	var digests [][]byte
	for _, post := range l.Posts {
		r, err := newReading(post)
		if err != nil {
			return nil, nil, err
		}
		readings, digests = append(readings, r), append(digests, r.digest)
	}
	a.digest = pageDigest(p.Page.Status, l.Range, digests)
	return a, readings, nil
}

func (t *tx) listingContext(p *blog.ListingPut, page int64) *putContext {
	slot := slotListing
	if p.Saved {
		slot = slotSaved
	}
	if p.Feed {
		slot = slotFeed
	}
	return &putContext{
		source: p.Source.ID, zone: t.db.location(p.Source.Timezone), run: p.Run, at: stamp(p.At), slot: slot,
		page: page, saved: p.Saved, cause: p.Cause, reparse: p.KeptPage != 0,
	}
}

const (
	selectPageState = `SELECT digest, dates FROM page WHERE id = ?`
	updatePageState = `UPDATE page SET digest = ?, dates = ?, posts = ?, range_from = ?, range_to = ?, range_total = ? WHERE id = ?`
)

// refreshPage updates a stored page's digest after parsing it again, so that the next
// crawl does not mistake a parser change for a change of the blog.
func (t *tx) refreshPage(page int64, a *newPage) error {
	dates, err := jsonText(list(a.dates))
	if err != nil {
		return err
	}
	var oldDigest []byte
	var oldDates string
	if _, err := t.one(selectPageState, []any{page}, &oldDigest, &oldDates); err != nil {
		return err
	}
	if bytes.Equal(oldDigest, a.digest) && oldDates == dates {
		return nil
	}
	from, to, total, _ := rangeColumns(a.rng)
	return t.exec(updatePageState, a.digest, dates, a.posts, from, to, total, page)
}

// listingWork is the state of storing one listing page.
type listingWork struct {
	*tx
	put      *blog.ListingPut
	in       *putContext
	key      string
	readings []*reading // by position
	nums     []int64    // numbers of the posts, by position
}

func (w *listingWork) posts() ([]blog.Stored, error) {
	posts := w.put.Listing.Posts
	before, err := w.linked()
	if err != nil {
		return nil, err
	}
	stored := make([]blog.Stored, len(posts))
	taken := map[int64]bool{}
	first := map[int64]int{} // the first position of each post on the page
	for _, i := range wholeFirst(posts) {
		p := w.readings[i].post
		ids := identities(p, w.put.Fold, w.key, i)
		num := before.match(p, i, len(posts))
		if num == 0 && i < len(w.put.Match) && w.put.Match[i] != "" {
			if num, err = w.postNumber(w.put.Match[i]); err != nil {
				return nil, err
			}
			ids = nil // a feed's time and title do not identify posts on pages
		}
		if num == 0 {
			if num, err = w.find(w.in.source, p, ids, taken); err != nil {
				return nil, err
			}
		}
		if at, again := first[num]; again && num != 0 {
			stored[i], w.nums[i] = stored[at], num
			stored[i].State, stored[i].Fields = blog.StateUnchanged, nil
			continue
		}
		if stored[i], w.nums[i], err = w.tx.put(w.in, num, ids, w.readings[i]); err != nil {
			return nil, err
		}
		taken[w.nums[i]], first[w.nums[i]] = true, i
	}
	return stored, nil
}

// wholeFirst returns the order in which the posts of a page are put: page order, but whole
// posts before teasers, since a page may show a post twice, once as a teaser.
func wholeFirst(posts []blog.Post) []int {
	order := make([]int, len(posts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return teaserLast(posts[a]) - teaserLast(posts[b]) })
	return order
}

func teaserLast(p blog.Post) int {
	if p.ExcerptOnly {
		return 1
	}
	return 0
}

func idsOf(stored []blog.Stored) []string {
	var ids []string
	for _, s := range stored {
		ids = append(ids, s.ID)
	}
	return ids
}

// link is a position on a stored page and the post there.
type link struct {
	position   int
	post       int64
	title, raw string
	used       bool
}

// pageLinks are the links of a stored page.
type pageLinks struct {
	count  int
	at     map[int]*link      // by position
	titled map[string][]*link // by folded title
}

const (
	selectLinks = `SELECT l.position, l.post, p.title, p.published_raw FROM page_post l JOIN post p ON p.num = l.post
		WHERE l.page = ? ORDER BY l.position`
	selectLinkedPosts = `SELECT post FROM page_post WHERE page = ? ORDER BY position`
	deleteLinks       = `DELETE FROM page_post WHERE page = ?`
	insertLink        = `INSERT INTO page_post (page, position, post) VALUES (?, ?, ?)`
)

// linked returns the posts that a stored page contained before; none for a new page.
func (w *listingWork) linked() (*pageLinks, error) {
	ls := &pageLinks{at: map[int]*link{}, titled: map[string][]*link{}}
	if !w.in.reparse {
		return ls, nil
	}
	err := w.each(selectLinks, []any{w.in.page}, func(rows *sql.Rows) error {
		l := &link{}
		err := rows.Scan(&l.position, &l.post, &l.title, &l.raw)
		l.title = blog.Fold(l.title)
		ls.count++
		ls.at[l.position] = l
		ls.titled[l.title] = append(ls.titled[l.title], l)
		return err
	})
	return ls, err
}

// match returns the post that p was in the previous parse of the page, where p is at
// position of count posts: by position and title, by a unique title, or by position and
// raw date. It returns 0 if there is none: then the identities decide.
func (ls *pageLinks) match(p *blog.Post, position, count int) int64 {
	title, here := blog.Fold(p.Title), ls.at[position]
	if here != nil && here.used {
		here = nil
	}
	if here != nil && here.title == title {
		return here.use()
	}
	if l := ls.only(title); l != nil {
		return l.use()
	}
	if here != nil && ls.count == count && here.raw != "" && here.raw == p.PublishedRaw {
		return here.use()
	}
	return 0
}

// only returns the one link with a title that was not used yet, nil if there are several
// or the title is empty.
func (ls *pageLinks) only(title string) *link {
	left := ls.titled[title]
	for len(left) > 0 && left[0].used { // a page may have thousands of posts with one title
		left = left[1:]
	}
	ls.titled[title] = left
	if title == "" || len(left) == 0 || slices.ContainsFunc(left[1:], func(l *link) bool { return !l.used }) {
		return nil
	}
	return left[0]
}

func (l *link) use() int64 {
	l.used = true
	return l.post
}

// link records which posts a page shows, unless nothing has changed.
func (t *tx) link(page int64, nums []int64) error {
	old, err := t.numbers(selectLinkedPosts, page)
	if err != nil || slices.Equal(old, nums) {
		return err
	}
	if len(old) > 0 {
		if err := t.exec(deleteLinks, page); err != nil {
			return err
		}
	}
	for i, num := range nums {
		if err := t.exec(insertLink, page, i, num); err != nil {
			return err
		}
	}
	return nil
}
