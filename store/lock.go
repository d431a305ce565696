package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// LockSource keeps other runs away from a source until release is called or the
// process ends, however it ends. holder says who asks, for the others' error
// message: it wraps ErrSourceBusy. Reading is not affected, nor other sources.
//
// The lock is one of the operating system on a file beside the database. The
// file names its holder; it stays behind, empty.
func (db *DB) LockSource(ctx context.Context, id, holder string) (release func() error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path := db.path + "-" + id + ".lock"
	// Locking needs no right to write: the file may be another user's, such as
	// root's, who ran a crawl by hand beside the service.
	lock := flock.New(path, flock.SetPermissions(0o644))
	got, err := lock.TryLock()
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("lock source: %w: %w", ErrReadOnly, err)
	case err != nil:
		return nil, fmt.Errorf("lock source: %w", err)
	case !got:
		return nil, fmt.Errorf("%w by %s", ErrSourceBusy, holderOf(path))
	}
	note := fmt.Sprintf("%s (process %d, since %s)\n", strings.TrimSpace(holder), os.Getpid(), time.Now().Format(time.RFC3339))
	// The note is a courtesy: Windows lets nobody write to a locked file, and the
	// lock holds without it.
	_ = os.WriteFile(path, []byte(note), 0o644)
	return func() error {
		_ = os.Truncate(path, 0) // while it is still ours: the next holder may write at once
		return lock.Unlock()
	}, nil
}

// holderOf reads who holds a lock. Windows lets nobody read a locked file.
func holderOf(path string) string {
	note, err := os.ReadFile(path)
	if text := strings.TrimSpace(string(note)); err == nil && text != "" {
		return text
	}
	return "another process"
}
