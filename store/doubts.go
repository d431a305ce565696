package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/blogferry/blogferry/blog"
)

const (
	selectMissing = `SELECT count(*), sum(title = ''), sum(author = ''), sum(role = ''), sum(published = ''), sum(comment_count IS NULL), sum(octet_length(body_html) = 0)
		FROM post WHERE source = ? AND removed_at IS NULL HAVING count(*) > 0`
	countAuthors = `SELECT author, count(*) FROM post
		WHERE source = ? AND removed_at IS NULL AND author <> '' GROUP BY author ORDER BY count(*) DESC, author`
	countTags = `SELECT tag, count(*) FROM post_tag JOIN post ON num = post
		WHERE source = ? AND removed_at IS NULL GROUP BY tag ORDER BY count(*) DESC, tag`
)

// fieldNames are the columns of selectMissing after the first.
var fieldNames = [...]string{"title", "author", "role", "date", "comment count", "body"}

// standingDoubts adds what looks odd in the posts as they are stored: it may be
// the blog's own oddity, and it may be a page that was read wrong.
func (v view) standingDoubts(s *blog.Standing, source string) error {
	return errors.Join(
		v.missingFields(s, source),
		v.sameButForSpelling(s, source, "author", countAuthors, foldName),
		v.sameButForSpelling(s, source, "tag", countTags, strings.ToLower),
	)
}

// missingFields names the fields that only some posts have. One that no post has
// is not shown by the blog.
func (v view) missingFields(s *blog.Standing, source string) error {
	var posts int
	var missing [len(fieldNames)]int
	into := []any{&posts}
	for i := range missing {
		into = append(into, &missing[i])
	}
	if _, err := v.one(selectMissing, []any{source}, into...); err != nil {
		return err
	}
	var parts []string
	for i, n := range missing {
		if n > 0 && n < posts {
			parts = append(parts, fmt.Sprintf("no %s on %d", fieldNames[i], n))
		}
	}
	if len(parts) > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("%s of %d posts", strings.Join(parts, ", "), posts))
	}
	return nil
}

// sameButForSpelling names what is written in several ways, each with its number of
// posts. query gives texts with their numbers, the most frequent first.
func (v view) sameButForSpelling(s *blog.Standing, source, what, query string, fold func(string) string) error {
	ways := map[string][]string{}
	var order []string
	err := v.each(query, []any{source}, func(rows *sql.Rows) error {
		var text string
		var posts int
		err := rows.Scan(&text, &posts)
		key := fold(text)
		if ways[key] == nil {
			order = append(order, key)
		}
		ways[key] = append(ways[key], fmt.Sprintf("%q (%d)", text, posts))
		return err
	})
	for _, key := range order {
		if len(ways[key]) > 1 {
			s.Warnings = append(s.Warnings, fmt.Sprintf("%s in several spellings: %s", what, strings.Join(ways[key], ", ")))
		}
	}
	return err
}

// foldName is a name without case, accents, spaces and full stops. A name of
// nothing else is left as it is.
func foldName(name string) string {
	folded := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(name))
	if folded == "" {
		return name
	}
	return folded
}
