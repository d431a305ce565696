package store

import (
	"bytes"
	"context"

	"github.com/blogferry/blogferry/blog"
)

// prepared is the result of Prepare.
type prepared struct {
	page     *blog.Page
	listing  *blog.Listing
	digest   []byte     // see pageDigest
	readings []*reading // of the posts
	body     packedBody // of the page
}

// packedBody is a compressed body; data is nil if it is not compressed yet.
type packedBody struct {
	dictionary int64
	data       []byte
}

// Prepare does most of the work for a listing page except SQLite's: it encodes and
// compresses its posts and the page. It may be called concurrently with itself and with
// puts. It uses the fields Source, Page, Listing and Saved; the result is for Prepared.
// Errors are ignored here, since PutListing repeats the work and reports them.
func (db *DB) Prepare(ctx context.Context, p *blog.ListingPut) any {
	a, readings, err := newListing(p)
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

// keptAs reports whether an equal page is stored already, and if not, which codec to use.
func (db *DB) keptAs(ctx context.Context, a *newPage) (kept bool, dictionary int64, c *codec, err error) {
	err = db.read(ctx, "prepare page", func(v view) error {
		var id int64
		var last []byte
		found, err := v.one(selectLastPage, []any{a.source, a.key, a.kind}, &id, &last)
		if kept = found && bytes.Equal(last, a.digest); err != nil || kept {
			return err
		}
		if _, err = v.one(selectDictionary, []any{a.source}, &dictionary); err == nil {
			c, err = v.dictionary(dictionary)
		}
		return err
	})
	return kept, dictionary, c, err
}

// take returns the prepared readings of a put. If it is of the same page, but that was
// parsed again since, only the packed body is used.
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
