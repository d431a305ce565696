package store

import (
	"context"
	"time"
)

// selectUnshown finds posts that are neither on a listing page nor have a detail page. The
// rows of page_post change only when a page is parsed again.
const selectUnshown = `SELECT p.num FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL
	AND NOT EXISTS (SELECT 1 FROM page_post l WHERE l.post = p.num)
	AND NOT EXISTS (SELECT 1 FROM page g WHERE g.post = p.num)
	ORDER BY p.num`

// RemoveUnshown marks live posts as removed that no stored page shows any more, now that
// they were parsed again with better rules: misreadings such as two posts taken for one.
// It returns their number.
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
