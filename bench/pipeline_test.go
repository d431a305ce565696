//go:build unix

package bench

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
	"golang.org/x/net/html"
)

// The blog to crawl: pages of about 96 KB, as for the parser's benchmarks.
const (
	pages    = 60
	bodySize = 8600
)

// world is a served blog and the stages that read it.
type world struct {
	url    string
	parser *parser.Parser
	fetch  *scraper.Scraper
}

func newWorld(b *testing.B) *world {
	b.Helper()
	server := httptest.NewServer(demo.Replay(demo.New(demo.Options{Posts: demo.Many(10*pages, bodySize)})))
	b.Cleanup(server.Close)
	w := &world{url: server.URL + "/blog"}
	var err error
	if w.parser, err = parser.New(parser.Options{}); err != nil {
		b.Fatal(err)
	}
	if w.fetch, err = scraper.New(scraper.Options{Delay: -1, Parallel: 4, AllowHosts: []string{"127.0.0.1"}}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.fetch.Close() })
	w.bareLoop(b, false) // let the server make its pages
	return w
}

func (w *world) address(n int) string {
	if n == 1 {
		return w.url
	}
	return fmt.Sprintf("%s?page=%d", w.url, n)
}

// bareLoop is what somebody would write by hand: request, read, next.
func (w *world) bareLoop(b *testing.B, extract bool) {
	for n := 1; n <= pages; n++ {
		res, err := http.Get(w.address(n))
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			b.Fatal(res.Status, err)
		}
		if extract {
			w.extract(b, &blog.Page{URL: w.address(n), Status: res.StatusCode, Header: res.Header, Body: body})
		}
	}
}

func (w *world) extract(b *testing.B, p *blog.Page) *blog.Listing {
	l, err := w.parser.Listing(p, blog.Knowledge{})
	if err != nil || len(l.Posts) != 10 {
		b.Fatalf("%s: %v", p.URL, err)
	}
	return l
}

func (w *world) get(b *testing.B, n int) *blog.Page {
	p, err := w.fetch.Fetch(context.Background(), blog.Request{URL: w.address(n)}, blog.FetchOptions{Start: n == 1})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// measure runs f repeatedly and returns its CPU time per page, of all threads.
func measure(b *testing.B, f func()) {
	before := cpu(b)
	b.ReportAllocs()
	for b.Loop() {
		f()
	}
	b.ReportMetric(float64(cpu(b)-before)/float64(b.N)/pages, "cpu-ns/page")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/pages, "ns/page")
}

func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLoop is what BenchmarkFetchAndParse is compared with: net/http and the
// parser alone.
func BenchmarkLoop(b *testing.B) {
	w := newWorld(b)
	measure(b, func() { w.bareLoop(b, true) })
}

// BenchmarkFetchAndParse adds robots.txt, limits, address checks and retries.
func BenchmarkFetchAndParse(b *testing.B) {
	w := newWorld(b)
	measure(b, func() {
		for n := 1; n <= pages; n++ {
			w.extract(b, w.get(b, n))
		}
	})
}

// BenchmarkPipeline is compared with the sum of BenchmarkFetch, BenchmarkParse and
// BenchmarkStore.
func BenchmarkFetch(b *testing.B) {
	w := newWorld(b)
	measure(b, func() {
		for n := 1; n <= pages; n++ {
			w.get(b, n)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	w := newWorld(b)
	var all []*blog.Page
	for n := 1; n <= pages; n++ {
		all = append(all, w.get(b, n))
	}
	measure(b, func() {
		for _, p := range all {
			w.extract(b, p)
		}
	})
}

// BenchmarkTree is what BenchmarkParse is compared with: html.Parse of the same pages.
func BenchmarkTree(b *testing.B) {
	w := newWorld(b)
	var all []string
	for n := 1; n <= pages; n++ {
		all = append(all, string(w.get(b, n).Body))
	}
	measure(b, func() {
		for _, body := range all {
			if _, err := html.Parse(strings.NewReader(body)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkStore(b *testing.B) {
	w := newWorld(b)
	puts := make([]blog.ListingPut, pages)
	for i := range puts {
		p := w.get(b, i+1)
		puts[i] = blog.ListingPut{Number: i + 1, Page: p, Listing: w.extract(b, p)}
	}
	measure(b, func() {
		withStore(b, func(ctx context.Context, db *store.DB) {
			src := &blog.Source{ID: "bench", URL: w.url}
			if err := db.SaveSource(ctx, src); err != nil {
				b.Fatal(err)
			}
			for i := range puts {
				put := puts[i]
				put.Source, put.At = src, time.Now()
				if _, err := db.PutListing(ctx, &put); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// BenchmarkByHand does the three parts page by page, without the importer: the caches
// of a processor favor one kind of work at a time over three in turn.
func BenchmarkByHand(b *testing.B) {
	w := newWorld(b)
	measure(b, func() {
		withStore(b, func(ctx context.Context, db *store.DB) {
			src := &blog.Source{ID: "bench", URL: w.url}
			if err := db.SaveSource(ctx, src); err != nil {
				b.Fatal(err)
			}
			for n := 1; n <= pages; n++ {
				p := w.get(b, n)
				if _, err := db.PutListing(ctx, &blog.ListingPut{Source: src, Number: n, Page: p, Listing: w.extract(b, p), At: time.Now()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// BenchmarkPipeline crawls the blog as the command does.
func BenchmarkPipeline(b *testing.B) {
	for _, parallel := range []int{1, 4} {
		b.Run(fmt.Sprintf("parallel=%d", parallel), func(b *testing.B) {
			w := newWorld(b)
			measure(b, func() {
				withStore(b, func(ctx context.Context, db *store.DB) { w.crawl(b, ctx, db, parallel) })
			})
		})
	}
}

func (w *world) crawl(b *testing.B, ctx context.Context, db *store.DB, parallel int) {
	deps := importer.Deps{Store: db, Parser: w.parser, Fetch: w.fetch, Progress: silent{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}
	report, err := importer.Crawl(ctx, deps, &blog.Source{URL: w.url}, importer.Options{Details: importer.DetailsNever, Parallel: parallel})
	if err != nil || !report.Complete || report.Stored != 10*pages {
		b.Fatalf("%v: %+v", err, report)
	}
}

func withStore(b *testing.B, f func(context.Context, *store.DB)) {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "blog.db"), store.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	f(ctx, db)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// silent is a Progress that ignores all events.
type silent struct{}

func (silent) Ahead(int, int)        {}
func (silent) Page(int, string, int) {}
func (silent) Detail(string)         {}
func (silent) Note(string)           {}
