package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const selectLive = `SELECT num, id, url, title, published, coalesce(first_run, 0), coalesce(live_run, 0),
		coalesce(live_run, first_run, 0) > max(
			coalesce((SELECT max(id) FROM run WHERE source = ?1 AND proved = 1), 0),
			coalesce((SELECT max(run) FROM pass WHERE source = ?1 AND outcome IN ('consistent', 'stopped')), 0))
	FROM post WHERE source = ?1 AND removed_at IS NULL ORDER BY num`

// live is a post as ApplyPass looks at it.
type live struct {
	num                int64
	known              blog.Known
	firstRun, sinceRun int64
	shown              bool // by the pass
}

func (v view) live(source string) (posts []*live, err error) {
	err = v.each(selectLive, []any{source}, func(rows *sql.Rows) error {
		var l live
		err := rows.Scan(&l.num, &l.known.ID, &l.known.URL, &l.known.Title, &l.known.Published, &l.firstRun, &l.sinceRun, &l.known.Fresh)
		posts = append(posts, &l)
		return err
	})
	return posts, err
}

// Live gives the posts of a source that are not removed.
func (db *DB) Live(ctx context.Context, source string) (known []blog.Known, err error) {
	err = db.read(ctx, "list posts", func(v view) error {
		posts, err := v.live(source)
		for _, l := range posts {
			known = append(known, l.known)
		}
		return err
	})
	return known, err
}

const (
	// last_seen_at stops here at what the view said of the post until now.
	removePost = `UPDATE post SET removed_at = ?1, last_seen_at = coalesce(
			(SELECT r.finished_at FROM run r WHERE r.source = post.source AND r.proved = 1 AND r.id >= post.live_run AND r.id <> ?3
				ORDER BY r.id DESC LIMIT 1),
			(SELECT r.finished_at FROM run r WHERE r.id = post.live_run),
			first_seen_at)
		WHERE num = ?2`
	selectLastProof = `SELECT id FROM run WHERE source = ? AND proved = 1 AND id <> ? ORDER BY id DESC LIMIT 1`
)

// ApplyPass takes the consequence of a consistent pass: a live post that it did
// not show is removed, or, if the pass shows a new one of the same time and
// title in its place, has moved: the old post goes on under the new permalink,
// and the new one was never one of its own.
func (db *DB) ApplyPass(ctx context.Context, source string, run int64, seen []string, at time.Time) (blog.PassApplied, error) {
	var done blog.PassApplied
	err := db.write(ctx, "apply pass", func(t *tx) (err error) {
		done, err = t.applyPass(db, source, run, seen, stamp(at))
		return err
	})
	return done, err
}

func (t *tx) applyPass(db *DB, source string, run int64, seen []string, at string) (done blog.PassApplied, err error) {
	posts, err := t.live(source)
	if err != nil {
		return done, err
	}
	markShown(posts, seen)
	src, err := t.source(source)
	if err != nil || src == nil {
		return done, err
	}
	in := &intake{source: source, zone: db.location(src.Timezone), run: run, at: at}
	for _, gone := range posts {
		if gone.shown {
			continue
		}
		successor, err := t.successor(source, run, gone, posts)
		if err != nil {
			return done, err
		}
		if successor != nil {
			done.Moved = append(done.Moved, gone.known.ID)
			done.Absorbed = append(done.Absorbed, successor.known.ID)
			edited := false
			if edited, err = t.move(in, gone.num, successor.num); edited {
				done.Edited = append(done.Edited, gone.known.ID)
			}
		} else {
			done.Removed = append(done.Removed, gone.known.ID)
			err = t.remove(gone.num, run, at)
		}
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func markShown(posts []*live, seen []string) {
	shown := make(map[string]bool, len(seen))
	for _, id := range seen {
		shown[id] = true
	}
	for _, l := range posts {
		l.shown = shown[l.known.ID]
	}
}

func (t *tx) remove(num, run int64, at string) error {
	if err := t.exec(removePost, at, num, run); err != nil {
		return err
	}
	return t.exec(dropDue, num)
}

// successor finds the one post that took the place of a vanished one; nil if
// there is none or it is not clear. It must be stored later, must not be proved
// to have stood beside it, and have the same time and title.
func (t *tx) successor(source string, run int64, gone *live, posts []*live) (*live, error) {
	if gone.known.Published == "" || gone.known.Title == "" {
		return nil, nil
	}
	var proof int64
	if _, err := t.one(selectLastProof, []any{source, run}, &proof); err != nil {
		return nil, err
	}
	var heirs []*live
	for _, l := range posts {
		switch {
		case l == gone || !sameTimeAndTitle(l, gone):
		case !l.shown:
			return nil, nil // two vanished: which of them moved?
		case l.num > gone.num && (l.firstRun > proof || proof < gone.sinceRun):
			together, err := t.shownTogether(source, gone.known.ID, l.known.ID)
			if err != nil {
				return nil, err
			}
			if !together {
				heirs = append(heirs, l)
			}
		}
	}
	if len(heirs) != 1 {
		return nil, nil
	}
	return heirs[0], nil
}

func sameTimeAndTitle(a, b *live) bool {
	return a.known.Published == b.known.Published && blog.Fold(a.known.Title) == blog.Fold(b.known.Title)
}

// A page that was read twice in a pass may show the old post first and the new
// one later: that is no standing beside each other.
const selectTogether = `SELECT 1 FROM pass JOIN pass_page a ON a.pass = pass.id JOIN pass_page b ON b.pass = pass.id
	WHERE pass.source = ? AND instr(a.posts, ?) > 0 AND instr(b.posts, ?) > 0 AND (a.id = b.id OR a.number <> b.number) LIMIT 1`

func (t *tx) shownTogether(source, a, b string) (bool, error) {
	var one int
	return t.one(selectTogether, []any{source, a, b}, &one)
}

// JoinMoved makes one post of two, of which the permalink of the first leads to
// the second for good. The older one stays, with its history. It is nil if a
// pass showed both: then they are two.
func (db *DB) JoinMoved(ctx context.Context, src *blog.Source, run int64, from, to string, at time.Time) (stored *blog.Stored, err error) {
	err = db.write(ctx, "join moved post", func(t *tx) error {
		in := &intake{source: src.ID, zone: db.location(src.Timezone), run: run, at: stamp(at)}
		old, err := t.postNumber(from)
		if err != nil {
			return err
		}
		fresh, err := t.postNumber(to)
		if err != nil || old == fresh {
			return err
		}
		s, err := t.joinRedirected(in, old, fresh, blog.Stored{})
		if err == nil && s.ID != "" {
			stored = &s
		}
		return err
	})
	return stored, err
}

func (t *tx) move(in *intake, from, to int64) (edited bool, err error) {
	keep, err := t.row(from)
	if err != nil {
		return false, err
	}
	gone, err := t.row(to)
	if err != nil {
		return false, err
	}
	return t.join(in, keep, gone)
}

// joinSteps hand over what belongs to the row that disappears (?2) to the one
// that stays (?1).
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

// join makes one post of two. keep stays, with its id and history; readings,
// names, pages and debts of gone become its own, and gone's id leads to it. It is true
// if the content of keep is another now.
func (t *tx) join(in *intake, keep, gone *row) (edited bool, err error) {
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
	return t.renew(keep, before, &after, blog.CauseMoved, in.zone, in.at)
}
