package store

import (
	"context"
	"time"
)

// A post's page of its own shows it, too. Links stand for ever: where there is none
// left, a page that gave the post has been read again and does not any more.
const selectUnshown = `SELECT p.num FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL
	AND NOT EXISTS (SELECT 1 FROM page_post l WHERE l.post = p.num)
	AND NOT EXISTS (SELECT 1 FROM page g WHERE g.post = p.num)
	ORDER BY p.num`

// RemoveUnshown marks as removed the live posts that none of the kept pages shows
// any more, now that they were read again by better rules: what a run had read
// wrongly, such as two posts as one. It gives their number.
func (db *DB) RemoveUnshown(ctx context.Context, source string, run int64, at time.Time) (removed int, err error) {
	err = db.write(ctx, "remove posts that no page shows", func(t *tx) error {
		nums, err := t.numbers(selectUnshown, source)
		if err != nil {
			return err
		}
		for _, num := range nums {
			if err := t.remove(num, run, stamp(at)); err != nil {
				return err
			}
		}
		removed = len(nums)
		return nil
	})
	return removed, err
}
