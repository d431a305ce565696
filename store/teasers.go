package store

import (
	"context"

	"github.com/blogferry/blogferry/blog"
)

const (
	readThemselves = `SELECT p.num FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL AND NOT p.excerpt_only
		AND EXISTS (SELECT 1 FROM reading r WHERE r.post = p.num AND r.slot = ?2)
		ORDER BY p.published_utc DESC, p.num LIMIT 20`
	allShort = `SELECT count(*) FROM post p WHERE p.source = ?1 AND p.removed_at IS NULL
		HAVING count(*) >= 10 AND min(p.url) <> '' AND NOT max(p.excerpt_only) AND max(length(p.body_text)) <= 600
			AND NOT EXISTS (SELECT 1 FROM reading r JOIN post o ON o.num = r.post WHERE o.source = ?1 AND r.slot = ?2)`
	longestBody = `SELECT coalesce(max(length(body_text)), 0) FROM post WHERE source = ? AND removed_at IS NULL AND NOT excerpt_only`
)

// longestTeaser is the maximum length of a teaser in characters: a listing with a longer
// text shows whole posts.
const longestTeaser = 1000

// DetailsAreLonger reports whether the listing shows teasers that do not look like
// teasers: all are short, and most of those whose detail pages were read are longer there.
func (db *DB) DetailsAreLonger(ctx context.Context, source string) (apart bool, err error) {
	err = db.read(ctx, "compare the bodies of listing and details", func(v view) error {
		nums, err := v.numbers(readThemselves, source, slotDetail)
		if err != nil || len(nums) == 0 {
			return err
		}
		var longest int
		if _, err := v.one(longestBody, []any{source}, &longest); err != nil || longest > longestTeaser {
			return err
		}
		more := 0
		for _, num := range nums {
			says, err := v.detailSaysMore(num)
			if err != nil {
				return err
			}
			if says {
				more++
			}
		}
		apart = 2*more > len(nums)
		return nil
	})
	return apart, err
}

// detailSaysMore reports whether a post's own page goes on where the listing ends, or has a
// whole text where the listing has a summary in other words.
func (v view) detailSaysMore(num int64) (bool, error) {
	rs, err := v.readings(num)
	if err != nil {
		return false, err
	}
	shown, err := rs.listed()
	if err != nil || shown.ExcerptOnly || shown.BodyText == "" {
		return false, err
	}
	own, err := rs[slotDetail].decode()
	if err != nil || own.ExcerptOnly {
		return false, err
	}
	if blog.RepeatsOpening(own.BodyText, shown.BodyText) {
		return blog.HasMoreText(own.BodyText, shown.BodyText), nil
	}
	return len(own.BodyText) >= 2*len(shown.BodyText), nil
}

// AllBodiesShort reports whether all posts of a source are short and none was compared
// with its detail page.
func (db *DB) AllBodiesShort(ctx context.Context, source string) (short bool, err error) {
	err = db.read(ctx, "look for long bodies", func(v view) error {
		short, err = v.one(allShort, []any{source, slotDetail}, new(int))
		return err
	})
	return short, err
}
