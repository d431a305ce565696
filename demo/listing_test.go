package demo

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// shape is the markup of titles in a template.
var shape = map[Template]func(*html.Node) []*html.Node{
	Preview:     func(n *html.Node) []*html.Node { return pick(n, "div", "BlogPTitle") },
	Stock:       func(n *html.Node) []*html.Node { return pick(n, "div", "BlogPTitle") },
	Default:     func(n *html.Node) []*html.Node { return pick(n, "div", "BlogPDateWhole") },
	Community:   func(n *html.Node) []*html.Node { return pick(n, "div", "BlogPTitle") },
	Corporate:   func(n *html.Node) []*html.Node { return pick(n, "a", "header bold") },
	Custom:      func(n *html.Node) []*html.Node { return pick(n, "h3", "t9") },
	CustomTable: func(n *html.Node) []*html.Node { return pick(n, "td", "k2") },
	CustomLoose: func(n *html.Node) []*html.Node { return pick(n, "p", "w1") },
}

func TestEveryTemplateShowsEveryPost(t *testing.T) {
	for _, template := range Templates {
		for _, pager := range Pagers {
			t.Run(fmt.Sprintf("%s/%s", template, pager), func(t *testing.T) {
				s := New(Options{Template: template, Pager: pager})
				total := 0
				for n := 1; n <= s.Pages(); n++ {
					total += len(shape[template](parse(t, string(s.Page(n)))))
				}
				want := s.Live()
				if pager == PagerNone {
					want = defaultPageSize
				}
				if total != want {
					t.Errorf("%d titles on all pages, want %d", total, want)
				}
			})
		}
	}
}

func TestAddressesOfOnePage(t *testing.T) {
	v := visit(t, New(Options{}))
	_, want := v.get("/blog")
	for _, path := range []string{"/blog?page=1", "/Blog.aspx", "/BLOG/", "/blog?Page=0", "/blog?page=-3", "/blog?page=soon"} {
		if status, body := v.get(path); status != 200 || len(titles(t, body)) != 10 || titles(t, body)[0] != titles(t, want)[0] {
			t.Errorf("%s: status %d, %d titles", path, status, len(titles(t, body)))
		}
	}
	_, two := v.get("/blog?page=2")
	if _, body := v.get("/Blog.aspx?PAGE=2"); titles(t, body)[0] != titles(t, two)[0] {
		t.Error("the key of the second page minds its case")
	}
}

func TestPagePastTheEnd(t *testing.T) {
	for pager, want := range map[Pager]string{PagerQuery: "Welcome to the towpath", PagerUni: "Monday notes"} {
		v := visit(t, New(Options{Pager: pager}))
		status, body := v.get("/blog?page=99")
		found := strings.Join(titles(t, body), "\n")
		if pager == PagerUni {
			want = titles(t, string(New(Options{}).Page(1)))[0]
		}
		if status != 200 || !strings.Contains(found, want) {
			t.Errorf("%s: page 99 has status %d and titles %q", pager, status, found)
		}
	}
}

func TestResultLine(t *testing.T) {
	for culture, want := range map[string]string{
		"en-US": "Displaying results  11-20 (of 62)",
		"cs-CZ": "Zobrazeny výsledky  11-20 (z 62)",
		"ja-JP": "結果  11-20 (全 62 件)",
		"fi-FI": "Displaying results  11-20 (of 62)",
	} {
		s := New(Options{Culture: culture})
		if got := results(t, string(s.Page(2))); got != want {
			t.Errorf("%s: result line %q, want %q", culture, got, want)
		}
	}
	one := New(Options{Posts: Posts()[:11]})
	if got := results(t, string(one.Page(2))); got != "Displaying result 11 (of 11)" {
		t.Errorf("line of one post = %q", got)
	}
	if page := string(New(Options{HideTotal: true}).Page(1)); results(t, page) != "" || !strings.Contains(page, "PagerResults") {
		t.Error("a hidden total leaves no empty line of results")
	}
	if page := string(New(Options{Posts: Posts()[:10]}).Page(1)); strings.Contains(page, "PagerControl") {
		t.Error("a single page has a pager")
	}
}

func TestDates(t *testing.T) {
	p := Posts()[0] // 22 October 2014, six o'clock
	for culture, want := range map[string]string{
		"en-US": "10/22/2014 6:00:00 AM", "en-GB": "22/10/2014 06:00:00", "cs-CZ": "22.10.2014 6:00:00",
		"de-DE": "22.10.2014 06:00:00", "sv-SE": "2014-10-22 06:00:00", "hu-HU": "2014.10.22. 6:00:00",
		"fi-FI": "22.10.2014 6.00.00", "ko-KR": "2014-10-22 오전 6:00:00", "vi-VN": "22/10/2014 6:00:00 SA",
		"xx-XX": "10/22/2014 6:00:00 AM",
	} {
		o := Options{Culture: culture}.withDefaults()
		if got := o.date(p.Date); got != want {
			t.Errorf("%s: %q, want %q", culture, got, want)
		}
	}
	if len(Cultures()) < 15 {
		t.Errorf("%d cultures", len(Cultures()))
	}
}

func TestTagAndMonthPages(t *testing.T) {
	v := visit(t, New(Options{PageSize: 2}))
	_, body := v.get("/blog?tagname=Weather&groupid=3")
	if got := results(t, body); got != "Displaying results  1-2 (of 3)" {
		t.Errorf("tag page says %q", got)
	}
	if !strings.Contains(body, "/blog?tagname=Weather&amp;groupid=3&amp;page=2") {
		t.Error("the pager of a tag page drops the tag")
	}
	if _, body := v.get("/blog/October-2014.aspx?page=4"); len(titles(t, body)) != 2 {
		t.Errorf("page 4 of the month has %d titles", len(titles(t, body)))
	}
	if status, _ := v.get("/blog/May-1911"); status != 404 {
		t.Errorf("a month without posts answers %d", status)
	}
	id := firstTagID
	if _, body := v.get(fmt.Sprintf("/blog?tagid=%d", id)); len(titles(t, body)) == 0 {
		t.Error("the tag cloud's first tag has no posts")
	}
}

func TestFeedAndPermanentAddress(t *testing.T) {
	s := New(Options{})
	v := visit(t, s)
	for _, path := range []string{"/blog?rss=blogs", "/CMSPages/BlogRss.aspx?aliaspath=/blog"} {
		if _, body := v.get(path); strings.Count(body, "<item>") != feedSize {
			t.Errorf("%s has %d items", path, strings.Count(body, "<item>"))
		}
	}
	p := Posts()[3]
	status, header, _ := v.do(v.request("GET", "/getdoc/"+p.GUID()+"/x.aspx"))
	if want := "/blog/" + p.Path; status != http.StatusMovedPermanently || header.Get("Location") != want {
		t.Errorf("getdoc answers %d to %s, want %s", status, header.Get("Location"), want)
	}
}

func TestCharsets(t *testing.T) {
	s := New(Options{Charset: "windows-1252", DeclaredCharset: "iso-8859-1"})
	page := string(s.Page(1))
	if !strings.Contains(page, "\x93Wien\x94") || !strings.Contains(page, "charset=iso-8859-1") || !strings.Contains(page, "&#344;") {
		t.Error("the page is not windows-1252 that calls itself something else")
	}
	if !strings.HasPrefix(string(New(Options{Charset: "utf-8-bom"}).Page(1)), "\ufeff<!DOCTYPE") {
		t.Error("no byte order mark")
	}
}
