package store

import (
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// Preparing makes no difference to what is stored.
func TestPrepared(t *testing.T) {
	stored := map[string]string{}
	for name, prepare := range map[string]func(*world, *blog.ListingPut){
		"nothing prepared": func(*world, *blog.ListingPut) {},
		"prepared":         func(w *world, p *blog.ListingPut) { p.Prepared = w.db.Prepare(ctx(), p) },
		"prepared of another page": func(w *world, p *blog.ListingPut) {
			other := w.listing(p.Number+1, posts(9, 5)...)
			p.Prepared = w.db.Prepare(ctx(), other)
		},
		"posts changed since": func(w *world, p *blog.ListingPut) {
			told := *p.Listing
			p.Listing = &blog.Listing{Posts: posts(9, 5)}
			p.Prepared = w.db.Prepare(ctx(), p)
			p.Listing = &told
		},
	} {
		w := newWorld(t)
		for n := range 4 {
			p := w.listing(n+1, posts(3*n+3, 3*n+1)...)
			p.At = start
			prepare(w, p)
			w.put(p)
			w.put(p) // nothing is new
		}
		stored[name] = w.dump("page", "page_post", "reading", "post", "post_fts_docsize")
	}
	for name, got := range stored {
		if want := stored["nothing prepared"]; got != want {
			t.Errorf("%s: other rows are stored than with nothing prepared", name)
		}
	}
}

// A reading that keeps what the page no longer shows is stored as merged, not as
// prepared.
func TestPreparedTakesOver(t *testing.T) {
	w := newWorld(t)
	put := func(url string) blog.Stored {
		tide := post(1)
		tide.URL = url
		p := w.listing(1, tide)
		p.Prepared = w.db.Prepare(ctx(), p)
		return w.put(p)[0]
	}
	first := put("http://old.example/blog/tide-1")
	if again := put(""); again.ID != first.ID {
		t.Fatalf("stored as %s and as %s", first.ID, again.ID)
	}
	w.must(w.db.read(ctx(), "reading", func(v view) error {
		num, err := v.postNumber(first.ID)
		if err != nil {
			return err
		}
		rs, err := v.readings(num)
		if err != nil {
			return err
		}
		post, err := rs[slotListing].decode()
		if err == nil && post.URL != "http://old.example/blog/tide-1" {
			t.Errorf("the reading has lost its address: %+v", post)
		}
		return err
	}))
}
