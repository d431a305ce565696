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

// standingDoubts adds warnings about suspicious data, which may be the blog's own or come
// from a misread page.
func (v view) standingDoubts(s *blog.Standing, source string) error {
	return errors.Join(
		v.missingFields(s, source),
		v.similarSpellings(s, source, "author", countAuthors, foldName),
		v.similarSpellings(s, source, "tag", countTags, strings.ToLower),
	)
}

// missingFields warns about fields that only some posts have. A field that no post has is
// not shown by the blog.
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

// similarSpellings warns about names in several spellings, each with its number of posts.
// query returns names with their numbers, the most frequent first.
func (v view) similarSpellings(s *blog.Standing, source, what, query string, fold func(string) string) error {
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

// foldName removes case, accents, spaces and punctuation. A name that would become empty
// is returned unchanged.
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
