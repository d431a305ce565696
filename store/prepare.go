package store

import (
	"bytes"
	"context"

	"github.com/blogferry/blogferry/blog"
)

// prepared is what was done of a put ahead of its turn.
type prepared struct {
	page     *blog.Page
	listing  *blog.Listing
	digest   []byte     // see pageDigest
	readings []*reading // of the posts
	body     packedBody // of the page
}

// packedBody is a compressed body; data is nil if it was not compressed yet.
type packedBody struct {
	dictionary int64
	data       []byte
}

// Prepare does most of what a listing page costs besides SQLite: it takes its posts
// down and compresses them and the page. It may be called while other pages are put,
// also several times at once, so that only SQLite's part is left to be done in turn.
// Of the put it needs Source, Page, Listing and Saved; what it gives goes into
// Prepared. What fails here is left to the put, which does it again and says why.
func (db *DB) Prepare(ctx context.Context, p *blog.ListingPut) any {
	a, readings, err := listingArrival(p)
	if err != nil {
		return nil
	}
	done := &prepared{page: p.Page, listing: p.Listing, digest: a.digest, readings: readings}
	kept, dictionary, c, err := db.keptAs(ctx, a)
	if err != nil || kept {
		return done
	}
	if dictionary != 0 { // else this page may become the dictionary
		done.body = packedBody{dictionary: dictionary, data: c.pack(a.page.Body)}
	}
	for _, r := range readings {
		if r.data, err = r.packed(); err != nil {
			return nil
		}
	}
	return done
}

// keptAs says whether a page that shows the same is kept already, and else what to
// compress it with.
func (db *DB) keptAs(ctx context.Context, a *newPage) (kept bool, dictionary int64, c *codec, err error) {
	err = db.read(ctx, "prepare page", func(v view) error {
		var id int64
		var last []byte
		found, err := v.one(selectLastPage, []any{a.source, a.key, a.kind}, &id, &last)
		if kept = found && bytes.Equal(last, a.digest); err != nil || kept {
			return err
		}
		if _, err = v.one(selectDictionary, []any{a.source}, &dictionary); err == nil {
			c, err = v.dictionary(db, dictionary)
		}
		return err
	})
	return kept, dictionary, c, err
}

// replaceReading gives what was prepared of a put: nothing for another page, and only the
// packed page where its posts were read anew since.
func (done *prepared) take(p *blog.ListingPut, a *newPage) (readings []*reading, ok bool) {
	if done == nil || done.page != p.Page {
		return nil, false
	}
	a.body = done.body
	if done.listing != p.Listing {
		return nil, false
	}
	a.digest = done.digest
	for _, r := range done.readings {
		own := *r
		readings = append(readings, &own)
	}
	return readings, true
}
