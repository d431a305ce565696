package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const (
	// A page is worth parsing again if a post's reading is from it, or if it is the
	// newest for its request. Pages without posts are error pages if others for the same
	// request had posts; else a better profile may find posts in them.
	selectKept = `SELECT g.id FROM page g WHERE g.source = ?1 AND g.kind <> 'comments' AND (
			EXISTS (SELECT 1 FROM reading WHERE page = g.id)
			OR g.id = (SELECT max(n.id) FROM page n
				WHERE n.source = ?1 AND n.request_key = g.request_key AND n.kind = g.kind AND n.posts > 0)
			OR g.status IN (0, 200) AND g.id = (SELECT max(n.id) FROM page n
				WHERE n.source = ?1 AND n.request_key = g.request_key AND n.kind = g.kind HAVING max(n.posts) = 0))
		ORDER BY g.kind = 'detail', g.id`
	pageColumns = `g.id, g.kind, coalesce(g.post, 0), g.number, g.saved, g.method, g.request_url, g.referer, g.url, g.file,
		g.status, g.headers, g.received_at, coalesce(g.dictionary, 0), g.form, g.body`
	selectPage     = `SELECT ` + pageColumns + ` FROM page g WHERE g.id = ?`
	selectComments = `SELECT ` + pageColumns + ` FROM page g WHERE g.parent = ? ORDER BY g.id`
	selectPublicID = `SELECT id FROM post WHERE num = ?`
	selectDates    = `SELECT g.dates FROM page g WHERE g.source = ?1 AND g.kind = 'listing' AND g.id =
			(SELECT max(n.id) FROM page n WHERE n.source = ?1 AND n.request_key = g.request_key AND n.kind = 'listing' AND n.posts > 0)`
)

// KeptPages returns the pages of a source worth parsing again: listings from oldest to
// newest, then details. Each is loaded when the iterator reaches it, so it reflects puts
// made meanwhile.
func (db *DB) KeptPages(ctx context.Context, source string) iter.Seq2[*blog.KeptPage, error] {
	return func(yield func(*blog.KeptPage, error) bool) {
		var ids []int64
		err := db.read(ctx, "list kept pages", func(v view) (err error) {
			ids, err = v.numbers(selectKept, source)
			return err
		})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, id := range ids {
			page, err := db.KeptPage(ctx, id)
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// KeptPage loads one page with the current state of its post.
func (db *DB) KeptPage(ctx context.Context, id int64) (*blog.KeptPage, error) {
	var kept *blog.KeptPage
	err := db.read(ctx, "load page", func(v view) error {
		var post int64
		var err error
		if kept, post, err = v.onePage(selectPage, id); err != nil || kept.Kind != kindDetail {
			return err
		}
		return v.addDetail(kept, post)
	})
	return kept, err
}

// addDetail adds to a detail page the post that it belongs to and the further
// pages of its comments.
func (v view) addDetail(kept *blog.KeptPage, post int64) error {
	if _, err := v.one(selectPublicID, []any{post}, &kept.Post); err != nil {
		return err
	}
	rs, err := v.readings(post)
	if err != nil {
		return err
	}
	if kept.Shown, err = rs.listed(); err != nil {
		return err
	}
	return v.pages(selectComments, kept.ID, func(k *blog.KeptPage, _ int64) {
		kept.Comments = append(kept.Comments, k.Page)
	})
}

func (v view) onePage(query string, id int64) (kept *blog.KeptPage, post int64, err error) {
	err = v.pages(query, id, func(k *blog.KeptPage, p int64) { kept, post = k, p })
	if err == nil && kept == nil {
		err = errors.New("the page is not stored any more")
	}
	return kept, post, err
}

// packedPage is a row of table page.
type packedPage struct {
	kept             blog.KeptPage
	post, dictionary int64
	headers          string
	received         string
	form, body       []byte
}

func (v view) pages(query string, id int64, give func(k *blog.KeptPage, post int64)) error {
	var packed []*packedPage
	err := v.each(query, []any{id}, func(rows *sql.Rows) error {
		var p packedPage
		g := &p.kept.Page
		err := rows.Scan(&p.kept.ID, &p.kept.Kind, &p.post, &p.kept.Number, &p.kept.Saved, &g.Request.Method, &g.Request.URL,
			&g.Request.Referer, &g.URL, &g.File, &g.Status, &p.headers, &p.received, &p.dictionary, &p.form, &p.body)
		packed = append(packed, &p)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range packed {
		c, err := v.dictionary(p.dictionary)
		if err != nil {
			return err
		}
		if err := p.unpack(c); err != nil {
			return err
		}
		give(&p.kept, p.post)
	}
	return nil
}

// unpack restores the page as it was received.
func (p *packedPage) unpack(c *codec) (err error) {
	g := &p.kept.Page
	if g.Request.Method == http.MethodGet {
		g.Request.Method = ""
	}
	if g.Received, err = time.Parse(time.RFC3339, p.received); err != nil {
		return err
	}
	if g.Body, err = c.unpack(p.body); err != nil {
		return err
	}
	if g.Status != 0 {
		if err := json.Unmarshal([]byte(p.headers), &g.Header); err != nil {
			return err
		}
	}
	if p.form == nil {
		return nil
	}
	form, err := c.unpack(p.form)
	if err != nil {
		return err
	}
	return json.Unmarshal(form, &g.Request.Form)
}

// Dates returns the raw dates of the stored listing pages, each in its newest version with
// posts. They come in index order: sorting them would cost a megabyte.
func (db *DB) Dates(ctx context.Context, source string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		err := db.read(ctx, "list dates", func(v view) error {
			return v.each(selectDates, []any{source}, func(rows *sql.Rows) error {
				var text string
				if err := rows.Scan(&text); err != nil {
					return err
				}
				var dates []string
				if err := decodeStrings(text, &dates); err != nil {
					return err
				}
				if len(dates) > 0 && !yield(dates, nil) {
					return errStop
				}
				return nil
			})
		})
		if err != nil {
			yield(nil, err)
		}
	}
}
