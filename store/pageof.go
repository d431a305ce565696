package store

import (
	"context"

	"github.com/blogferry/blogferry/blog"
)

// selectPageOf prefers the post's own page to the listing that shows it.
const selectPageOf = `SELECT r.page FROM reading r WHERE r.post = ? AND r.page IS NOT NULL
	ORDER BY CASE r.slot WHEN 'detail' THEN 0 WHEN 'saved' THEN 1 WHEN 'listing' THEN 2 ELSE 3 END LIMIT 1`

// PageOf returns the stored page that a post was read from: its detail page, or else a
// listing page; nil if there is none. The error wraps ErrNoPost if there is no such post.
func (db *DB) PageOf(ctx context.Context, id string) (kept *blog.KeptPage, err error) {
	err = db.read(ctx, "page of "+id, func(v view) error {
		num, err := v.postNumber(id)
		if err != nil {
			return err
		}
		var page int64
		found, err := v.one(selectPageOf, []any{num}, &page)
		if err != nil || !found {
			return err
		}
		kept, _, err = v.onePage(selectPage, page)
		return err
	})
	return kept, err
}
