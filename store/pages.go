package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Kinds of kept pages.
const (
	kindListing  = "listing"
	kindDetail   = "detail"
	kindFeed     = "feed"
	kindComments = "comments"
)

// newPage is a page on its way into the store.
type newPage struct {
	source string
	run    int64
	kind   string
	post   int64 // for detail and comments
	parent int64 // for comments
	number int
	saved  bool
	at     time.Time
	page   *blog.Page
	key    string // see pageKey

	posts  int // how many posts it gave
	rng    *blog.Range
	dates  []string
	digest []byte     // see pageDigest
	body   packedBody // of the page, if it was prepared
}

// pageKey identifies a page's request. A saved page is identified by its content, since
// files are renamed and copied, and two saved at different times may have the same address.
func pageKey(p *blog.Page, saved bool) string {
	if saved {
		return fmt.Sprintf("FILE %x", sha256.Sum256(p.Body))
	}
	return p.Request.Key()
}

// pageDigest is equal for two pages with the same posts in any order (that of equal
// timestamps may vary), range and status.
func pageDigest(status int, rng *blog.Range, readings [][]byte) []byte {
	sorted := slices.Clone(readings)
	slices.SortStableFunc(sorted, bytes.Compare)
	h := sha256.New()
	fmt.Fprintf(h, "%d %d\n", status, len(readings))
	if rng != nil {
		fmt.Fprintf(h, "%d-%d of %d\n", rng.From, rng.To, rng.Total)
	}
	for _, r := range sorted {
		h.Write(r)
	}
	return h.Sum(nil)
}

