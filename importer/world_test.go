package importer_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// The real implementations must fit Deps.
var (
	_ importer.Store   = (*store.DB)(nil)
	_ importer.Parser  = (*parser.Parser)(nil)
	_ importer.Fetcher = (*scraper.Scraper)(nil)
)

// world is the demo blog on loopback and a database for it.
type world struct {
	t     *testing.T
	site  *demo.Site
	base  string
	path  string
	db    *store.DB
	src   *blog.Source
	clock *clock
}

// clock is a time that passes only by sleeping, and a little with each reading.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { return c.add(time.Millisecond) }

func (c *clock) add(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	return c.t
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.add(d)
	return ctx.Err()
}

func newWorld(t *testing.T, o demo.Options) *world {
	t.Helper()
	site := demo.New(o)
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	w := &world{t: t, site: site, base: server.URL, path: filepath.Join(t.TempDir(), "blog.db"), clock: &clock{t: time.Now()}}
	w.open()
	t.Cleanup(func() { w.db.Close() })
	w.src = &blog.Source{URL: w.base + site.Listing()}
	return w
}

// emptyDB is a database without sources. Copying it is much faster than making one for
// each of hundreds of worlds.
var emptyDB = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "blogferry")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "blog.db")
	db, err := store.Open(context.Background(), path, store.Options{Create: true})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func (w *world) open() {
	empty, err := emptyDB()
	if _, missing := os.Stat(w.path); missing != nil && err == nil {
		err = os.WriteFile(w.path, empty, 0o666)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	db, err := store.Open(context.Background(), w.path, store.Options{Create: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.db = db
}

func (w *world) deps() importer.Deps {
	w.t.Helper()
	p, err := parser.New(parser.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	f, err := scraper.New(scraper.Options{Delay: -1, Parallel: 4, Timeout: 5 * time.Second, Now: w.clock.now, Sleep: w.clock.sleep})
	if err != nil {
		w.t.Fatal(err)
	}
	return importer.Deps{
		Store: w.db, Parser: p, Fetch: f, Progress: quiet{},
		Log: slog.New(slog.DiscardHandler),
		Now: w.clock.now,
	}
}

// crawl crawls the source with its stored settings, as a command would.
func (w *world) crawl(ctx context.Context, o importer.Options) (*blog.Report, error) {
	w.t.Helper()
	if found, err := w.db.FindSource(ctx, w.src.URL); err == nil {
		w.src = found
	}
	return importer.Crawl(ctx, w.deps(), w.src, o)
}

// mustCrawl crawls and requires a complete run.
func (w *world) mustCrawl(o importer.Options) *blog.Report {
	w.t.Helper()
	rep, err := w.crawl(context.Background(), o)
	if err != nil {
		w.t.Fatalf("crawl: %v (report %+v)", err, rep)
	}
	if !rep.Complete {
		w.t.Fatalf("crawl is not complete: gaps %+v, failed %+v, warnings %q", rep.Gaps, rep.Failed, rep.Warnings)
	}
	return rep
}

func (w *world) records() []*blog.Record {
	w.t.Helper()
	var all []*blog.Record
	for rec, err := range w.db.Records(context.Background(), blog.Filter{}) {
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, rec)
	}
	return all
}

// compare compares what is stored with what the site shows, field by field.
func (w *world) compare(details string) {
	w.t.Helper()
	want := map[string]demo.Record{}
	for _, r := range w.site.Truth(w.base, details) {
		want[r.URL] = r
	}
	wrong := 0
	for _, rec := range w.records() {
		if rec.RemovedAt != nil {
			continue
		}
		truth, ok := want[*rec.URL]
		if !ok {
			w.t.Errorf("stored, but not on the site: %s %q", *rec.URL, rec.Title)
			continue
		}
		delete(want, *rec.URL)
		for _, d := range differences(truth, rec) {
			if wrong++; wrong < 25 {
				w.t.Errorf("%s: %s", *rec.URL, d)
			}
		}
	}
	for url := range want {
		w.t.Errorf("on the site, but not stored: %s", url)
	}
	if wrong >= 25 {
		w.t.Errorf("%d fields differ in all", wrong)
	}
}

func differences(want demo.Record, got *blog.Record) (wrong []string) {
	field := func(name string, w, g any) {
		if a, b := fmt.Sprintf("%v", w), fmt.Sprintf("%v", g); a != b {
			wrong = append(wrong, fmt.Sprintf("%s = %.300q, want %.300q", name, b, a))
		}
	}
	field("title", want.Title, got.Title)
	field("author", want.Author, got.Author)
	field("role", want.Role, got.Role)
	field("published_at", want.Published+"Z", *got.PublishedAt)
	field("tags", want.Tags, got.Tags)
	field("excerpt", squash(want.Excerpt), squash(got.Excerpt))
	field("body_text", squash(want.BodyText), squash(got.BodyText))
	field("comment_count", number(want.CommentCount), number(got.CommentCount))
	field("comments", len(want.Comments), len(got.Comments))
	field("elsewhere", want.CommentService, got.CommentsElsewhere)
	field("excerpt_only", want.ExcerptOnly, got.ExcerptOnly)
	for i := range min(len(want.Comments), len(got.Comments)) {
		field(fmt.Sprintf("comment %d author", i), want.Comments[i].Author, got.Comments[i].Author)
		field(fmt.Sprintf("comment %d text", i), squash(want.Comments[i].BodyText), squash(got.Comments[i].BodyText))
	}
	for i, img := range want.Images {
		if !slices.ContainsFunc(got.Images, func(g blog.Image) bool { return g.URL == img.URL }) {
			field(fmt.Sprintf("image %d", i), img.URL, got.Images)
		}
	}
	if strings.Contains(got.BodyHTML, demo.Poison) {
		wrong = append(wrong, "a script came across: "+got.BodyHTML)
	}
	return wrong
}

func squash(s string) string { return strings.Join(strings.Fields(s), " ") }

func number(n *int) string {
	if n == nil {
		return "none"
	}
	return fmt.Sprint(*n)
}

// quiet is a Progress that ignores all events.
type quiet struct{}

func (quiet) Ahead(int, int)        {}
func (quiet) Page(int, string, int) {}
func (quiet) Detail(string)         {}
func (quiet) Note(string)           {}
