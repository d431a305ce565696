package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/blog"
)

// MediaDir returns the folder of downloaded files: blog.media next to blog.db.
func (db *DB) MediaDir() string {
	if base, ok := strings.CutSuffix(db.path, filepath.Ext(db.path)); ok && filepath.Base(db.path) != filepath.Ext(db.path) {
		return base + ".media"
	}
	return db.path + ".media"
}

const (
	mediaColumns = `m.url, m.got_from, f.name, f.type, f.size, f.digest, f.note`
	selectMedia  = `SELECT ` + mediaColumns + ` FROM media m JOIN media_file f ON f.digest = m.file WHERE m.state = 'had' ORDER BY m.url`
	anyFile      = `SELECT 1 FROM media_file LIMIT 1`
	findMedia    = `SELECT ` + mediaColumns + ` FROM media m JOIN media_file f ON f.digest = m.file WHERE m.url = ? AND m.state = 'had'`
)

func scanMedia(scan func(...any) error) (m blog.Media, err error) {
	err = scan(&m.URL, &m.From, &m.Name, &m.Type, &m.Size, &m.Digest, &m.Note)
	return m, err
}

// Media returns every address for which there is a file, sorted. An error ends the
// iteration.
func (db *DB) Media(ctx context.Context) iter.Seq2[blog.Media, error] {
	return func(yield func(blog.Media, error) bool) {
		err := db.read(ctx, "read media", func(v view) error {
			return v.each(selectMedia, nil, func(rows *sql.Rows) error {
				m, err := scanMedia(rows.Scan)
				if err == nil && !yield(m, nil) {
					err = errStop
				}
				return err
			})
		})
		if err != nil {
			yield(blog.Media{}, err)
		}
	}
}

// MediaIndex looks up media by address. It is safe for concurrent use.
type MediaIndex struct {
	ctx  context.Context
	find *sql.Stmt // nil if no media are stored

	mu  sync.Mutex
	err error
}

// MediaIndex opens an index of the stored media. The caller must close it.
func (db *DB) MediaIndex(ctx context.Context) (*MediaIndex, error) {
	var some bool
	err := db.read(ctx, "look up media", func(v view) (err error) {
		some, err = v.one(anyFile, nil, new(int))
		return err
	})
	if err != nil || !some {
		return &MediaIndex{}, err
	}
	find, err := db.reads.PrepareContext(ctx, findMedia)
	if err != nil {
		return nil, fmt.Errorf("look up media: %w", explain(err))
	}
	return &MediaIndex{ctx: ctx, find: find}, nil
}

// Find returns the file for an address, ignoring its fragment. Errors are reported by
// Close.
func (x *MediaIndex) Find(address string) (blog.Media, bool) {
	if x.find == nil {
		return blog.Media{}, false
	}
	address, _, _ = strings.Cut(strings.TrimSpace(address), "#")
	x.mu.Lock()
	defer x.mu.Unlock()
	m, err := scanMedia(x.find.QueryRowContext(x.ctx, address).Scan)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		x.err = errors.Join(x.err, err)
	}
	return m, err == nil
}

// Close closes the index and returns the errors of Find.
func (x *MediaIndex) Close() error {
	if x.find == nil {
		return nil
	}
	if err := errors.Join(x.err, x.find.Close()); err != nil {
		return fmt.Errorf("look up media: %w", explain(err))
	}
	return nil
}
