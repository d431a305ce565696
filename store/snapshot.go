package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

// Snapshot is a consistent view of the database that may be read several times. It is for
// one goroutine, and one iteration at a time.
type Snapshot struct {
	view view
	tx   *sql.Tx
}

// Snapshot starts a read transaction. The caller must close it.
func (db *DB) Snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := db.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("read database %s: %w", db.path, explain(err))
	}
	return &Snapshot{view: view{db: db, ctx: ctx, query: tx.QueryContext}, tx: tx}, nil
}

// Close ends the read transaction.
func (s *Snapshot) Close() {
	// Nothing was written, so errors do not matter.
	_ = s.tx.Rollback()
}

// Sources returns all sources, like DB.Sources.
func (s *Snapshot) Sources() ([]*blog.Source, error) {
	all, err := s.view.sources()
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", explain(err))
	}
	return all, nil
}

// Records returns the stored posts that match a filter, like DB.Records. The result may be
// iterated several times.
func (s *Snapshot) Records(f blog.Filter) iter.Seq2[*blog.Record, error] {
	return s.records(selectRecords, scanRecord, f)
}

// Outlines returns the same posts in the same order with only id, source, URL, title,
// author, role, date, tags and categories, which is several times faster.
func (s *Snapshot) Outlines(f blog.Filter) iter.Seq2[*blog.Record, error] {
	return s.records(selectOutlines, scanOutline, f)
}

// Main returns the same posts in the same order with the fields of the CSV format: those
// of Outlines, comment count, bodies and removed_at. It takes half the time of Records.
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
