package store

import (
	"database/sql"
	"fmt"
	"iter"

	"github.com/blogferry/blogferry/blog"
)

const (
	selectPostAddresses = `SELECT p.id, p.url FROM post p WHERE p.url <> '' AND p.removed_at IS NULL %[1]s
		UNION SELECT p.id, p.moved_to FROM post p WHERE p.moved_to <> '' AND p.removed_at IS NULL %[1]s
		UNION SELECT p.id, g.request_url FROM page g JOIN post p ON p.num = g.post WHERE g.saved = 0 AND p.removed_at IS NULL %[1]s
		UNION SELECT p.id, g.url FROM page g JOIN post p ON p.num = g.post WHERE g.url <> '' AND p.removed_at IS NULL %[1]s
		ORDER BY 1, 2`
	selectFormerAddresses = `SELECT p.id, v.data FROM post_version v JOIN post p ON p.num = v.post
		WHERE p.removed_at IS NULL %s ORDER BY p.id, v.number`
	selectListingAddresses = `SELECT g.kind, g.request_url FROM page g WHERE g.kind IN ('listing', 'feed') AND g.saved = 0 %[1]s
		UNION SELECT g.kind, g.url FROM page g WHERE g.kind IN ('listing', 'feed') AND g.url <> '' %[1]s
		UNION SELECT 'listing', s.url FROM source s WHERE s.url <> '' %[2]s
		ORDER BY 1, 2`
)

// Addresses returns the addresses of the live posts and the listings of a source ("" for
// all sources): first those of posts, sorted by id, some more than once. Links on pages
// are not included.
func (s *Snapshot) Addresses(source string) iter.Seq2[blog.Address, error] {
	return func(yield func(blog.Address, error) bool) {
		a := addressReader{v: s.view, source: source, yield: yield}
		for _, read := range []func() error{a.posts, a.former, a.listings} {
			if err := read(); err != nil {
				yield(blog.Address{}, fmt.Errorf("read addresses: %w", explain(err)))
				return
			}
			if a.done {
				return
			}
		}
	}
}

type addressReader struct {
	v      view
	source string
	yield  func(blog.Address, error) bool
	done   bool // yield returned false
}

func (a *addressReader) each(query string, row func(rows *sql.Rows) (blog.Address, error)) error {
	var args []any
	if a.source != "" {
		args = []any{a.source}
	}
	return a.v.each(query, args, func(rows *sql.Rows) error {
		address, err := row(rows)
		if err == nil && address.URL != "" && !a.yield(address, nil) {
			a.done, err = true, errStop
		}
		return err
	})
}

// where returns a condition on a column if a source is given.
func (a *addressReader) where(column string) string {
	if a.source == "" {
		return ""
	}
	return "AND " + column + " = ?1"
}

func (a *addressReader) posts() error {
	return a.each(fmt.Sprintf(selectPostAddresses, a.where("p.source")), func(rows *sql.Rows) (address blog.Address, err error) {
		address.Kind = blog.AddressPost
		return address, rows.Scan(&address.Post, &address.URL)
	})
}

// former yields the permalinks of earlier versions.
func (a *addressReader) former() error {
	return a.each(fmt.Sprintf(selectFormerAddresses, a.where("p.source")), func(rows *sql.Rows) (address blog.Address, err error) {
		var data []byte
		var post blog.Post
		if err := rows.Scan(&address.Post, &data); err != nil {
			return address, err
		}
		err = unpackJSON(data, &post)
		address.Kind, address.URL = blog.AddressPost, post.URL
		return address, err
	})
}

func (a *addressReader) listings() error {
	query := fmt.Sprintf(selectListingAddresses, a.where("g.source"), a.where("s.id"))
	return a.each(query, func(rows *sql.Rows) (address blog.Address, err error) {
		err = rows.Scan(&address.Kind, &address.URL)
		return address, err
	})
}
