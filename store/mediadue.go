package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Some of the states of media: see the column's comment for all.
const (
	mediaDue    = "due"
	mediaFailed = "failed"
	mediaPage   = "page"
)

// namedBy is the condition that a live post of source ? refers to media m.
const namedBy = `EXISTS (SELECT 1 FROM media_of_post r JOIN post p ON p.num = r.post
	WHERE r.media = m.num AND p.source = ? AND p.removed_at IS NULL)`

// wanted is the condition that media m are missing and did not fail after a given time.
const wanted = `m.state IN ('due', 'failed') AND (m.state = 'due' OR m.at <= ?)`

const (
	countDueMedia  = `SELECT count(DISTINCT best) FROM media m WHERE ` + wanted + ` AND ` + namedBy
	selectDueMedia = `SELECT m.num, m.url, m.better, m.link,
			coalesce((SELECT p.url FROM media_of_post r JOIN post p ON p.num = r.post WHERE r.media = m.num ORDER BY p.num LIMIT 1), '')
		FROM media m WHERE ` + wanted + ` AND (m.best, m.num) > (?, ?) AND ` + namedBy + `
		ORDER BY m.best, m.num LIMIT ?`
)

// CountDueMedia returns how many files DueMedia will yield, as far as known in advance.
func (db *DB) CountDueMedia(ctx context.Context, source string, failedBy time.Time) (n int, err error) {
	err = db.read(ctx, "count media", func(v view) error {
		_, err := v.one(countDueMedia, []any{stamp(failedBy), source}, &n)
		return err
	})
	return n, err
}

// DueMedia returns the missing files of a source's live posts, each once. Files that
// failed after failedBy are skipped. Addresses that may be copies of the same original are
// adjacent.
func (db *DB) DueMedia(ctx context.Context, source string, failedBy time.Time) iter.Seq2[*blog.MediaDue, error] {
	return inBatches(func(after blog.MediaDue) (batch []*blog.MediaDue, err error) {
		err = db.read(ctx, "list due media", func(v view) error {
			args := []any{stamp(failedBy), after.Best(), after.Num, source, mediaBatch}
			return v.each(selectDueMedia, args, func(rows *sql.Rows) error {
				var d blog.MediaDue
				var better string
				err := rows.Scan(&d.Num, &d.URL, &better, &d.Link, &d.Post)
				batch = append(batch, &d)
				return errors.Join(err, decodeList(better, &d.Larger))
			})
		})
		return batch, err
	})
}

const (
	findMediaFrom = `SELECT file FROM media WHERE got_from = ? AND state = 'had' LIMIT 1`
	findFile      = `SELECT name FROM media_file WHERE digest = ?`
	findFileName  = `SELECT 1 FROM media_file WHERE name = ?`
	insertFile    = `INSERT INTO media_file (digest, name, type, size, note) VALUES (?, ?, ?, ?, ?)`
	markFetched   = `UPDATE media SET state = 'had', got_from = ?, file = ?, error = '', at = ? WHERE num = ?`
	markFailed    = `UPDATE media SET state = ?, tries = tries + 1, error = ?, at = ? WHERE num = ?`
	acceptMedia   = `UPDATE media AS m SET state = 'accepted' WHERE m.state = 'failed' AND ` + namedBy
)

// ReuseMedia uses the file downloaded earlier from an address for a due file. It returns
// false if there is none.
func (db *DB) ReuseMedia(ctx context.Context, num int64, from string, at time.Time) (reused bool, err error) {
	err = db.write(ctx, "store media "+from, func(t *tx) error {
		var file string
		found, err := t.one(findMediaFrom, []any{from}, &file)
		if err != nil || !found {
			return err
		}
		reused = true
		return t.exec(markFetched, from, file, stamp(at), num)
	})
	return reused, err
}

// PutMedia stores a file. If its content is stored already, that file is used.
func (db *DB) PutMedia(ctx context.Context, num int64, p *blog.MediaPut) error {
	return db.write(ctx, "store media "+p.URL, func(t *tx) error {
		if err := t.putFile(p); err != nil {
			return err
		}
		return t.exec(markFetched, p.From, p.Digest, stamp(p.At), num)
	})
}

func (t *tx) putFile(p *blog.MediaPut) error {
	var known string
	if found, err := t.one(findFile, []any{p.Digest}, &known); err != nil {
		return err
	} else if found {
		return p.Write(known)
	}
	for _, name := range p.Names {
		taken, err := t.one(findFileName, []any{name}, new(int))
		if err != nil {
			return err
		}
		if taken {
			continue
		}
		if err := p.Write(name); err != nil {
			return err
		}
		return t.exec(insertFile, p.Digest, name, p.Type, p.Size, p.Note)
	}
	return fmt.Errorf("all names are taken: %q", p.Names)
}

// FailMedia records a failed download.
func (db *DB) FailMedia(ctx context.Context, num int64, reason string, at time.Time) error {
	return db.write(ctx, "record failed media", func(t *tx) error {
		return t.exec(markFailed, mediaFailed, cleanText(reason), stamp(at), num)
	})
}

// PassMedia records that a link leads to a page, not to a file.
func (db *DB) PassMedia(ctx context.Context, num int64, at time.Time) error {
	return db.write(ctx, "record a link to a page", func(t *tx) error {
		return t.exec(markFailed, mediaPage, "", stamp(at), num)
	})
}

// AcceptMedia returns up the files of a source's live posts whose download failed: they
// are not requested again.
func (db *DB) AcceptMedia(ctx context.Context, source string) error {
	return db.write(ctx, "accept missing media", func(t *tx) error { return t.exec(acceptMedia, source) })
}

const (
	selectFiles   = `SELECT digest, name, size, EXISTS (SELECT 1 FROM media WHERE file = digest AND state = 'had') FROM media_file ORDER BY name`
	markFileLost  = `UPDATE media SET state = 'due' WHERE file = ? AND state = 'had'`
	markFileFound = `UPDATE media SET state = 'had', error = '' WHERE file = ? AND state <> 'had'`
)

// CheckMedia marks files as due that are no longer in the folder according to there, and
// as fetched those that are back.
func (db *DB) CheckMedia(ctx context.Context, there func(name string, size int64) bool) error {
	changes := map[string]string{} // statement by digest
	err := db.read(ctx, "list media files", func(v view) error {
		return v.each(selectFiles, nil, func(rows *sql.Rows) error {
			var digest, name string
			var size int64
			var had bool
			err := rows.Scan(&digest, &name, &size, &had)
			if err != nil {
				return err
			}
			if is := there(name, size); had && !is {
				changes[digest] = markFileLost
			} else if is && !had {
				changes[digest] = markFileFound
			}
			return nil
		})
	})
	if err != nil || len(changes) == 0 {
		return err
	}
	return db.write(ctx, "record lost media", func(t *tx) error {
		for digest, change := range changes {
			if err := t.exec(change, digest); err != nil {
				return err
			}
		}
		return nil
	})
}
