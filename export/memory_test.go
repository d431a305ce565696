package export

import (
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// 64 MiB for 100,000 posts are about 250 bytes of heap for each: the rest is the
// program, SQLite and garbage.
const mostPerPost = 250

// heapPeak is the size of the reachable heap, at its largest, when an iteration over
// the records ends and when writing starts.
type heapPeak struct {
	most    uint64
	written bool
}

// look measures the live heap. The second collection is for pools, which keep their
// objects over one collection.
func (h *heapPeak) look() {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	h.most = max(h.most, m.HeapAlloc)
}

func (h *heapPeak) Write(p []byte) (int, error) {
	if !h.written {
		h.written = true
		h.look()
	}
	return len(p), nil
}

func (h *heapPeak) File(_ string, write func(io.Writer) error) error { return write(io.Discard) }

func (h *heapPeak) records(n int) Records {
	return func(yield func(*blog.Record, error) bool) {
		for i := range n {
			if i == n-1 {
				h.look()
			}
			at := time.Date(2014, 10, 22, 6, 0, 0, 0, time.UTC).Add(-time.Duration(i) * time.Hour).Format(time.RFC3339)
			r := &blog.Record{
				ID: fmt.Sprintf("%020x", i), Title: fmt.Sprintf("The lock that froze in October, part %d", i),
				URL:    text(fmt.Sprintf("http://old.example/blog/October-2014/The-lock-that-froze-%d", i)),
				Author: fmt.Sprint("Author ", i%10), Tags: []string{fmt.Sprint("tag ", i%50)}, PublishedAt: &at,
				BodyText: "The gates of Lock 9 would not move.", BodyHTML: "<p>The gates of <b>Lock 9</b> would not move.</p>",
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (h *heapPeak) write(t *testing.T, f Format, o Options, n int) {
	t.Helper()
	wrote, err := 0, error(nil)
	if f.IsFolder() {
		wrote, err = WriteTree(h, f.Name, h.records(n), o)
	} else {
		wrote, err = Write(h, f.Name, h.records(n), o)
	}
	if err != nil || wrote != n {
		t.Fatalf("%d of %d posts written, %v", wrote, n, err)
	}
}

func TestMemoryHardlyGrowsWithTheBlog(t *testing.T) {
	const few, many = 1_000, 10_000
	grows := func(name string, f Format, o Options) {
		t.Run(name, func(t *testing.T) {
			each := 0
			for range 3 { // what the other goroutines hold at the moment is not the blog's
				var small, large heapPeak
				small.write(t, f, o, few)
				large.write(t, f, o, many)
				if each = (int(large.most) - int(small.most)) / (many - few); each <= mostPerPost {
					break
				}
			}
			if t.Logf("%d bytes a post", each); each > mostPerPost {
				t.Errorf("the heap grows by %d bytes a post, want at most %d", each, mostPerPost)
			}
		})
	}
	for _, f := range Formats() {
		if !f.Held {
			grows(f.Name, f, Options{})
			continue
		}
		for _, server := range RedirectServers() {
			grows(f.Name+" for "+server, f, Options{Redirects: RedirectOptions{Server: server}})
		}
	}
}
