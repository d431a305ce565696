package store

import (
	"context"
	"database/sql"

	"github.com/blogferry/blogferry/blog"
)

const (
	putDue = `INSERT INTO due (post, reason, tries, error, page) VALUES (?, ?, 0, '', ?)
		ON CONFLICT (post) DO UPDATE SET reason = excluded.reason, page = excluded.page
		WHERE reason <> excluded.reason OR page <> excluded.page`
	dropDue = `DELETE FROM due WHERE post = ?`
	failDue = `UPDATE due SET tries = tries + 1, error = ? WHERE post = ?`
	oweAll  = `INSERT INTO due (post, reason, tries, error, page)
		SELECT num, ?2, 0, '', 0 FROM post WHERE source = ?1 AND removed_at IS NULL AND url <> ''
			AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.post = post.num AND r.slot = ?3)
		ON CONFLICT (post) DO NOTHING`
	selectDue = `SELECT p.num, p.id, d.reason, d.tries, d.error, d.page, ` + contentColumns + `
		FROM due d JOIN post p ON p.num = d.post WHERE p.source = ? AND p.removed_at IS NULL
		ORDER BY p.published_utc DESC, p.id`
	selectRecheckable = `SELECT p.num, p.id, '', 0, '', 0, ` + contentColumns + `
		FROM (SELECT * FROM post WHERE source = ? AND removed_at IS NULL ORDER BY published DESC, num LIMIT ?) p
		WHERE p.url <> '' AND NOT EXISTS (SELECT 1 FROM due WHERE post = p.num) ORDER BY p.published DESC, p.num`
)

// owe notes which of a page's posts have their own page still to be read.
func (t *tx) owe(p *blog.ListingPut, stored []blog.Stored, nums []int64) error {
	for i := range stored {
		var err error
		if why := p.Owes(&stored[i]); why != "" {
			err = t.exec(putDue, nums[i], why, p.Number)
		} else if stored[i].State != blog.StateNew {
			err = t.exec(dropDue, nums[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Due gives the live posts of a source whose own pages have still to be read,
// newest first.
func (db *DB) Due(ctx context.Context, source string) ([]blog.Due, error) {
	return db.due(ctx, selectDue, source)
}

// Newest gives those of the n newest live posts whose own pages might be read,
// but have not to be.
func (db *DB) Newest(ctx context.Context, source string, n int) ([]blog.Due, error) {
	return db.due(ctx, selectRecheckable, source, n)
}

func (db *DB) due(ctx context.Context, query string, args ...any) (due []blog.Due, err error) {
	err = db.read(ctx, "list due details", func(v view) error {
		var nums []int64
		err := v.each(query, args, func(rows *sql.Rows) error {
			var num int64
			var d blog.Due
			p, err := scanContent(rows, &num, &d.Post, &d.Reason, &d.Tries, &d.Error, &d.Page)
			if err != nil {
				return err
			}
			d.URL, d.Shown, d.Whole = p.URL, *p, !p.ExcerptOnly
			nums, due = append(nums, num), append(due, d)
			return nil
		})
		for i := 0; err == nil && i < len(due); i++ {
			err = v.asListed(nums[i], &due[i].Shown)
		}
		return err
	})
	return due, err
}

// asListed gives a post the text that its listing shows. A post's own page is
// searched for that: it may repeat a teaser above a body that is known by now.
func (v view) asListed(num int64, p *blog.Post) error {
	rs, err := v.readings(num)
	if err != nil {
		return err
	}
	shown, err := rs.shown()
	if shown.ExcerptOnly {
		p.ExcerptOnly, p.Excerpt, p.BodyText, p.BodyHTML = true, shown.Excerpt, shown.BodyText, shown.BodyHTML
	}
	return err
}

// OweAll makes the own pages of all live posts due that were never read.
func (db *DB) OweAll(ctx context.Context, source, reason string) error {
	return db.write(ctx, "owe all details", func(t *tx) error {
		return t.exec(oweAll, source, reason, slotDetail)
	})
}

// FailDue notes that a post's own page was asked for in vain.
func (db *DB) FailDue(ctx context.Context, post, reason string) error {
	return db.write(ctx, "note a detail that was not had", func(t *tx) error {
		num, err := t.postNumber(post)
		if err != nil {
			return err
		}
		return t.exec(failDue, cleanText(reason), num)
	})
}

// DropDue notes that a post's own page has not to be read any more.
func (db *DB) DropDue(ctx context.Context, post string) error {
	return db.write(ctx, "drop a due detail", func(t *tx) error {
		num, err := t.postNumber(post)
		if err != nil {
			return err
		}
		return t.exec(dropDue, num)
	})
}
