package store

import (
	"context"
	"fmt"

	"github.com/blogferry/blogferry/blog"
)

// createSightings creates the state of running runs: a row for each post that a run has
// seen. The table is temporary and belongs to this process. What a later run needs to
// resume a pass is in pass_page.
//
// A cache of 256 KiB suffices, since a walk accesses it in row order; SQLite's default is
// eight times as large.
const createSightings = `PRAGMA temp.cache_size = -256;
CREATE TEMP TABLE sighting (
	run    INTEGER NOT NULL,
	post   INTEGER NOT NULL,           -- number of the post
	state  INTEGER NOT NULL DEFAULT 0, -- its state, as in stateRank
	page   INTEGER NOT NULL DEFAULT 0, -- listing page on which it stood last
	walk   INTEGER NOT NULL DEFAULT 0, -- walk of the run that showed it last
	step   INTEGER NOT NULL DEFAULT 0, -- of that walk
	before INTEGER NOT NULL DEFAULT 0, -- step of the same walk that showed it before that one
	wall   TEXT NOT NULL DEFAULT '',   -- time that the walk showed
	twice  INTEGER NOT NULL DEFAULT 0, -- 1 if two pages of the walk showed it
	listed INTEGER NOT NULL DEFAULT 0, -- 1 if a listing page of the run showed it
	bodied INTEGER NOT NULL DEFAULT 0, -- 1 if with some of its body
	teaser INTEGER NOT NULL DEFAULT 0, -- 1 if that is only a teaser
	open   INTEGER NOT NULL DEFAULT 0, -- 1 if its time or address is unknown
	PRIMARY KEY (run, post)
) STRICT, WITHOUT ROWID`

// stateRank ranks the states of a post in a run: the highest counts.
var stateRank = map[string]int{blog.StateUnchanged: 1, blog.StateCompleted: 2, blog.StateChanged: 3, blog.StateRestored: 4, blog.StateNew: 5}

const (
	recordState = `INSERT INTO sighting (run, post, state) VALUES (?, ?, ?)
		ON CONFLICT (run, post) DO UPDATE SET state = max(state, excluded.state)`
	// A page read outside a walk (walk 0) does not change the walk's columns.
	recordListed = `INSERT INTO sighting (run, post, state, page, walk, step, wall, listed, bodied, teaser, open)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (run, post) DO UPDATE SET state = max(state, excluded.state), page = excluded.page,
			listed = excluded.listed, bodied = excluded.bodied, teaser = excluded.teaser, open = excluded.open,
			before = iif(excluded.walk = walk, step, 0),
			twice = CASE excluded.walk WHEN 0 THEN twice WHEN walk THEN twice OR step <> excluded.step ELSE 0 END,
			wall = iif(excluded.walk, excluded.wall, wall),
			step = iif(excluded.walk, excluded.step, step),
			walk = iif(excluded.walk, excluded.walk, walk)
		RETURNING before`
	forgetRun = `DELETE FROM sighting WHERE run = ?`
)

// recordPage records what a listing page of a run showed, and sets LastStep in stored: where
// the same walk showed the post before.
func (t *tx) recordPage(p *blog.ListingPut, stored []blog.Stored, nums []int64) error {
	for i := range stored {
		s := &stored[i]
		if p.Feed {
			if err := t.recordState(p.Run, nums[i], s.State); err != nil {
				return err
			}
			continue
		}
		bodied, open := s.Post.BodyText != "" || s.Post.BodyHTML != "", s.Post.URL == "" || s.Post.Published == ""
		_, err := t.one(recordListed, []any{
			p.Run, nums[i], stateRank[s.State], p.Number, p.Walk, p.Step, s.Shown.Published, true, bodied, s.Post.ExcerptOnly, open,
		}, &s.LastStep)
		if err != nil {
			return fmt.Errorf("note what the run has seen: %w", err)
		}
	}
	return nil
}

// recordState records the state of a post.
func (t *tx) recordState(run, num int64, state string) error {
	return t.exec(recordState, run, num, stateRank[state])
}

// recordStateOf is recordState by the post's public id.
func (t *tx) recordStateOf(run int64, id, state string) error {
	num, err := t.postNumber(id)
	if err != nil {
		return err
	}
	return t.recordState(run, num, state)
}

const (
	joinSightings = `INSERT INTO sighting (run, post, page, walk, step, wall, listed, bodied, teaser, open)
		SELECT run, ?2, page, walk, step, wall, listed, bodied, teaser, open FROM sighting WHERE run = ?1 AND post = ?3
		ON CONFLICT (run, post) DO UPDATE SET page = excluded.page, walk = excluded.walk, step = excluded.step,
			wall = excluded.wall, listed = excluded.listed, bodied = excluded.bodied, teaser = excluded.teaser, open = excluded.open
		WHERE excluded.walk >= walk`
	dropSighting  = `DELETE FROM sighting WHERE run = ? AND post = ?`
	overrideState = `UPDATE sighting SET state = ? WHERE run = ? AND post = ?`
)

// joinSightings adds what the run has seen of one post to another. The first one's state
// is discarded, since it never was a post of its own.
func (t *tx) joinSightings(run, keep, gone int64) error {
	if err := t.exec(joinSightings, run, keep, gone); err != nil {
		return err
	}
	return t.exec(dropSighting, run, gone)
}

// readRunState reads the state of runs, which only the writing connection sees.
func (db *DB) readRunState(ctx context.Context, what string, work func(view) error) error {
	return db.write(ctx, what, func(t *tx) error { return work(t.view) })
}
