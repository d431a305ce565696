package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors that callers can test for with errors.Is.
var (
	ErrNotFound    = errors.New("no database")
	ErrNotDatabase = errors.New("not a blogferry database")
	ErrNewer       = errors.New("the database is newer than this program")
	ErrOlder       = errors.New("the database is older than this program")
	ErrLocked      = errors.New("another program holds the database")
	ErrReadOnly    = errors.New("the database is read-only")
	ErrFull        = errors.New("the disk is full")
	ErrDamaged     = errors.New("the database is damaged")
	ErrNoSource    = errors.New("no such source")
	ErrNoPost      = errors.New("no such post")
	ErrSourceBusy  = errors.New("the source is in use")
	ErrFilter      = errors.New("not a date")
	ErrNoWords     = errors.New("no words to search for")
)

// errNoRoom is SQLite's write error for a quota or a limit on file size.
var errNoRoom = errors.New("the disk accepts no more data: it may be over its quota or broken")

// errNoAccess is a file that cannot be created or read.
var errNoAccess = errors.New("the file cannot be opened")

// OpenError is why a database could not be opened.
type OpenError struct {
	Path string
	Err  error // wraps one of the errors above where one fits
}

func (e *OpenError) Error() string {
	if errors.Is(e.Err, ErrNotFound) {
		return "no database at " + e.Path
	}
	return "open database " + e.Path + ": " + e.Err.Error()
}

func (e *OpenError) Unwrap() error { return e.Err }

// advice lists hints; the first matching error applies.
var advice = []struct {
	err  error
	hint string
}{
	{ErrNotFound, "run crawl or import first, or name the database with --db"},
	{ErrNotDatabase, "name another file with --db"},
	{ErrNewer, "install the newest blogferry"},
	{ErrOlder, "run sync or reparse once: they bring it up to date"},
	{ErrLocked, "try again when the other program is done"},
	{ErrSourceBusy, "try again when that run has ended"},
	{ErrReadOnly, "allow writing to the file and its folder, or copy it elsewhere"},
	{errNoAccess, "allow reading and writing in its folder, or name another file with --db"},
	{ErrFull, "free some space and run the same command again: it continues where it stopped"},
	{errNoRoom, "free some space and run the same command again: it continues where it stopped"},
	{ErrDamaged, "restore a backup, or save what can be read: sqlite3 FILE .recover | sqlite3 saved.db"},
}

// Hint returns advice for the user after an error of this package, "" if there is none. It
// is one line without a period.
func Hint(err error) string {
	for _, a := range advice {
		if errors.Is(err, a.err) {
			return a.hint
		}
	}
	return ""
}

// explain converts an error of SQLite to one of the errors above.
func explain(err error) error {
	var s *sqlite.Error
	if !errors.As(err, &s) || errors.Is(err, ErrDamaged) { // explained already
		return err
	}
	switch s.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrLocked
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_NOTADB:
		return ErrNotDatabase
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", ErrDamaged, s)
	case sqlite3.SQLITE_INTERRUPT:
		return context.Canceled
	case sqlite3.SQLITE_CANTOPEN:
		return errNoAccess
	case sqlite3.SQLITE_IOERR:
		if s.Code() == sqlite3.SQLITE_IOERR_WRITE || s.Code() == sqlite3.SQLITE_IOERR_SHMSIZE {
			return errNoRoom
		}
		return fmt.Errorf("the disk reports an error: %s", strings.TrimPrefix(s.Error(), "SQL logic error: "))
	}
	return err
}
