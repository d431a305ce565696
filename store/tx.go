package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// writer is the one connection that writes, with the statements prepared on it.
type writer struct {
	mu          sync.Mutex
	pool        *sql.DB
	conn        *sql.Conn
	checkpoints checkpointer
	wait        time.Duration        // for a lock
	stmts       map[string]*sql.Stmt // by text
}

// run calls work in one transaction. It takes the write lock at the start, since a
// transaction that starts by reading may fail to upgrade its lock.
func (w *writer) run(ctx context.Context, work func(*tx) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.execRetry(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	// Do not cancel a transaction that has started: it takes milliseconds.
	ctx = context.WithoutCancel(ctx)
	t := &tx{view: view{ctx: ctx, query: w.query}, w: w}
	err := w.runGuarded(t, work)
	if err == nil {
		_, err = w.conn.ExecContext(ctx, "COMMIT")
	}
	w.checkpoints.committed(w.conn)
	if err != nil {
		// The transaction may have ended already, for example because of a full disk.
		_, _ = w.conn.ExecContext(ctx, "ROLLBACK")
	}
	return explain(err)
}

// execRetry runs a statement outside of transactions, waiting for its lock.
func (w *writer) execRetry(ctx context.Context, text string) error {
	return retryLocked(ctx, w.wait, func() error {
		_, err := w.conn.ExecContext(ctx, text)
		return err
	})
}

// runGuarded ends the transaction also when work panics.
func (w *writer) runGuarded(t *tx, work func(*tx) error) error {
	finished := false
	defer func() {
		if !finished {
			_, _ = w.conn.ExecContext(t.ctx, "ROLLBACK")
		}
	}()
	err := work(t)
	if err == nil {
		err = t.index()
	}
	finished = true
	return err
}

func (w *writer) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := w.stmts[text]; ok {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", text, err)
	}
	w.stmts[text] = s
	return s, nil
}

func (w *writer) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := w.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (w *writer) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var errs []error
	for _, s := range w.stmts {
		errs = append(errs, s.Close())
	}
	errs = append(errs, w.checkpoints.close())
	// A reader in another process can keep some of the log; the last process to close the
	// database copies it into the file.
	_, err := w.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	if err = explain(err); errors.Is(err, ErrLocked) {
		err = nil
	}
	return errors.Join(append(errs, err, w.conn.Close(), w.pool.Close())...)
}

// view runs queries in a transaction, for reading or writing.
type view struct {
	db    *DB
	ctx   context.Context
	query func(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// one scans the first row of a result. It returns false if there is none.
func (v view) one(text string, args []any, dest ...any) (found bool, err error) {
	rows, err := v.query(v.ctx, text, args...)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return false, rows.Err()
	}
	return true, rows.Scan(dest...)
}

// errStop, returned by the callback of each, ends the iteration.
var errStop = errors.New("enough")

// each calls scan for every row of a result. errStop ends the iteration.
func (v view) each(text string, args []any, scan func(*sql.Rows) error) (err error) {
	rows, err := v.query(v.ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		err := scan(rows)
		if errors.Is(err, errStop) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// numbers returns the rows of a query with one integer column.
func (v view) numbers(query string, args ...any) (nums []int64, err error) {
	err = v.each(query, args, func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		nums = append(nums, n)
		return err
	})
	return nums, err
}

// tx is one write transaction.
type tx struct {
	view
	w             *writer
	searchUpdates []searchUpdate // posts whose search rows are written at the end
	newDictionary int64          // dictionary made by this transaction, 0 for none
}

func (t *tx) exec(text string, args ...any) error {
	_, err := t.change(text, args...)
	return err
}

// change is exec with the result.
func (t *tx) change(text string, args ...any) (sql.Result, error) {
	s, err := t.w.prepared(t.ctx, text)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.ctx, args...)
}

// insert is exec for tables with an integer key; it returns the new row's key.
func (t *tx) insert(text string, args ...any) (int64, error) {
	r, err := t.change(text, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// errRollBack rolls back a dry run.
var errRollBack = errors.New("rolled back")

// write calls work in one transaction; what is the operation for error messages.
func (db *DB) write(ctx context.Context, what string, work func(*tx) error) error {
	if db.writes == nil {
		return fmt.Errorf("%s: %w", what, ErrReadOnly)
	}
	var fresh int64
	err := db.writes.run(ctx, func(t *tx) error {
		t.db = db
		err := work(t)
		fresh = t.newDictionary
		return err
	})
	if err == nil {
		return nil
	}
	if fresh != 0 {
		db.dicts.drop(fresh)
	}
	if errors.Is(err, errRollBack) {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// read calls work with one snapshot of the database. It does not wait for writers.
func (db *DB) read(ctx context.Context, what string, work func(view) error) error {
	snapshot, err := db.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err == nil {
		err = work(view{db: db, ctx: ctx, query: snapshot.QueryContext})
		// Nothing was written, so errors do not matter.
		_ = snapshot.Rollback()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, explain(err))
	}
	return nil
}
