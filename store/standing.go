package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	// Both counts use an index only.
	selectCounts = `SELECT live, stored - live FROM (SELECT (SELECT count(*) FROM post WHERE source = ?1 AND removed_at IS NULL) AS live,
		(SELECT count(*) FROM post WHERE source = ?1) AS stored)`
	selectOldest = `SELECT published_at FROM post WHERE source = ? AND removed_at IS NULL AND published_utc IS NOT NULL
		ORDER BY published_utc LIMIT 1`
	selectNewest = `SELECT published_at FROM post WHERE source = ? AND removed_at IS NULL AND published_utc IS NOT NULL
		ORDER BY published_utc DESC LIMIT 1`
	selectVerdict = `SELECT complete, stated_total FROM run WHERE source = ? AND finished_at IS NOT NULL AND kind <> 'reparse'
		ORDER BY id DESC LIMIT 1`
	selectSuccess = `SELECT finished_at FROM run WHERE source = ? AND complete = 1 AND finished_at IS NOT NULL AND kind <> 'reparse'
		ORDER BY id DESC LIMIT 1`
	selectKilled = `SELECT id FROM run WHERE source = ?1 AND finished_at IS NULL AND id = (SELECT max(id) FROM run WHERE source = ?1)`
	selectMonths = `SELECT substr(published, 1, 7) AS month, count(*) FROM post
		WHERE source = ? AND removed_at IS NULL AND published <> '' GROUP BY month ORDER BY month`
)

// lastRuns is the number of runs in a Standing.
const lastRuns = 10

// Standing returns what is stored of a source and what is missing.
func (db *DB) Standing(ctx context.Context, source string) (*blog.Standing, error) {
	var s *blog.Standing
	err := db.read(ctx, "standing of source "+source, func(v view) error {
		src, err := v.source(source)
		if err != nil {
			return err
		}
		if src == nil {
			return fmt.Errorf("%w: %s", ErrNoSource, source)
		}
		s = &blog.Standing{
			Source: src.Label(), Name: src.Name, StatedTotal: src.StatedTotal, AcceptedMissing: max(0, src.AcceptedPart()),
			Unexplained: src.Unexplained, Warnings: list(src.Warnings),
		}
		if s.Media, err = v.mediaStanding(source); err != nil {
			return err
		}
		return errors.Join(v.standingPosts(s, source), v.standingGaps(s, source), v.standingRuns(s, source), v.standingDoubts(s, source))
	})
	return s, err
}

func (v view) standingPosts(s *blog.Standing, source string) error {
	_, err := v.one(selectCounts, []any{source}, &s.Stored, &s.RemovedPosts)
	if err != nil {
		return err
	}
	if _, err := v.one(selectOldest, []any{source}, &s.Oldest); err != nil {
		return err
	}
	if _, err := v.one(selectNewest, []any{source}, &s.Newest); err != nil {
		return err
	}
	s.Months = []blog.Month{}
	return v.each(selectMonths, []any{source}, func(rows *sql.Rows) error {
		var m blog.Month
		err := rows.Scan(&m.Month, &m.Posts)
		s.Months = addMonth(s.Months, m)
		return err
	})
}

// maxHole is the longest period without posts, in months, that is listed month by month:
// one misread year must not fill the screen.
const maxHole = 120

// addMonth appends a month, after the empty ones before it.
func addMonth(months []blog.Month, m blog.Month) []blog.Month {
	if len(months) == 0 {
		return append(months, m)
	}
	last, err1 := time.Parse("2006-01", months[len(months)-1].Month)
	this, err2 := time.Parse("2006-01", m.Month)
	hole := (this.Year()-last.Year())*12 + int(this.Month()) - int(last.Month())
	if err1 == nil && err2 == nil && hole <= maxHole {
		for i := 1; i < hole; i++ {
			months = append(months, blog.Month{Month: last.AddDate(0, i, 0).Format("2006-01")})
		}
	}
	return append(months, m)
}

// standingGaps adds the gaps found by the last run and, if the latest run was killed, the
// details that it left due.
func (v view) standingGaps(s *blog.Standing, source string) error {
	gaps, err := v.gaps(source)
	if err != nil {
		return err
	}
	s.Gaps = list(gaps)
	known := map[string]bool{}
	for _, g := range gaps {
		known[g.URL] = g.Kind == "detail"
	}
	// A finished run has included the due details among its gaps.
	killed, err := v.one(selectKilled, []any{source}, new(int64))
	if err != nil || !killed {
		return err
	}
	due, err := v.dueGaps(source, false)
	for _, g := range due {
		if !known[g.URL] {
			s.Gaps = append(s.Gaps, g)
		}
	}
	return err
}

func (v view) standingRuns(s *blog.Standing, source string) error {
	runs, err := v.runs(source, s.Source, lastRuns)
	if err != nil {
		return err
	}
	s.LastRuns = list(runs)
	var total *int
	if _, err := v.one(selectVerdict, []any{source}, &s.Complete, &total); err != nil {
		return err
	}
	if _, err := v.one(selectSuccess, []any{source}, &s.LastSuccess); err != nil {
		return err
	}
	if s.StatedTotal == nil {
		s.StatedTotal = total
	}
	s.Complete = s.Complete && len(s.Gaps) == 0
	return nil
}
