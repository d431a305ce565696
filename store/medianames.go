package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// mediaBatch is how many posts or files are read at a time. A long read transaction would
// keep the write-ahead log from being checkpointed.
const mediaBatch = 200

const (
	selectUnread = `SELECT p.num, p.id, p.url, p.body_html, p.content_hash, ` + imagesJSON + `
		FROM post p LEFT JOIN media_read r ON r.post = p.num
		WHERE p.source = ?1 AND p.removed_at IS NULL AND p.num > ?2 AND r.mark IS NOT ?3 || p.content_hash
		ORDER BY p.num LIMIT ?4`
	putMediaRead = `INSERT INTO media_read (post, mark) VALUES (?, ?) ON CONFLICT (post) DO UPDATE SET mark = excluded.mark`
)

// UnreadMedia returns the live posts of a source that were not scanned for files with
// these rules, or have changed since. PutMediaNames removes them from that list.
func (db *DB) UnreadMedia(ctx context.Context, source, rules string) iter.Seq2[*blog.MediaPost, error] {
	return inBatches(func(after blog.MediaPost) (batch []*blog.MediaPost, err error) {
		err = db.read(ctx, "read posts for their media", func(v view) error {
			return v.each(selectUnread, []any{source, after.Num, rules, mediaBatch}, func(rows *sql.Rows) error {
				var p blog.MediaPost
				var images string
				err := rows.Scan(&p.Num, &p.ID, &p.URL, &p.BodyHTML, &p.Hash, &images)
				batch = append(batch, &p)
				return errors.Join(err, decodeImages(images, &p.Images))
			})
		})
		return batch, err
	})
}

// inBatches yields the items of successive batches. next returns the batch after an item;
// the first call gets the zero item.
func inBatches[T any](next func(after T) ([]*T, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var last T
		for {
			batch, err := next(last)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, item := range batch {
				if !yield(item, nil) {
					return
				}
				last = *item
			}
			if len(batch) < mediaBatch {
				return
			}
		}
	}
}

const (
	insertMedia = `INSERT INTO media (url, best, better, link, state, got_from, tries, error)
		VALUES (?, ?, ?, ?, 'due', '', 0, '')`
	selectMediaNum  = `SELECT num, best, better, link, state FROM media WHERE url = ?`
	updateMediaName = `UPDATE media SET best = ?, better = ?, link = ?, state = ? WHERE num = ?`
	deleteRefs      = `DELETE FROM media_of_post WHERE post = ?`
	insertRef       = `INSERT INTO media_of_post (post, position, media) VALUES (?, ?, ?)`
)

// PutMediaNames stores the files that a post refers to, in order, as found with these
// rules.
func (db *DB) PutMediaNames(ctx context.Context, p *blog.MediaPost, rules string, names []blog.MediaRef) error {
	return db.write(ctx, "store the media names of post "+p.ID, func(t *tx) error {
		if err := t.exec(deleteRefs, p.Num); err != nil {
			return err
		}
		for i := range names {
			media, err := t.mediaNum(&names[i])
			if err != nil {
				return err
			}
			if err := t.exec(insertRef, p.Num, i, media); err != nil {
				return err
			}
		}
		return t.exec(putMediaRead, p.Num, rules+p.Hash)
	})
}

// mediaNum returns the key of the row for an address, creating or updating it. References
// from several posts are merged: shown by one counts as shown, and the longer list of
// larger copies is kept.
func (t *tx) mediaNum(n *blog.MediaRef) (num int64, err error) {
	var old blog.MediaRef
	var best, better, state string
	found, err := t.one(selectMediaNum, []any{n.URL}, &num, &best, &better, &old.Link, &state)
	if err != nil {
		return 0, err
	}
	if !found {
		list, err := jsonText(list(n.Larger))
		if err != nil {
			return 0, err
		}
		return t.insert(insertMedia, n.URL, n.Best(), list, n.Link)
	}
	if err := json.Unmarshal([]byte(better), &old.Larger); err != nil {
		return 0, err
	}
	now := *n
	if len(old.Larger) > len(now.Larger) {
		now.Larger = old.Larger
	}
	now.Link = now.Link && old.Link
	if now.Link == old.Link && slices.Equal(now.Larger, old.Larger) {
		return num, nil
	}
	if state == mediaPage && !now.Link {
		state = mediaDue // an image is expected now: try again
	}
	if better, err = jsonText(list(now.Larger)); err != nil {
		return 0, err
	}
	return num, t.exec(updateMediaName, now.Best(), better, now.Link, state, num)
}
