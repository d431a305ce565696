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
)

// where turns a filter into conditions on post p, each with an AND before it.
func (v view) where(f blog.Filter) (text string, args []any, err error) {
	and := func(condition string, values ...any) {
		text += " AND " + condition
		args = append(args, values...)
	}
	if f.Source != "" {
		all, err := v.sources()
		if err != nil {
			return "", nil, err
		}
		s, err := findSource(all, f.Source)
		if err != nil {
			return "", nil, err
		}
		and("p.source = ?", s.ID)
	}
	for _, b := range []struct{ value, sign string }{{f.Since, ">="}, {f.Until, "<"}} {
		if b.value == "" {
			continue
		}
		column, value, err := bound(b.value)
		if err != nil {
			return "", nil, err
		}
		and("p.published <> '' AND p."+column+" "+b.sign+" ?", value)
	}
	if f.SkipRemoved {
		and("p.removed_at IS NULL")
	}
	for _, list := range []struct{ wanted, query, condition string }{
		{f.Author, selectAuthors, "p.author IN (SELECT value FROM json_each(?1))"},
		{f.Tag, selectLabels, `EXISTS (SELECT 1 FROM (SELECT tag FROM post_tag WHERE post = p.num
			UNION ALL SELECT category FROM post_category WHERE post = p.num) WHERE tag IN (SELECT value FROM json_each(?1)))`},
	} {
		if list.wanted == "" {
			continue
		}
		spellings, err := v.spellings(list.query, list.wanted)
		if err != nil {
			return "", nil, err
		}
		and(strings.ReplaceAll(list.condition, "?1", "?"), spellings)
	}
	return text, args, nil
}

// spellings are the values of a query that equal the wanted one, ignoring case,
// as a JSON array. SQLite itself knows only the case of ASCII.
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

// bound reads one end of a span of time. A moment with an offset is compared as
// such; a date, or the beginning of one, with the clock as the page shows it.
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
