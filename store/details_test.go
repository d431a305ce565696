package store

import (
	"errors"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func teaserOfPost(n int) blog.Post {
	p := post(n)
	p.ExcerptOnly, p.BodyText, p.BodyHTML, p.Images = true, "High water", "<p>High water</p>", nil
	p.CommentCount = blog.Int(1)
	return p
}

// owing marks the details of all teasers as due.
func owing(s *blog.Stored) string {
	if s.Shown.ExcerptOnly && !s.HasDetail {
		return "a teaser"
	}
	if s.HasDetail && !equalCount(s.DetailCount, s.Shown.CommentCount) {
		return "another comment count"
	}
	return ""
}

func (w *world) due() []blog.Due {
	w.Helper()
	return w.dueWith(0)
}

// dueWith returns the due details, followed by the newest posts that are not due.
func (w *world) dueWith(newest int) (due []blog.Due) {
	w.Helper()
	n, each, err := w.db.Due(ctx(), w.src.ID, false, newest)
	w.must(err)
	for d, err := range each {
		w.must(err)
		due = append(due, *d)
	}
	if n != len(due) {
		w.Errorf("%d are due, %d were said to be", len(due), n)
	}
	return due
}

func TestDueUntilRead(t *testing.T) {
	w := newWorld(t)
	put := func(count int) blog.Stored {
		p := teaserOfPost(1)
		p.CommentCount = blog.Int(count)
		l := w.listing(3, p)
		l.DetailReason = owing
		return w.put(l)[0]
	}
	id := put(1).ID
	if due := w.due(); len(due) != 1 || due[0].Post != id || due[0].Reason != "a teaser" || due[0].Page != 3 || due[0].Shown.BodyText != "High water" || due[0].Tries != 0 {
		t.Fatalf("due = %+v", due)
	}
	w.must(w.db.FailDue(ctx(), id, "no answer"))
	put(1)
	if due := w.due(); due[0].Tries != 1 || due[0].Error != "no answer" {
		t.Errorf("due after a failure = %+v", due[0])
	}
	full := post(1)
	full.Comments = []blog.Comment{{Author: "Ida", BodyText: "Aye"}}
	s := w.putDetail(w.detail(id, full))
	if s.State != blog.StateCompleted || !s.HasDetail || s.DetailCount == nil || *s.DetailCount != 1 || s.Post.BodyText != full.BodyText || s.Post.Excerpt != "High water" {
		t.Errorf("stored = %+v", s)
	}
	if due := w.due(); len(due) != 0 {
		t.Errorf("due after it was read = %+v", due)
	}
	put(1)
	if due := w.due(); len(due) != 0 {
		t.Errorf("due after the same listing = %+v", due)
	}
	put(2)
	if due := w.due(); len(due) != 1 || due[0].Reason != "another comment count" || len(due[0].Shown.Comments) != 1 {
		t.Errorf("due after another count = %+v", due)
	} else if shown := due[0].Shown; !due[0].Whole || !shown.ExcerptOnly || shown.Excerpt+shown.BodyText != "High water" {
		t.Errorf("due after another count = %+v, want the teaser, by which its page is read", due[0])
	}
	if due := w.dueWith(5); len(due) != 1 {
		t.Errorf("with the newest %+v, want none beside what is due already", due)
	}
	w.must(w.db.DropDue(ctx(), id))
	if due := w.due(); len(due) != 0 {
		t.Errorf("due after it was dropped = %+v", due)
	}
	if newest := w.dueWith(5); len(newest) != 1 || newest[0].Post != id || newest[0].Reason != "" || !newest[0].Shown.ExcerptOnly {
		t.Errorf("newest = %+v, want the one post with its teaser", newest)
	}
	if err := w.db.FailDue(ctx(), "nobody", "x"); !errors.Is(err, ErrNoPost) {
		t.Errorf("FailDue of nobody = %v", err)
	}
	w.checkIntegrity()
}

func TestDetailReadAgainWithNewComments(t *testing.T) {
	w := newWorld(t)
	id := w.put(w.listing(1, post(1)))[0].ID
	d := post(1)
	w.putDetail(w.detail(id, d))
	d.Comments = []blog.Comment{{Author: "Ida", BodyText: "Aye", Published: "2014-02-01T09:00:00"}, {Author: "Boats", Type: blog.CommentPingback}}
	if s := w.putDetail(w.detail(id, d)); s.State != blog.StateChanged {
		t.Errorf("state = %s, want changed", s.State)
	}
	kept := w.pagesKept()
	if s := w.putDetail(w.detail(id, d)); s.State != blog.StateUnchanged || w.pagesKept() != kept {
		t.Errorf("state = %s, %d pages, want unchanged, %d", s.State, w.pagesKept(), kept)
	}
	if c := w.record(id).Comments; len(c) != 2 || *c[0].PublishedAt != "2014-02-01T09:00:00Z" || c[0].URL != nil || c[0].Type != "" || c[1].Type != blog.CommentPingback {
		t.Errorf("comments = %+v", c)
	}
}

func TestSavedDetail(t *testing.T) {
	w := newWorld(t)
	d := w.detail("", post(1))
	d.Saved = true
	s := w.putDetail(d)
	if s.State != blog.StateNew || w.record(s.ID).Title != post(1).Title {
		t.Errorf("stored = %+v", s)
	}
	if again := w.put(w.listing(1, teaserOfPost(1)))[0]; again.ID != s.ID || again.Post.BodyText != post(1).BodyText {
		t.Errorf("the listing's post is another one, or lost its body: %+v", again)
	}
	live := post(1)
	live.BodyText, live.BodyHTML = "Live words, and more of them than before.", "<p>Live words, and more of them than before.</p>"
	w.putDetail(w.detail(s.ID, live))
	old := w.detail("", post(1))
	old.Saved = true
	old.Pages[0].Body = []byte("an older copy")
	w.putDetail(old)
	if got := w.record(s.ID).BodyText; got != live.BodyText {
		t.Errorf("body = %q: a saved copy won over the live page", got)
	}
	for k, err := range w.db.KeptPages(ctx(), w.src.ID) {
		w.must(err)
		if k.Kind == kindDetail && k.Post != s.ID {
			t.Errorf("page %d belongs to %q", k.ID, k.Post)
		}
	}
	w.checkIntegrity()
}

func TestWrongCanonicalLinksOfDetailsJoinNothing(t *testing.T) {
	w := newWorld(t)
	ids := idsOf(w.put(w.listing(1, posts(2, 1)...)))
	for i, n := range []int{2, 1} {
		d := post(n)
		d.URL = "http://old.example/blog" // every page says that it is the front page
		put := w.detail(ids[i], d)
		w.putDetail(put)
	}
	again := idsOf(w.put(w.listing(1, posts(2, 1)...)))
	if again[0] != ids[0] || again[1] != ids[1] || *w.record(ids[0]).URL != post(2).URL {
		t.Errorf("ids %v became %v", ids, again)
	}
}

func TestRedirectedPermalink(t *testing.T) {
	w := newWorld(t)
	id := w.put(w.listing(1, post(1)))[0].ID
	d := w.detail(id, post(1))
	d.MovedTo = "http://old.example/archive/tide-1"
	w.putDetail(d)
	if got := *w.record(id).URL; got != d.MovedTo {
		t.Errorf("url = %s", got)
	}
	w.put(w.listing(1, post(1))) // the listing still has the old address
	if got := *w.record(id).URL; got != d.MovedTo {
		t.Errorf("url after the listing = %s", got)
	}
	moved := post(1)
	moved.URL = "http://old.example/archive/Tide-1"
	moved.URL = d.MovedTo
	if s := w.put(w.listing(1, moved))[0]; s.ID != id || s.State == blog.StateChanged {
		t.Errorf("the new address is %s, %s", s.ID, s.State)
	}
	versions, err := w.db.History(ctx(), id)
	w.must(err)
	if len(versions) != 2 || versions[1].Cause != blog.CauseMoved {
		t.Errorf("versions = %+v", versions)
	}
	w.checkIntegrity()
}

func TestRedirectToAnotherStoredPost(t *testing.T) {
	w := newWorld(t)
	id := w.put(w.listing(1, post(1)))[0].ID
	other := as(1, "new-home")
	gone := w.put(w.listing(1, other))[0].ID
	d := w.detail(id, post(1))
	d.MovedTo = other.URL
	if s := w.putDetail(d); s.ID != id {
		t.Errorf("stored = %s, want %s", s.ID, id)
	}
	if rs := w.records(blog.Filter{}); len(rs) != 1 || rs[0].ID != id || *rs[0].URL != other.URL {
		t.Errorf("records = %+v", rs)
	}
	if s := w.putDetail(w.detail(gone, post(1))); s.ID != id {
		t.Errorf("the old id leads to %s", s.ID)
	}
	w.checkIntegrity()

	// Two posts shown on one page are two, whatever redirects to what.
	w = newWorld(t)
	ids := w.walk(w.pass(), []blog.Post{post(1), other})
	d = w.detail(ids[0], post(1))
	d.MovedTo = other.URL
	w.putDetail(d)
	if n := len(w.records(blog.Filter{})); n != 2 {
		t.Errorf("%d posts, want 2", n)
	}
}

// MarkAllDue leaves out posts whose details were read and links to other sites.
func TestOweAll(t *testing.T) {
	w := newWorld(t)
	elsewhere := post(2)
	elsewhere.URL = "http://news.example/tide"
	stored := w.put(w.listing(1, post(3), elsewhere, post(1)))
	w.putDetail(w.detail(stored[2].ID, post(1)))
	w.must(w.db.MarkAllDue(ctx(), w.src, "all"))
	if due := w.due(); len(due) != 1 || due[0].Post != stored[0].ID || due[0].Reason != "all" {
		t.Errorf("due = %+v, want post 3", due)
	}
}
