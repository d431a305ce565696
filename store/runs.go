package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	insertRun = `INSERT INTO run (source, kind, started_at) VALUES (?, ?, ?)`
	updateRun = `UPDATE run SET started_at = ?, finished_at = ?, requests = ?, bytes = ?, pages = ?, new = ?, changed = ?,
		unchanged = ?, removed = ?, restored = ?, stated_total = ?, stored = ?, complete = ?, accepted_missing = ?, gaps = ?,
		failed = ?, interrupted = ?, proved = ?, warnings = ?, looked = ?, error = ? WHERE id = ?`
	selectRuns = `SELECT id, kind, started_at, finished_at, requests, bytes, pages, new, changed, unchanged, removed, restored,
		stated_total, stored, complete, accepted_missing, gaps, failed, interrupted, proved, warnings, looked, error
		FROM run WHERE source = ? ORDER BY id DESC LIMIT ?`
)

// StartRun records the start of a run. It has no finished_at until FinishRun, and never if
// its process is killed.
func (db *DB) StartRun(ctx context.Context, source, kind string, at time.Time) (id int64, err error) {
	err = db.write(ctx, "start run", func(t *tx) error {
		id, err = t.insert(insertRun, source, kind, stamp(at))
		return err
	})
	return id, err
}

// FinishRun records the result of a run and discards its sightings.
func (db *DB) FinishRun(ctx context.Context, run int64, r *blog.Report) error {
	return db.write(ctx, "finish run", func(t *tx) error {
		gaps, err := jsonText(list(r.Gaps))
		if err != nil {
			return err
		}
		failed, err := jsonText(list(r.Failed))
		if err != nil {
			return err
		}
		warnings, err := jsonText(list(r.Warnings))
		if err != nil {
			return err
		}
		done, err := t.change(updateRun, stamp(r.StartedAt), stamp(r.FinishedAt), r.Requests, r.Bytes, r.Pages, r.New, r.Changed,
			r.Unchanged, r.Removed, r.Restored, r.StatedTotal, r.Stored, r.Complete, r.AcceptedMissing, gaps,
			failed, r.Interrupted, r.Proved, warnings, r.Looked, r.Error, run)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("no run %d", run))
		}
		return t.exec(forgetRun, run)
	})
}

// runs returns the newest runs of a source, finished or not.
func (v view) runs(source, label string, limit int) (runs []blog.RunBrief, err error) {
	err = v.each(selectRuns, []any{source, limit}, func(rows *sql.Rows) error {
		r, err := scanRun(rows)
		r.Source = label
		runs = append(runs, r)
		return err
	})
	return runs, err
}

func scanRun(rows *sql.Rows) (r blog.RunBrief, err error) {
	var started, gaps, failed, warnings string
	var finished sql.NullString
	err = rows.Scan(&r.ID, &r.Kind, &started, &finished, &r.Requests, &r.Bytes, &r.Pages, &r.New, &r.Changed, &r.Unchanged,
		&r.Removed, &r.Restored, &r.StatedTotal, &r.Stored, &r.Complete, &r.AcceptedMissing, &gaps, &failed,
		&r.Interrupted, &r.Proved, &warnings, &r.Looked, &r.Error)
	if err != nil {
		return r, err
	}
	if r.StartedAt, err = time.Parse(time.RFC3339, started); err != nil {
		return r, fmt.Errorf("run %d: started_at: %w", r.ID, err)
	}
	if finished.Valid {
		if r.FinishedAt, err = time.Parse(time.RFC3339, finished.String); err != nil {
			return r, fmt.Errorf("run %d: finished_at: %w", r.ID, err)
		}
	}
	return r, errors.Join(
		json.Unmarshal([]byte(gaps), &r.Gaps),
		json.Unmarshal([]byte(failed), &r.Failed),
		json.Unmarshal([]byte(warnings), &r.Warnings),
	)
}

// list returns s, or an empty slice for nil, so that JSON has [] instead of null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

const (
	selectGaps = `SELECT kind, range_from, range_to, url, page, reason FROM gap WHERE source = ? ORDER BY position`
	deleteGaps = `DELETE FROM gap WHERE source = ?`
	insertGap  = `INSERT INTO gap (source, position, kind, range_from, range_to, url, page, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
)

// PutGaps replaces the gaps of a source, if they differ.
func (db *DB) PutGaps(ctx context.Context, source string, gaps []blog.Gap) error {
	return db.write(ctx, "put gaps", func(t *tx) error {
		old, err := t.gaps(source)
		if err != nil || slices.Equal(old, gaps) {
			return err
		}
		if err := t.exec(deleteGaps, source); err != nil {
			return err
		}
		for i, g := range gaps {
			if err := t.exec(insertGap, source, i, g.Kind, g.From, g.To, g.URL, g.Page, g.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

func (v view) gaps(source string) (gaps []blog.Gap, err error) {
	err = v.each(selectGaps, []any{source}, func(rows *sql.Rows) error {
		var g blog.Gap
		err := rows.Scan(&g.Kind, &g.From, &g.To, &g.URL, &g.Page, &g.Reason)
		gaps = append(gaps, g)
		return err
	})
	return gaps, err
}
