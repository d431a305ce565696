package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	insertPass   = `INSERT INTO pass (source, run, started_at, outcome, reason) VALUES (?, ?, ?, '', '')`
	updatePass   = `UPDATE pass SET outcome = ?, reason = ?, total = ? WHERE id = ?`
	selectPasses = `SELECT id, coalesce(run, 0), started_at, outcome, reason, total FROM pass WHERE source = ? ORDER BY id DESC`
	// Only unfinished passes are resumed, and pagers can be large: forms with their state.
	dropPagers = `UPDATE pass_page SET pager = NULL WHERE pager IS NOT NULL AND pass IN
		(SELECT id FROM pass WHERE source = (SELECT source FROM pass WHERE id = ?1) AND id <= ?1)`

	insertPassPage = `INSERT INTO pass_page (pass, number, look, request_key, range_from, range_to, range_total, range_raw, posts, pager)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	passPageColumns = `number, look, request_key, range_from, range_to, range_total, range_raw, posts, pager`
	selectPassPage  = `SELECT ` + passPageColumns + ` FROM pass_page WHERE id = ?`
	selectFirstPage = `SELECT ` + passPageColumns + ` FROM pass_page WHERE pass = ? AND number = 1 AND look = 0 ORDER BY id DESC LIMIT 1`
)

// StartPass records the start of a walk over the listing pages.
func (db *DB) StartPass(ctx context.Context, source string, run int64, at time.Time) (id int64, err error) {
	err = db.write(ctx, "start pass", func(t *tx) error {
		id, err = t.insert(insertPass, source, orNull(run), stamp(at))
		return err
	})
	return id, err
}

// EndPass records the outcome of a pass, blog.PassConsistent and so on.
func (db *DB) EndPass(ctx context.Context, pass int64, outcome, reason string, total *int) error {
	return db.write(ctx, "end pass", func(t *tx) error {
		if err := t.exec(updatePass, outcome, reason, total, pass); err != nil || !isFinalOutcome(outcome) {
			return err
		}
		return t.exec(dropPagers, pass)
	})
}

// isFinalOutcome reports whether a pass will not be resumed.
func isFinalOutcome(outcome string) bool {
	return outcome == blog.PassStopped || atEnd(outcome)
}

func atEnd(outcome string) bool {
	return outcome == blog.PassConsistent || outcome == blog.PassInconsistent
}

// LastPasses returns the newest pass that was read to its end and the newest unfinished
// one, unless another ended or stopped early after it. Either may be nil. First is set;
// only that of the unfinished pass still has its pager.
func (db *DB) LastPasses(ctx context.Context, source string) (ended, unfinished *blog.Pass, err error) {
	err = db.read(ctx, "look up passes", func(v view) error {
		if ended, unfinished, err = v.lastPasses(source); err != nil {
			return err
		}
		return errors.Join(v.addFirst(ended), v.addFirst(unfinished))
	})
	return ended, unfinished, err
}

func (v view) lastPasses(source string) (ended, unfinished *blog.Pass, err error) {
	over := false // a newer pass ended or stopped early
	err = v.each(selectPasses, []any{source}, func(rows *sql.Rows) error {
		p, err := scanPass(rows)
		if err != nil {
			return err
		}
		switch {
		case atEnd(p.Outcome):
			ended = p
			return errStop
		case p.Outcome == blog.PassStopped:
			over = true
		case !over && unfinished == nil:
			unfinished = p
		}
		return nil
	})
	return ended, unfinished, err
}

func scanPass(rows *sql.Rows) (*blog.Pass, error) {
	var p blog.Pass
	var started string
	err := rows.Scan(&p.ID, &p.Run, &started, &p.Outcome, &p.Reason, &p.Total)
	if err != nil {
		return nil, err
	}
	if p.Started, err = time.Parse(time.RFC3339, started); err != nil {
		return nil, fmt.Errorf("pass %d: started_at: %w", p.ID, err)
	}
	return &p, nil
}

// addFirst sets p.First.
func (v view) addFirst(p *blog.Pass) (err error) {
	if p != nil {
		p.First, err = v.passPage(selectFirstPage, p.ID)
	}
	return err
}

// passPage loads one page of a pass; nil if there is none.
func (v view) passPage(query string, id int64) (*blog.PassPage, error) {
	var page blog.PassPage
	var from, to, total sql.NullInt64
	var raw sql.NullString
	var posts string
	var pager []byte
	found, err := v.one(query, []any{id}, &page.Number, &page.Reread, &page.Key, &from, &to, &total, &raw, &posts, &pager)
	if err != nil || !found {
		return nil, err
	}
	if from.Valid {
		page.Range = &blog.Range{From: int(from.Int64), To: int(to.Int64), Total: int(total.Int64), Raw: raw.String}
	}
	if pager != nil {
		if err := unpackJSON(pager, &page.Pager); err != nil {
			return nil, err
		}
	}
	return &page, json.Unmarshal([]byte(posts), &page.Posts)
}

// putPassPage records a listing page as seen by a pass.
func (t *tx) putPassPage(p *blog.ListingPut, posts []string) error {
	ids, err := jsonText(list(posts))
	if err != nil {
		return err
	}
	pager, err := packJSON(p.Listing.Pager)
	if err != nil {
		return err
	}
	from, to, total, raw := rangeColumns(p.Listing.Range)
	return t.exec(insertPassPage, p.Pass, p.Number, p.Reread, p.Page.Request.Key(), from, to, total, raw, ids, pager)
}

// rangeColumns returns the four columns of a stated range, all NULL without one.
func rangeColumns(r *blog.Range) (from, to, total, raw any) {
	if r == nil {
		return nil, nil, nil, nil
	}
	return r.From, r.To, r.Total, r.Raw
}

// orNull returns id, or NULL for 0.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
