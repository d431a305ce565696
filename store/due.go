package store

import (
	"cmp"
	"context"
	"database/sql"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

const (
	putDue = `INSERT INTO due (post, reason, tries, error, page) VALUES (?, ?, 0, '', ?)
		ON CONFLICT (post) DO UPDATE SET reason = excluded.reason, page = excluded.page
		WHERE reason <> excluded.reason OR page <> excluded.page`
	dropDue   = `DELETE FROM due WHERE post = ?`
	failDue   = `UPDATE due SET tries = tries + 1, error = ? WHERE post = ?`
	insertDue = `INSERT INTO due (post, reason, tries, error, page) VALUES (?, ?, 0, '', 0) ON CONFLICT (post) DO NOTHING`

	selectNeverRead = `SELECT num, url FROM post WHERE source = ?1 AND removed_at IS NULL AND url <> ''
		AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.post = post.num AND r.slot = ?2)`
	selectDueNums = `SELECT p.num FROM due d JOIN post p ON p.num = d.post
		WHERE p.source = ?1 AND p.removed_at IS NULL AND (p.excerpt_only OR NOT ?2) ORDER BY p.published_utc DESC, p.id`
	selectNewestNums = `SELECT p.num
		FROM (SELECT * FROM post WHERE source = ? AND removed_at IS NULL ORDER BY published DESC, num LIMIT ?) p
		WHERE p.url <> '' AND NOT EXISTS (SELECT 1 FROM due WHERE post = p.num) ORDER BY p.published DESC, p.num`
	selectDue = `SELECT p.id, coalesce(d.reason, ''), coalesce(d.tries, 0), coalesce(d.error, ''), coalesce(d.page, 0), ` + contentColumns + `
		FROM post p LEFT JOIN due d ON d.post = p.num WHERE p.num = ? AND p.removed_at IS NULL`
	selectDueURLs = `SELECT p.url, d.reason, d.error FROM due d JOIN post p ON p.num = d.post
		WHERE p.source = ?1 AND p.removed_at IS NULL AND (p.excerpt_only OR NOT ?2) ORDER BY p.published_utc DESC, p.id`
)

// updateDue records which of a page's posts have detail pages to be read. A detail that is
// due because of a change stays due while the listing is unchanged.
func (t *tx) updateDue(p *blog.ListingPut, stored []blog.Stored, nums []int64) error {
	for i := range stored {
		var err error
		if why := p.DetailReason(&stored[i]); why != "" {
			err = t.exec(putDue, nums[i], why, p.Number)
		} else if stored[i].ShownChanged {
			err = t.exec(dropDue, nums[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Due returns the live posts of a source whose detail pages have to be read, newest
// first, and their number; with teasers, only those of which just a teaser is known. They
// are followed by those of the newest posts that are not due. Each is loaded when the
// iterator reaches it.
func (db *DB) Due(ctx context.Context, source string, teasers bool, newest int) (int, iter.Seq2[*blog.Due, error], error) {
	var nums []int64
	err := db.read(ctx, "list due details", func(v view) (err error) {
		if nums, err = v.numbers(selectDueNums, source, teasers); err != nil || newest == 0 {
			return err
		}
		more, err := v.numbers(selectNewestNums, source, newest)
		nums = append(nums, more...)
		return err
	})
	return len(nums), func(yield func(*blog.Due, error) bool) {
		for _, num := range nums {
			due, err := db.due(ctx, num)
			if due == nil && err == nil {
				continue // removed or merged meanwhile
			}
			if !yield(due, err) || err != nil {
				return
			}
		}
	}, err
}

// due loads one post whose detail page is to be read; nil if it is not live.
func (db *DB) due(ctx context.Context, num int64) (due *blog.Due, err error) {
	err = db.read(ctx, "look up a due detail", func(v view) error {
		err := v.each(selectDue, []any{num}, func(rows *sql.Rows) error {
			var d blog.Due
			p, err := scanContent(rows, &d.Post, &d.Reason, &d.Tries, &d.Error, &d.Page)
			if err == nil {
				d.URL, d.Shown, d.Whole = p.URL, *p, !p.ExcerptOnly
				due = &d
			}
			return err
		})
		if err != nil || due == nil {
			return err
		}
		return v.asListed(num, &due.Shown)
	})
	return due, err
}

// DueGaps returns the due posts as gaps.
func (db *DB) DueGaps(ctx context.Context, source string, teasers bool) (gaps []blog.Gap, err error) {
	err = db.read(ctx, "list due details", func(v view) error {
		gaps, err = v.dueGaps(source, teasers)
		return err
	})
	return gaps, err
}

func (v view) dueGaps(source string, teasers bool) (gaps []blog.Gap, err error) {
	err = v.each(selectDueURLs, []any{source, teasers}, func(rows *sql.Rows) error {
		var url, reason, failed string
		err := rows.Scan(&url, &reason, &failed)
		gaps = append(gaps, blog.Gap{Kind: "detail", URL: url, Reason: cmp.Or(failed, "not read yet: "+reason)})
		return err
	})
	return gaps, err
}

// asListed sets a post's text to that shown on the listing, for which the detail page is
// searched: it may repeat the teaser above the body.
func (v view) asListed(num int64, p *blog.Post) error {
	rs, err := v.readings(num)
	if err != nil {
		return err
	}
	shown, err := rs.listed()
	if shown.ExcerptOnly {
		p.ExcerptOnly, p.Excerpt, p.BodyText, p.BodyHTML = true, shown.Excerpt, shown.BodyText, shown.BodyHTML
	}
	return err
}

// MarkAllDue marks the detail pages of all live posts that were never read as due.
func (db *DB) MarkAllDue(ctx context.Context, src *blog.Source, reason string) error {
	return db.write(ctx, "mark all details due", func(t *tx) error {
		var unread []int64
		err := t.each(selectNeverRead, []any{src.ID, slotDetail}, func(rows *sql.Rows) error {
			var num int64
			var url string
			err := rows.Scan(&num, &url)
			if src.Owns(url) {
				unread = append(unread, num)
			}
			return err
		})
		for i := 0; err == nil && i < len(unread); i++ {
			err = t.exec(insertDue, unread[i], reason)
		}
		return err
	})
}

// FailDue records a failed attempt to read a detail page.
func (db *DB) FailDue(ctx context.Context, post, reason string) error {
	return db.write(ctx, "record a failed detail", func(t *tx) error {
		num, err := t.postNumber(post)
		if err != nil {
			return err
		}
		return t.exec(failDue, cleanText(reason), num)
	})
}

// DropDue records that a detail page need not be read any more.
func (db *DB) DropDue(ctx context.Context, post string) error {
	return db.write(ctx, "drop a due detail", func(t *tx) error {
		num, err := t.postNumber(post)
		if err != nil {
			return err
		}
		return t.exec(dropDue, num)
	})
}
