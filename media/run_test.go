package media

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

var _ Store = (*store.DB)(nil)

// world is a blog with stored posts, and a site with files.
type world struct {
	*testing.T
	db    *store.DB
	src   *blog.Source
	files map[string]any // by address below at: []byte, or the error instead
	asked []string
	stop  func() // called with every request, may be nil
	dir   string
}

func newWorld(t *testing.T, bodies ...string) *world {
	t.Helper()
	w := &world{T: t, files: map[string]any{}, src: &blog.Source{ID: "s", URL: at + "blog"}}
	path := filepath.Join(t.TempDir(), "blog.db")
	var err error
	if w.db, err = store.Open(t.Context(), path, store.Options{Create: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	w.dir = w.db.MediaDir()
	w.post(bodies...)
	return w
}

func (w *world) post(bodies ...string) {
	w.Helper()
	if err := w.db.SaveSource(w.Context(), w.src); err != nil {
		w.Fatal(err)
	}
	var posts []blog.Post
	for i, body := range bodies {
		posts = append(posts, blog.Post{URL: fmt.Sprint(at, "post-", i), Title: fmt.Sprint("Post ", i), BodyHTML: strings.ReplaceAll(body, "@", at), BodyText: "x"})
	}
	_, err := w.db.PutListing(w.Context(), &blog.ListingPut{
		Source: w.src, Number: 1, At: clock(), Listing: &blog.Listing{Posts: posts}, DetailReason: func(*blog.Stored) string { return "" },
		Page: &blog.Page{Request: blog.Request{URL: w.src.URL}, URL: w.src.URL, Status: 200, Body: []byte(strings.Join(bodies, "\n")), Received: clock()},
	})
	if err != nil {
		w.Fatal(err)
	}
}

func clock() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// Fetch requests a file from the site.
func (w *world) Fetch(ctx context.Context, r blog.Request, o blog.FetchOptions) (*blog.Page, error) {
	address := strings.TrimPrefix(r.URL, at)
	w.asked = append(w.asked, address)
	if w.stop != nil {
		w.stop()
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if !o.CrossHost || o.MaxBody == 0 {
		w.Errorf("options %+v", o)
	}
	switch answer := w.files[address].(type) {
	case []byte:
		if int64(len(answer)) > o.MaxBody {
			return nil, blog.ErrTooLong
		}
		return &blog.Page{Request: r, URL: r.URL, Status: 200, Header: http.Header{}, Body: answer}, nil
	case error:
		return nil, answer
	}
	return nil, &blog.StatusError{Status: 404}
}

func (w *world) Files(int)          {}
func (w *world) File(string, error) {}

// run runs media and returns the standing and the requests.
func (w *world) run(o Options) (*blog.MediaStanding, []string, error) {
	w.Helper()
	w.asked, o.Dir = nil, w.dir
	s, err := Run(w.Context(), Deps{Store: w.db, Fetch: w, Progress: w, Now: clock}, w.src, o)
	return s, w.asked, err
}

func (w *world) mustRun(o Options) (*blog.MediaStanding, []string) {
	w.Helper()
	s, asked, err := w.run(o)
	if err != nil {
		w.Fatal(err)
	}
	return s, asked
}

// folder returns the files in the media folder with their content.
func (w *world) folder() map[string]string {
	w.Helper()
	found := map[string]string{}
	entries, err := os.ReadDir(w.dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		w.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(w.dir, e.Name()))
		if err != nil {
			w.Fatal(err)
		}
		found[e.Name()] = string(data)
	}
	return found
}

// missing returns the errors of missing files by address.
func missing(s *blog.MediaStanding) map[string]string {
	all := map[string]string{}
	for _, m := range s.Missing {
		all[strings.TrimPrefix(m.URL, at)] = m.Error
	}
	return all
}

func TestRunKeepsOriginalsOnce(t *testing.T) {
	w := newWorld(t,
		`<img src="@lock.aspx?width=320"> <a href="@rules.pdf">rules</a> <a href="@downloads/page">more</a>`,
		`<img src="@lock.aspx?width=640"> <img src="@other/lock.aspx"> <img src="@copy-of-lock.png">`)
	lock, other := pngOf(900, 600), pngOf(10, 10)
	w.files["lock.aspx"], w.files["other/lock.aspx"], w.files["copy-of-lock.png"] = lock, other, lock
	w.files["rules.pdf"] = []byte("%PDF-1.4\n")
	w.files["downloads/page"] = []byte("<html><title>a page</title>")
	s, asked := w.mustRun(Options{})
	if len(asked) != 5 || slices.Contains(asked, "lock.aspx?width=320") {
		t.Errorf("asked for %q", asked)
	}
	if s.Addresses != 5 || s.Fetched != 5 || s.Files != 3 || s.New != 4 || len(s.Missing) != 0 {
		t.Errorf("standing %+v", s)
	}
	names := slices.Sorted(maps.Keys(w.folder()))
	if len(names) != 3 || !slices.Contains(names, "rules.pdf") {
		t.Errorf("folder %q", names)
	}
	if s, asked := w.mustRun(Options{}); len(asked) != 0 || s.New != 0 || s.Fetched != 5 {
		t.Errorf("the next run asked for %q: %+v", asked, s)
	}
	w.post(`<img src="@lock.aspx?width=100">`)
	if s, asked := w.mustRun(Options{}); len(asked) != 0 || s.Fetched != 4 {
		t.Errorf("another copy of what is there was asked for: %q, %+v", asked, s)
	}
}

// A run with rest requests new files, but none that failed a moment ago.
func TestRunRests(t *testing.T) {
	w := newWorld(t, `<img src="@gone.png">`)
	w.mustRun(Options{Rest: time.Hour})
	w.post(`<img src="@gone.png"><img src="@new.png">`)
	w.files["new.png"] = pngOf(1, 1)
	if s, asked := w.mustRun(Options{Rest: time.Hour}); len(asked) != 1 || s.Fetched != 1 || len(s.Missing) != 1 {
		t.Errorf("asked for %q: %+v", asked, s)
	}
	if _, asked := w.mustRun(Options{}); len(asked) != 1 {
		t.Errorf("without rest it asked for %q", asked)
	}
}

func TestRunFallsBack(t *testing.T) {
	small, shown := pngOf(100, 80), pngOf(300, 200)
	for name, original := range map[string]any{
		"gone": nil, "a page": []byte("<html>sorry"), "too small": small, "too long": make([]byte, 2000), "text": []byte("no"),
	} {
		w := newWorld(t, `<img src="@a-300x200.png">`)
		w.files["a-300x200.png"], w.files["a.png"] = shown, original
		s, asked := w.mustRun(Options{MaxSize: 1500})
		if s.Fetched != 1 || w.folder()["a-300x200.png"] != string(shown) || len(asked) != 2 {
			t.Errorf("original %s: %+v, asked for %q", name, s, asked)
		}
	}
}

func TestRunTellsWhatIsMissing(t *testing.T) {
	w := newWorld(t, `<img src="@gone.png"><img src="@page.png"><img src="@words.png"><img src="@long.png"><img src="@robots.png"><img src="@bad.svg">
		<a href="@gone.pdf">x</a><a href="@page.pdf">x</a><a href="@getmedia/1/login">x</a>`)
	for _, name := range []string{"page.png", "page.pdf", "getmedia/1/login"} {
		w.files[name] = []byte("<html>oops")
	}
	w.files["words.png"], w.files["long.png"], w.files["bad.svg"] = []byte("no"), make([]byte, 3000), []byte("<svg")
	w.files["robots.png"] = blog.ErrRobots
	want := map[string]string{
		"gone.png": "the server answered 404", "gone.pdf": "the server answered 404", "robots.png": "forbidden by robots.txt",
		"page.png": errPage.Error(), "page.pdf": errPage.Error(), "getmedia/1/login": errPage.Error(), "words.png": "the server answered with text/plain instead of a picture",
		"bad.svg": "the server answered with text/plain instead of a picture", "long.png": "longer than --max-media (2000 bytes)",
	}
	s, _ := w.mustRun(Options{MaxSize: 2000})
	if got := missing(s); !maps.Equal(got, want) {
		t.Errorf("missing %q\nwant %q", got, want)
	}
	if s.Missing[0].On != at+"post-0" {
		t.Errorf("on %q", s.Missing[0].On)
	}
	w.files["gone.png"] = pngOf(1, 1)
	s, asked := w.mustRun(Options{MaxSize: 2000, AcceptMissing: true})
	if len(asked) != len(want) || s.Fetched != 1 || len(s.Missing) != 0 || s.Accepted != len(want)-1 {
		t.Errorf("asked for %d again: %+v", len(asked), s)
	}
	if _, asked := w.mustRun(Options{}); len(asked) != 0 {
		t.Errorf("what was given up was asked for: %q", asked)
	}
}

func TestRunMakesDrawingsSafe(t *testing.T) {
	w := newWorld(t, `<img src="@plan.svg">`)
	w.files["plan.svg"] = []byte(svgOpen + `<script>alert(1)</script></svg>`)
	w.mustRun(Options{})
	if got := w.folder()["plan.svg"]; got != svgOpen+`</svg>` {
		t.Errorf("stored %s", got)
	}
	for m, err := range w.db.Media(t.Context()) {
		if err != nil || m.Note != "taken out: script" {
			t.Errorf("%+v, %v", m, err)
		}
	}
}

// A run that is interrupted at any request is finished by the next one, which requests
// nothing twice.
func TestRunGoesOnAfterInterruption(t *testing.T) {
	body := ""
	for n := range 6 {
		body += fmt.Sprintf(`<img src="@p%d.png">`, n)
	}
	for at := 1; at <= 6; at++ {
		w := newWorld(t, body)
		for n := range 6 {
			w.files[fmt.Sprintf("p%d.png", n)] = pngOf(10+n, 10)
		}
		asked := w.interrupted(at)
		if len(asked) != at || len(w.folder()) != at-1 {
			t.Errorf("interrupted at %d: asked for %q, folder %d", at, asked, len(w.folder()))
		}
		w.stop = nil
		s, again := w.mustRun(Options{})
		if s.Fetched != 6 || len(again) != 6-at+1 || len(w.folder()) != 6 {
			t.Errorf("after %d: %+v, asked for %q", at, s, again)
		}
	}
}

// interrupted runs until request n, during which the context ends.
func (w *world) interrupted(n int) []string {
	w.Helper()
	ctx, cancel := context.WithCancel(w.Context())
	defer cancel()
	w.asked = nil
	w.stop = func() {
		if len(w.asked) == n {
			cancel()
		}
	}
	s, err := Run(ctx, Deps{Store: w.db, Fetch: w, Progress: w, Now: clock}, w.src, Options{Dir: w.dir})
	if !errors.Is(err, context.Canceled) || s == nil || s.Fetched != n-1 {
		w.Errorf("Run = %+v, %v", s, err)
	}
	return w.asked
}

func TestRunBringsBackWhatLeftTheFolder(t *testing.T) {
	w := newWorld(t, `<img src="@a.png"><img src="@b.png">`)
	w.files["a.png"], w.files["b.png"] = pngOf(1, 1), pngOf(2, 2)
	w.mustRun(Options{})
	if err := os.Remove(filepath.Join(w.dir, "a.png")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.dir, "b.png"), []byte("torn"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, asked := w.mustRun(Options{}); len(asked) != 2 || w.folder()["b.png"] != string(pngOf(2, 2)) {
		t.Errorf("asked for %q", asked)
	}
}

// If the folder was away for a while and the site is gone, its files are recognized
// when it is back.
func TestRunKnowsAFolderThatIsBack(t *testing.T) {
	w := newWorld(t, `<img src="@a.png">`)
	w.files["a.png"] = pngOf(1, 1)
	w.mustRun(Options{})
	clear(w.files)
	away := w.dir + " away"
	if err := os.Rename(w.dir, away); err != nil {
		t.Fatal(err)
	}
	if s, asked := w.mustRun(Options{}); len(asked) != 1 || len(s.Missing) != 1 || s.Files != 0 {
		t.Errorf("asked for %q: %+v", asked, s)
	}
	if err := errors.Join(os.Remove(w.dir), os.Rename(away, w.dir)); err != nil {
		t.Fatal(err)
	}
	if s, asked := w.mustRun(Options{}); len(asked) != 0 || s.Fetched != 1 || s.Files != 1 || len(s.Missing) != 0 {
		t.Errorf("asked for %q: %+v", asked, s)
	}
}

func TestRunRemovesWhatKilledRunsLeft(t *testing.T) {
	w := newWorld(t, `<img src="@a.png">`)
	w.files["a.png"] = pngOf(1, 1)
	w.mustRun(Options{})
	for name, age := range map[string]time.Duration{".a.png.ABCDEFGH.tmp": 2 * abandoned, ".b.png.ABCDEFGH.tmp": abandoned / 2, "own.tmp": 2 * abandoned} {
		path := filepath.Join(w.dir, name)
		if err := errors.Join(os.WriteFile(path, nil, 0o666), os.Chtimes(path, clock().Add(-age), clock().Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	w.mustRun(Options{})
	if names := slices.Sorted(maps.Keys(w.folder())); !slices.Equal(names, []string{".b.png.ABCDEFGH.tmp", "a.png", "own.tmp"}) {
		t.Errorf("the folder holds %q", names)
	}
}

func TestRunLeavesAHostThatIsNotReached(t *testing.T) {
	body := `<img src="@z.png">`
	for n := range 9 {
		body += fmt.Sprintf(`<img src="http://dead.example/p%d.png">`, n)
	}
	w := newWorld(t, body)
	w.files["z.png"] = pngOf(1, 1)
	for n := range 9 {
		w.files[fmt.Sprintf("http://dead.example/p%d.png", n)] = &net.DNSError{Err: "no such host"}
	}
	s, asked := w.mustRun(Options{})
	if len(asked) != 1+noAnswer || s.Fetched != 1 || len(s.Missing) != 9 {
		t.Errorf("asked for %d: %+v", len(asked), s)
	}
}

func TestRunStopsGuessing(t *testing.T) {
	body := ""
	const pictures = inVain + 5
	w := newWorld(t)
	for n := range pictures {
		name := fmt.Sprintf("p%02d-100x100.png", n)
		body += `<img src="@` + name + `">`
		w.files[name] = pngOf(100+n, 100)
	}
	w.post(body)
	s, asked := w.mustRun(Options{})
	if s.Fetched != pictures || len(asked) != pictures+inVain {
		t.Errorf("asked for %d: %+v", len(asked), s)
	}
}

func TestRunHeedsTheServersWish(t *testing.T) {
	w := newWorld(t, `<img src="@a.png"><img src="@b.png"><img src="http://cdn.example/c.png">`)
	until := clock().Add(time.Hour)
	w.files["a.png"], w.files["http://cdn.example/c.png"] = &blog.WaitError{Until: until}, &blog.WaitError{Until: until}
	var wait *blog.WaitError
	if _, asked, err := w.run(Options{}); !errors.As(err, &wait) || len(asked) != 2 || !w.src.NotBefore.Equal(until) {
		t.Errorf("asked for %q, %v", asked, err)
	}
	if _, asked, err := w.run(Options{}); !errors.As(err, &wait) || len(asked) != 0 {
		t.Errorf("asked for %q before the time, %v", asked, err)
	}
}

// If the folder cannot be written to, the run ends, and no file is recorded as missing
// on the site.
func TestRunNeedsItsFolder(t *testing.T) {
	w := newWorld(t, `<img src="@a.png">`)
	w.files["a.png"] = pngOf(1, 1)
	if err := os.WriteFile(w.dir, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if s, asked, err := w.run(Options{}); err == nil || len(asked) != 0 || missing(s)["a.png"] != "not asked for yet" {
		t.Errorf("Run = %v, asked for %q, %+v", err, asked, s)
	}
}

// A file on disk is looked for under all its addresses, whether others are missing or
// the site must not be requested.
func TestFilesAtHand(t *testing.T) {
	var bodies []string
	for i := range inVain + 5 {
		bodies = append(bodies, fmt.Sprintf(`<img src="@%d.gif?width=10">`, i))
	}
	w := newWorld(t, bodies...)
	w.src.NotBefore = clock().Add(time.Hour)
	last := fmt.Sprint(inVain+4, ".gif")
	w.files[last] = []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00")
	s, asked, err := w.run(Options{AtHand: true})
	if err != nil || s.Fetched != 1 || !slices.Contains(asked, last) {
		t.Errorf("standing %+v, %v, asked %q", s, err, asked)
	}
}
