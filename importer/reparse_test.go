package importer_test

import (
	"context"
	"reflect"
	"runtime"
	"testing"

	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// Stored pages are parsed ahead of being stored, but a detail page only after all
// listing pages before it, whose readings it needs. So the number of processors makes
// no difference.
func TestReparseAhead(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	w := newWorld(t, demo.Options{Template: demo.Community, Posts: demo.Posts()[:25]})
	var want *importer.ReparseReport
	var kept string
	for _, processors := range []int{1, 8} {
		runtime.GOMAXPROCS(processors)
		again := w.again()
		again.mustCrawl(importer.Options{})
		again.src.Profile = "words"
		got, err := importer.Reparse(context.Background(), again.deps(), again.src, importer.ReparseOptions{})
		if err != nil || got.Changed == 0 || got.Pages < 25 {
			t.Fatalf("%v: %+v; want every page read, and differences", err, got)
		}
		if want == nil {
			want, kept = got, dump(t, again.path)
			continue
		}
		want.At = got.At
		if !reflect.DeepEqual(got, want) {
			t.Errorf("reports differ:\ngot  %+v\nwant %+v", got, want)
		}
		if again := dump(t, again.path); again != kept {
			t.Error(firstDifference(again, kept))
		}
	}
}
