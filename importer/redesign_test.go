package importer_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
)

// after crawls a blog of two linked pages, replaces its pages and crawls again.
func after(t *testing.T, redesign map[string]string) (*paper, *blog.Report, error) {
	t.Helper()
	p := newPaper(t, map[string]string{
		"/":        sheet(6, 12, monthLinks(2, 4), `<p><a href="/?page=2">Older posts</a></p>`),
		"/?page=2": sheet(1, 5, `<p><a href="/">Newer posts</a></p>`),
	})
	p.followAll()
	p.wantPosts(1, 12)
	p.pages = redesign
	rep, err := p.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, Full: true})
	return p, rep, err
}

// A new front page with a few posts, no total and no link to older ones does not prove
// that all others are gone.
func TestNewFrontPageRemovesNothing(t *testing.T) {
	p, rep, err := after(t, map[string]string{"/": sheet(10, 12)})
	if err != nil || rep.Complete || rep.Removed != 0 || len(rep.Gaps) != 1 || !strings.Contains(rep.Gaps[0].Reason, "3 of 12 known posts") {
		t.Errorf("complete %v, removed %d, gaps %+v, err %v; want a gap that tells", rep.Complete, rep.Removed, rep.Gaps, err)
	}
	p.wantPosts(1, 12)
	if n := len(p.asked); n > 4 {
		t.Errorf("asked %q: once is enough", p.asked[2:])
	}
	rep, err = p.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, AcceptMissing: true, Full: true})
	if err != nil || !rep.Complete || rep.Removed != 9 {
		t.Errorf("accepted: complete %v, removed %d, err %v; want true, 9", rep.Complete, rep.Removed, err)
	}
	p.wantPosts(10, 12)
}

// Nor does one without posts, whatever it links to, if the earlier one had posts.
func TestBlankFrontPageRemovesNothing(t *testing.T) {
	p, rep, err := after(t, map[string]string{
		"/":         `<html><head><title>Welcome</title></head><body><h1>Welcome</h1><p>Our new site is here.</p>` + monthLinks(10, 12) + `</body></html>`,
		"/2010/10/": sheet(11, 12), "/2010/09/": sheet(9, 10), "/2010/05/": sheet(1, 2),
	})
	if !errors.Is(err, blog.ErrNoPosts) || rep.Removed != 0 {
		t.Errorf("removed %d, err %v; want 0, %v", rep.Removed, err, blog.ErrNoPosts)
	}
	p.wantPosts(1, 12)
}

// A listing that no longer states its total does not agree with the earlier total.
func TestTotalThatIsNoLongerStated(t *testing.T) {
	older := `<p><a href="/?page=2">Older posts</a></p>`
	p := newPaper(t, map[string]string{
		"/":        sheet(4, 6, `<div class="PagerResults">Displaying results 1-3 (of 6)</div>`, older),
		"/?page=2": sheet(1, 3, `<div class="PagerResults">Displaying results 4-6 (of 6)</div>`),
	})
	p.followAll()
	p.pages = map[string]string{"/": sheet(4, 6, older), "/?page=2": sheet(2, 3)}
	rep, err := p.crawl(context.Background(), importer.Options{Details: importer.DetailsNever})
	if err != nil || rep.Removed != 1 || rep.StatedTotal != nil {
		t.Errorf("removed %d, total %v, err %v; want the listing read to its end: 1, none", rep.Removed, rep.StatedTotal, err)
	}
	p.wantPosts(2, 6)
}
