package store

import (
	"bytes"
	"slices"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// putContext is what the posts of one put have in common.
type putContext struct {
	source  string
	zone    *time.Location
	run     int64
	at      string
	slot    string
	page    int64 // the stored page they are read from
	saved   bool
	cause   string // given by the caller
	reparse bool   // a stored page is read again
}

// put stores one reading of post num, or of a new post if num is 0. ids are its identities.
func (t *tx) put(in *putContext, num int64, ids []string, now *reading) (blog.Stored, int64, error) {
	now.page, now.saved = in.page, in.saved
	if num == 0 {
		return t.putNew(in, ids, now)
	}
	s, err := t.putKnown(in, num, ids, now)
	return s, num, err
}

func (t *tx) putNew(in *putContext, ids []string, now *reading) (s blog.Stored, num int64, err error) {
	post, err := readings{in.slot: now}.merge("")
	if err != nil {
		return s, 0, err
	}
	s = blog.Stored{State: blog.StateNew, Post: post, HasDetail: in.slot == slotDetail}
	if in.slot != slotDetail {
		s.Shown = *now.post
	}
	if s.ID, err = t.newID(in.source, ids[0]); err != nil {
		return s, 0, err
	}
	if num, err = t.insertContent(s.ID, in.source, &post, in.zone, in.run, in.at); err != nil {
		return s, 0, err
	}
	if err := t.addIdentities(in.source, num, ids); err != nil {
		return s, 0, err
	}
	return s, num, t.saveReading(num, in.slot, now)
}

func (t *tx) putKnown(in *putContext, num int64, ids []string, now *reading) (s blog.Stored, err error) {
	r, err := t.row(num)
	if err != nil {
		return s, err
	}
	rs, err := t.readings(num)
	if err != nil {
		return s, err
	}
	old := rs[in.slot]
	s = blog.Stored{ID: r.id, State: blog.StateUnchanged, HasDetail: rs[slotDetail] != nil || in.slot == slotDetail, DetailCount: r.detailCount}
	s.Known = !r.removed && r.liveRun < in.run
	if in.replaces(old, now) {
		if old != nil && in.slot != slotDetail && !bytes.Equal(old.digest, now.digest) {
			s.ShownChanged = true
			if s.TagsChanged, err = otherTags(old, now); err != nil {
				return s, err
			}
		}
		s.State, s.Fields, err = t.replaceReading(in, r, rs, ids, now)
	}
	if err == nil && r.removed && in.slot == slotListing && !in.reparse {
		s.State = blog.StateRestored
		err = t.exec(restorePost, orNull(in.run), num)
	}
	if err != nil {
		return s, err
	}
	if s.Shown, err = rs.listed(); err != nil {
		return s, err
	}
	if in.slot == slotListing || in.slot == slotSaved {
		s.Shown = *now.post
	}
	s.Post, err = rs.merge(r.movedTo)
	return s, err
}

func otherTags(old, now *reading) (bool, error) {
	a, err := old.decode()
	if err != nil {
		return false, err
	}
	b, err := now.decode()
	return err == nil && !(slices.Equal(a.Tags, b.Tags) && slices.Equal(a.Categories, b.Categories)), err
}

// replaces reports whether a reading replaces the old one in its slot. An equal one need
// not, unless the rules of merging may have changed.
func (in *putContext) replaces(old, now *reading) bool {
	switch {
	case old == nil:
		return true
	case in.reparse:
		// Other pages may show the post too, but this is the one it was read from.
		return old.page == in.page || old.page == 0
	case bytes.Equal(old.digest, now.digest):
		return false
	case in.slot == slotDetail && in.saved && !old.saved:
		return false // the live page is more reliable
	case in.slot == slotSaved && (now.fromText && !old.fromText || now.excerptOnly && !old.excerptOnly):
		return false // HTML and whole posts are better
	}
	return true
}

// replaceReading stores a reading in its slot and updates the post.
func (t *tx) replaceReading(in *putContext, r *row, rs readings, ids []string, now *reading) (state string, fields []string, err error) {
	old := rs[in.slot]
	if err := t.saveInSlot(in, r.num, rs, now); err != nil {
		return "", nil, err
	}
	if err := t.updateIdentities(in, r, old, now, ids); err != nil {
		return "", nil, err
	}
	before, err := t.content(r.num)
	if err != nil {
		return "", nil, err
	}
	after, err := rs.merge(r.movedTo)
	if err != nil {
		return "", nil, err
	}
	if fields = differing(before, &after); len(fields) == 0 {
		return blog.StateUnchanged, nil, nil
	}
	cause := in.causeOf(old, now, before, &after, fields)
	edited, err := t.updatePostContent(r, before, &after, cause, in.zone, in.at)
	if edited {
		return blog.StateChanged, fields, err
	}
	return blog.StateCompleted, fields, err
}

// saveInSlot stores the reading in its slot. What a page stops showing of a post is not
// lost: see carryOver.
func (t *tx) saveInSlot(in *putContext, num int64, rs readings, now *reading) error {
	if old := rs[in.slot]; old != nil && !in.reparse {
		if err := t.carryOver(in, num, rs, old, now); err != nil {
			return err
		}
	}
	rs[in.slot] = now
	return t.saveReading(num, in.slot, now)
}

// carryOver saves from an old reading what the new one must not replace. A permalink that
// is no longer shown stays. A teaser never replaces a whole body: when a live listing
// stops showing whole posts, its last whole reading moves to the slot of saved pages,
// where it fills what is missing; a detail that lost its body keeps the old one.
func (t *tx) carryOver(in *putContext, num int64, rs readings, old, now *reading) error {
	was, err := old.decode()
	if err != nil {
		return err
	}
	p := *now.post
	if p.URL == "" {
		p.URL = was.URL
	}
	less := len(p.BodyText) < len(was.BodyText) && (now.excerptOnly || p.BodyText == "")
	if less && !old.excerptOnly {
		if in.slot == slotDetail {
			p.BodyHTML, p.BodyText, p.Images, p.ExcerptOnly = was.BodyHTML, was.BodyText, was.Images, false
			now.excerptOnly = false
		} else if spare := rs[slotSaved]; in.slot == slotListing && (spare == nil || spare.excerptOnly || spare.fromText) {
			rs[slotSaved] = old
			err = t.saveReading(num, slotSaved, old)
		}
	}
	now.post, now.json, now.data = &p, nil, nil // the digest stays that of the page
	return err
}

// updateIdentities keeps the identities of a post up to date with what its page shows.
func (t *tx) updateIdentities(in *putContext, r *row, old, now *reading, ids []string) error {
	if err := t.addIdentities(in.source, r.num, ids); err != nil || old == nil {
		return err
	}
	before, err := old.decode()
	if err != nil {
		return err
	}
	if in.reparse {
		// An identity from a misread date could match another post later.
		if err := t.dropMisread(in.source, r.num, before, now.post); err != nil {
			return err
		}
	}
	if in.slot == slotListing && r.movedTo != "" && before.URL != now.post.URL {
		r.movedTo = "" // the listing has the new permalink
		return t.exec(updateMovedTo, "", r.num)
	}
	return nil
}

func (t *tx) dropMisread(source string, num int64, before, now *blog.Post) error {
	timeTitle := func(p *blog.Post) string {
		bare := blog.Post{Published: p.Published, Title: p.Title}
		if ids := bare.Identities(false); len(ids) > 0 {
			return ids[0]
		}
		return ""
	}
	if was := timeTitle(before); was != "" && was != timeTitle(now) {
		return t.exec(deleteIdentity, source, was, num)
	}
	return nil
}

// causeOf returns the cause of a difference: the author edited the post, or more is known
// than before.
func (in *putContext) causeOf(old, now *reading, before, after *blog.Post, fields []string) string {
	switch {
	case in.cause != "" && in.cause != blog.CauseEdit:
		return in.cause
	case old == nil && in.slot == slotDetail:
		return blog.CauseDetail
	case old == nil, old.fromText != now.fromText, completes(before, after, fields):
		return blog.CauseCompleted
	}
	return blog.CauseEdit
}

// completes reports whether a teaser was replaced by the whole post and nothing else
// differs.
func completes(before, after *blog.Post, fields []string) bool {
	if !before.ExcerptOnly || after.ExcerptOnly {
		return false
	}
	for _, f := range fields {
		switch f {
		case "excerpt", "excerpt_only", "body_html", "body_text", "images", "published_raw":
		default:
			return false
		}
	}
	return true
}

const (
	restorePost   = `UPDATE post SET removed_at = NULL, last_seen_at = NULL, live_run = ? WHERE num = ?`
	updateMovedTo = `UPDATE post SET moved_to = ? WHERE num = ?`
	updateVersion = `UPDATE post SET version = version + 1, version_at = ?, version_cause = ? WHERE num = ?`
	updateChanged = `UPDATE post SET changed_at = ? WHERE num = ?`
	insertVersion = `INSERT INTO post_version (post, number, from_at, to_at, cause, data) VALUES (?, ?, ?, ?, ?, ?)`
)

// updatePostContent returns a post new content. If its content hash differs, or if it
// moved, the earlier state is kept as a version. It returns true if the author changed
// the content.
func (t *tx) updatePostContent(r *row, before, after *blog.Post, cause string, zone *time.Location, at string) (edited bool, err error) {
	differs := before.Hash() != after.Hash()
	if differs || cause == blog.CauseMoved {
		if err := t.keepVersion(r, before, cause, at); err != nil {
			return false, err
		}
	}
	if err := t.updateContent(r.num, before, after, zone); err != nil {
		return false, err
	}
	if !differs || cause != blog.CauseEdit && cause != blog.CauseMoved {
		return false, nil
	}
	return true, t.exec(updateChanged, at, r.num)
}

func (t *tx) keepVersion(r *row, before *blog.Post, cause, at string) error {
	data, err := packJSON(before)
	if err != nil {
		return err
	}
	if err := t.exec(insertVersion, r.num, r.version, r.versionAt, at, r.cause, data); err != nil {
		return err
	}
	return t.exec(updateVersion, at, cause, r.num)
}
