package importer_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// heapWatch measures the live heap at two pages of a crawl.
type heapWatch struct {
	quiet
	log          *demo.Log // which grows with every request
	from, to     int
	before, then uint64
}

func (h *heapWatch) Page(number int, _ string, _ int) {
	h.log.Reset()
	switch number {
	case h.from:
		h.before = liveHeap()
	case h.to:
		h.then = liveHeap()
	}
}

// liveHeap returns the size of reachable objects. The second collection is for pools,
// which keep their objects over one collection.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// What a run has to know of each post is in the store. On the heap, a post takes no
// more than its share of what is kept of each page.
func TestMemoryDoesNotGrowWithTheBlog(t *testing.T) {
	if testing.Short() {
		t.Skip("crawls 3000 posts twice")
	}
	const posts, size, most = 3000, 20, 64
	w := newWorld(t, demo.Options{Posts: demo.Many(posts, 200), PageSize: size, NoSidebar: true})
	watch := &heapWatch{log: &w.site.Log, from: 30, to: posts / size}
	d := w.deps()
	d.Progress = watch
	crawl := func(o importer.Options) *blog.Report {
		t.Helper()
		if found, err := w.db.FindSource(t.Context(), w.src.URL); err == nil {
			w.src = found
		}
		rep, err := importer.Crawl(context.Background(), d, w.src, o)
		if err != nil || !rep.Complete || rep.Stored != posts {
			t.Fatalf("%v: complete %v, %d stored", err, rep.Complete, rep.Stored)
		}
		grown := int(watch.then) - int(watch.before)
		if each := grown / (posts - watch.from*size); each > most {
			t.Errorf("the heap grew by %d bytes a post, want at most %d", each, most)
		}
		t.Logf("%d new: the heap grew by %d KiB from page %d to page %d", rep.New, grown>>10, watch.from, watch.to)
		return rep
	}
	crawl(importer.Options{Details: importer.DetailsNever})
	if rep := crawl(importer.Options{Details: importer.DetailsNever, Full: true}); rep.Unchanged != posts {
		t.Errorf("%d unchanged, want %d", rep.Unchanged, posts)
	}
}
