package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

// lastSeenAt is last_seen_at of a post p, as in the view posts: for a live post the end of
// the newest run whose proof covers it.
const lastSeenAt = `CASE WHEN p.removed_at IS NOT NULL THEN p.last_seen_at ELSE coalesce(
		(SELECT r.finished_at FROM run r WHERE r.source = p.source AND r.proved = 1 AND r.id >= p.live_run ORDER BY r.id DESC LIMIT 1),
		(SELECT r.finished_at FROM run r WHERE r.id = p.live_run), p.first_seen_at) END`

const (
	selectRecords = `SELECT p.id, p.source, nullif(p.url, ''), p.title, p.author, p.role, p.published_at, p.published_raw,
			p.comment_count, p.elsewhere, p.excerpt, p.body_html, p.body_text, p.excerpt_only, p.first_seen_at, ` + lastSeenAt + `,
			p.changed_at, p.removed_at, p.content_hash, ` + tagsJSON + `, ` + categoriesJSON + `, ` + imagesJSON + `,
			(SELECT json_group_array(json_object('author', author, 'published_at', published_at, 'body_text', body_text,
				'body_html', body_html, 'url', nullif(url, ''), 'parent', nullif(parent, ''), 'author_url', author_url, 'type', type))
				FROM (SELECT * FROM post_comment WHERE post = p.num ORDER BY position))
		FROM post p WHERE 1`
	selectOutlines = `SELECT p.id, p.source, nullif(p.url, ''), p.title, p.author, p.role, p.published_at, ` + tagsJSON + `, ` + categoriesJSON + `
		FROM post p WHERE 1`
	selectMain = `SELECT p.id, p.source, nullif(p.url, ''), p.title, p.author, p.role, p.published_at, p.comment_count, p.body_text,
			p.body_html, p.removed_at, ` + tagsJSON + `, ` + categoriesJSON + `
		FROM post p WHERE 1`
	inOrder = ` ORDER BY p.published_utc DESC, p.id`
)

// Records returns the stored posts that match a filter, newest first, undated ones last,
// then by id. They are read during the iteration from one snapshot: memory does not grow
// with their number, and a crawl may run meanwhile. An error ends the iteration.
func (db *DB) Records(ctx context.Context, f blog.Filter) iter.Seq2[*blog.Record, error] {
	return func(yield func(*blog.Record, error) bool) {
		err := db.read(ctx, "read posts", func(v view) error { return v.records(selectRecords, scanRecord, f, yield) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// records yields the rows of a query.
func (v view) records(query string, scan func(*sql.Rows) (*blog.Record, error), f blog.Filter, yield func(*blog.Record, error) bool) error {
	labels, err := v.sourceLabels()
	if err != nil {
		return err
	}
	where, args, err := v.where(f)
	if err != nil {
		return err
	}
	return v.each(query+where+inOrder, args, func(rows *sql.Rows) error {
		r, err := scan(rows)
		if err != nil {
			return err
		}
		r.Source = labels[r.Source]
		if !yield(r, nil) {
			return errStop
		}
		return nil
	})
}

// sourceLabels returns the labels of sources by id. They are not joined, so that SQLite
// can read posts in index order.
func (v view) sourceLabels() (map[string]string, error) {
	all, err := v.sources()
	labels := map[string]string{}
	for _, s := range all {
		labels[s.ID] = s.Label()
	}
	return labels, err
}

func scanRecord(rows *sql.Rows) (*blog.Record, error) {
	r := &blog.Record{Tags: []string{}, Categories: []string{}, Comments: []blog.RecordComment{}, Images: []blog.Image{}}
	var tags, categories, images, comments string
	err := rows.Scan(&r.ID, &r.Source, &r.URL, &r.Title, &r.Author, &r.Role, &r.PublishedAt, &r.PublishedRaw,
		&r.CommentCount, &r.CommentsElsewhere, &r.Excerpt, &r.BodyHTML, &r.BodyText, &r.ExcerptOnly, &r.FirstSeenAt, &r.LastSeenAt,
		&r.ChangedAt, &r.RemovedAt, &r.ContentHash, &tags, &categories, &images, &comments)
	if err != nil {
		return nil, err
	}
	return r, errors.Join(decodeStrings(tags, &r.Tags), decodeStrings(categories, &r.Categories), decodeImages(images, &r.Images), decodeList(comments, &r.Comments))
}

// scanOutline scans the columns of selectOutlines.
func scanOutline(rows *sql.Rows) (*blog.Record, error) {
	r := &blog.Record{Tags: []string{}, Categories: []string{}}
	var tags, categories string
	err := rows.Scan(&r.ID, &r.Source, &r.URL, &r.Title, &r.Author, &r.Role, &r.PublishedAt, &tags, &categories)
	if err != nil {
		return nil, err
	}
	return r, errors.Join(decodeStrings(tags, &r.Tags), decodeStrings(categories, &r.Categories))
}

// scanMain scans the columns of selectMain.
func scanMain(rows *sql.Rows) (*blog.Record, error) {
	r := &blog.Record{Tags: []string{}, Categories: []string{}}
	var tags, categories string
	err := rows.Scan(&r.ID, &r.Source, &r.URL, &r.Title, &r.Author, &r.Role, &r.PublishedAt, &r.CommentCount, &r.BodyText,
		&r.BodyHTML, &r.RemovedAt, &tags, &categories)
	if err != nil {
		return nil, err
	}
	return r, errors.Join(decodeStrings(tags, &r.Tags), decodeStrings(categories, &r.Categories))
}
