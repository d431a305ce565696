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

// LockSource locks a source for one run until release is called or the process ends. If
// another run holds it, the error wraps ErrSourceBusy and names that run's holder. Reading
// and other sources are not affected.
//
// It is an operating system lock on a file next to the database. The file contains the
// holder's name and is left behind, empty.
func (db *DB) LockSource(ctx context.Context, id, holder string) (release func() error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path := db.path + "-" + id + ".lock"
	// Locking needs no write permission: the file may belong to another user, such as
	// root, who ran a crawl by hand.
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
	// Ignore errors: Windows does not allow writing to a locked file, and the lock works
	// without the note.
	_ = os.WriteFile(path, []byte(note), 0o644)
	return func() error {
		_ = os.Truncate(path, 0) // while it is still ours: the next holder may write at once
		return lock.Unlock()
	}, nil
}

// holderOf reads the holder of a lock. Windows does not allow reading a locked file.
func holderOf(path string) string {
	note, err := os.ReadFile(path)
	if text := strings.TrimSpace(string(note)); err == nil && text != "" {
		return text
	}
	return "another process"
}
