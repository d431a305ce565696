package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/importer"
)

// counted adds the number of posts to the links to months.
func counted(months string, posts int) string {
	return strings.ReplaceAll(months, "</a>", fmt.Sprintf("</a> (%d)", posts))
}

func TestPagerThatStopsTooSoon(t *testing.T) {
	for name, months := range map[string]string{"months alone": monthLinks(2, 8), "months with counts": counted(monthLinks(2, 8), 2)} {
		for name2, on := range map[string]string{"older posts": older("/page/2/"), "numbers": `<div class="pagination"><b>1</b> <a href="/page/2/">2</a></div>`} {
			t.Run(name+", "+name2, func(t *testing.T) {
				p := newPaper(t, map[string]string{
					"/":         sheet(7, 8, on, months),
					"/page/2/":  sheet(5, 6, months),
					"/2010/06/": sheet(3, 4, months),
					"/2010/05/": sheet(1, 2, months),
				})
				p.followAll()
				p.wantPosts(1, 8)
				if slices.Contains(p.asked, "/2010/08/") {
					t.Errorf("asked for a month of which all was shown: %q", p.asked)
				}
				if rep := p.follow(); rep.Requests > 3 || !rep.Complete {
					t.Errorf("with nothing new: %d requests for %q, complete %v", rep.Requests, p.asked, rep.Complete)
				}
			})
		}
	}
}

// A page without a pager is not the end if an earlier page linked to later ones.
func TestPagerMissingInTheMiddle(t *testing.T) {
	pages := map[string]string{
		"/":        sheet(7, 8, `<div class="pagination"><b>1</b> <a href="/page/2/">2</a> <a href="/page/4/">4</a></div>`),
		"/page/2/": sheet(5, 6),
		"/page/3/": sheet(3, 4),
		"/page/4/": sheet(1, 2),
	}
	p := newPaper(t, pages)
	p.followAll()
	p.wantPosts(1, 8)

	delete(pages, "/page/3/")
	p = newPaper(t, pages)
	rep := p.follow()
	if rep.Complete || len(rep.Gaps) != 1 || rep.Gaps[0].Page != 3 {
		t.Errorf("without page 3: complete %v, gaps %+v", rep.Complete, rep.Gaps)
	}
}

// A saved front page may have another page's address.
func TestPagerThatLeadsBack(t *testing.T) {
	numbers := func(shown, other int) string {
		return fmt.Sprintf(`<div class="pagination"><b>%d</b> <a href="/page/%d/">%[2]d</a> <a href="/page/4/">4</a></div>`, shown, other)
	}
	p := newPaper(t, map[string]string{
		"/page/2/": sheet(7, 8, numbers(1, 2)),
		"/page/3/": sheet(3, 4, numbers(3, 2)),
		"/page/4/": sheet(1, 2, `<div class="pagination"><a href="/page/3/">3</a> <b>4</b></div>`),
	})
	p.src.URL += "page/2/"
	rep := p.follow()
	if got := p.titles(); rep.Complete || len(got) != 6 || len(rep.Gaps) != 1 || rep.Gaps[0].Page != 2 {
		t.Errorf("complete %v, gaps %+v, posts %q", rep.Complete, rep.Gaps, got)
	}
}

// A copy of a blog contains links with the name of the original.
func TestCopyUnderAnotherName(t *testing.T) {
	const api = `<head><link rel="https://api.w.org/" href="http://old.example/wp-json/"></head>`
	p := newPaper(t, map[string]string{
		"/":        `<head><link rel="canonical" href="http://old.example/"></head>` + sheet(7, 8, older("http://old.example/page/2/")),
		"/page/2/": `<head><link rel="canonical" href="http://old.example/page/2/"><link rel="next" href="http://old.example/page/3/"></head>` + sheet(5, 6),
		"/page/3/": api + sheet(3, 4, older("http://old.example/page/4/")),
		"/page/4/": api + sheet(1, 2),
	})
	p.followAll()
	p.wantPosts(1, 8)
}

func TestArchivesCountMoreThanIsShown(t *testing.T) {
	months := counted(monthLinks(2, 4), 3)
	p := newPaper(t, map[string]string{"/": sheet(3, 4, older("/page/2/"), months), "/page/2/": sheet(1, 2, months), "/2010/06/": sheet(3, 4, months), "/2010/05/": sheet(1, 2, months)})
	rep := p.follow()
	if rep.Complete || len(rep.Gaps) != 1 || !strings.Contains(rep.Gaps[0].Reason, "by 2") {
		t.Errorf("complete %v, gaps %+v", rep.Complete, rep.Gaps)
	}
	if rep, err := p.crawl(t.Context(), importer.Options{Full: true, AcceptMissing: true}); err != nil || !rep.Complete || rep.AcceptedMissing != 2 {
		t.Errorf("accepted: %+v, %v", rep, err)
	}
}

// On a page without pager and archives, links to other posts show that there are more.
func TestLinksToPostsOfOtherMonths(t *testing.T) {
	favorites := func(paths ...string) string {
		var b strings.Builder
		for _, path := range paths {
			fmt.Fprintf(&b, `<li><a href="%s">An old favorite</a></li>`, path)
		}
		return "<ul>" + b.String() + "</ul>"
	}
	p := newPaper(t, map[string]string{"/": sheet(7, 8, favorites(entryPath(1), entryPath(3), entryPath(3)+"#comments", "/2010/06/12/", "/2010/08/reply", "/about"))})
	for range 2 { // also when nothing is new
		if rep := p.follow(); rep.Complete || len(rep.Gaps) != 1 || !strings.Contains(rep.Gaps[0].Reason, "by 2") {
			t.Errorf("complete %v, gaps %+v", rep.Complete, rep.Gaps)
		}
	}
	if rep, err := p.crawl(t.Context(), importer.Options{Full: true, AcceptMissing: true}); err != nil || !rep.Complete || rep.AcceptedMissing != 2 {
		t.Errorf("accepted: %+v, %v", rep, err)
	}

	all := newPaper(t, map[string]string{"/": sheet(5, 8, favorites(entryPath(5), "/2010/08/reply"))})
	all.followAll()
}

// A category's listing does not have all posts of the site's months.
func TestMonthsOfTheSiteAreNotTheCategorys(t *testing.T) {
	months := counted(monthLinks(2, 8), 2)
	p := newPaper(t, map[string]string{"/harbour/": sheet(7, 8, older("/harbour/2/"), months), "/harbour/2/": sheet(5, 6, months), "/2010/06/": sheet(3, 4, months)})
	p.src.URL += "harbour/"
	p.followAll()
	p.wantPosts(5, 8)
}
