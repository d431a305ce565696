package store

import (
	"context"

	"github.com/blogferry/blogferry/blog"
)

// PutDetail stores a detail page with the further pages of its comments, or the new
// result of parsing a stored one, in one transaction. Unless p.Partial is set, the post
// is no longer due.
func (db *DB) PutDetail(ctx context.Context, p *blog.DetailPut) (*blog.Stored, error) {
	var stored blog.Stored
	err := db.write(ctx, "put detail "+detailName(p), func(t *tx) (err error) {
		stored, err = t.putDetail(p)
		if err == nil && p.DryRun {
			err = errRollBack
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &stored, nil
}

func detailName(p *blog.DetailPut) string {
	if len(p.Pages) > 0 {
		return p.Pages[0].Address()
	}
	return p.Post
}

func (t *tx) putDetail(p *blog.DetailPut) (s blog.Stored, err error) {
	now, err := newReading(p.Detail.Post)
	if err != nil {
		return s, err
	}
	num, ids, err := t.detailPost(p, now.post)
	if err != nil {
		return s, err
	}
	in := &putContext{
		source: p.Source.ID, zone: t.db.location(p.Source.Timezone), run: p.Run, at: stamp(p.At), slot: slotDetail,
		page: p.KeptPage, saved: p.Saved, cause: p.Cause, reparse: p.KeptPage != 0,
	}
	if in.page == 0 {
		if in.page, err = t.keepDetail(p, num, now); err != nil {
			return s, err
		}
	}
	known := num != 0
	if s, num, err = t.put(in, num, ids, now); err != nil || in.reparse {
		return s, err
	}
	if !known {
		if err := t.exec(claimPages, num, in.page); err != nil {
			return s, err
		}
	}
	if !p.Partial {
		if err := t.settleDetail(&s, num); err != nil {
			return s, err
		}
	}
	if p.MovedTo != "" {
		if s, err = t.redirected(in, num, s, p); err != nil {
			return s, err
		}
	}
	if p.Run == 0 {
		return s, nil
	}
	return s, t.recordStateOf(p.Run, s.ID, s.State)
}

// detailPost returns the post that a detail belongs to, 0 for a new one. The detail's own
// identities are used only if the post is unknown: a wrong canonical link would merge all
// posts of a blog into one.
func (t *tx) detailPost(p *blog.DetailPut, post *blog.Post) (num int64, ids []string, err error) {
	if p.Post != "" {
		num, err = t.postNumber(p.Post)
		return num, nil, err
	}
	key := ""
	if len(p.Pages) > 0 {
		key = pageKey(p.Pages[0], p.Saved)
	}
	ids = identities(post, p.Fold, key, 0)
	num, err = t.find(p.Source.ID, post, ids, nil)
	return num, ids, err
}

// keepDetail stores the pages of a detail and returns the first one's id.
func (t *tx) keepDetail(p *blog.DetailPut, num int64, now *reading) (int64, error) {
	var first int64
	var anew bool
	for i, page := range p.Pages {
		a := &newPage{
			source: p.Source.ID, run: p.Run, kind: kindDetail, post: num, number: i + 1, saved: p.Saved, at: p.At, page: page,
			key:   pageKey(page, p.Saved),
			posts: 1, rng: p.Detail.Range, dates: p.Detail.Dates, digest: pageDigest(page.Status, nil, [][]byte{now.json}),
		}
		if i > 0 {
			a.kind, a.parent, a.rng, a.dates = kindComments, first, nil, nil
		}
		keep := t.keepPage
		if anew {
			keep = t.insertNewPage // comment pages belong to the detail they were read with
		}
		id, kept, err := keep(a)
		if err != nil {
			return 0, err
		}
		if err := t.keepValidators(a, id); err != nil {
			return 0, err
		}
		if i == 0 {
			first, anew = id, kept
		}
	}
	return first, nil
}

const (
	claimPages      = `UPDATE page SET post = ?1 WHERE id = ?2 OR parent = ?2`
	setDetailCount  = `UPDATE post SET detail_count = ?1 WHERE num = ?2 AND detail_count IS NOT ?1`
	selectOtherPost = `SELECT post FROM post_identity WHERE source = ? AND identity = ? AND post <> ? ORDER BY post LIMIT 1`
)

// settleDetail records that a detail page was read, and the comment count stated by the
// listing: another count later means new comments.
func (t *tx) settleDetail(s *blog.Stored, num int64) error {
	s.HasDetail, s.DetailCount = true, s.Shown.CommentCount
	if err := t.exec(setDetailCount, s.DetailCount, num); err != nil {
		return err
	}
	return t.exec(dropDue, num)
}

// redirected sets a post's address to the target of a permanent redirect. If that is the
// permalink of another stored post, the two are merged, unless a pass saw both.
func (t *tx) redirected(in *putContext, num int64, s blog.Stored, p *blog.DetailPut) (blog.Stored, error) {
	address := blog.Canonical(cleanText(p.MovedTo))
	bare := blog.Post{URL: address}
	names := identities(&bare, p.Fold, "", 0)
	var other int64
	for _, name := range names {
		if _, err := t.one(selectOtherPost, []any{in.source, name, num}, &other); err != nil {
			return s, err
		}
		if other != 0 {
			break
		}
	}
	if other != 0 {
		return t.joinRedirected(in, num, other, s)
	}
	if err := t.addIdentities(in.source, num, names); err != nil {
		return s, err
	}
	before, err := t.content(num)
	if err != nil || before.URL == address {
		return s, err
	}
	if err := t.exec(updateMovedTo, address, num); err != nil {
		return s, err
	}
	return s, t.moveContent(in, num, &s)
}

func (t *tx) joinRedirected(in *putContext, num, other int64, s blog.Stored) (blog.Stored, error) {
	mine, err := t.row(num)
	if err != nil {
		return s, err
	}
	theirs, err := t.row(other)
	if err != nil {
		return s, err
	}
	if together, err := t.shownTogether(in.source, mine.id, theirs.id); err != nil || together {
		return s, err
	}
	keep, gone := mine, theirs
	if theirs.num < mine.num {
		keep, gone = theirs, mine
	}
	edited, err := t.join(in, keep, gone)
	if err != nil {
		return s, err
	}
	if s.ID = keep.id; edited {
		s.State = blog.StateChanged
	}
	post, err := t.content(keep.num)
	if err == nil {
		s.Post = *post
	}
	return s, err
}

// moveContent creates a version of a post with a new address.
func (t *tx) moveContent(in *putContext, num int64, s *blog.Stored) error {
	r, err := t.row(num)
	if err != nil {
		return err
	}
	rs, err := t.readings(num)
	if err != nil {
		return err
	}
	before, err := t.content(num)
	if err != nil {
		return err
	}
	after, err := rs.merge(r.movedTo)
	if err != nil {
		return err
	}
	s.Post = after
	if s.State == blog.StateUnchanged {
		s.State = blog.StateCompleted
	}
	s.Fields = append(s.Fields, "url")
	_, err = t.updatePostContent(r, before, &after, blog.CauseMoved, in.zone, in.at)
	return err
}
