package store

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

const rules = "1:"

// album stores posts with pictures and returns the due files.
func album(w *world) []*blog.MediaDue {
	w.Helper()
	shelf(w)
	for p, err := range w.db.UnreadMedia(ctx(), w.src.ID, rules) {
		w.must(err)
		names := []blog.MediaRef{
			{URL: "http://old.example/" + p.ID + "-300.png", Larger: []string{"http://old.example/" + p.ID + ".png"}},
			{URL: "http://old.example/shared.pdf", Link: true},
		}
		w.must(w.db.PutMediaNames(ctx(), p, rules, names))
	}
	return w.dueMedia()
}

func (w *world) dueMedia() (all []*blog.MediaDue) {
	w.Helper()
	for d, err := range w.db.DueMedia(ctx(), w.src.ID, w.clock) {
		w.must(err)
		all = append(all, d)
	}
	return all
}

func (w *world) media() (all []blog.Media) {
	w.Helper()
	for m, err := range w.db.Media(ctx()) {
		w.must(err)
		all = append(all, m)
	}
	return all
}

// keep stores content for a due file and returns its file name.
func (w *world) keep(d *blog.MediaDue, from, content string, names ...string) (written string) {
	w.Helper()
	w.must(w.db.PutMedia(ctx(), d.Num, &blog.MediaPut{
		Media: blog.Media{URL: d.URL, From: from, Type: "image/png", Size: int64(len(content)), Digest: content},
		Names: names, At: w.now(),
		Write: func(name string) error { written = name; return nil },
	}))
	return written
}

func (w *world) mediaStanding() *blog.MediaStanding {
	w.Helper()
	s, err := w.db.MediaStanding(ctx(), w.src.ID)
	w.must(err)
	return s
}

func TestMediaAreDueUntilHad(t *testing.T) {
	w := newWorld(t)
	if w.mediaStanding() != nil {
		t.Error("a standing of media that nobody looked for")
	}
	due := album(w)
	posts := w.records(blog.Filter{Source: w.src.ID})
	if len(due) != len(posts)+1 {
		t.Fatalf("%d due, want one a post and a shared one", len(due))
	}
	for p, err := range w.db.UnreadMedia(ctx(), w.src.ID, rules) {
		t.Errorf("post %v read twice, %v", p, err)
	}
	first := due[0]
	if name := w.keep(first, first.Best(), "A", "lock.png"); name != "lock.png" {
		t.Errorf("written as %q", name)
	}
	if name := w.keep(due[1], due[1].URL, "A", "other.png"); name != "lock.png" {
		t.Errorf("the same content was written as %q", name)
	}
	if name := w.keep(due[2], due[2].URL, "B", "lock.png", "lock-b.png"); name != "lock-b.png" {
		t.Errorf("other content was written as %q", name)
	}
	s := w.mediaStanding()
	if s.Addresses != len(due) || s.Fetched != 3 || s.Files != 2 || s.Bytes != 2 || s.Unscanned != 0 {
		t.Errorf("standing %+v", s)
	}
	if got := w.media(); len(got) != 3 || got[0].From == "" {
		t.Errorf("media %v", got)
	}
	if left := w.dueMedia(); len(left) != len(due)-3 {
		t.Errorf("%d left", len(left))
	}
}

func TestMediaIndex(t *testing.T) {
	w := newWorld(t)
	d := album(w)[0]
	w.keep(d, d.Best(), "A", "lock.png")
	x, err := w.db.MediaIndex(ctx())
	w.must(err)
	want := blog.Media{URL: d.URL, From: d.Best(), Name: "lock.png", Type: "image/png", Size: 1, Digest: "A"}
	if m, ok := x.Find(d.URL); !ok || m != want {
		t.Errorf("Find = %+v, %v, want %+v", m, ok, want)
	}
	if m, ok := x.Find("http://old.example/nothing"); ok {
		t.Errorf("found %+v", m)
	}
	w.must(x.Close())
}

func TestMediaFailures(t *testing.T) {
	w := newWorld(t)
	due := album(w)
	for _, d := range due {
		if d.Link {
			w.must(w.db.PassMedia(ctx(), d.Num, w.now()))
			continue
		}
		w.must(w.db.FailMedia(ctx(), d.Num, "the server answered 404", w.now()))
	}
	again := w.dueMedia()
	if len(again) != len(due)-1 {
		t.Errorf("%d due again, want all but the page", len(again))
	}
	s := w.mediaStanding()
	if len(s.Missing) != len(again) || s.Missing[0].Error != "the server answered 404" || s.Addresses != len(again) {
		t.Errorf("standing %+v", s)
	}
	for d, err := range w.db.DueMedia(ctx(), w.src.ID, start) {
		t.Errorf("%v is due, %v: it failed only after that", d, err)
	}
	w.must(w.db.AcceptMedia(ctx(), w.src.ID))
	if s := w.mediaStanding(); len(w.dueMedia()) != 0 || len(s.Missing) != 0 || s.Accepted != len(again) {
		t.Errorf("accepted, but %d due, standing %+v", len(w.dueMedia()), s)
	}
}

