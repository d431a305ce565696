package importer

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

const (
	// maxEmptyParts is how many parts without posts in a row are followed: calendars
	// link to earlier months without end.
	maxEmptyParts = 6
	// maxStaleLabels is how many labels without a new post in a row are read: labels
	// show the same posts again and again.
	maxStaleLabels = 40
	// maxMenuPages is how many pages of the site's menu are searched for links to
	// posts if the first page has none.
	maxMenuPages = 5
)

// parts are the partial listings that a walk reads if no pager covers the whole blog:
// months and years, or else labels. A link to newer posts on the first page is a part,
// too, since link texts for the direction are unreliable.
type parts struct {
	on       bool // the walk has reached them
	paged    bool // page 1 has a pager
	numbered bool // the pager has page numbers, so that one failed page does not end it
	toNewer  bool // the current part is followed towards newer posts
	fresh    bool // the last page read is the first of its part

	todo     []blog.Archive
	known    map[string]bool // addresses that are or were in todo
	months   calendar
	nextPage *blog.Request // the next page of the present part
	empty    int
	stale    int
	menu     int
}

// partNewer is the kind of a link to newer posts.
const partNewer = "newer"

// start sets up the parts from page 1.
func (q *parts) start(pager *blog.Pager, address string) {
	_, second := pager.Links[2]
	q.numbered = pager.Mode == blog.PagerQuery || pager.Mode == blog.PagerPostback
	q.paged = pager.Next != nil || second || q.numbered
	q.months.folder = folderOf(address)
	if pager.Mode == blog.PagerLinks && pager.Prev != nil && pager.Prev.Method == "" {
		q.add(blog.Archive{URL: pager.Prev.URL, Kind: partNewer})
	}
	q.learn(pager)
}

// resume adds a later page that an earlier run read: it is a page of a part if page 1 has
// no pager, and from the first page on that is known as a part.
func (q *parts) resume(page *blog.ResumedPage) {
	address, _ := strings.CutPrefix(page.Key, "GET ")
	at := slices.IndexFunc(q.todo, func(a blog.Archive) bool { return withoutIndex(a.URL) == withoutIndex(address) })
	if at >= 0 {
		q.found(q.todo[at])
	}
	q.on = q.on || at >= 0 || !q.paged
	q.learn(&page.Pager)
	if q.on {
		q.nextPage = q.nextPageFrom(&page.Pager, false)
	}
}

// found records that a part has posts that the pager did not show.
func (q *parts) found(part blog.Archive) {
	if part.Kind == blog.ArchiveMonth || part.Kind == blog.ArchiveYear {
		q.months.found(part.Period)
	}
}

// learn adds the archives that a page links to.
func (q *parts) learn(pager *blog.Pager) {
	for _, a := range pager.Archives {
		q.add(a)
	}
}

// learnFromMenu adds the archives that a page of the site's menu links to, except the
// menu itself.
func (q *parts) learnFromMenu(pager *blog.Pager) {
	for _, a := range pager.Archives {
		if a.Kind != blog.ArchiveMenu {
			q.add(a)
		}
	}
}

func (q *parts) add(a blog.Archive) {
	key := withoutIndex(a.URL)
	if q.known[key] {
		return
	}
	if q.known == nil {
		q.known = map[string]bool{}
	}
	q.known[key] = true
	q.todo = append(q.todo, a)
	if a.Kind == blog.ArchiveMonth || a.Kind == blog.ArchiveYear {
		q.months.add(a)
	}
}

// withoutIndex removes the name of an index page: a folder and its index page are the
// same.
func withoutIndex(address string) string {
	u, err := url.Parse(blog.Canonical(address))
	if err != nil {
		return address
	}
	switch strings.ToLower(path.Base(u.Path)) {
	case "index.html", "index.htm", "index.php", "default.aspx", "default.asp":
		u.Path, u.RawPath = u.Path[:strings.LastIndexByte(u.Path, '/')+1], ""
	}
	return u.String()
}

