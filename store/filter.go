package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	selectAuthors = `SELECT DISTINCT author FROM post`
	selectLabels  = `SELECT tag FROM post_tag UNION SELECT category FROM post_category`

	byAuthor = `p.author IN (SELECT value FROM json_each(?))`
	byLabel  = `EXISTS (SELECT 1 FROM (SELECT tag FROM post_tag WHERE post = p.num
		UNION ALL SELECT category FROM post_category WHERE post = p.num) WHERE tag IN (SELECT value FROM json_each(?)))`
)

// where converts a filter to conditions on post p, each preceded by AND.
func (v view) where(f blog.Filter) (text string, args []any, err error) {
	c := conditions{view: v}
	if f.SkipRemoved {
		c.and("p.removed_at IS NULL")
	}
	for _, add := range []func() error{
		func() error { return c.ofSource(f.Source) },
		func() error { return c.published(">=", f.Since) },
		func() error { return c.published("<", f.Until) },
		func() error { return c.named(byAuthor, selectAuthors, f.Author) },
		func() error { return c.named(byLabel, selectLabels, f.Tag) },
	} {
		if err := add(); err != nil {
			return "", nil, err
		}
	}
	return c.text, c.args, nil
}

// conditions builds a WHERE clause. Empty filter fields add nothing.
type conditions struct {
	view
	text string
	args []any
}

func (c *conditions) and(condition string, values ...any) {
	c.text += " AND " + condition
	c.args = append(c.args, values...)
}

func (c *conditions) ofSource(name string) error {
	if name == "" {
		return nil
	}
	all, err := c.sources()
	if err != nil {
		return err
	}
	s, err := findSource(all, name)
	if err == nil {
		c.and("p.source = ?", s.ID)
	}
	return err
}

func (c *conditions) published(sign, than string) error {
	if than == "" {
		return nil
	}
	column, value, err := bound(than)
	if err == nil {
		c.and("p.published <> '' AND p."+column+" "+sign+" ?", value)
	}
	return err
}

// named adds a condition that matches all spellings of a name found by query.
func (c *conditions) named(condition, query, name string) error {
	if name == "" {
		return nil
	}
	spellings, err := c.spellings(query, name)
	if err == nil {
		c.and(condition, spellings)
	}
	return err
}

// spellings returns the values of a query that equal wanted, ignoring case, as a JSON
// array. SQLite folds only ASCII.
func (v view) spellings(query, wanted string) (string, error) {
	wanted = blog.Fold(wanted)
	found := []string{}
	err := v.each(query, nil, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		if strings.EqualFold(blog.Fold(s), wanted) {
			found = append(found, s)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return jsonText(found)
}

// bound parses a time bound. A time with an offset is compared with published_utc; a
// date, or a prefix of one, with the wall-clock time.
func bound(s string) (column, value string, err error) {
	if moment, err := time.Parse(time.RFC3339, s); err == nil {
		return "published_utc", stamp(moment), nil
	}
	wall := strings.Replace(s, " ", "T", 1)
	for _, layout := range []string{"2006", "2006-01", "2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, wall); err == nil {
			return "published", wall, nil
		}
	}
	return "", "", fmt.Errorf("%w: %q, want 2014-07-21 or 2014-07-21T06:00:00Z", ErrFilter, s)
}
