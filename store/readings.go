package store

import (
	"database/sql"

	"github.com/blogferry/blogferry/blog"
)

// Slots: the kinds of readings of a post.
const (
	slotListing = "listing"
	slotDetail  = "detail"
	slotSaved   = "saved"
	slotFeed    = "feed"
)

// reading is a post as shown by one page.
type reading struct {
	page        int64  // the stored page, 0 if unknown
	saved       bool   // that page was imported from disk
	digest      []byte // of the post as parsed
	excerptOnly bool
	fromText    bool

	post *blog.Post // nil until decoded
	json []byte     // of the post, or nil
	data []byte     // compressed; nil if not stored yet
}

// readings are the readings of one post by slot.
type readings map[string]*reading

// newReading returns a reading whose page is not set yet.
func newReading(p blog.Post) (*reading, error) {
	p = clean(p)
	data, err := marshal(p)
	if err != nil {
		return nil, err
	}
	return &reading{digest: digest(data), excerptOnly: p.ExcerptOnly, fromText: p.FromText, post: &p, json: data}, nil
}

// decode returns the post as the page showed it; it must not be changed.
func (r *reading) decode() (*blog.Post, error) {
	if r.post == nil {
		var p blog.Post
		if err := unpackJSON(r.data, &p); err != nil {
			return nil, err
		}
		r.post = &p
	}
	return r.post, nil
}

// packed returns the post in compressed form.
func (r *reading) packed() ([]byte, error) {
	switch {
	case r.data != nil:
		return r.data, nil
	case r.json == nil:
		return packJSON(r.post)
	}
	c, err := plain()
	if err != nil {
		return nil, err
	}
	return c.pack(r.json), nil
}

// merge merges the readings into one post.
func (rs readings) merge(movedTo string) (blog.Post, error) {
	var r blog.Readings
	for slot, to := range map[string]**blog.Post{slotListing: &r.Listing, slotDetail: &r.Detail, slotSaved: &r.Saved, slotFeed: &r.Feed} {
		if rs[slot] == nil {
			continue
		}
		p, err := rs[slot].decode()
		if err != nil {
			return blog.Post{}, err
		}
		*to = p
	}
	p := r.Merge()
	if movedTo != "" {
		p.URL = movedTo
	}
	return p, nil
}

// listed returns the post as shown by the live listing, or else by a saved one, or else by
// the feed.
func (rs readings) listed() (blog.Post, error) {
	for _, slot := range []string{slotListing, slotSaved, slotFeed} {
		if rs[slot] != nil {
			p, err := rs[slot].decode()
			if err != nil {
				return blog.Post{}, err
			}
			return *p, nil
		}
	}
	return blog.Post{}, nil
}

const (
	selectReadings = `SELECT r.slot, coalesce(r.page, 0), coalesce(g.saved, 0), r.digest, r.excerpt_only, r.from_text, r.data
		FROM reading r LEFT JOIN page g ON g.id = r.page WHERE r.post = ?`
	putReadingRow = `INSERT INTO reading (post, slot, page, digest, excerpt_only, from_text, data) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (post, slot) DO UPDATE SET page = excluded.page, digest = excluded.digest,
			excerpt_only = excluded.excerpt_only, from_text = excluded.from_text, data = excluded.data`
)

func (v view) readings(num int64) (readings, error) {
	rs := readings{}
	err := v.each(selectReadings, []any{num}, func(rows *sql.Rows) error {
		var slot string
		r := &reading{}
		err := rows.Scan(&slot, &r.page, &r.saved, &r.digest, &r.excerptOnly, &r.fromText, &r.data)
		rs[slot] = r
		return err
	})
	return rs, err
}

func (t *tx) saveReading(num int64, slot string, r *reading) error {
	data, err := r.packed()
	if err != nil {
		return err
	}
	return t.exec(putReadingRow, num, slot, orNull(r.page), r.digest, r.excerptOnly, r.fromText, data)
}
