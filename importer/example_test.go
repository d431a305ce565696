package importer_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// This is how cmd/blogferry connects the stages.
func ExampleCrawl() {
	site := demo.New(demo.Options{})
	server := httptest.NewServer(site)
	defer server.Close()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(dir, "blog.db"), store.Options{Create: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	fetch, err := scraper.New(scraper.Options{Delay: -1}) // our own site: no pause
	if err != nil {
		fmt.Println(err)
		return
	}
	defer fetch.Close()
	read, err := parser.New(parser.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	deps := importer.Deps{Store: db, Parser: read, Fetch: fetch, Progress: quiet{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}
	report, err := importer.Crawl(ctx, deps, &blog.Source{URL: server.URL + site.Listing()}, importer.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d of %d posts, complete: %v\n", report.Stored, *report.StatedTotal, report.Complete)
	// Output:
	// 62 of 62 posts, complete: true
}
