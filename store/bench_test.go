package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// long returns a post with a body of about six kilobytes, as in real blogs.
func long(n int) blog.Post {
	p := post(n)
	p.URL = fmt.Sprintf("http://old.example/blog/long-%d", n)
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "Gauge %d read %d at the %dth bell, and the keeper wrote it down in the book. ", i*n%97, i*n*n%1009, i)
	}
	p.BodyText, p.BodyHTML = b.String(), "<p>"+b.String()+"</p>"
	return p
}

func longPage(n int) []blog.Post {
	var ps []blog.Post
	for i := range 10 {
		ps = append(ps, long(n*10+i))
	}
	return ps
}

func benchStore(b *testing.B) (*DB, *blog.Source) {
	db, err := Open(context.Background(), filepath.Join(b.TempDir(), "blog.db"), Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	src := &blog.Source{ID: "s", URL: "http://old.example/blog", Timezone: "Europe/Berlin"}
	if err := db.SaveSource(context.Background(), src); err != nil {
		b.Fatal(err)
	}
	return db, src
}

func benchPut(b *testing.B, db *DB, src *blog.Source, n int) {
	ps := longPage(n)
	_, err := db.PutListing(context.Background(), &blog.ListingPut{Source: src, Number: n, Page: page(n+1, body(ps)), Listing: &blog.Listing{Posts: ps}, At: start})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkPutListing stores pages of ten new posts.
func BenchmarkPutListing(b *testing.B) {
	db, src := benchStore(b)
	for n := 0; b.Loop(); n++ {
		benchPut(b, db, src, n)
	}
}

// BenchmarkPutUnchanged stores a page of ten posts that has nothing new.
func BenchmarkPutUnchanged(b *testing.B) {
	db, src := benchStore(b)
	benchPut(b, db, src, 1)
	for b.Loop() {
		benchPut(b, db, src, 1)
	}
}

// BenchmarkRecords reads a thousand posts.
func BenchmarkRecords(b *testing.B) {
	db, src := benchStore(b)
	for n := range 100 {
		benchPut(b, db, src, n)
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range db.Records(context.Background(), blog.Filter{}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 1000 {
			b.Fatalf("%d records", n)
		}
	}
}
