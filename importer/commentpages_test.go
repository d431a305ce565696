package importer_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/blogferry/blogferry/importer"
)

// ownPage is the page of post n with comments and the given markup below them.
func ownPage(n, comments int, below string) string {
	page := `<html><head><title>The Lighthouse Log</title></head><body><h1><a href="/">The Lighthouse Log</a></h1><div id="content">` +
		entry(n, "January 2, 2006") + `<div id="comments"><h3>Comments</h3><ol class="commentlist">`
	for i := 1; i <= comments; i++ {
		page += fmt.Sprintf(`<li class="comment" id="comment-%d%d"><cite class="fn">Visitor %d</cite> <span class="comment-date">June %d, 2010 at 8:15 am</span><p>I saw ship %d of day %d.</p></li>`, n, i, i, i, i, n)
	}
	return page + `</ol>` + below + `</div></div></body></html>`
}

func (p *paper) commentCounts() map[string]int {
	got := map[string]int{}
	for _, rec := range p.records() {
		got[rec.Title] = len(rec.Comments)
	}
	return got
}

// The pages of the previous and the next post are not read as further pages of
// comments. If a further page is gone, the comments of the first one are kept.
func TestFurtherPagesOfComments(t *testing.T) {
	beside := func(n int) string {
		return fmt.Sprintf(`<div class="navigation"><a href="%s" rel="prev">&laquo; %s</a> <a href="%s" rel="next">Next &raquo;</a></div>`, entryPath(n-1), entryTitle(n-1), entryPath(n+1))
	}
	more := func(n int) string {
		return fmt.Sprintf(`<div class="comments-nav"><a href="%scomment-page-2/#comments">Older Comments &raquo;</a></div>`, entryPath(n))
	}
	p := newPaper(t, map[string]string{
		"/":                              sheet(1, 3),
		entryPath(1):                     ownPage(1, 2, beside(1)),
		entryPath(2):                     ownPage(2, 3, beside(2)+more(2)),
		entryPath(2) + "comment-page-2/": ownPage(2, 5, beside(2)),
		entryPath(3):                     ownPage(3, 4, more(3)),
	})
	rep, err := p.crawl(context.Background(), importer.Options{Details: importer.DetailsAlways})
	if err != nil || !rep.Complete {
		t.Fatalf("crawl: %v, complete %v, gaps %+v, failed %+v", err, rep.Complete, rep.Gaps, rep.Failed)
	}
	want := map[string]int{entryTitle(1): 2, entryTitle(2): 8, entryTitle(3): 4}
	for title, n := range p.commentCounts() {
		if n != want[title] {
			t.Errorf("%s: %d comments, want %d", title, n, want[title])
		}
	}
	if slices.Contains(p.asked, entryPath(4)) {
		t.Errorf("asked for %q: the post after the newest is nobody's comments", p.asked)
	}
}