// next removes and returns the part to read next: newer posts, then months from newest
// to oldest, then indexes of months, and labels only if nothing else leads to the
// posts. have is the number of posts seen.
func (q *parts) next(failed bool, have int) (blog.Archive, bool) {
	named, more := q.months.named(), q.months.more(have)
	usable := func(a blog.Archive) bool {
		switch a.Kind {
		case partNewer:
			return true
		case blog.ArchiveMonth, blog.ArchiveYear:
			if !q.paged || failed && !q.numbered {
				return more
			}
			return q.months.lacks(a)
		case blog.ArchiveIndex:
			return !q.paged
		case blog.ArchiveLabel:
			return !q.paged && !named && q.stale < maxStaleLabels
		case blog.ArchiveMenu:
			return !q.paged && !named && q.menu < maxMenuPages
		}
		return false
	}
	best := -1
	for i, a := range q.todo {
		if usable(a) && (best < 0 || partRank[a.Kind] < partRank[q.todo[best].Kind] ||
			partRank[a.Kind] == partRank[q.todo[best].Kind] && a.Period > q.todo[best].Period) {
			best = i
		}
	}
	if best < 0 {
		return blog.Archive{}, false
	}
	a := q.todo[best]
	if a.Kind == blog.ArchiveMenu {
		q.menu++
	}
	q.todo = slices.Delete(q.todo, best, best+1)
	return a, true
}

var partRank = map[string]int{partNewer: 0, blog.ArchiveMonth: 1, blog.ArchiveYear: 1, blog.ArchiveIndex: 2, blog.ArchiveLabel: 3, blog.ArchiveMenu: 4}

// partsLeft reports whether there are parts left to read.
func (p *pass) partsLeft() bool {
	if p.stated > 0 || len(p.parts.todo) == 0 {
		return p.parts.nextPage != nil
	}
	rest := p.parts
	rest.todo = slices.Clone(rest.todo)
	_, left := rest.next(len(p.failed) > 0, p.posts)
	return left || rest.nextPage != nil
}

// nextPageFrom returns the request for a part's next page, nil if there is none. The
// links on a single post's page lead to other posts, not to listing pages.
func (q *parts) nextPageFrom(pager *blog.Pager, single bool) *blog.Request {
	switch {
	case single:
		return nil
	case q.toNewer:
		return pager.Prev
	case pager.Next != nil:
		return pager.Next
	}
	if next, ok := pager.Links[pager.Current+1]; ok && pager.Current > 0 {
		return &next
	}
	return nil
}

// take returns the request for the next page of the parts.
func (q *parts) take(failed bool, have int) (blog.Request, blog.Archive, bool) {
	if next := q.nextPage; next != nil {
		q.nextPage, q.fresh = nil, false
		return *next, blog.Archive{}, true
	}
	part, ok := q.next(failed, have)
	q.toNewer, q.fresh = part.Kind == partNewer, true
	return blog.Request{URL: part.URL}, part, ok
}

// compareParts checks, at the end of a pager and without a stated total, whether the
// blog links to months of which the pager showed no post. They are read as well, since
// some pagers end long before the blog does.
func (r *run) compareParts(ctx context.Context, p *pass) error {
	q := &p.parts
	if !q.paged || q.months.shown != nil || len(q.months.own) == 0 || p.stated > 0 {
		return nil
	}
	shown, err := r.Store.MonthsInWalk(persist(ctx), r.walkOf(p))
	if err != nil {
		return err
	}
	if undated := shown[""]; undated*2 > p.posts {
		return nil // too few dates
	}
	q.months.shown = shown
	q.on = p.partsLeft()
	return nil
}

// nextPart continues with the parts of the blog after the end of the pager. It returns
// false if there are none left.
func (r *run) nextPart(ctx context.Context, p *pass, n int) (bool, error) {
	if err := r.compareParts(ctx, p); err != nil {
		return false, err
	}
	for p.stated == 0 {
		req, part, ok := p.parts.take(len(p.failed) > 0, p.posts)
		if !ok {
			break
		}
		if p.wasAsked(req) || withoutIndex(req.URL) == withoutIndex(r.src.URL) {
			continue
		}
		if r.o.MaxPages > 0 && r.requests.listings >= r.o.MaxPages {
			p.cut = true
			return false, nil
		}
		r.requests.pages = max(r.requests.pages, n+len(p.parts.todo))
		if !r.budget() {
			return false, nil
		}
		p.parts.on = true
		if req.Referer == "" {
			req.Referer = r.src.URL
		}
		if took, more, err := r.readPart(ctx, p, n, req, part); took || err != nil {
			return more, err
		}
	}
	p.last = n - 1
	return false, nil
}

