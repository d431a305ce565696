package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

// A page and its posts are stored together and returned as records.
func Example() {
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

	src := &blog.Source{ID: blog.ID("source", "old.example/blog"), URL: "http://old.example/blog", Timezone: "Europe/London"}
	if err := db.SaveSource(ctx, src); err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	run, err := db.StartRun(ctx, src.ID, "crawl", now)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = db.PutListing(ctx, &blog.ListingPut{
		Source: src, Run: run, Number: 1, At: now, Cause: blog.CauseEdit,
		Page: &blog.Page{Request: blog.Request{URL: src.URL}, URL: src.URL, Status: 200, Body: []byte("<h2>Ice</h2>…"), Received: now},
		Listing: &blog.Listing{Posts: []blog.Post{{
			URL: "http://old.example/blog/ice", Title: "Ice", Author: "Ben Dover", Published: "2014-07-02T06:00:00",
		}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for record, err := range db.Records(ctx, blog.Filter{Author: "ben dover"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*record.PublishedAt, record.Title)
	}
	// Output:
	// 2014-07-02T06:00:00+01:00 Ice
}
