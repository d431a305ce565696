package store

import (
	"context"
	"database/sql"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

const selectTally = `SELECT count(*) FILTER (WHERE state = 5), count(*) FILTER (WHERE state = 3), count(*) FILTER (WHERE state = 4),
		count(*) FILTER (WHERE state IN (1, 2)), count(*) FILTER (WHERE listed OR walk > 0), count(*) FILTER (WHERE listed),
		count(*) FILTER (WHERE listed AND NOT bodied), count(*) FILTER (WHERE listed AND state > 1),
		count(*) FILTER (WHERE listed AND state > 1 AND open)
	FROM sighting WHERE run = ?`

// Tally counts what a run has seen so far, and the outcome.
func (db *DB) Tally(ctx context.Context, run int64) (c blog.Tally, err error) {
	err = db.readRunState(ctx, "count what the run has seen", func(v view) error {
		_, err := v.one(selectTally, []any{run}, &c.New, &c.Changed, &c.Restored, &c.Unchanged, &c.Seen, &c.Listed, &c.WithoutBody, &c.Updated, &c.UpdatedPartial)
		return err
	})
	return c, err
}

const selectSighting = `SELECT s.page, s.walk FROM post p JOIN sighting s ON s.run = ?1 AND s.post = p.num WHERE p.id = ?2`

// Sighting returns where a run last saw a post.
func (db *DB) Sighting(ctx context.Context, run int64, post string) (s blog.Sighting, err error) {
	err = db.readRunState(ctx, "recall post "+post, func(v view) error {
		_, err := v.one(selectSighting, []any{run, post}, &s.Page, &s.Walk)
		return err
	})
	return s, err
}

const selectWalked = `SELECT j.key, s.step FROM json_each(?4) j
	JOIN post_identity i ON i.source = ?1 AND i.identity = j.value
	JOIN sighting s ON s.run = ?2 AND s.post = i.post AND s.walk = ?3`

// ShownInWalk returns, for each identity, the step at which a walk last saw its post, 0 if
// it did not see it.
func (db *DB) ShownInWalk(ctx context.Context, w blog.Walk, identities []string) ([]int, error) {
	steps := make([]int, len(identities))
	err := db.readRunState(ctx, "recall a walk", func(v view) error {
		names, err := jsonText(list(identities))
		if err != nil {
			return err
		}
		return v.each(selectWalked, []any{w.Source, w.Run, w.Number, names}, func(rows *sql.Rows) error {
			var i, step int
			err := rows.Scan(&i, &step)
			steps[i] = step
			return err
		})
	})
	return steps, err
}

const selectWalkedMonths = `SELECT substr(wall, 1, 7) AS month, count(*) FROM sighting WHERE run = ? AND walk = ? GROUP BY month`

// MonthsInWalk counts the posts that a walk has seen by month, "2014-07", and those
// without a time under "".
func (db *DB) MonthsInWalk(ctx context.Context, w blog.Walk) (map[string]int, error) {
	months := map[string]int{}
	err := db.readRunState(ctx, "recall the months of a walk", func(v view) error {
		return v.each(selectWalkedMonths, []any{w.Run, w.Number}, func(rows *sql.Rows) error {
			var month string
			var posts int
			err := rows.Scan(&month, &posts)
			months[month] = posts
			return err
		})
	})
	return months, err
}

// selectMissedNewer starts at the newest post and stops at the first one not seen.
const selectMissedNewer = `SELECT 1 FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL AND p.published > ?3
		AND coalesce(p.live_run, p.first_run, 0) < ?2
		AND NOT EXISTS (SELECT 1 FROM sighting s WHERE s.run = ?2 AND s.post = p.num AND (s.listed OR s.walk > 0))
	ORDER BY p.published_utc DESC LIMIT 1`

// selectMissedUnproven looks at posts only if there were runs since the last proof.
const selectMissedUnproven = `SELECT 1 FROM post p WHERE EXISTS (SELECT 1 FROM run WHERE source = ?1 AND id < ?2 AND id > ` + lastProof + `)
		AND p.source = ?1 AND p.removed_at IS NULL AND coalesce(p.live_run, p.first_run, 0) > ` + lastProof + `
		AND coalesce(p.live_run, p.first_run, 0) < ?2
		AND NOT EXISTS (SELECT 1 FROM sighting s WHERE s.run = ?2 AND s.post = p.num AND (s.listed OR s.walk > 0)) LIMIT 1`

// HasUnseen reports whether there is a post that a run has not seen, that was live before
// it, and that is newer than the given time or was stored since the last proof.
func (db *DB) HasUnseen(ctx context.Context, source string, run int64, newer blog.Wall) (missed bool, err error) {
	err = db.readRunState(ctx, "recall newer posts", func(v view) error {
		missed, err = v.one(selectMissedNewer, []any{source, run, newer}, new(int))
		if !missed && err == nil {
			missed, err = v.one(selectMissedUnproven, []any{source, run}, new(int))
		}
		return err
	})
	return missed, err
}

const selectListsOther = `SELECT 1 FROM post_identity i JOIN sighting s ON s.run = ?2 AND s.post = i.post AND s.listed
		JOIN post p ON p.num = i.post
	WHERE i.source = ?1 AND i.identity = 'u:' || ?3 AND p.url <> ?4 LIMIT 1`

// ShowsOtherPost reports whether a listing page of the run showed, at an address given as
// blog.PathKey, a post other than the one whose permalink is not.
func (db *DB) ShowsOtherPost(ctx context.Context, source string, run int64, address, not string) (other bool, err error) {
	err = db.readRunState(ctx, "recall "+address, func(v view) error {
		other, err = v.one(selectListsOther, []any{source, run, address, not}, new(int))
		return err
	})
	return other, err
}

const selectSeenPosts = `SELECT p.id, p.url, p.title, p.published, coalesce(p.live_run, p.first_run, 0) < ?2,
		coalesce(s.listed, 0), coalesce(s.bodied, 0), coalesce(s.teaser, 0), coalesce(s.page, 0)
	FROM post p LEFT JOIN sighting s ON s.run = ?2 AND s.post = p.num
	WHERE p.source = ?1 AND p.removed_at IS NULL ORDER BY p.num`

// SeenPosts returns the live posts of a source with what the run has seen of them. The
// database cannot be written to during the iteration.
func (db *DB) SeenPosts(ctx context.Context, source string, run int64) iter.Seq2[*blog.SeenPost, error] {
	return func(yield func(*blog.SeenPost, error) bool) {
		err := db.readRunState(ctx, "recall posts", func(v view) error {
			return v.each(selectSeenPosts, []any{source, run}, func(rows *sql.Rows) error {
				var p blog.SeenPost
				err := rows.Scan(&p.ID, &p.URL, &p.Title, &p.Published, &p.KnownBefore, &p.Listed, &p.HasBody, &p.IsTeaser, &p.Page)
				if err == nil && !yield(&p, nil) {
					err = errStop
				}
				return err
			})
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

const selectPlaced = `SELECT j.value, coalesce(s.wall, '') FROM json_each((SELECT posts FROM pass_page
			WHERE pass = ?2 AND number = ?3 AND look = 0 ORDER BY id DESC LIMIT 1)) j
		LEFT JOIN post p ON p.id = j.value LEFT JOIN sighting s ON s.run = ?1 AND s.post = p.num
	ORDER BY j.key`

// PassPage returns the posts of a page as the current walk saw them.
func (db *DB) PassPage(ctx context.Context, run, pass int64, number int) (placed []blog.PagePost, err error) {
	err = db.readRunState(ctx, "recall a page", func(v view) error {
		return v.each(selectPlaced, []any{run, pass, number}, func(rows *sql.Rows) error {
			var p blog.PagePost
			err := rows.Scan(&p.ID, &p.Published)
			placed = append(placed, p)
			return err
		})
	})
	return placed, err
}

const (
	// max(id) selects the last reading of each page.
	selectTiedPages = `WITH page AS (SELECT max(id), number, posts ->> '$[0]' AS first, posts ->> '$[#-1]' AS last
			FROM pass_page WHERE pass = ?2 AND look = 0 GROUP BY number),
		border AS MATERIALIZED (SELECT number,
			(SELECT s.wall FROM post p JOIN sighting s ON s.run = ?1 AND s.post = p.num WHERE p.id = page.first) AS first,
			(SELECT s.wall FROM post p JOIN sighting s ON s.run = ?1 AND s.post = p.num WHERE p.id = page.last) AS last
			FROM page)
		SELECT a.number FROM border a JOIN border b ON b.number = a.number + 1
		WHERE a.last <> '' AND a.last = b.first ORDER BY a.number`
	selectDuplicates = `SELECT count(*) FILTER (WHERE tied), count(*) FILTER (WHERE NOT tied) FROM (SELECT wall IN
			(SELECT wall FROM sighting WHERE run = ?1 AND walk = ?2 GROUP BY wall HAVING count(*) > 1) AS tied
		FROM sighting WHERE run = ?1 AND walk = ?2 AND twice)`
)

// TiedPages returns the pages of the current walk whose last post has the same timestamp
// as the next page's first.
func (db *DB) TiedPages(ctx context.Context, run, pass int64) (tied []int, err error) {
	err = db.readRunState(ctx, "recall borders of pages", func(v view) error {
		return v.each(selectTiedPages, []any{run, pass}, func(rows *sql.Rows) error {
			var n int
			err := rows.Scan(&n)
			tied = append(tied, n)
			return err
		})
	})
	return tied, err
}

// Duplicates counts the posts seen on two pages of a walk: those that share their
// timestamp with another post of the walk, and the others.
func (db *DB) Duplicates(ctx context.Context, w blog.Walk) (tied, untied int, err error) {
	err = db.readRunState(ctx, "recall posts on two pages", func(v view) error {
		_, err := v.one(selectDuplicates, []any{w.Run, w.Number}, &tied, &untied)
		return err
	})
	return tied, untied, err
}

const (
	selectResumable = `SELECT id FROM (SELECT max(id) AS id, number, range_total FROM pass_page
			WHERE pass = ?1 AND look = 0 AND number <> 1 GROUP BY number)
		WHERE range_total IS ?2 ORDER BY number`
	selectResumed = `SELECT p.num, p.published FROM json_each(?1) j JOIN post p ON p.id = j.value
		WHERE p.removed_at IS NULL AND coalesce(p.live_run, p.first_run, 0) < ?2 ORDER BY j.key`
	adoptPass = `UPDATE pass SET run = ? WHERE id = ?`
)

// ResumePages makes the later pages of an unfinished pass that stated the given total
// part of a walk, and passes them to take. Pages with a post that was removed or has moved
// meanwhile are skipped. The pass then belongs to the walk's run, so that its proof covers
// what that run stores.
func (db *DB) ResumePages(ctx context.Context, pass int64, w blog.Walk, total *int, take func(*blog.ResumedPage)) error {
	return db.write(ctx, "resume a pass", func(t *tx) error {
		if err := t.exec(adoptPass, w.Run, pass); err != nil {
			return err
		}
		ids, err := t.numbers(selectResumable, pass, total)
		for i := 0; err == nil && i < len(ids); i++ {
			err = t.resumePage(ids[i], w, take)
		}
		return err
	})
}

func (t *tx) resumePage(id int64, w blog.Walk, take func(*blog.ResumedPage)) error {
	page, err := t.passPage(selectPassPage, id)
	if err != nil {
		return err
	}
	shown, err := t.shownOn(page, w.Run)
	if err != nil || len(shown) < len(page.Posts) {
		return err
	}
	lent := blog.ResumedPage{PassPage: *page}
	for _, post := range shown {
		before := 0
		_, err := t.one(recordListed, []any{
			w.Run, post.num, stateRank[blog.StateUnchanged], page.Number, w.Number, page.Number, post.known.Published, false, false, false, false,
		}, &before)
		if err != nil {
			return err
		}
		if before == 0 {
			lent.New++
		} else if before != page.Number {
			lent.Duplicates++
		}
	}
	take(&lent)
	return nil
}

// shownOn returns the posts of a page that were live before the run.
func (v view) shownOn(page *blog.PassPage, run int64) (posts []*livePost, err error) {
	ids, err := jsonText(list(page.Posts))
	if err != nil {
		return nil, err
	}
	err = v.each(selectResumed, []any{ids, run}, func(rows *sql.Rows) error {
		var l livePost
		err := rows.Scan(&l.num, &l.known.Published)
		posts = append(posts, &l)
		return err
	})
	return posts, err
}
