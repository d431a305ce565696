package demo

import (
	"strings"
	"testing"
)

func TestWindow(t *testing.T) {
	for _, c := range []struct{ page, pages, first, last int }{
		{1, 13, 1, 10}, {5, 13, 1, 10}, {6, 13, 2, 11}, {7, 13, 3, 12}, {8, 13, 4, 13}, {13, 13, 4, 13}, {2, 3, 1, 3},
	} {
		if first, last := window(c.page, c.pages); first != c.first || last != c.last {
			t.Errorf("window(%d, %d) = %d..%d, want %d..%d", c.page, c.pages, first, last, c.first, c.last)
		}
	}
}

func TestNavigationAsText(t *testing.T) {
	s := New(Options{Posts: Posts()[:30]})
	for page, want := range map[int]string{
		1: "\u00a0|<\u00a0 <\u00a01 - 2 - 3\u00a0\u00a0>\u00a0\u00a0>|\u00a0",
		2: "\u00a0|<\u00a0\u00a0<\u00a01 - 2 - 3\u00a0\u00a0>\u00a0\u00a0>|\u00a0",
		3: "\u00a0|<\u00a0\u00a0<\u00a01 - 2 - 3\u00a0> \u00a0>|\u00a0",
	} {
		areas := pick(parse(t, string(s.Page(page))), "div", "PagerNumberArea")
		if len(areas) != 1 {
			t.Fatalf("page %d has %d number areas", page, len(areas))
		}
		var b strings.Builder
		for n := range areas[0].Descendants() {
			if n.FirstChild == nil && n.Data != "span" {
				b.WriteString(n.Data)
			}
		}
		if got := b.String(); got != want {
			t.Errorf("page %d reads %q, want %q", page, got, want)
		}
	}
}

func TestPageOneHasTwoAddresses(t *testing.T) {
	page := string(New(Options{PagerKey: "Seite"}).Page(2))
	if !strings.Contains(page, `href="/blog" class="UnselectedPage">1</a>`) || !strings.Contains(page, `href="/blog?Seite=3"`) {
		t.Error("page 1 is linked with the key, or page 3 without")
	}
}

func TestUniPagerEnds(t *testing.T) {
	s := New(Options{Pager: PagerUni, PageSize: 5})
	last := string(s.Page(s.Pages()))
	if !strings.Contains(last, `<a href="/blog?page=13">&gt;</a>`) {
		t.Error("the last page's arrow does not lead to itself")
	}
	if !strings.Contains(last, `<a href="/blog?page=10">...</a>`) || !strings.Contains(string(s.Page(1)), `<a href="/blog?page=11">...</a>`) {
		t.Error("dots do not lead to the neighbouring blocks")
	}
	corporate := New(Options{Pager: PagerUni, Template: Corporate})
	arrows := pick(parse(t, string(corporate.Page(1))), "span", "NextPage")
	if len(arrows) != 1 || words(arrows[0]) != "" {
		t.Error("the corporate arrow has text or is missing")
	}
}

func TestOtherPagers(t *testing.T) {
	if page := string(New(Options{Pager: PagerButtons}).Page(2)); !strings.Contains(page, `onclick="window.location='/blog?page=3'"`) {
		t.Error("no button leads to page 3")
	}
	links := New(Options{Pager: PagerLinks})
	if page := string(links.Page(7)); strings.Contains(page, "Older") || !strings.Contains(page, `<a href="/blog?page=6">Newer posts`) {
		t.Error("the last page leads to an older one, or not to the newer")
	}
	if page := string(New(Options{Pager: PagerNone}).Page(1)); strings.Contains(page, "page=2") || strings.Contains(page, "PagerControl") {
		t.Error("there is a way on where there should be none")
	}
	if page := string(New(Options{PagerOnTop: true}).Page(1)); strings.Count(page, "PagerResults") != 2 {
		t.Error("the pager does not stand above and below")
	}
}
