package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	// last_seen_at keeps the value that the view computed until now.
	removePost = `UPDATE post SET removed_at = ?1, last_seen_at = coalesce(
			(SELECT r.finished_at FROM run r WHERE r.source = post.source AND r.proved = 1 AND r.id >= post.live_run AND r.id <> ?3
				ORDER BY r.id DESC LIMIT 1),
			(SELECT r.finished_at FROM run r WHERE r.id = post.live_run),
			first_seen_at)
		WHERE num = ?2`
	selectLastProof = `SELECT id FROM run WHERE source = ? AND proved = 1 AND id <> ? ORDER BY id DESC LIMIT 1`
)

// ApplyPass applies a consistent walk. A live post that it did not see is removed, or, if
// it saw a new one with the same time and title instead, has moved: the old post gets the
// new permalink and absorbs the new one.
func (db *DB) ApplyPass(ctx context.Context, w blog.Walk, at time.Time) (blog.PassApplied, error) {
	var done blog.PassApplied
	err := db.write(ctx, "apply pass", func(t *tx) (err error) {
		done, err = t.applyPass(w, stamp(at))
		return err
	})
	return done, err
}

func (t *tx) applyPass(w blog.Walk, at string) (done blog.PassApplied, err error) {
	src, err := t.source(w.Source)
	if err != nil || src == nil {
		return done, err
	}
	vanished, err := t.live(selectVanished, w.Source, w.Run, w.Number)
	if err != nil {
		return done, err
	}
	// Find all successors first: it matters which posts vanished together.
	heirs := make([]*livePost, len(vanished))
	for i, gone := range vanished {
		if heirs[i], err = t.successor(w, gone); err != nil {
			return done, err
		}
	}
	in := &putContext{source: w.Source, zone: t.db.location(src.Timezone), run: w.Run, at: at}
	for i, gone := range vanished {
		if heirs[i] == nil {
			done.Removed = append(done.Removed, gone.known.ID)
			err = t.remove(gone.num, w.Run, at)
		} else {
			done.Moved = append(done.Moved, gone.known.ID)
			done.Absorbed = append(done.Absorbed, heirs[i].known.ID)
			err = t.move(in, gone.num, heirs[i].num)
		}
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func (t *tx) remove(num, run int64, at string) error {
	if err := t.exec(removePost, at, num, run); err != nil {
		return err
	}
	return t.exec(dropDue, num)
}

// successor returns the post that replaced a vanished one; nil if there is none or
// several. It must have the same time and title, be stored later, and never have been
// listed at the same time.
func (t *tx) successor(w blog.Walk, gone *livePost) (*livePost, error) {
	if gone.known.Published == "" || gone.known.Title == "" {
		return nil, nil
	}
	var proof int64
	if _, err := t.one(selectLastProof, []any{w.Source, w.Run}, &proof); err != nil {
		return nil, err
	}
	same, clear, err := t.sameTimeAndTitle(w, gone)
	if err != nil || !clear {
		return nil, err
	}
	var heirs []*livePost
	for _, l := range same {
		if l.num <= gone.num || l.firstRun <= proof && proof >= gone.sinceRun {
			continue
		}
		together, err := t.shownTogether(w.Source, gone.known.ID, l.known.ID)
		if err != nil {
			return nil, err
		}
		if !together {
			heirs = append(heirs, l)
		}
	}
	if len(heirs) != 1 {
		return nil, nil
	}
	return heirs[0], nil
}

// sameTimeAndTitle returns the other live posts with the time and title of a vanished
// one. clear is false if another of them vanished, too.
func (t *tx) sameTimeAndTitle(w blog.Walk, gone *livePost) (same []*livePost, clear bool, err error) {
	clear = true
	args := []any{w.Source, w.Run, w.Number, gone.utc, gone.known.Published, gone.num}
	err = t.each(selectSameTime, args, func(rows *sql.Rows) error {
		var shown bool
		l, err := scanLivePost(rows, &shown)
		if err == nil && blog.Fold(l.known.Title) == blog.Fold(gone.known.Title) {
			same, clear = append(same, l), clear && shown
		}
		return err
	})
	return same, clear, err
}

// A page that was read twice in a pass may show first the old post and then the new one;
// that does not count as listed together.
const selectTogether = `SELECT 1 FROM pass JOIN pass_page a ON a.pass = pass.id JOIN pass_page b ON b.pass = pass.id
	WHERE pass.source = ? AND instr(a.posts, ?) > 0 AND instr(b.posts, ?) > 0 AND (a.id = b.id OR a.number <> b.number) LIMIT 1`

func (t *tx) shownTogether(source, a, b string) (bool, error) {
	var one int
	return t.one(selectTogether, []any{source, a, b}, &one)
}

// MergeMoved merges two posts, of which the permalink of the first redirects to the
// second permanently. The older one is kept, with its history. It returns nil if a pass
// saw both: then they are different posts.
func (db *DB) MergeMoved(ctx context.Context, src *blog.Source, run int64, from, to string, at time.Time) (stored *blog.Stored, err error) {
	err = db.write(ctx, "join moved post", func(t *tx) error {
		in := &putContext{source: src.ID, zone: db.location(src.Timezone), run: run, at: stamp(at)}
		old, err := t.postNumber(from)
		if err != nil {
			return err
		}
		fresh, err := t.postNumber(to)
		if err != nil || old == fresh {
			return err
		}
		s, err := t.joinRedirected(in, old, fresh, blog.Stored{})
		if err != nil || s.ID == "" {
			return err
		}
		stored = &s
		return t.recordStateOf(run, s.ID, s.State)
	})
	return stored, err
}

func (t *tx) move(in *putContext, from, to int64) error {
	keep, err := t.row(from)
	if err != nil {
		return err
	}
	gone, err := t.row(to)
	if err != nil {
		return err
	}
	edited, err := t.join(in, keep, gone)
	if err == nil && edited {
		err = t.exec(overrideState, stateRank[blog.StateChanged], in.run, from)
	}
	return err
}

// joinSteps move what belongs to the row that is deleted (?2) to the one that stays (?1).
var joinSteps = []string{
	`DELETE FROM reading WHERE post = ?1 AND slot IN (SELECT slot FROM reading WHERE post = ?2)`,
	`UPDATE reading SET post = ?1 WHERE post = ?2`,
	`UPDATE post SET moved_to = '', detail_count = coalesce((SELECT detail_count FROM post WHERE num = ?2), detail_count) WHERE num = ?1`,
	`INSERT INTO post_identity (source, identity, post) SELECT source, identity, ?1 FROM post_identity WHERE post = ?2 ON CONFLICT DO NOTHING`,
	`DELETE FROM post_identity WHERE post = ?2`,
	`UPDATE page_post SET post = ?1 WHERE post = ?2`,
	`UPDATE page SET post = ?1 WHERE post = ?2`,
	`DELETE FROM due WHERE post = ?1 AND EXISTS (SELECT 1 FROM due WHERE post = ?2)`,
	`UPDATE due SET post = ?1 WHERE post = ?2`,
	`DELETE FROM post_version WHERE post = ?2`,
	`DELETE FROM post_tag WHERE post = ?2`,
	`DELETE FROM post_category WHERE post = ?2`,
	`DELETE FROM post_image WHERE post = ?2`,
	`DELETE FROM post_comment WHERE post = ?2`,
	`DELETE FROM post WHERE num = ?2`,
}

const renameInPasses = `UPDATE pass_page SET posts = replace(posts, ?, ?)
	WHERE pass IN (SELECT id FROM pass WHERE source = ?) AND instr(posts, ?) > 0`

// join merges gone into keep, which keeps its id and history and takes over gone's
// readings, identities, pages and due details. gone's id becomes an alias. It returns
// true if the content of keep has changed.
func (t *tx) join(in *putContext, keep, gone *row) (edited bool, err error) {
	before, err := t.content(keep.num)
	if err != nil {
		return false, err
	}
	other, err := t.content(gone.num)
	if err != nil {
		return false, err
	}
	for _, step := range joinSteps {
		if err := t.exec(step, keep.num, gone.num); err != nil {
			return false, err
		}
	}
	if err := t.joinSightings(in.run, keep.num, gone.num); err != nil {
		return false, err
	}
	t.reindex(gone.num, other, nil)
	if keep.removed && !gone.removed {
		if err := t.exec(restorePost, orNull(in.run), keep.num); err != nil {
			return false, err
		}
	}
	if err := t.exec(renameInPasses, gone.id, keep.id, in.source, gone.id); err != nil {
		return false, err
	}
	if err := t.addIdentities(in.source, keep.num, []string{"i:" + gone.id}); err != nil {
		return false, err
	}
	rs, err := t.readings(keep.num)
	if err != nil {
		return false, err
	}
	after, err := rs.merge("")
	if err != nil {
		return false, err
	}
	return t.updatePostContent(keep, before, &after, blog.CauseMoved, in.zone, in.at)
}
