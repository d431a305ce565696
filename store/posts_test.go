package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestNewThenUnchangedRewritesNothing(t *testing.T) {
	w := newWorld(t)
	first := w.put(w.listing(1, posts(10, 1)...))
	if got := states(first); slices.ContainsFunc(got, func(s string) bool { return s != blog.StateNew }) {
		t.Errorf("first put = %v, want all new", got)
	}
	w.end(true)
	tables := []string{"post", "post_tag", "post_image", "post_identity", "reading", "post_version", "page", "page_post", "dictionary", "source", "post_fts_data"}
	before := w.dump(tables...)

	w.begin()
	again := w.put(w.listing(1, posts(10, 1)...))
	w.end(true)
	if got := states(again); slices.ContainsFunc(got, func(s string) bool { return s != blog.StateUnchanged }) {
		t.Errorf("second put = %v, want all unchanged", got)
	}
	if after := w.dump(tables...); after != before {
		t.Error("a put with nothing new rewrote rows")
	}
	for i := range again {
		if again[i].ID != first[i].ID || again[i].Post.Title != first[i].Post.Title {
			t.Errorf("post %d = %s %q, want %s %q", i, again[i].ID, again[i].Post.Title, first[i].ID, first[i].Post.Title)
		}
	}
	w.checkIntegrity()
}

func TestUnchangedPutWritesOnlyTheRunAndThePass(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(10, 1)...))
	count := func(work func(*tx) error) (n int) {
		w.must(w.db.write(ctx(), "count", func(tx *tx) error {
			var before, after int
			_, err := tx.one("SELECT total_changes()", nil, &before)
			w.must(err)
			w.must(work(tx))
			_, err = tx.one("SELECT total_changes()", nil, &after)
			n = after - before
			return err
		}))
		return n
	}
	p := w.listing(1, posts(10, 1)...)
	p.DetailReason = func(*blog.Stored) string { return "" }
	p.Run = 0 // what a run remembers is not in the file
	if n := count(func(tx *tx) error { _, err := tx.putListing(p); return err }); n != 0 {
		t.Errorf("%d rows written for an unchanged page, want none", n)
	}
}

func TestChangedKeepsTheEarlierVersion(t *testing.T) {
	w := newWorld(t)
	id := w.put(w.listing(1, post(1)))[0].ID
	edited := post(1)
	edited.BodyHTML, edited.BodyText = "<p>Corrected.</p>", "Corrected."
	p := w.listing(1, edited)
	s := w.put(p)[0]
	if s.State != blog.StateChanged || s.ID != id || !slices.Equal(s.Fields, []string{"body_html", "body_text"}) || !s.ShownChanged {
		t.Errorf("stored = %s %s %v %v, want changed", s.ID, s.State, s.Fields, s.ShownChanged)
	}
	r := w.record(id)
	if r.ChangedAt == nil || *r.ChangedAt != stamp(p.At) || r.BodyText != "Corrected." {
		t.Errorf("record = %v %q", r.ChangedAt, r.BodyText)
	}
	versions, err := w.db.History(ctx(), id)
	w.must(err)
	if len(versions) != 2 {
		t.Fatalf("%d versions, want 2", len(versions))
	}
	old, now := versions[0], versions[1]
	if old.Number != 1 || old.Cause != "new" || old.To == nil || *old.To != stamp(p.At) || old.Post.BodyText != post(1).BodyText {
		t.Errorf("old version = %+v", old)
	}
	if now.Number != 2 || now.Cause != blog.CauseEdit || now.To != nil || now.Post.BodyText != "Corrected." {
		t.Errorf("present version = %+v", now)
	}
	if !reflect.DeepEqual(old.Post.Tags, post(1).Tags) || !reflect.DeepEqual(old.Post.Images, post(1).Images) {
		t.Errorf("old version lost lists: %+v", old.Post)
	}
	w.checkIntegrity()
}