// readPart reads one page of a part. took means that it got number n, because it has
// new posts or failed; more means that the walk can go on.
func (r *run) readPart(ctx context.Context, p *pass, n int, req blog.Request, part blog.Archive) (took, more bool, err error) {
	p.ask(req)
	page, l, err := r.listingPage(ctx, req, n, blog.FetchOptions{})
	switch {
	case part.Kind == blog.ArchiveMenu: // only its links matter, not its posts or errors
		if l != nil {
			p.parts.learnFromMenu(&l.Pager)
		}
		return false, true, fatal(ctx, err)
	case errors.Is(err, blog.ErrNoPosts) && l != nil && r.isOwnPage(l):
		if p.parts.empty++; p.parts.empty < maxEmptyParts {
			p.parts.learn(&l.Pager)
		}
		return false, true, ctx.Err()
	case part.URL != "" && part.Count == 0 && isGone(err): // the link states no posts, so none are missing
		r.warn("%s, linked as an archive, is not there", part.URL)
		return false, true, ctx.Err()
	case err != nil:
		more, err = r.failPage(ctx, p, n, req, l, err)
		return true, more, err
	}
	r.requests.unanswered, r.requests.refusals, p.parts.empty = 0, 0, 0
	if l, err = r.onlyNew(ctx, p, l); err != nil {
		return false, false, err
	}
	r.learn(l)
	p.parts.learn(&l.Pager)
	if part.Kind == blog.ArchiveIndex && len(p.parts.todo) > 0 {
		return false, true, ctx.Err() // it lists months, and of posts only titles
	}
	if len(l.Posts) > 0 || p.parts.fresh {
		// The first page of a month may show only posts that the home page shows, too.
		p.parts.nextPage = p.parts.nextPageFrom(&l.Pager, l.Single)
	}
	if len(l.Posts) == 0 {
		p.parts.stale++
		return false, true, ctx.Err()
	}
	p.parts.stale = 0
	p.parts.found(part)
	return true, true, r.putPage(ctx, p, page, l, n)
}

func isGone(err error) bool {
	var status *blog.StatusError
	return errors.As(err, &status) && status.Gone()
}

// onlyNew returns a part's listing without the posts that earlier pages of the pass
// showed, since the first reading counts, and without the range, which is that of the
// part and not of the blog.
func (r *run) onlyNew(ctx context.Context, p *pass, l *blog.Listing) (*blog.Listing, error) {
	shown, err := r.shownBefore(ctx, p, l)
	fresh := *l
	fresh.Posts, fresh.Range = nil, nil
	for i := range l.Posts {
		if err == nil && shown[i] == 0 {
			fresh.Posts = append(fresh.Posts, l.Posts[i])
		}
	}
	return &fresh, err
}

// shownBefore returns, for each post of a page, the number of the earlier page of the pass
// that showed it, 0 if none did and -1 if that cannot be told.
func (r *run) shownBefore(ctx context.Context, p *pass, l *blog.Listing) ([]int, error) {
	names := make([]string, len(l.Posts))
	for i := range l.Posts {
		names[i] = firstIdentity(&l.Posts[i])
	}
	shown, err := r.Store.ShownInWalk(persist(ctx), r.walkOf(p), names)
	for i := range shown {
		if shown[i] == 0 && names[i] == "" && p.nameless {
			shown[i] = -1
		}
	}
	return shown, err
}

// isEarlierPage reports whether the response for page n shows an earlier page again, as
// servers do past the end of the listing. Posts of several pages are no earlier page:
// equal timestamps have changed places. Nor are those of one if the response says that
// it is page n, and the pager that it exists.
func (r *run) isEarlierPage(ctx context.Context, p *pass, n int, l *blog.Listing) (bool, error) {
	shown, err := r.shownBefore(ctx, p, l)
	if err != nil || slices.Contains(shown, 0) || l.Pager.Current == n && p.numbered(n) {
		return false, err
	}
	numbers := slices.Compact(slices.Sorted(slices.Values(shown)))
	if len(numbers) == 0 || numbers[0] < 0 {
		return true, nil
	}
	return len(numbers) == 1 && len(shown) == p.pages[numbers[0]].posts, nil
}

// isOwnPage reports whether a page without posts belongs to the blog.
func (r *run) isOwnPage(l *blog.Listing) bool {
	return l.Heading != "" && l.Heading == r.src.Name || onlyArchives(l)
}

// onlyArchives reports whether a page has no pager but links to archives. A page with
// a pager should have shown posts itself.
func onlyArchives(l *blog.Listing) bool {
	return l != nil && l.Pager.Mode == blog.PagerNone &&
		slices.ContainsFunc(l.Pager.Archives, func(a blog.Archive) bool { return a.Kind != blog.ArchiveLabel && a.Kind != blog.ArchiveMenu })
}

// checkAnyPosts returns an error if the walk found no posts at all.
func (r *run) checkAnyPosts(p *pass) error {
	if p.posts == 0 && r.before.Posts == 0 && len(p.failed) == 0 && p.last > 0 {
		return fmt.Errorf("%s and the archives it links to: %w", r.src.URL, blog.ErrNoPosts)
	}
	return nil
}
