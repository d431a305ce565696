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

// Options control Open. The zero value opens an existing database for reading and writing.
type Options struct {
	// Create creates the file if it does not exist.
	Create bool
	// ReadOnly never writes, so that it works while another process writes. The log of a
	// killed process is still recovered if possible.
	ReadOnly bool
	// Wait is how long to wait for another program's lock. Zero means ten seconds.
	Wait time.Duration
}

// DB is an open database. It is safe for concurrent use; writing methods wait for each
// other.
type DB struct {
	path   string
	reads  *sql.DB
	writes *writer // nil when read-only
	zones  sync.Map
	dicts  dictionaries
	closed sync.Once
}

// Open opens the database at path and migrates its schema unless it is opened read-only.
// Errors are *OpenError.
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
			_ = db.writes.close() // the first error is more useful
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

// checkFile keeps SQLite from creating an unwanted file, and returns clearer errors.
func checkFile(path string, o Options) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.Create && !o.ReadOnly:
		if dir, err := os.Stat(filepath.Dir(path)); err != nil {
			return fmt.Errorf("no folder %s", filepath.Dir(path))
		} else if !dir.IsDir() {
			return fmt.Errorf("%s is not a folder", filepath.Dir(path))
		}
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return ErrNotFound
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%w but a folder", ErrNotDatabase)
	case info.Size() == 0 && (!o.Create || o.ReadOnly) && !hasLog(path):
		return ErrNotFound // the creating process was killed
	}
	return nil
}

func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// dsn returns the data source name of a connection. The path goes through url.URL, so that
// ? and # are escaped. Pragmas are part of it because each connection of a pool needs them.
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

// immutable is a mode of dsn, for a file that nobody can write to.
const immutable = "immutable"

// openReader opens the pool for reading. Connections use mode rw with query_only, so that
// SQLite can remove its log when the last one closes, which it cannot do in mode ro. If
// the file or its folder is not writable, it falls back to other modes.
//
// The cache is an eighth of SQLite's default, which suffices for reading rows in order,
// and saves two megabytes.
func openReader(ctx context.Context, path string, o Options) (*sql.DB, error) {
	var first error
	for _, mode := range []string{"rw", "ro", immutable} {
		if mode == immutable && hasLog(path) {
			break // the log has newer data
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

// isFinal reports whether opening the file another way would not help.
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
// synchronous is NORMAL: in WAL mode a power failure may lose the latest transactions, but
// never part of one, and a killed process loses nothing. Validators are lost together with
// their pages, so the next run fetches them again. FULL would cost an fsync per page.
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

// retryLocked tries again while the database is locked, until the wait is over. The busy
// timeout of SQLite does not cover the moments in which another process creates the file,
// or closes it as the last one and copies its log into it.
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

// Path returns the absolute path of the database.
func (db *DB) Path() string { return db.path }

// Close copies the write-ahead log into the file, so that a single file is left unless
// another process has it open, and closes all connections. Further calls do nothing.
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

// location returns a time zone, cached since loading one reads a file.
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

// stamp formats a time as RFC 3339 in UTC with whole seconds, which sorts as text.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