// Each case stores a post and then another version of it, and states the expected state
// and cause.
func TestStates(t *testing.T) {
	teaser := post(1)
	teaser.ExcerptOnly, teaser.BodyText, teaser.BodyHTML, teaser.Excerpt, teaser.Images = true, "High water", "<p>High water</p>", "High water", nil
	text := post(1)
	text.URL, text.FromText, text.BodyHTML, text.Images, text.CommentCount = "", true, "<p>High water number 1 came over the sill.</p>", nil, nil
	retitled := post(1)
	retitled.Title = "Tide table one"
	counted := post(1)
	counted.CommentCount = blog.Int(3)
	raw := post(1)
	raw.PublishedRaw = "2 January 2014"
	full := post(1)
	full.Tags = append(full.Tags, "moon")

	listing := func(p blog.Post) func(*world) blog.Stored {
		return func(w *world) blog.Stored { return w.put(w.listing(1, p))[0] }
	}
	saved := func(p blog.Post) func(*world) blog.Stored {
		return func(w *world) blog.Stored { return w.put(w.saved("a.html", p))[0] }
	}
	detail := func(p blog.Post) func(*world) blog.Stored {
		return func(w *world) blog.Stored {
			id := ask[string](w, "SELECT id FROM post")
			return *w.putDetail(w.detail(id, p))
		}
	}
	for _, c := range []struct {
		name         string
		before, then func(*world) blog.Stored
		state, cause string
	}{
		{"an edited title", listing(post(1)), listing(retitled), blog.StateChanged, blog.CauseEdit},
		{"another comment count", listing(post(1)), listing(counted), blog.StateChanged, blog.CauseEdit},
		{"another way to write the date", listing(post(1)), listing(raw), blog.StateCompleted, "new"},
		{"teaser, then its detail", listing(teaser), detail(post(1)), blog.StateCompleted, blog.CauseDetail},
		{"whole post, then a detail with more tags", listing(post(1)), detail(full), blog.StateCompleted, blog.CauseDetail},
		{"whole post, then an equal detail", listing(post(1)), detail(post(1)), blog.StateUnchanged, "new"},
		{"teaser, then the listing shows it whole", listing(teaser), listing(post(1)), blog.StateCompleted, blog.CauseCompleted},
		{"text, then the live listing", saved(text), listing(post(1)), blog.StateCompleted, blog.CauseCompleted},
		{"text, then saved HTML", saved(text), saved(post(1)), blog.StateCompleted, blog.CauseCompleted},
		{"saved HTML, then text", saved(post(1)), saved(text), blog.StateUnchanged, "new"},
		{"saved HTML, then an edited one", saved(post(1)), saved(retitled), blog.StateChanged, blog.CauseEdit},
		{"live, then an old saved copy", listing(post(1)), saved(retitled), blog.StateUnchanged, "new"},
		{"whole post, then only its teaser", listing(post(1)), listing(teaser), blog.StateChanged, blog.CauseEdit},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			id := c.before(w).ID
			s := c.then(w)
			cause := ask[string](w, "SELECT version_cause FROM post")
			if s.ID != id || s.State != c.state || cause != c.cause {
				t.Errorf("state %s, cause %s, fields %v, want %s, %s", s.State, cause, s.Fields, c.state, c.cause)
			}
			if n := ask[int](w, "SELECT count(*) FROM post"); n != 1 {
				t.Errorf("%d posts, want 1", n)
			}
			if changed := w.record(id).ChangedAt != nil; changed != (c.state == blog.StateChanged) {
				t.Errorf("changed_at set: %v, state %s", changed, c.state)
			}
			if r := w.record(id); c.name == "whole post, then only its teaser" && (r.BodyText != post(1).BodyText || r.ExcerptOnly) {
				t.Errorf("a teaser replaced the body: %q", r.BodyText)
			}
			w.checkIntegrity()
		})
	}
}

func TestEditsOfADetailShowAfterTheListingWentToTeasers(t *testing.T) {
	w := newWorld(t)
	id := w.put(w.listing(1, post(1)))[0].ID
	teaser := post(1)
	teaser.ExcerptOnly, teaser.BodyText, teaser.BodyHTML = true, "High water", "<p>High water</p>"
	w.put(w.listing(1, teaser))
	edited := post(1)
	edited.BodyText, edited.BodyHTML = "Rewritten from end to end.", "<p>Rewritten from end to end.</p>"
	w.putDetail(w.detail(id, edited))
	if got := w.record(id).BodyText; got != edited.BodyText {
		t.Errorf("body = %q, want the detail's", got)
	}
}

