package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// searchUpdate is a pending change of a post's search row.
type searchUpdate struct {
	num      int64
	old, now *blog.Post // old is nil for a new post, now for one that is gone
}

// reindex records that a post's text changed. Search rows are written at the end of the
// transaction: between the posts they would cost twice as much.
func (t *tx) reindex(num int64, old, now *blog.Post) {
	if old != nil && now != nil && old.Title == now.Title && old.BodyText == now.BodyText {
		return
	}
	t.searchUpdates = append(t.searchUpdates, searchUpdate{num: num, old: old, now: now})
}

const (
	// The index is contentless: deleting needs the indexed text.
	unindexPost = `INSERT INTO post_fts (post_fts, rowid, title, body_text) VALUES ('delete', ?, ?, ?)`
	indexPost   = `INSERT INTO post_fts (rowid, title, body_text) VALUES (?, ?, ?)`
)

// index writes the pending search rows.
func (t *tx) index() error {
	for _, d := range t.searchUpdates {
		if d.old != nil {
			if err := t.exec(unindexPost, d.num, d.old.Title, d.old.BodyText); err != nil {
				return fmt.Errorf("index: %w", err)
			}
		}
		if d.now != nil {
			if err := t.exec(indexPost, d.num, d.now.Title, d.now.BodyText); err != nil {
				return fmt.Errorf("index: %w", err)
			}
		}
	}
	t.searchUpdates = nil
	return nil
}

// searchPosts ranks a word in a title five times as high as one in a body.
const searchPosts = `SELECT p.id, s.label, nullif(p.url, ''), p.title, p.published_at,
		snippet(post_fts, -1, '«', '»', '…', 24)
	FROM post_fts JOIN post p ON p.num = post_fts.rowid JOIN source s ON s.id = p.source
	WHERE post_fts MATCH ? AND p.removed_at IS NULL%s
	ORDER BY bm25(post_fts, 5.0, 1.0), p.published_utc DESC, p.id LIMIT ?`

// Search returns the live posts that contain all words, best first. Words in double
// quotes are a phrase; a word ending in * matches prefixes; no other syntax is recognized.
// A limit of 0 means no limit.
func (db *DB) Search(ctx context.Context, words string, f blog.Filter, limit int) (hits []blog.Hit, err error) {
	match := matchFor(words)
	if match == "" {
		return nil, fmt.Errorf("search %q: %w", words, ErrNoWords)
	}
	if limit <= 0 {
		limit = -1
	}
	err = db.read(ctx, "search", func(v view) error {
		where, args, err := v.where(f)
		if err != nil {
			return err
		}
		args = append(append([]any{match}, args...), limit)
		return v.each(fmt.Sprintf(searchPosts, where), args, func(rows *sql.Rows) error {
			var h blog.Hit
			err := rows.Scan(&h.ID, &h.Source, &h.URL, &h.Title, &h.PublishedAt, &h.Snippet)
			hits = append(hits, h)
			return err
		})
	})
	return hits, err
}

// matchFor converts words to an FTS5 query in which each is quoted.
func matchFor(words string) string {
	var terms []string
	for i, part := range strings.Split(cleanText(words), `"`) {
		if i%2 == 1 {
			terms = append(terms, quoteTerm(part))
			continue
		}
		for _, word := range strings.Fields(part) {
			if stem := strings.TrimRight(word, "*"); stem != word && stem != "" {
				terms = append(terms, quoteTerm(stem)+"*")
			} else {
				terms = append(terms, quoteTerm(word))
			}
		}
	}
	terms = notEmpty(terms)
	return strings.Join(terms, " ")
}

func quoteTerm(s string) string {
	if s = strings.TrimSpace(s); s == "" {
		return ""
	}
	return `"` + s + `"`
}

func notEmpty(terms []string) []string {
	kept := terms[:0]
	for _, t := range terms {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}
