package store

import (
	"slices"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestAddresses(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(3, 1)...))
	snapshot, err := w.db.Snapshot(ctx())
	w.must(err)
	defer snapshot.Close()
	var posts, listings []string
	for a, err := range snapshot.Addresses(w.src.ID) {
		w.must(err)
		switch a.Kind {
		case blog.AddressPost:
			if a.Post == "" {
				t.Errorf("%s is no post's", a.URL)
			}
			posts = append(posts, a.URL)
		case blog.AddressListing:
			listings = append(listings, a.URL)
		}
	}
	if len(posts) != 3 || !slices.Contains(posts, post(2).URL) || !slices.Contains(listings, w.src.URL) {
		t.Errorf("posts %v, listings %v", posts, listings)
	}
	for range snapshot.Addresses("") {
		break // early ends are no errors
	}
	for a, err := range snapshot.Addresses("nobody") {
		t.Errorf("an unknown source has %v, %v", a, err)
	}
}

// A former permalink of a post is one of its addresses.
func TestFormerAddresses(t *testing.T) {
	w := newWorld(t)
	id := w.put(w.listing(1, post(1)))[0].ID
	d := w.detail(id, post(1))
	d.MovedTo = "http://old.example/archive/tide-1"
	w.putDetail(d)
	snapshot, err := w.db.Snapshot(ctx())
	w.must(err)
	defer snapshot.Close()
	var all []string
	for a, err := range snapshot.Addresses("") {
		w.must(err)
		all = append(all, a.URL)
	}
	for _, want := range []string{post(1).URL, d.MovedTo} {
		if !slices.Contains(all, want) {
			t.Errorf("%s is not among %v", want, all)
		}
	}
}
