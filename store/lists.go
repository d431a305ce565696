package store

import (
	"slices"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	deleteTags       = `DELETE FROM post_tag WHERE post = ?`
	insertTag        = `INSERT INTO post_tag (post, position, tag) VALUES (?, ?, ?)`
	deleteCategories = `DELETE FROM post_category WHERE post = ?`
	insertCategory   = `INSERT INTO post_category (post, position, category) VALUES (?, ?, ?)`
	deleteImages     = `DELETE FROM post_image WHERE post = ?`
	insertImage      = `INSERT INTO post_image (post, position, url, alt) VALUES (?, ?, ?, ?)`
	deleteComments   = `DELETE FROM post_comment WHERE post = ?`
	insertComment    = `INSERT INTO post_comment (post, position, author, published, published_raw, published_at, url, author_url,
		parent, body_text, body_html, type) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// putLists replaces those lists of a post that differ from the old ones.
func (t *tx) putLists(num int64, old, p *blog.Post, zone *time.Location) error {
	err := replace(t, num, old.Tags, p.Tags, deleteTags, insertTag, func(tag string) []any { return []any{tag} })
	if err != nil {
		return err
	}
	err = replace(t, num, old.Categories, p.Categories, deleteCategories, insertCategory, func(c string) []any { return []any{c} })
	if err != nil {
		return err
	}
	err = replace(t, num, old.Images, p.Images, deleteImages, insertImage, func(i blog.Image) []any { return []any{i.URL, i.Alt} })
	if err != nil {
		return err
	}
	return replace(t, num, old.Comments, p.Comments, deleteComments, insertComment, func(c blog.Comment) []any {
		return []any{c.Author, c.Published, c.PublishedRaw, c.Published.RFC3339(zone), c.URL, c.AuthorURL, c.Parent, c.BodyText, c.BodyHTML, c.Type}
	})
}

func replace[T comparable](t *tx, num int64, old, items []T, remove, insert string, values func(T) []any) error {
	if slices.Equal(old, items) {
		return nil
	}
	if len(old) > 0 {
		if err := t.exec(remove, num); err != nil {
			return err
		}
	}
	for i, item := range items {
		if err := t.exec(insert, append([]any{num, i}, values(item)...)...); err != nil {
			return err
		}
	}
	return nil
}
