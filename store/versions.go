package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const selectVersions = `SELECT number, from_at, to_at, cause, data FROM post_version WHERE post = ? ORDER BY number`

// History returns the versions of a post, given by id or address, the current one last. The
// error wraps ErrNoPost if there is no such post.
func (db *DB) History(ctx context.Context, name string) (versions []blog.Version, err error) {
	err = db.read(ctx, "history of "+name, func(v view) error {
		num, err := v.postNamed(name)
		if err != nil {
			return err
		}
		err = v.each(selectVersions, []any{num}, func(rows *sql.Rows) error {
			version, err := scanVersion(rows)
			versions = append(versions, version)
			return err
		})
		if err != nil {
			return err
		}
		current, err := v.current(num)
		versions = append(versions, current)
		return err
	})
	return versions, err
}

func scanVersion(rows *sql.Rows) (version blog.Version, err error) {
	var from, to string
	var data []byte
	if err := rows.Scan(&version.Number, &from, &to, &version.Cause, &data); err != nil {
		return version, err
	}
	version.To = &to
	if version.From, err = time.Parse(time.RFC3339, from); err != nil {
		return version, fmt.Errorf("version %d: %w", version.Number, err)
	}
	return version, unpackJSON(data, &version.Post)
}

// current returns the current version of a post.
func (v view) current(num int64) (version blog.Version, err error) {
	r, err := v.row(num)
	if err != nil {
		return version, err
	}
	post, err := v.content(num)
	if err != nil {
		return version, err
	}
	from, err := time.Parse(time.RFC3339, r.versionAt)
	return blog.Version{Number: r.version, From: from, Cause: r.cause, Post: *post}, err
}