func TestIdentity(t *testing.T) {
	plain := func(title, wall, text string) blog.Post {
		return blog.Post{Title: title, Published: blog.Wall(wall), BodyText: text, FromText: true}
	}
	linked := func(url string, p blog.Post) blog.Post { p.URL = url; return p }
	a := plain("Fog", "2014-05-01T06:00:00", "Nothing to see.")
	for _, c := range []struct {
		name  string
		first []blog.Post
		then  []blog.Post
		want  int
	}{
		{"two permalinks, one time and title", []blog.Post{linked("http://old.example/1", a)}, []blog.Post{linked("http://old.example/2", a)}, 2},
		{"without and with a permalink", []blog.Post{a}, []blog.Post{linked("http://old.example/1", a)}, 1},
		{"with and without a permalink", []blog.Post{linked("http://old.example/1", a)}, []blog.Post{a}, 1},
		{"scheme and www", []blog.Post{linked("http://old.example/1", a)}, []blog.Post{linked("https://www.old.example/1", a)}, 1},
		{"another time", []blog.Post{a}, []blog.Post{plain("Fog", "2014-05-02T06:00:00", "Nothing to see.")}, 2},
		{"spaces in a title", []blog.Post{plain("The  fog", "2014-05-01T06:00:00", "")}, []blog.Post{plain("The\u00a0fog", "2014-05-01T06:00:00", "")}, 1},
		{"one page twice", nil, []blog.Post{linked("http://old.example/1", a), linked("http://old.example/1", a)}, 1},
		{"two permalinks on one page", nil, []blog.Post{linked("http://old.example/1", a), linked("http://old.example/2", a)}, 2},
		{"a day, no titles, other bodies", nil, []blog.Post{plain("", "2014-05-01T00:00:00", "One thing."), plain("", "2014-05-01T00:00:00", "Quite another.")}, 2},
		{"a day, no titles, found again", []blog.Post{plain("", "2014-05-01T00:00:00", "One thing."), plain("", "2014-05-01T00:00:00", "Quite another.")},
			[]blog.Post{plain("", "2014-05-01T00:00:00", "Quite another."), plain("", "2014-05-01T00:00:00", "One thing.")}, 2},
		{"nothing but a body", []blog.Post{plain("", "", "Only words.")}, []blog.Post{plain("", "", "Only words."), plain("", "", "Other words.")}, 2},
		{"nothing at all", nil, []blog.Post{plain("", "", ""), plain("", "", "")}, 2},
		{"text of two twins finds both", []blog.Post{linked("http://old.example/1", plain("Fog", "2014-05-01T06:00:00", "First.")), linked("http://old.example/2", plain("Fog", "2014-05-01T06:00:00", "Second."))},
			[]blog.Post{plain("Fog", "2014-05-01T06:00:00", "Second."), plain("Fog", "2014-05-01T06:00:00", "First.")}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			if c.first != nil {
				w.put(w.listing(1, c.first...))
			}
			w.put(w.listing(1, c.then...))
			w.put(w.listing(1, c.then...))
			if got := ask[int](w, "SELECT count(*) FROM post"); got != c.want {
				t.Errorf("%d posts, want %d", got, c.want)
			}
			if c.name == "text of two twins finds both" {
				if got := w.records(blog.Filter{}); got[0].URL == nil || got[1].URL != nil && *got[0].URL == *got[1].URL {
					t.Errorf("twins were mixed up")
				}
			}
			w.checkIntegrity()
		})
	}
}

func TestFoldedIdentity(t *testing.T) {
	w := newWorld(t)
	p := post(1)
	p.URL = "http://old.example/Blog/Tide.aspx"
	put := w.listing(1, p)
	put.Fold = true
	id := w.put(put)[0].ID
	p.URL = "http://old.example/blog/tide"
	put = w.listing(1, p)
	put.Fold = true
	if s := w.put(put)[0]; s.ID != id {
		t.Errorf("the same address without extension is another post")
	}
	// With another profile later, the address as written is still known.
	p.URL = "http://old.example/Blog/Tide.aspx"
	if s := w.put(w.listing(1, p))[0]; s.ID != id {
		t.Errorf("the same address under another profile is another post")
	}
}

