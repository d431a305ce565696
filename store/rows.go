package store

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// row is a row of table post without its content.
type row struct {
	num         int64
	id          string
	source      string
	movedTo     string
	removed     bool
	liveRun     int64 // the run since which it is live, 0 if unknown
	version     int
	versionAt   string
	cause       string
	detailCount *int
}

const selectRow = `SELECT num, id, source, moved_to, removed_at IS NOT NULL, coalesce(live_run, first_run, 0), version, version_at, version_cause, detail_count
	FROM post WHERE num = ?`

func (v view) row(num int64) (*row, error) {
	var r row
	found, err := v.one(selectRow, []any{num},
		&r.num, &r.id, &r.source, &r.movedTo, &r.removed, &r.liveRun, &r.version, &r.versionAt, &r.cause, &r.detailCount)
	if err == nil && !found {
		err = ErrNoPost
	}
	return &r, err
}

const (
	contentColumns = `p.url, p.title, p.author, p.role, p.published, p.published_raw, p.comment_count, p.elsewhere, p.excerpt,
		p.excerpt_only, p.from_text, p.body_html, p.body_text, ` + tagsJSON + `, ` + categoriesJSON + `, ` + imagesJSON + `,
		(SELECT json_group_array(json_object('author', author, 'published_at', published, 'published_raw', published_raw,
			'url', url, 'author_url', author_url, 'parent', parent, 'body_text', body_text, 'body_html', body_html, 'type', type))
			FROM (SELECT * FROM post_comment WHERE post = p.num ORDER BY position))`
	selectContent = `SELECT ` + contentColumns + ` FROM post p WHERE num = ?`
)

// content returns the post as stored in table post and its lists.
func (v view) content(num int64) (*blog.Post, error) {
	var p *blog.Post
	err := v.each(selectContent, []any{num}, func(rows *sql.Rows) (err error) {
		p, err = scanContent(rows)
		return err
	})
	if err == nil && p == nil {
		err = ErrNoPost
	}
	return p, err
}

// scanContent reads contentColumns; more takes the columns before them.
func scanContent(rows *sql.Rows, more ...any) (*blog.Post, error) {
	var p blog.Post
	var tags, categories, images, comments string
	err := rows.Scan(append(more, &p.URL, &p.Title, &p.Author, &p.Role, &p.Published, &p.PublishedRaw, &p.CommentCount,
		&p.CommentService, &p.Excerpt, &p.ExcerptOnly, &p.FromText, &p.BodyHTML, &p.BodyText, &tags, &categories, &images, &comments)...)
	if err != nil {
		return nil, err
	}
	return &p, errors.Join(decodeStrings(tags, &p.Tags), decodeStrings(categories, &p.Categories), decodeImages(images, &p.Images), decodeList(comments, &p.Comments))
}

const (
	insertPost = `INSERT INTO post (id, source, url, moved_to, title, author, role, published, published_raw, published_at,
			published_utc, comment_count, elsewhere, excerpt, excerpt_only, from_text, content_hash, body_html, body_text,
			first_seen_at, first_run, live_run, version, version_at, version_cause)
		VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 'new')`
	updatePost = `UPDATE post SET url = ?, title = ?, author = ?, role = ?, published = ?, published_raw = ?, published_at = ?,
			published_utc = ?, comment_count = ?, elsewhere = ?, excerpt = ?, excerpt_only = ?, from_text = ?, content_hash = ?,
			body_html = ?, body_text = ? WHERE num = ?`
)

// contentValues returns the values of a post's columns, in the order of insertPost and
// updatePost.
func contentValues(p *blog.Post, hash string, zone *time.Location) []any {
	return []any{
		p.URL, p.Title, p.Author, p.Role, p.Published, p.PublishedRaw, p.Published.RFC3339(zone), utcText(p.Published, zone),
		p.CommentCount, p.CommentService, p.Excerpt, p.ExcerptOnly, p.FromText, hash, p.BodyHTML, p.BodyText,
	}
}

// insertContent stores a new post and returns its key.
func (t *tx) insertContent(id, source string, p *blog.Post, zone *time.Location, run int64, at string) (int64, error) {
	args := append([]any{id, source}, contentValues(p, p.Hash(), zone)...)
	num, err := t.insert(insertPost, append(args, at, orNull(run), orNull(run), at)...)
	if err != nil {
		return 0, err
	}
	t.reindex(num, nil, p)
	return num, t.putLists(num, &blog.Post{}, p, zone)
}

// updateContent replaces a post's content. Lists and search rows are written only if they
// differ.
func (t *tx) updateContent(num int64, old, p *blog.Post, zone *time.Location) error {
	if err := t.exec(updatePost, append(contentValues(p, p.Hash(), zone), num)...); err != nil {
		return err
	}
	t.reindex(num, old, p)
	return t.putLists(num, old, p, zone)
}

// differing returns the JSON keys of the fields in which two posts differ.
func differing(a, b *blog.Post) []string {
	var names []string
	note := func(name string, same bool) {
		if !same {
			names = append(names, name)
		}
	}
	note("url", a.URL == b.URL)
	note("title", a.Title == b.Title)
	note("author", a.Author == b.Author)
	note("role", a.Role == b.Role)
	note("published_at", a.Published == b.Published)
	note("published_raw", a.PublishedRaw == b.PublishedRaw)
	note("tags", slices.Equal(a.Tags, b.Tags))
	note("categories", slices.Equal(a.Categories, b.Categories))
	note("comment_count", equalCount(a.CommentCount, b.CommentCount))
	note("comments", slices.Equal(a.Comments, b.Comments))
	note("comments_elsewhere", a.CommentService == b.CommentService)
	note("excerpt", a.Excerpt == b.Excerpt)
	note("body_html", a.BodyHTML == b.BodyHTML)
	note("body_text", a.BodyText == b.BodyText)
	note("images", slices.Equal(a.Images, b.Images))
	note("excerpt_only", a.ExcerptOnly == b.ExcerptOnly)
	return names
}

func equalCount(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
