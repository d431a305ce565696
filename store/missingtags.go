package store

import (
	"context"
	"strings"
)

const (
	taggedByListing = `SELECT 1 FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL
		AND EXISTS (SELECT 1 FROM post_tag t WHERE t.post = p.num)
		AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.post = p.num AND r.slot = ?2) LIMIT 1`
	// A few posts tell: what the template leaves out, it leaves out everywhere.
	taggedAndRead = `SELECT p.num FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL
		AND EXISTS (SELECT 1 FROM post_tag t WHERE t.post = p.num)
		AND EXISTS (SELECT 1 FROM reading r WHERE r.post = p.num AND r.slot = ?2)
		ORDER BY p.published_utc DESC, p.num LIMIT 20`
	unread = `SELECT count(*) FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL AND p.url <> ''
		AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.post = p.num AND r.slot = ?2)`
)

// CountMissingTags counts the live posts whose detail pages were never read although
// others' detail pages have tags that the listing omits. It returns 0 if the listing shows
// some tags. Tags that are the same on every page are from the sidebar and ignored.
func (db *DB) CountMissingTags(ctx context.Context, source string) (posts int, err error) {
	err = db.read(ctx, "compare the tags of listing and details", func(v view) error {
		listed, err := v.numbers(taggedByListing, source, slotDetail)
		if err != nil || len(listed) > 0 {
			return err
		}
		nums, err := v.numbers(taggedAndRead, source, slotDetail)
		if err != nil {
			return err
		}
		if apart, err := v.tagsOnlyInDetails(nums); err != nil || !apart {
			return err
		}
		counts, err := v.numbers(unread, source, slotDetail)
		if err == nil {
			posts = int(counts[0])
		}
		return err
	})
	return posts, err
}

// tagsOnlyInDetails reports whether the listing shows no tags of posts whose own pages
// show several sets of them.
func (v view) tagsOnlyInDetails(nums []int64) (bool, error) {
	sets := map[string]bool{}
	for _, num := range nums {
		rs, err := v.readings(num)
		if err != nil {
			return false, err
		}
		shown, err := rs.listed()
		if err != nil || len(shown.Tags) > 0 {
			return false, err
		}
		own, err := rs[slotDetail].decode()
		if err != nil {
			return false, err
		}
		sets[strings.Join(own.Tags, "\n")] = true
	}
	return len(sets) > 1, nil
}
