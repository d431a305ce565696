package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/blogferry/blogferry/blog"
)

// selectMediaCounts counts the addresses that live posts refer to, those fetched and
// those given up, and their files and bytes.
const (
	selectMediaCounts = `WITH own AS MATERIALIZED (SELECT m.state, m.file FROM media m WHERE m.state <> 'page' AND ` + namedBy + `)
		SELECT (SELECT count(*) FROM own), (SELECT count(*) FROM own WHERE state = 'had'), (SELECT count(*) FROM own WHERE state = 'accepted'),
			count(*), coalesce(sum(size), 0) FROM media_file WHERE digest IN (SELECT file FROM own WHERE state = 'had')`
	selectMissingMedia = `SELECT p.id, m.url, coalesce(nullif(p.url, ''), p.title), coalesce(nullif(m.error, ''), 'not asked for yet'), min(r.position) AS place
		FROM media m CROSS JOIN media_of_post r ON r.media = m.num CROSS JOIN post p ON p.num = r.post
		WHERE p.source = ? AND p.removed_at IS NULL AND m.state IN ('due', 'failed')
		GROUP BY p.num, m.best ORDER BY p.published_utc DESC, p.id, place`
	countUnreadMedia = `SELECT count(*) FROM post p LEFT JOIN media_read r ON r.post = p.num
		WHERE p.source = ? AND p.removed_at IS NULL AND r.mark IS NULL`
	anyMediaRead = `SELECT 1 FROM media_read r JOIN post p ON p.num = r.post WHERE p.source = ? LIMIT 1`
)

// MediaStanding returns the state of a source's media; nil if they were never requested.
func (db *DB) MediaStanding(ctx context.Context, source string) (s *blog.MediaStanding, err error) {
	err = db.read(ctx, "media of source "+source, func(v view) error {
		s, err = v.mediaStanding(source)
		return err
	})
	return s, err
}

func (v view) mediaStanding(source string) (*blog.MediaStanding, error) {
	if looked, err := v.one(anyMediaRead, []any{source}, new(int)); err != nil || !looked {
		return nil, err
	}
	s := &blog.MediaStanding{Missing: []blog.MediaMissing{}}
	for _, ask := range []struct {
		query string
		dest  []any
	}{
		{selectMediaCounts, []any{&s.Addresses, &s.Fetched, &s.Accepted, &s.Files, &s.Bytes}},
		{countUnreadMedia, []any{&s.Unscanned}},
	} {
		if _, err := v.one(ask.query, []any{source}, ask.dest...); err != nil {
			return nil, fmt.Errorf("count media: %w", err)
		}
	}
	return s, v.each(selectMissingMedia, []any{source}, func(rows *sql.Rows) error {
		var m blog.MediaMissing
		err := rows.Scan(&m.Post, &m.URL, &m.On, &m.Error, new(int))
		s.Missing = append(s.Missing, m)
		return err
	})
}
