package store

import (
	"context"
	"database/sql"

	"github.com/blogferry/blogferry/blog"
)

const (
	selectPostStats = `SELECT count(*), coalesce(max(published), '') FROM post WHERE source = ? AND removed_at IS NULL`
	liveColumns     = `p.num, p.id, p.url, p.title, p.published, coalesce(p.published_utc, ''), coalesce(p.first_run, 0), coalesce(p.live_run, 0)`
	// lastProof is the newest run whose proof, finished or not, covers source ?1.
	lastProof = `max(coalesce((SELECT max(id) FROM run WHERE source = ?1 AND proved = 1), 0),
		coalesce((SELECT max(run) FROM pass WHERE source = ?1 AND outcome IN ('consistent', 'stopped')), 0))`
	notWalked = `NOT EXISTS (SELECT 1 FROM sighting s WHERE s.run = ?2 AND s.post = p.num AND s.walk = ?3)`

	selectVanished = `SELECT ` + liveColumns + ` FROM post p
		WHERE p.source = ?1 AND p.removed_at IS NULL AND ` + notWalked + ` ORDER BY p.num`
	selectFreshWalked = `SELECT ` + liveColumns + ` FROM post p
		WHERE p.source = ?1 AND p.removed_at IS NULL AND NOT ` + notWalked + `
			AND coalesce(p.live_run, p.first_run, 0) > ` + lastProof + ` ORDER BY p.num`
	selectSameTime = `SELECT ` + liveColumns + `, NOT ` + notWalked + ` FROM post p
		WHERE p.source = ?1 AND p.removed_at IS NULL AND p.published_utc IS nullif(?4, '') AND p.published = ?5 AND p.num <> ?6
		ORDER BY p.num`
	selectProvedBefore = `SELECT 1 FROM post p WHERE p.source = ?1 AND p.id = ?2 AND p.removed_at IS NULL
		AND coalesce(p.live_run, p.first_run, 0) <= ` + lastProof
)

// livePost is a live post with what ApplyPass needs of it.
type livePost struct {
	num                int64
	known              blog.LivePost
	utc                string // published_utc
	firstRun, sinceRun int64
}

// scanLivePost reads liveColumns; more takes the columns after them.
func scanLivePost(rows *sql.Rows, more ...any) (*livePost, error) {
	var l livePost
	err := rows.Scan(append([]any{&l.num, &l.known.ID, &l.known.URL, &l.known.Title, &l.known.Published, &l.utc, &l.firstRun, &l.sinceRun}, more...)...)
	return &l, err
}

func (v view) live(query string, args ...any) (posts []*livePost, err error) {
	err = v.each(query, args, func(rows *sql.Rows) error {
		l, err := scanLivePost(rows)
		posts = append(posts, l)
		return err
	})
	return posts, err
}

// PostStats summarizes the stored posts of a source.
func (db *DB) PostStats(ctx context.Context, source string) (held blog.PostStats, err error) {
	err = db.read(ctx, "count posts", func(v view) error {
		_, err := v.one(selectPostStats, []any{source}, &held.Posts, &held.Newest)
		return err
	})
	return held, err
}

// ProvedBefore reports whether a live post was stored or restored before the last run with
// a proof, finished or not.
func (db *DB) ProvedBefore(ctx context.Context, source, post string) (settled bool, err error) {
	err = db.read(ctx, "look up post "+post, func(v view) error {
		settled, err = v.one(selectProvedBefore, []any{source, post}, new(int))
		return err
	})
	return settled, err
}

// CompareWalk returns the live posts that a walk did not see and, if there are any, those
// that it saw and that no earlier proof covers.
func (db *DB) CompareWalk(ctx context.Context, w blog.Walk) (vanished, fresh []blog.LivePost, err error) {
	err = db.readRunState(ctx, "compare a walk", func(v view) error {
		gone, err := v.live(selectVanished, w.Source, w.Run, w.Number)
		if err != nil || len(gone) == 0 {
			return err
		}
		come, err := v.live(selectFreshWalked, w.Source, w.Run, w.Number)
		vanished, fresh = livePosts(gone), livePosts(come)
		return err
	})
	return vanished, fresh, err
}

func livePosts(posts []*livePost) (all []blog.LivePost) {
	for _, l := range posts {
		all = append(all, l.known)
	}
	return all
}