const (
	selectLastPage = `SELECT id, digest FROM page WHERE source = ? AND request_key = ? AND kind = ? ORDER BY id DESC LIMIT 1`
	// A page that an event leads to, whatever the state that went with it.
	selectLastOfEvent = `SELECT id, digest FROM page WHERE source = ?1 AND request_key >= ?2 || ' ' AND request_key < ?2 || '!'
		AND kind = ?3 AND number = ?4 ORDER BY id DESC LIMIT 1`
	insertPage = `INSERT INTO page (source, run, kind, post, parent, number, saved, request_key, method, request_url, referer,
			url, file, status, headers, received_at, posts, range_from, range_to, range_total, dates, digest, size, dictionary, form, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// keepPage stores a page unless the last stored one for the same request shows the same.
// It returns the page that now represents the request. If only state distinguishes the
// requests, which a server may generate anew each time, the page number takes its place.
func (t *tx) keepPage(a *newPage) (id int64, kept bool, err error) {
	var last []byte
	find, args := selectLastPage, []any{a.source, a.key, a.kind}
	if event, told := a.page.Request.Event(); !told && !a.saved && a.kind == kindListing {
		find, args = selectLastOfEvent, []any{a.source, event, a.kind, a.number}
	}
	found, err := t.one(find, args, &id, &last)
	if err != nil || found && bytes.Equal(last, a.digest) {
		return id, false, err
	}
	return t.insertNewPage(a)
}

// insertNewPage stores a page, whatever is kept already.
func (t *tx) insertNewPage(a *newPage) (id int64, kept bool, err error) {
	dict, c, err := t.codecFor(a)
	if err != nil {
		return 0, false, err
	}
	values, err := a.values()
	if err != nil {
		return 0, false, err
	}
	form, err := packForm(c, a.page.Request)
	if err != nil {
		return 0, false, err
	}
	body := a.body.data
	if body == nil || a.body.dictionary != dict {
		body = c.pack(a.page.Body)
	}
	id, err = t.insert(insertPage, append(values, orNull(dict), form, body)...)
	return id, true, err
}

// values returns the uncompressed columns of table page.
func (a *newPage) values() ([]any, error) {
	p := a.page
	headers, err := jsonText(headersOf(p))
	if err != nil {
		return nil, err
	}
	dates, err := jsonText(list(a.dates))
	if err != nil {
		return nil, err
	}
	method := p.Request.Method
	if method == "" {
		method = http.MethodGet
	}
	received := p.Received
	if received.IsZero() {
		received = a.at
	}
	from, to, total, _ := rangeColumns(a.rng)
	return []any{
		a.source, orNull(a.run), a.kind, orNull(a.post), orNull(a.parent), a.number, a.saved, a.key, method,
		cleanText(p.Request.URL), cleanText(p.Request.Referer), cleanText(p.URL), cleanText(p.File), p.Status, headers,
		stamp(received), a.posts, from, to, total, dates, a.digest, len(p.Body),
	}, nil
}

func headersOf(p *blog.Page) http.Header {
	if p.Header == nil {
		return http.Header{}
	}
	return p.Header
}

// packForm compresses the form fields of a POST, which can be larger than the page; nil
// for a GET.
func packForm(c *codec, r blog.Request) ([]byte, error) {
	if len(r.Form) == 0 {
		return nil, nil
	}
	data, err := json.Marshal(r.Form)
	if err != nil {
		return nil, err
	}
	return c.pack(data), nil
}

const (
	selectDictionary = `SELECT id FROM dictionary WHERE source = ?`
	selectDictText   = `SELECT data FROM dictionary WHERE id = ?`
	insertDictionary = `INSERT INTO dictionary (source, data) VALUES (?, ?)`
)

// minDictionary is the minimum size of a page to be used as the dictionary.
const minDictionary = 256

// codecFor returns the codec for a page of this source. The first page with posts becomes
// the dictionary, since all pages of a blog share their layout.
func (t *tx) codecFor(a *newPage) (int64, *codec, error) {
	var id int64
	found, err := t.one(selectDictionary, []any{a.source}, &id)
	if err != nil {
		return 0, nil, err
	}
	if !found {
		c, err := plain()
		if err != nil || a.posts == 0 || len(a.page.Body) < minDictionary {
			return 0, c, err
		}
		if id, err = t.insert(insertDictionary, a.source, c.pack(a.page.Body)); err != nil {
			return 0, nil, err
		}
		t.newDictionary = id
	}
	c, err := t.dictionary(id)
	return id, c, err
}

// dictionary returns the codec of a dictionary row; 0 means none.
func (v view) dictionary(id int64) (*codec, error) {
	if id == 0 {
		return plain()
	}
	return v.db.dicts.get(id, func() ([]byte, error) {
		var packed []byte
		if _, err := v.one(selectDictText, []any{id}, &packed); err != nil {
			return nil, err
		}
		c, err := plain()
		if err != nil {
			return nil, err
		}
		return c.unpack(packed)
	})
}

const (
	// A 304 means that the stored page is current, so there must be one with posts.
	selectValidators = `SELECT v.etag, v.last_modified FROM validator v JOIN page g ON g.id = v.page
		WHERE v.source = ? AND v.request_key = ? AND g.posts > 0`
	putValidators = `INSERT INTO validator (source, request_key, etag, last_modified, page) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (source, request_key) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, page = excluded.page
		WHERE etag <> excluded.etag OR last_modified <> excluded.last_modified OR page <> excluded.page`
	dropValidators = `DELETE FROM validator WHERE source = ? AND request_key = ?`
)

// Validators returns the validators of the stored copy of a page; nil if the server sent
// none or no copy with posts is stored.
func (db *DB) Validators(ctx context.Context, source, key string) (*blog.Validators, error) {
	var found bool
	var out blog.Validators
	err := db.read(ctx, "look up validators", func(v view) (err error) {
		found, err = v.one(selectValidators, []any{source, key}, &out.ETag, &out.LastModified)
		return err
	})
	if err != nil || !found {
		return nil, err
	}
	return &out, nil
}

// keepValidators must be part of the transaction that stores the page's posts: a 304 must
// not hide posts that were not stored.
func (t *tx) keepValidators(a *newPage, page int64) error {
	if a.saved {
		return nil
	}
	h := headersOf(a.page)
	etag, modified := cleanText(h.Get("ETag")), cleanText(h.Get("Last-Modified"))
	if at, err := http.ParseTime(modified); err == nil && at.After(a.at.Add(time.Hour)) {
		modified = "" // in the future, so that nothing would ever be newer
	}
	if a.posts == 0 || etag == "" && modified == "" {
		return t.exec(dropValidators, a.source, a.key)
	}
	return t.exec(putValidators, a.source, a.key, etag, modified, page)
}
