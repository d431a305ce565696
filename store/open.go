package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver, without CGO
)

// Options say how a database is opened. The zero value opens an existing one
// for reading and writing.
type Options struct {
	// Create makes the file if there is none.
	Create bool
	// ReadOnly never writes, so that it works while another process writes. What
	// a killed process left behind is still folded in, where that is possible.
	ReadOnly bool
	// Wait is how long to wait for a lock that another program holds. Zero means
	// ten seconds.
	Wait time.Duration
}

// DB is an open database. Its methods may be called from several goroutines;
// those that write wait for each other.
type DB struct {
	path   string
	reads  *sql.DB
	writes *writer // nil when read-only
	zones  sync.Map
	dicts  dictionaries
	closed sync.Once
}

// Open opens the database at path, and brings its schema up to date unless it
// is opened for reading only. Errors are *OpenError.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Wait == 0 {
		o.Wait = 10 * time.Second
	}
	db, err := open(ctx, path, o)
	if err != nil {
		return nil, &OpenError{Path: path, Err: explain(err)}
	}
	return db, nil
}

func open(ctx context.Context, path string, o Options) (*DB, error) {
	if err := checkFile(path, o); err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	db := &DB{path: abs}
	if !o.ReadOnly {
		if db.writes, err = openWriter(ctx, abs, o); err != nil {
			return nil, err
		}
		err := db.migrate(ctx)
		if err == nil {
			err = db.writes.execRetry(ctx, createSightings)
		}
		if err == nil {
			err = db.writes.checkpoints.start(ctx, db.writes.pool)
		}
		if err != nil {
			_ = db.writes.close() // what went wrong first says more
			return nil, err
		}
	}
	if db.reads, err = openReader(ctx, abs, o); err != nil {
		if db.writes != nil {
			_ = db.writes.close()
		}
		return nil, err
	}
	return db, nil
}

// checkFile keeps SQLite from making a file where none is wanted, and gives the
// errors of the file system in its own words.
func checkFile(path string, o Options) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.Create && !o.ReadOnly:
		if dir, err := os.Stat(filepath.Dir(path)); err != nil {
			return fmt.Errorf("no folder %s", filepath.Dir(path))
		} else if !dir.IsDir() {
			return fmt.Errorf("%s is no folder", filepath.Dir(path))
		}
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return ErrNotFound
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%w but a folder", ErrNotDatabase)
	case info.Size() == 0 && (!o.Create || o.ReadOnly) && !hasLog(path):
		return ErrNotFound // what a kill at the very beginning leaves
	}
	return nil
}

func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// dsn builds the address of a connection. The path goes through url.URL, so
// that a ? or # in it stays part of the name. Pragmas stand here since each
// connection of a pool needs them.
func dsn(path string, o Options, mode string, pragmas ...string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/blog.db
	}
	query := url.Values{"mode": {mode}}
	if mode == immutable {
		query = url.Values{"mode": {"ro"}, "immutable": {"1"}}
	}
	query.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", o.Wait.Milliseconds()))
	for _, p := range pragmas {
		query.Add("_pragma", p)
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: query.Encode()}
	return u.String()
}

// immutable is a mode of dsn: a file that nobody can write to.
const immutable = "immutable"

// openReader opens the pool for reading. The connections are opened in mode rw
// all the same, and kept from writing by query_only: SQLite can then tidy up
// its log when the last connection closes, which it cannot do in mode ro. If
// the file or its folder cannot be written to, it goes on with what it may do.
//
// The cache is an eighth of SQLite's own: rows are read in their order, once, and
// what is looked up meanwhile fits. That saves two megabytes, and the time to
// touch them.
func openReader(ctx context.Context, path string, o Options) (*sql.DB, error) {
	var first error
	for _, mode := range []string{"rw", "ro", immutable} {
		if mode == immutable && hasLog(path) {
			break // the log holds what the file lacks
		}
		pool, err := sql.Open("sqlite", dsn(path, o, mode, "query_only(1)", "cache_size(-256)"))
		if err != nil {
			return nil, err
		}
		if err = retryLocked(ctx, o.Wait, func() error { return checkVersion(ctx, pool) }); err == nil {
			return pool, nil
		}
		_ = pool.Close()
		if first == nil {
			first = err
		}
		if isFinal(explain(err)) {
			return nil, err
		}
	}
	return nil, first
}

// isFinal says that opening the file another way would not help.
func isFinal(err error) bool {
	for _, e := range []error{ErrNotDatabase, ErrNewer, ErrOlder, ErrNotFound, ErrDamaged} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// openWriter opens the one connection that writes.
//
// synchronous is NORMAL: with a write-ahead log a power cut can then lose the
// newest transactions, but never tear one or damage the file, and a kill of the
// process loses nothing. Validators are lost together with the pages they stand
// for, so the next run fetches what is missing; FULL would cost an fsync for
// each page to save it a few requests.
func openWriter(ctx context.Context, path string, o Options) (*writer, error) {
	mode := "rw"
	if o.Create {
		mode = "rwc"
	}
	pool, err := sql.Open("sqlite", dsn(path, o, mode, "synchronous(NORMAL)", "foreign_keys(1)", "wal_autocheckpoint(0)"))
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &writer{pool: pool, conn: conn, wait: o.Wait, stmts: map[string]*sql.Stmt{}}, nil
}

// patiently tries again while the database is locked, until the wait is over.
// The busy timeout of SQLite does not cover the moments in which another
// process makes the file, or closes it as the last one and folds its log in.
func retryLocked(ctx context.Context, wait time.Duration, try func() error) error {
	end := time.Now().Add(wait)
	for {
		err := explain(try())
		if !errors.Is(err, ErrLocked) || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Path is the absolute path of the database.
func (db *DB) Path() string { return db.path }

// Close folds the write-ahead log into the file, so that one file is left
// unless another process has it open, and closes all connections. Closing again
// does nothing.
func (db *DB) Close() (err error) {
	db.closed.Do(func() {
		err = db.reads.Close()
		db.dicts.close()
		if db.writes != nil {
			_ = db.writes.close()
		}
	})
	if err != nil {
		return fmt.Errorf("close database %s: %w", db.path, explain(err))
	}
	return nil
}

// location is the zone of a source. Loading one reads a file, so it is kept.
func (db *DB) location(name string) *time.Location {
	if loc, ok := db.zones.Load(name); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		loc = time.UTC
	}
	db.zones.Store(name, loc)
	return loc
}

// stamp writes a moment of bookkeeping: UTC, whole seconds, so that it sorts as
// text.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