func TestSamePostTwiceOnAPage(t *testing.T) {
	w := newWorld(t)
	teaser := post(1)
	teaser.ExcerptOnly, teaser.BodyText, teaser.BodyHTML = true, "High", "<p>High</p>"
	for range 2 {
		stored := w.put(w.listing(1, teaser, post(2), post(1)))
		if stored[0].ID != stored[2].ID {
			t.Errorf("one post has two ids")
		}
	}
	r := w.record(w.put(w.listing(1, teaser, post(2), post(1)))[0].ID)
	if r.BodyText != post(1).BodyText || r.ChangedAt != nil {
		t.Errorf("body %q, changed %v: the teaser won over the whole post", r.BodyText, r.ChangedAt)
	}
	if n := ask[int](w, "SELECT count(*) FROM post_version"); n != 0 {
		t.Errorf("%d versions of an unchanged post", n)
	}
}

func TestHostileText(t *testing.T) {
	w := newWorld(t)
	nasty := "a\x00b \xff\xfe '; DROP TABLE post; -- \" \u202e 👩‍🚀 </script>&amp;"
	p := blog.Post{
		URL: "http://old.example/x", Title: nasty, Author: nasty, Role: nasty, PublishedRaw: nasty, Tags: []string{nasty, ""},
		Categories: []string{nasty}, Excerpt: nasty, BodyHTML: nasty, BodyText: strings.Repeat(nasty, 1000),
		Comments: []blog.Comment{{Author: nasty, BodyText: nasty, BodyHTML: nasty, URL: nasty, Parent: nasty}},
		Images:   []blog.Image{{URL: nasty, Alt: nasty}},
	}
	s := w.put(w.listing(1, p))[0]
	if again := w.put(w.listing(1, p))[0]; again.State != blog.StateUnchanged || again.ID != s.ID {
		t.Errorf("put again = %s %v", again.State, again.Fields)
	}
	r := w.record(s.ID)
	want := cleanText(nasty)
	if r.Title != want || r.Tags[0] != want || r.Comments[0].BodyText != want || *r.Comments[0].Parent != want || r.Images[0].Alt != want {
		t.Errorf("record = %+v", r)
	}
	p.Title = "tame"
	w.put(w.listing(1, p))
	versions, err := w.db.History(ctx(), s.ID)
	w.must(err)
	if versions[0].Post.Title != want || versions[0].Post.Hash() != r.ContentHash {
		t.Errorf("version = %q, hash %s, want %s", versions[0].Post.Title, versions[0].Post.Hash(), r.ContentHash)
	}
	w.checkIntegrity()
}

func TestContentComesBackEqual(t *testing.T) {
	w := newWorld(t)
	p := post(3)
	for i := range 12 { // more than nine: their order is not that of text
		p.Comments = append(p.Comments, blog.Comment{Author: fmt.Sprint(i), Published: "2014-05-01T07:00:00", PublishedRaw: "5/1/2014", BodyText: "Aye", BodyHTML: "<p>Aye</p>", URL: "http://old.example/c", AuthorURL: "http://a.example/", Parent: "7"})
		p.Tags = append(p.Tags, fmt.Sprint("t", i))
	}
	p.Categories, p.CommentService, p.Excerpt = []string{"Sea"}, "disqus", "High"
	s := w.put(w.listing(1, p))[0]
	var got *blog.Post
	w.must(w.db.read(ctx(), "test", func(v view) (err error) {
		got, err = v.content(1)
		return err
	}))
	if !reflect.DeepEqual(*got, p) {
		t.Errorf("content = %+v\nwant %+v", *got, p)
	}
	if r := w.record(s.ID); r.ContentHash != p.Hash() || len(r.Comments) != 12 || r.Comments[10].Author != "10" || r.Tags[13] != "t11" {
		t.Errorf("record = %+v", r)
	}
}
