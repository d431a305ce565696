package importer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/importer"
)

// ranged is a listing of three pages with two posts each, which state their ranges, and
// the given markup above the posts of every page.
func ranged(total int, pinned string) map[string]string {
	pages := map[string]string{}
	for n := 1; n <= 3; n++ {
		var pager strings.Builder
		if total > 0 {
			fmt.Fprintf(&pager, "<p>Displaying results %d-%d (of %d)</p>", 2*n-1, 2*n, total)
		}
		if n < 3 {
			fmt.Fprintf(&pager, `<div class="navigation"><a href="/page/%d">Older posts</a></div>`, n+1)
		}
		page := sheet(7-2*n, 8-2*n, pager.String())
		pages[fmt.Sprintf("/page/%d", n)] = strings.Replace(page, `<div id="content">`, `<div id="content">`+pinned, 1)
	}
	pages["/"] = pages["/page/1"]
	return pages
}

// If a blog counts fewer posts than it shows, two passes that agree are believed. Then
// a sync without new posts costs one request, and the user may accept the difference.
func TestMorePostsThanStated(t *testing.T) {
	p := newPaper(t, ranged(5, ""))
	for n, accept := range []bool{false, false, true, false} {
		p.asked = nil
		rep := p.readAll(importer.Options{Details: importer.DetailsNever, AcceptMissing: accept})
		p.wantPosts(1, 6)
		if rep.Complete != (n >= 2) || rep.AcceptedMissing != 0 {
			t.Errorf("run %d: complete %v, accepted as missing %d, gaps %+v", n, rep.Complete, rep.AcceptedMissing, rep.Gaps)
		}
		if n > 0 && len(p.asked) != 1 {
			t.Errorf("run %d asked for %q", n, p.asked)
		}
	}
	p.pages = ranged(4, "")
	if rep := p.readAll(importer.Options{Details: importer.DetailsNever}); rep.Complete {
		t.Errorf("a further difference went by as accepted: %+v, asked for %q", rep, p.asked)
	}
}

// A pinned post is on several pages of every walk: two walks that agree are proof.
func TestPinnedPost(t *testing.T) {
	for _, total := range []int{0, 6} {
		p := newPaper(t, ranged(total, entry(1, "January 2, 2006")))
		p.followAll()
		p.wantPosts(1, 6)
		if rep := p.follow(); !rep.Complete || rep.Changed > 0 {
			t.Errorf("of %d: complete %v, %d changed, gaps %+v", total, rep.Complete, rep.Changed, rep.Gaps)
		}
	}
}

// If a page without posts was reached by a redirect, the error names its address.
func TestRedirectToConsent(t *testing.T) {
	const consent = `<html><body><h1>Before you go on</h1><p>We use cookies.</p><form method="post"><input type="submit" value="I agree"></form></body></html>`
	p := newPaper(t, map[string]string{"/": "Location: /consent?back=/", "/consent?back=/": consent})
	if _, err := p.crawl(context.Background(), importer.Options{}); err == nil || !strings.Contains(err.Error(), "redirected to "+p.base+"/consent?back=/: no posts found") {
		t.Errorf("error = %v, want where the redirect led", err)
	}
}
