package importer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
)

// notices is a listing of short posts with one comment each, whose permalinks begin
// with root.
func notices(n int, root string) string {
	var b strings.Builder
	b.WriteString(`<html><head><title>Harbour Notices</title></head><body><h1>Harbour Notices</h1>`)
	for ; n > 0; n-- {
		path := fmt.Sprintf("%s/July-2014/Notice-%d", root, n)
		fmt.Fprintf(&b, `<div class="BlogPTitle"><a href="%s">Notice %d</a></div>
<div class="BlogPBody"><p>The bridge stays shut on day %d.</p></div>
<div class="BlogPDateWhole">Posted: <span class="BlogPDate">7/%d/2014 6:00:00 AM</span> by <strong>Mara Quill</strong> | with <a href="%s#comments">1 comments</a></div>
`, path, n, n, n, path)
	}
	return b.String() + "</body></html>"
}

func (p *paper) readAll(o importer.Options) *blog.Report {
	p.t.Helper()
	rep, err := p.crawl(context.Background(), o)
	if err != nil {
		p.t.Fatalf("crawl: %v (report %+v)", err, rep)
	}
	return rep
}

// Comments on a host that must not be requested are not read, and not taken for read.
func TestDetailsOnAnotherHostAreGaps(t *testing.T) {
	for _, root := range []string{"http://elsewhere.example", "http://127.0.0.1:9"} {
		p := newPaper(t, map[string]string{"/": notices(4, root)})
		for range 2 {
			rep := p.readAll(importer.Options{})
			if rep.Complete || len(rep.Gaps) != 4 || rep.Gaps[0].Kind != "detail" || len(rep.Failed) > 0 || rep.Stored != 4 {
				t.Errorf("%s: complete %v, gaps %+v, failed %+v, %d stored; want 4 details as gaps", root, rep.Complete, rep.Gaps, rep.Failed, rep.Stored)
			}
		}
		if rep := p.readAll(importer.Options{Details: importer.DetailsNever}); !rep.Complete {
			t.Errorf("%s: without details not complete: %+v", root, rep.Gaps)
		}
	}
}

// The warning that no post was compared with its own page is given only if none of them
// has to be read anyway.
func TestNoDoubtsAboutDetailsStillOwed(t *testing.T) {
	const doubt = "all posts are short"
	p := newPaper(t, map[string]string{"/": notices(12, "")})
	if rep := p.readAll(importer.Options{}); len(rep.Gaps) != 12 || strings.Contains(strings.Join(rep.Warnings, "\n"), doubt) {
		t.Errorf("%d gaps, warnings %q; want 12 and none of short posts", len(rep.Gaps), rep.Warnings)
	}
	if rep := p.readAll(importer.Options{Details: importer.DetailsNever}); !strings.Contains(strings.Join(rep.Warnings, "\n"), doubt) {
		t.Errorf("without details: warnings %q, none of short posts", rep.Warnings)
	}
}

// If a post without a title has the blog's name as the heading of its own page, that is
// no title, in the first crawl, too.
func TestPostWithoutTitleKeepsNone(t *testing.T) {
	listing := strings.Replace(notices(4, ""), ">Notice 2</a>", "></a>", 1)
	own := strings.Replace(notices(2, ""), ">Notice 2</a>", "></a>", 1)
	own, _, _ = strings.Cut(own, `<div class="BlogPTitle"><a href="/July-2014/Notice-1"`)
	p := newPaper(t, map[string]string{"/": listing, "/July-2014/Notice-2": own + "</body></html>"})
	p.readAll(importer.Options{})
	if titles := p.titles(); len(titles) != 4 || titles[0] != "" {
		t.Errorf("titles = %q, want an empty one among them", titles)
	}
}
