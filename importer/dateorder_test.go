package importer_test

import (
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// --date-order auto undoes a date order that was set by mistake, even if the blog
// answers 304.
func TestDateOrderTakenBack(t *testing.T) {
	w := newWorld(t, demo.Options{Posts: demo.Posts()[:23], Validators: true})
	w.mustCrawl(importer.Options{})
	for _, told := range []struct {
		order blog.DateOrder
		by    string
	}{{blog.DMY, "flag"}, {"", ""}} {
		src, err := w.db.FindSource(t.Context(), w.src.URL)
		if err != nil {
			t.Fatal(err)
		}
		src.DateOrder, src.DateOrderBy = told.order, told.by
		if _, err := importer.Crawl(t.Context(), w.deps(), src, importer.Options{Kind: "sync"}); err != nil {
			t.Fatal(err)
		}
	}
	w.compare("auto")
}
