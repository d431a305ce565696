package store

import (
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestFeedIsAReadingOfItsOwn(t *testing.T) {
	w := newWorld(t)
	open := post(1)
	open.Published, open.PublishedRaw = "", "Aug 29"
	id := w.put(w.listing(1, open))[0].ID
	told := post(1)
	told.Title, told.Published = "As the feed has it", "2013-08-29T14:04:39"
	p := w.listing(0, told)
	p.Feed, p.Match, p.Cause = true, []string{id}, blog.CauseCompleted
	s := w.put(p)[0]
	if s.ID != id || s.State != blog.StateCompleted || s.Post.Published != told.Published || s.Post.Title != open.Title {
		t.Errorf("stored = %s %s %+v", s.ID, s.State, s.Post)
	}
	// The next listing page does not show the time either: that of the feed remains.
	if s := w.put(w.listing(1, open))[0]; s.State != blog.StateUnchanged || s.Post.Published != told.Published {
		t.Errorf("after the next crawl = %s %+v", s.State, s.Post)
	}
	for kept, err := range w.db.KeptPages(ctx(), p.Source.ID) {
		w.must(err)
		if kept.Kind != kindListing && kept.Kind != kindFeed {
			t.Errorf("kept page of kind %q", kept.Kind)
		}
	}
	w.checkIntegrity()
}
