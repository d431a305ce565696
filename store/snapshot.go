package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

// Snapshot is the database at one moment, however often it is read and whatever
// a crawl writes meanwhile. It is for one goroutine, and one iteration at a time.
type Snapshot struct {
	view view
	tx   *sql.Tx
}

// Snapshot begins to read. The caller closes it.
func (db *DB) Snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := db.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("read database %s: %w", db.path, explain(err))
	}
	return &Snapshot{view: view{ctx: ctx, query: tx.QueryContext}, tx: tx}, nil
}

// Close ends the reading.
func (s *Snapshot) Close() {
	// Nothing was written, so there is nothing that ending it could lose.
	_ = s.tx.Rollback()
}

// Sources are all sources, as DB.Sources gives them.
func (s *Snapshot) Sources() ([]*blog.Source, error) {
	all, err := s.view.sources()
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", explain(err))
	}
	return all, nil
}

// Records gives the stored posts that a filter chooses, as DB.Records does; it
// may be ranged over again.
func (s *Snapshot) Records(f blog.Filter) iter.Seq2[*blog.Record, error] {
	return s.records(selectRecords, scanRecord, f)
}

// Outlines gives the same posts in the same order with only their id, source, URL,
// title, author, role, date, tags and categories, which is several times quicker.
func (s *Snapshot) Outlines(f blog.Filter) iter.Seq2[*blog.Record, error] {
	return s.records(selectOutlines, scanOutline, f)
}

// Main gives the same posts in the same order with the fields that a table has
// columns for: those of the outline, comment count, bodies and removed_at. That
// takes half the time of whole records.
func (s *Snapshot) Main(f blog.Filter) iter.Seq2[*blog.Record, error] {
	return s.records(selectMain, scanMain, f)
}

func (s *Snapshot) records(query string, scan func(*sql.Rows) (*blog.Record, error), f blog.Filter) iter.Seq2[*blog.Record, error] {
	return func(yield func(*blog.Record, error) bool) {
		if err := s.view.records(query, scan, f, yield); err != nil {
			yield(nil, fmt.Errorf("read posts: %w", explain(err)))
		}
	}
}
