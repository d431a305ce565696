package export_test

import (
	"fmt"
	"os"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

func ExampleWrite() {
	posts := func(yield func(*blog.Record, error) bool) {
		_ = yield(&blog.Record{ID: "p1", Title: "Ash & salt", Tags: []string{"glaze", "kiln"}}, nil)
	}
	n, err := export.Write(os.Stdout, "ndjson", posts, export.Options{})
	fmt.Println(n, err)
	// Output:
	// {"id":"p1","source":"","url":null,"title":"Ash & salt","author":"","role":"","published_at":null,"published_raw":"","tags":["glaze","kiln"],"categories":[],"comment_count":null,"comments":[],"excerpt":"","body_html":"","body_text":"","images":[],"excerpt_only":false,"first_seen_at":null,"last_seen_at":null,"changed_at":null,"removed_at":null,"content_hash":""}
	// 1 <nil>
}
