package store

import (
	"errors"
	"testing"
)

func TestPageOf(t *testing.T) {
	w := newWorld(t)
	ids := w.put(w.listing(1, posts(2, 1)...))
	w.putDetail(w.detail(ids[1].ID, post(1)))
	for i, kind := range []string{kindListing, kindDetail} {
		kept, err := w.db.PageOf(ctx(), ids[i].ID)
		if err != nil || kept == nil || kept.Kind != kind || len(kept.Page.Body) == 0 {
			t.Errorf("page of post %d = %+v, %v; want its %s", i, kept, err, kind)
		}
	}
	if _, err := w.db.PageOf(ctx(), "nobody"); !errors.Is(err, ErrNoPost) {
		t.Errorf("error = %v, want %v", err, ErrNoPost)
	}
}