func TestReuseMedia(t *testing.T) {
	w := newWorld(t)
	due := album(w)
	w.keep(due[0], "http://old.example/original.png", "A", "lock.png")
	for from, want := range map[string]bool{"http://old.example/original.png": true, "http://old.example/other.png": false} {
		if got, err := w.db.ReuseMedia(ctx(), due[1].Num, from, w.now()); err != nil || got != want {
			t.Errorf("ReuseMedia(%s) = %v, %v", from, got, err)
		}
	}
	if s := w.mediaStanding(); s.Fetched != 2 || s.Files != 1 {
		t.Errorf("standing %+v", s)
	}
}

// A failed write leaves nothing behind, and a file that vanished from the folder is due
// again.
func TestMediaFilesMatchTheFolder(t *testing.T) {
	w := newWorld(t)
	d := album(w)[0]
	full := errors.New("disk full")
	err := w.db.PutMedia(ctx(), d.Num, &blog.MediaPut{
		Media: blog.Media{URL: d.URL, Digest: "A"}, Names: []string{"lock.png"}, Write: func(string) error { return full },
	})
	if !errors.Is(err, full) || len(w.media()) != 0 {
		t.Errorf("PutMedia = %v, media %v", err, w.media())
	}
	w.keep(d, d.URL, "A", "lock.png")
	check := func(want int, there func(string, int64) bool) {
		t.Helper()
		w.must(w.db.CheckMedia(ctx(), there))
		if s := w.mediaStanding(); len(w.media()) != want || s.Files != want || (w.dueMedia()[0].URL == d.URL) != (want == 0) {
			t.Errorf("%d files, due %v, want %d", len(w.media()), w.dueMedia()[0], want)
		}
	}
	check(1, func(name string, size int64) bool { return name == "lock.png" && size == 1 })
	check(0, func(string, int64) bool { return false })
	w.must(w.db.FailMedia(ctx(), d.Num, "the server answered 404", w.now()))
	check(1, func(string, int64) bool { return true })
	check(0, func(string, int64) bool { return false })
	if name := w.keep(d, d.URL, "A", "other.png"); name != "lock.png" {
		t.Errorf("what was lost was written as %q", name)
	}
}

// What several posts say of one address is combined, and a post is scanned again when
// it or the rules change.
func TestMediaNamesAddUp(t *testing.T) {
	w := newWorld(t)
	album(w)
	n := 0
	for p, err := range w.db.UnreadMedia(ctx(), w.src.ID, "2:") {
		w.must(err)
		w.must(w.db.PutMediaNames(ctx(), p, "2:", []blog.MediaRef{{URL: "http://old.example/shared.pdf", Larger: []string{"http://old.example/whole.pdf"}}}))
		n++
	}
	due := w.dueMedia()
	want := blog.MediaRef{URL: "http://old.example/shared.pdf", Larger: []string{"http://old.example/whole.pdf"}}
	if n != len(w.records(blog.Filter{Source: w.src.ID})) || len(due) != 1 || !reflect.DeepEqual(due[0].MediaRef, want) {
		t.Errorf("%d posts read again, due %v", n, due)
	}
	if links := ask[int](w, "SELECT count(*) FROM post_media WHERE url LIKE '%shared.pdf'"); links != n {
		t.Errorf("the view shows %d", links)
	}
}

func TestMediaDir(t *testing.T) {
	for path, want := range map[string]string{
		"/a/blog.db": "/a/blog.media", "/a/blog.sqlite3": "/a/blog.media", "/a/blog": "/a/blog.media", "/a.b/blog": "/a.b/blog.media", "/a/.db": "/a/.db.media",
	} {
		if got := filepath.ToSlash((&DB{path: path}).MediaDir()); got != want {
			t.Errorf("MediaDir of %s = %s, want %s", path, got, want)
		}
	}
	if dir := newWorld(t).db.MediaDir(); !strings.HasSuffix(dir, "blog.media") {
		t.Error(dir)
	}
}
