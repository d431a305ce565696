package pager

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// pagerOf reads the pager of a page at an address.
func pagerOf(t testing.TB, address, markup string) blog.Pager {
	t.Helper()
	page := &blog.Page{URL: address}
	inPost := func(n *html.Node) bool { return dom.Attr(n, "class") == "post" }
	return Read(tree(t, markup), page, weburl.Web(address), Hints{InPost: inPost})
}

func tree(t testing.TB, markup string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Skipf("parse: %v", err)
	}
	return doc
}

const listURL = "http://old.example/blog"

// dataPager writes a DataPager in query mode as page n of last shows it.
const dataPager = `<div class="PagerControl"><div class="PagerResults">Displaying results  11-20 (of 127)</div><div class="PagerNumberArea"><span>&nbsp;<a href="/blog">|&lt;</a>&nbsp;&nbsp;<a href="/blog" class="UnselectedPrev">&lt;</a></span><span style="padding-left:5px;"></span><span>&nbsp;<a href="/blog" class="UnselectedPage">1</a> - <span class="SelectedPage">2</span> - <a href="/blog?page=3" class="UnselectedPage">3</a> - <a href="/blog?page=4" class="UnselectedPage">4</a>&nbsp;</span><span></span><span>&nbsp;<a href="/blog?page=3" class="UnselectedNext">&gt;</a>&nbsp;&nbsp;<a href="/blog?page=13">&gt;|</a>&nbsp;</span></div></div>`

func TestReadPager(t *testing.T) {
	type want struct {
		mode          string
		current, last int
		known         bool
		next, prev    string
		links         []int
		five          string // request for page 5, "" for none
	}
	tests := []struct {
		name, url, markup string
		want              want
	}{
		{"none", listURL, `<p>no pager <a href="/x">here</a></p>`, want{mode: "none"}},
		{"back in a menu", listURL, `<nav><a class="site-menu-control" href="/"><span>Back</span></a> <a href="/about">About</a></nav><p>text</p>`, want{mode: "none"}},
		{"calendar of ASP.NET", listURL, `<form method="post" action="/blog"><input type="hidden" name="__VIEWSTATE" value="x"><table><tr><td><a href="javascript:__doPostBack('cal','V3074')">&lt;</a></td><td>July 2008</td><td><a href="javascript:__doPostBack('cal','V3135')">&gt;</a></td></tr></table><table><tr><td><a href="javascript:__doPostBack('cal','3104')">1</a></td><td><a href="javascript:__doPostBack('cal','3105')">2</a></td><td><a href="javascript:__doPostBack('cal','3106')">3</a></td></tr></table></form>`, want{mode: "none"}},
		{"data pager", listURL + "?page=2", dataPager, want{"query", 2, 13, true, "/blog?page=3", "/blog", []int{1, 3, 4}, "/blog?page=5"}},
		{"first page, other key", listURL + "?tagname=x&groupid=3", `<span>&nbsp;|&lt;&nbsp; <span class="SelectedPrev">&lt;</span></span><span class="SelectedPage">1</span> - <a href="/blog?tagname=x&amp;groupid=3&amp;Seite=2">2</a> - <a href="/blog?tagname=x&amp;groupid=3&amp;Seite=3">3</a><a href="/blog?tagname=x&amp;groupid=3&amp;Seite=2">&gt;</a><a href="/blog?tagname=x&amp;groupid=3&amp;Seite=9">&gt;|</a>`,
			want{"query", 1, 9, true, "/blog?tagname=x&groupid=3&Seite=2", "", []int{2, 3}, "/blog?tagname=x&groupid=3&Seite=5"}},
		{"last page", listURL + "?page=3", `<a href="/blog">|&lt;</a> <a href="/blog?page=2">&lt;</a> <a href="/blog">1</a> - <a href="/blog?page=2">2</a> - <span class="SelectedPage">3</span> <span class="SelectedNext">&gt;</span> &gt;|`,
			want{"query", 3, 3, true, "", "/blog?page=2", []int{1, 2}, "/blog?page=5"}},
		{"beyond the end, clamped", listURL + "?page=99", `<a href="/blog">1</a> - <a href="/blog?page=2">2</a> - <strong>3</strong>`, want{"query", 3, 3, true, "", "/blog?page=2", []int{1, 2}, "/blog?page=5"}},
		{"two pages, on the second", listURL + "?page=2", `<a href="/blog">&lt;</a> <a href="/blog">1</a> - <span>2</span>`, want{"query", 2, 2, true, "", "/blog", []int{1}, "/blog?page=5"}},
		{"uni pager", listURL, `<a href="/blog">|&lt;</a>&nbsp;<a href="/blog">&lt;</a>&nbsp;<strong>1</strong>&nbsp;<a href="/blog?page=2">2</a>&nbsp;<a href="/blog?page=3">3</a>&nbsp;<a href="/blog?page=4">...</a>&nbsp;<a href="/blog?page=2">&gt;</a>&nbsp;<a href="/blog?page=7">&gt;|</a>`,
			want{"query", 1, 7, true, "/blog?page=2", "", []int{2, 3}, "/blog?page=5"}},
		{"uni pager, last page links to itself", listURL + "?page=7", `<a href="/blog?page=6">...</a> <strong>7</strong> <a href="/blog?page=7">&gt;</a> <a href="/blog?page=7">&gt;|</a> <a href="/blog?page=6">6</a>`,
			want{"query", 7, 7, true, "", "/blog?page=6", []int{6}, "/blog?page=5"}},
		{"arrows without text", listURL, `<div class="pager"><span class="CurrentPage">1</span><span class="Pages"><a href="/blog?page=2">2</a></span><a href="/blog?page=2"><span class="NextPage" title="Go to next page"></span></a><a href="/blog?page=4"><span class="LastPage" title="Go to last page"></span></a></div>`,
			want{"query", 1, 4, true, "/blog?page=2", "", []int{2}, "/blog?page=5"}},
		{"image arrows", listURL, `<a href="/blog?page=2"><img src="x.gif" alt="Next page"></a>`, want{"query", 1, 2, false, "/blog?page=2", "", nil, "/blog?page=5"}},
		{"buttons", listURL, `<input type="button" value="1" disabled><input type=button value="2" onclick="window.location='/blog?page=2'"><input type=button value="3" onclick="location.href=&quot;/blog?page=3&quot;; return false"><input type=button value=">" onclick="window.location='\/blog?page=2'">`,
			want{"query", 1, 3, false, "/blog?page=2", "", []int{2, 3}, "/blog?page=5"}},
		{"page of", listURL + "?page=3", `<div>Page 3 of 13 <a href="/blog?page=2">Previous</a> <a href="/blog?page=4">Next</a></div>`, want{"query", 3, 13, true, "/blog?page=4", "/blog?page=2", nil, "/blog?page=5"}},
		{"path", "http://old.example/blog/page/2/", `<a href="/blog/">1</a> <span class="current">2</span> <a href="/blog/page/3/">3</a> … <a href="/blog/page/9/">9</a> <a class="next" href="/blog/page/3/">Next »</a>`,
			want{"query", 2, 9, false, "/blog/page/3/", "/blog/", []int{1, 3, 9}, "/blog/page/5/"}},
		{"older and newer", "http://old.example/blog/page/2/", `<div class="alignleft"><a href="/blog/page/3/">« Older Entries</a></div><div class="alignright"><a href="/blog/">Newer Entries »</a></div>`,
			want{"query", 2, 3, false, "/blog/page/3/", "/blog/", nil, "/blog/page/5/"}},
		{"previous means older", listURL, `<div class="nav-previous"><a href="/blog/before-may">Previous</a></div>`, want{"links", 0, 0, false, "/blog/before-may", "", nil, ""}},
		{"numbers beat words", listURL + "?page=2", `<a rel="prev" href="/blog?page=3">Previous posts</a> <a rel="next" href="/blog?page=1">Next posts</a>`, want{"query", 2, 3, false, "/blog?page=3", "/blog?page=1", nil, "/blog?page=5"}},
		{"timestamps", "http://old.example/", `<a class="blog-pager-older-link" href="http://old.example/search?updated-max=2010-11-21T21:18:00%2B01:00&amp;max-results=7">Entradas antiguas</a>`,
			want{"links", 0, 0, false, "/search?updated-max=2010-11-21T21:18:00%2B01:00&max-results=7", "", nil, ""}},
		{"german", listURL + "/index.php", `<a href="/blog/index.php?ab=x">ältere Beiträge →</a>`, want{"links", 0, 0, false, "/blog/index.php?ab=x", "", nil, ""}},
		{"zero based", listURL, `<ul class="pager"><li class="pager-current">1</li><li><a href="/blog?page=1">2</a></li><li><a href="/blog?page=2">3</a></li><li class="pager-next"><a href="/blog?page=1">next ›</a></li><li class="pager-last"><a href="/blog?page=8">last »</a></li></ul>`,
			want{"query", 1, 9, true, "/blog?page=1", "", []int{2, 3}, "/blog?page=4"}},
		{"offsets", listURL + "?start=10", `<a href="/blog">1</a> <span>2</span> <a href="/blog?start=20">3</a> <a href="/blog?start=30">4</a> <a href="/blog?start=20">Next</a> <a href="/blog?start=120">End</a>`,
			want{"query", 2, 13, true, "/blog?start=20", "/blog", []int{1, 3, 4}, "/blog?start=40"}},
		{"posts counted before the numbers", listURL, `<div class="pages">6-10 | 23 posts <a href="/blog">1</a> <b>2</b> <a href="/blog?page=3">3</a> <a href="/blog?page=4">4</a> <a href="/blog?page=5">5</a> <a href="/blog?page=3">Next</a></div>`, want{"query", 2, 5, false, "/blog?page=3", "/blog", []int{1, 3, 4, 5}, "/blog?page=5"}},
		{"ranges", listURL, `[1-10] <a href="/blog?page=2">[11-20]</a> <a href="/blog?page=3">[21-30]</a>`, want{"query", 1, 3, false, "/blog?page=2", "", []int{2, 3}, "/blog?page=5"}},
		{"the server adds a slash", "http://old.example/page/3/", `<a href="/page/2">Newer</a> <a href="/page/4">Older</a>`, want{"query", 3, 4, false, "/page/4", "/page/2", nil, "/page/5"}},
		{"a way down the page", "http://old.example/page/2/", `<a class="icon-arrow-left" href="/page/2/index.html#content">Scroll down</a> <a href="/page/1/">Newer Posts</a> Page 2 of 6 <a href="/page/3/">Older Posts</a>`, want{"query", 2, 6, true, "/page/3/", "/page/1/", nil, "/page/5/"}},
		{"one way above, one below", "http://old.example/page/3/", `<a href="/page/2/">Previous page</a><div class="post">x</div><a href="/page/4/">Next page</a>`, want{"query", 3, 4, false, "/page/4/", "/page/2/", nil, "/page/5/"}},
		{"the number above, the way below", "http://old.example/page/3/", `<p>Page 3 of 28</p><a href="/page/2/">Previous page</a><div class="post">x</div><a href="/page/4/">Next page</a>`, want{"query", 3, 28, true, "/page/4/", "/page/2/", nil, "/page/5/"}},
		{"a year before the arrow", "http://old.example/", `July 2025 <a href="/page/2/">Next page »</a>`, want{"query", 1, 2, false, "/page/2/", "", nil, "/page/5/"}},
		{"own number without a link", "http://old.example/index2.html", `<a href="/index.html">←Previous</a> <a href="/index.html">1</a> <a>2</a> <a href="/index3.html">3</a> <a href="/index3.html">Next →</a>`,
			want{"query", 2, 3, false, "/index3.html", "/index.html", []int{1, 3}, "/index5.html"}},
		{"icons of arrows", "http://old.example/index2.html", `<a href="/index.html"><i class="icon-arrow-left"></i></a> Page 2 / 3 <a href="/index3.html"><i class="icon-arrow-right"></i></a>`,
			want{"query", 2, 3, true, "/index3.html", "/index.html", nil, "/index5.html"}},
		{"chinese page of", "http://old.example/page/3/", `<a href="/page/2/">上一页</a> 第 3 页 ⁄ 共 7 页 <a href="/page/4/">下一页</a>`, want{"query", 3, 7, true, "/page/4/", "/page/2/", nil, "/page/5/"}},
		{"in a post", listURL, `<div class="post"><a href="/x?page=2">2</a> <a href="/x?page=3">3</a> <a href="/x?page=2">next</a></div>`, want{mode: "none"}},
		{"calendar", listURL, `<table id="calendar"><tr><td>1</td><td><a href="/2014/7/2">2</a></td><td><a href="/2014/7/3">3</a></td><td>4</td></tr></table>`, want{mode: "none"}},
		{"calendar without a name", listURL, `<table><tr><td>1</td><td><a href="/2014/07/2">2</a></td><td><a href="/2014/07/3">3</a></td></tr></table>`, want{mode: "none"}},
		{"years", listURL, `<a href="/archive/2013">2013</a> <a href="/archive/2014">2014</a>`, want{mode: "none"}},
		{"comment counts", listURL, `<a href="/a">3</a> <a href="/b">5</a> <a href="/c">0</a>`, want{mode: "none"}},
		{"elsewhere", listURL, `<a href="http://other.example/?page=2">Next</a>`, want{mode: "none"}},
		{"other words", listURL, `<a href="/a">First steps</a> <a href="/b">Last comments</a> <a href="/c">Next: a title</a> <a href="/d">Weiterlesen</a>`, want{mode: "none"}},
		{"two pagers", listURL + "?page=2", `<div id="comments"><a href="/blog?cp=1">1</a> <b>2</b> <a href="/blog?cp=3">3</a></div><p>A few words between the two of them.</p>` + dataPager, want{"query", 2, 13, true, "/blog?page=3", "/blog", []int{1, 3, 4}, "/blog?page=5"}},
		{"head only", listURL, `<head><link rel="next" href="/blog?p=2"></head><body>x`, want{"links", 0, 0, false, "/blog?p=2", "", nil, ""}},
		{"dated path", listURL, `<a href="/2013/page/2/">View previous posts &raquo;</a>`, want{"query", 1, 2, false, "/2013/page/2/", "", nil, "/2013/page/5/"}},
		{"thousand pages", listURL, `<span>Page 1 sur 1&nbsp;498</span> <b>1</b> <a href="/blog/page/2">2</a> <a href="/blog/page/3">3</a>`, want{"query", 1, 1498, true, "/blog/page/2", "", []int{2, 3}, "/blog/page/5"}},
		{"any static page", listURL, `<head><link rel="next" href="/policy/"></head><body>x`, want{mode: "none"}},
		{"row numbers", listURL + "?PageFirstRow=6", `<a href="/blog"><img src="prev.gif" alt="Previous"></a> 6 - 10 <a href="/blog?PageFirstRow=11"><img src="next.gif" alt="Next"></a>`, want{"links", 2, 3, false, "/blog?PageFirstRow=11", "/blog", nil, ""}},
		{"home between", listURL + "?page=3", `<a href="/blog?page=2">Newer</a> <a href="/">Lantern House</a> <a href="/blog?page=4">Older</a>`, want{"query", 3, 4, false, "/blog?page=4", "/blog?page=2", nil, "/blog?page=5"}},
		{"bulgarian", listURL, `<a href="/x">По-стари публикации</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"thai", listURL, `<a href="/x">หน้าถัดไป »</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"catalan", listURL, `<a href="/x">Entrades més antigues</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"hebrew", listURL, `<a href="/x">רשומות ישנות יותר</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"slovak", listURL, `<a href="/x">Staršie príspevky</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"serbian", listURL, `<a href="/x">Следећа страна</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"indonesian", listURL, `<a href="/x">Pos yang lebih lama</a> <a href="/y">Halaman berikutnya</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"a date is no number", listURL, `12.03.07 <a href="/x">« previous</a>`, want{"links", 0, 0, false, "/x", "", nil, ""}},
		{"second page is one", "http://old.example/page1.html", `<a href="/">newer</a> <a href="/page2.html">older</a>`, want{"query", 2, 3, false, "/page2.html", "/", nil, "/page4.html"}},
		{"unknown words", listURL, `<a href="/blog/page/2/">← Past</a>`, want{"query", 1, 2, false, "/blog/page/2/", "", nil, "/blog/page/5/"}},
		{"offset of an unknown name", listURL + "?s=5", `<a href="/blog?s=10">&lt;&lt; previous 5</a> <a href="/blog?s=0">next 5 &gt;&gt;</a>`, want{"links", 0, 0, false, "/blog?s=10", "/blog?s=0", nil, ""}},
		{"numbers of posts", "http://old.example/?show=21", `<a href="/?show=20">« previous</a> <a href="/?show=22">next »</a>`, want{"links", 0, 0, false, "/?show=22", "/?show=20", nil, ""}},
		{"a path in the query", "http://old.example/index.php?page/2", `<a href="/index.php?page/3">« billets précédents</a> page 2 de 4 <a href="/index.php?page/1">billets suivants »</a>`, want{"query", 2, 4, true, "/index.php?page/3", "/index.php?page/1", nil, "/index.php?page/5"}},
		{"months below the pager", "http://old.example/2015/04/", `<div><b>Seite 1</b> <a href="/2015/04/page/2/">Seite 2</a> <a href="/2015/04/page/4/">Seite 4</a> <a href="/2015/04/page/2/">Nächste Seite</a></div><h3>Archive</h3><ul><li><a href="/2016/05/">Mai 2016</a></li><li><a href="/2016/03/">März 2016</a></li></ul>`,
			want{"query", 1, 4, false, "/2015/04/page/2/", "", []int{2, 4}, "/2015/04/page/5/"}},
		{"margin behind the pager", "http://old.example/page/2/", `<p><a href="/">前へ</a></p><div class="post">x</div><p><a href="/page/3/">次へ</a></p><div class="sidebar"><h4>3100</h4></div>`, want{"query", 2, 3, false, "/page/3/", "", nil, "/page/5/"}},
		{"calendar behind the pager", listURL, `<div>(Seite 1 von 4) <a href="/blog/P2.html">» nächste Seite</a></div><table class="calendar"><tr><td>1</td><td>2</td></tr></table>`, want{"query", 1, 4, true, "/blog/P2.html", "", nil, "/blog/P5.html"}},
		{"counts of comments", listURL, `<p><a href="/blog?p=12#comments">2</a></p><p><a href="/blog?p=11#comments">3</a></p><div><span>1</span> <a href="/blog?page=2">2</a> <a href="/blog?page=3">3</a></div>`, want{"query", 1, 3, false, "/blog?page=2", "", []int{2, 3}, "/blog?page=5"}},
		{"all in bold", listURL + "?page=2", `<b><a href="/blog">1</a> 2 <a href="/blog?page=3">3</a></b>`, want{"query", 2, 3, false, "/blog?page=3", "/blog", []int{1, 3}, "/blog?page=5"}},
		{"drop-down list", listURL, `<select onchange="window.location=this.value"><option value="/blog" selected="selected">1</option><option value="/blog?page=2">2</option><option value="/blog?page=3">3</option></select>`,
			want{"query", 1, 3, true, "/blog?page=2", "", []int{2, 3}, "/blog?page=5"}},
		{"drop-down list between arrows", listURL + "?page=2", `<a href="/blog">&lt;</a> Page <select><option value="/blog">Page 1</option><option value="/blog?page=2" selected>Page 2</option><option value="/blog?page=3">Page 3</option></select> of 3 <a href="/blog?page=3">&gt;</a>`,
			want{"query", 2, 3, true, "/blog?page=3", "/blog", []int{1, 3}, "/blog?page=5"}},
		{"list of sizes", listURL, `<select onchange="location=this.value"><option value="/blog?size=5">5</option><option value="/blog?size=10" selected>10</option></select>`, want{"none", 0, 0, false, "", "", nil, ""}},
		{"numbered by a name of its own", listURL, `<div class="pagination">8 articles &bull; Page <strong>1</strong> of <strong>2</strong> &bull; <strong>1</strong>, <a href="/blog?np=5">2</a></div>`,
			want{"links", 1, 2, false, "/blog?np=5", "", []int{2}, ""}},
		{"first posts of pages", listURL, `<div class="pager"><b>[1 - 6]</b> <a href="/blog?startnum=7">[7 - 10]</a></div>`, want{"links", 1, 2, false, "/blog?startnum=7", "", []int{2}, ""}},
		{"words of another language", listURL, `<span>Início</span> <span>Ant</span> <span>1</span> <strong><a href="/blog?start=7">2</a></strong> <a href="/blog?start=7">Próx</a> <a href="/blog?start=7">Fim</a>`, want{"query", 1, 2, true, "/blog?start=7", "", []int{2}, "/blog?start=28"}},
		{"a list of one page", listURL, `<div>Página <select><option>1</option></select> de 3</div><div><span>Anterior</span> <a href="/blog?cur=2">Siguiente</a></div>`, want{"links", 0, 3, true, "/blog?cur=2", "", nil, ""}},
		{"counts of posts below", listURL, `<div><a href="/blog?cur=2">Siguiente</a></div><h2>Blogueros</h2><ul><li>Ana<br>Entradas: 3</li></ul>`, want{"links", 0, 0, false, "/blog?cur=2", "", nil, ""}},
		{"links in bold", listURL, `<span>1</span> <strong><a href="/blog?start=7">2</a></strong>`, want{"query", 1, 2, false, "/blog?start=7", "", []int{2}, "/blog?start=28"}},
		{"figures of nothing", listURL, `<p>1 <a href="/x?np=5">2</a></p>`, want{mode: "none"}},
		{"list of stars", listURL, `<select name="stars"><option>1</option><option>2</option><option>3</option></select>`, want{"none", 0, 0, false, "", "", nil, ""}},
	}
	for _, tt := range tests {
		p := pagerOf(t, tt.url, tt.markup)
		got := want{mode: p.Mode, current: p.Current, last: p.Last, known: p.LastKnown, next: short(p.Next), prev: short(p.Prev), links: slices.Sorted(maps.Keys(p.Links))}
		if r, ok := p.Page(5); ok {
			got.five = short(&r)
		}
		if got.mode != tt.want.mode || got.current != tt.want.current || got.last != tt.want.last || got.known != tt.want.known ||
			got.next != tt.want.next || got.prev != tt.want.prev || !slices.Equal(got.links, tt.want.links) || got.five != tt.want.five {
			t.Errorf("%s:\n got %+v (%s)\nwant %+v", tt.name, got, p.Evidence, tt.want)
		}
	}
}

func short(r *blog.Request) string {
	if r == nil {
		return ""
	}
	return strings.TrimPrefix(r.URL, "http://old.example")
}

const postbackPage = `<form method="post" id="form" action="/Blog.aspx?lang=en-US">
<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value="">
<input type="hidden" name="__VIEWSTATEFIELDCOUNT" value="2"><input type="hidden" name="__VIEWSTATE" value="aa"><input type="hidden" name="__VIEWSTATE1" value="bb">
<input type="hidden" name="__CMSCsrfToken" value="t"><input type="hidden" name="lng" value="en-US">
<input type="text" name="q" value="search"><input type="submit" name="go" value="Go"><input type="checkbox" name="c1" checked><input type="checkbox" name="c2">
<select name="s"><option value="1">a<option value="2" selected>b</select><input name="off" disabled value="x">
<span class="SelectedPage">1</span> - <a href="javascript:__doPostBack('p$lt$zone$pager','2')">2</a> - <a href="javascript:__doPostBack(&#39;p$lt$zone$pager&#39;,&#39;3&#39;)">3</a>
<a href="javascript:__doPostBack(\'p$lt$zone$pager\',\'2\')">&gt;</a> <a href="javascript:__doPostBack('p$lt$zone$pager','13')">&gt;|</a>
<input type="hidden" name="p_lt_zone_pager_cpage" value="1"></form>`

func TestPostbackPager(t *testing.T) {
	p := pagerOf(t, "http://old.example/Blog.aspx", postbackPage)
	if p.Mode != blog.PagerPostback || p.Current != 1 || p.Last != 13 || !p.LastKnown || p.Next == nil || p.Template == nil || p.Template.LinkedOnly {
		t.Fatalf("pager = %+v", p)
	}
	r, _ := p.Page(5)
	want := "__EVENTTARGET=p%24lt%24zone%24pager&__EVENTARGUMENT=5&__VIEWSTATEFIELDCOUNT=2&__VIEWSTATE=aa&__VIEWSTATE1=bb&__CMSCsrfToken=t&lng=en-US&q=search&c1=on&s=2&p_lt_zone_pager_cpage=1"
	if r.Method != "POST" || r.URL != "http://old.example/Blog.aspx?lang=en-US" || r.Encode() != want {
		t.Errorf("page 5 = %s %s\n%s, want\n%s", r.Method, r.URL, r.Encode(), want)
	}
	if !strings.Contains(p.Next.Encode(), "__EVENTARGUMENT=2&") {
		t.Errorf("next = %s", p.Next.Encode())
	}
}

func TestPostbackPagerOddities(t *testing.T) {
	validated := strings.Replace(postbackPage, `name="lng"`, `name="__EVENTVALIDATION"`, 1)
	if p := pagerOf(t, "", validated); p.Template == nil || !p.Template.LinkedOnly {
		t.Errorf("event validation: %+v", p.Template)
	}
	if _, ok := func() (blog.Request, bool) { p := pagerOf(t, "", validated); return p.Page(9) }(); ok {
		t.Error("a number that is not linked can be asked for in spite of event validation")
	}
	hidden := strings.Replace(strings.Replace(postbackPage, `<span class="SelectedPage">1</span> - `, "", 1), `_cpage" value="1"`, `_cpage" value="4"`, 1)
	if p := pagerOf(t, "", hidden); p.Current != 4 {
		t.Errorf("current by the hidden field = %d", p.Current)
	}
	grid := `<form method=post action=x><input type=hidden name=__VIEWSTATE value=v><span>1</span> <a href="javascript:__doPostBack('gv','Page$2')">2</a> <a href="javascript:__doPostBack('gv','Page$3')">3</a></form>`
	p := pagerOf(t, listURL, grid)
	if r, ok := p.Page(3); p.Mode != blog.PagerPostback || p.Template != nil || !ok || !strings.Contains(r.Encode(), "__EVENTARGUMENT=Page%243") {
		t.Errorf("grid = %+v", p)
	}
	submit := `<form method=post action=x><input type=hidden name=k value=v>1 <input type=submit name=pg value=2><input type=submit name=pg value=3></form>`
	p = pagerOf(t, listURL, submit)
	if r, ok := p.Page(3); p.Mode != blog.PagerPostback || !ok || r.Encode() != "k=v&pg=3" {
		t.Errorf("submit buttons = %+v", p)
	}
}

// A DropDownList with AutoPostBack: the number is the value of the list itself.
func TestDropDownPostback(t *testing.T) {
	const page = `<form method="post" action="/Blog"><input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value=""><input type="hidden" name="__VIEWSTATE" value="aa">
<select name="p$lt$pages" onchange="javascript:setTimeout(&#39;__doPostBack(\&#39;p$lt$pages\&#39;,\&#39;\&#39;)&#39;, 0)"><option value="1">1</option><option value="2" selected="selected">2</option><option value="3">3</option></select></form>`
	p := pagerOf(t, "http://old.example/Blog", page)
	if p.Mode != blog.PagerPostback || p.Current != 2 || p.Last != 3 || !p.LastKnown {
		t.Fatalf("pager = %+v", p)
	}
	const want = "__EVENTTARGET=p%24lt%24pages&__EVENTARGUMENT=&__VIEWSTATE=aa&p%24lt%24pages=3"
	if r, _ := p.Page(3); r.Method != "POST" || r.Encode() != want {
		t.Errorf("page 3 = %s %s, want %s", r.Method, r.Encode(), want)
	}
}

func TestPagerPrefersNearNodes(t *testing.T) {
	doc, err := html.Parse(strings.NewReader(`<div id=a><b>1</b> <a href="?x=2">2</a> <a href="?x=3">3</a> <a href="?x=4">4</a></div><p>Some words that stand between the two.</p><div id=near><b>1</b> <a href="?page=2">2</a></div>`))
	if err != nil {
		t.Fatal(err)
	}
	page := &blog.Page{URL: listURL}
	p := Read(doc, page, weburl.Web(listURL), Hints{Prefer: func(n *html.Node) bool { return dom.Attr(n, "id") == "near" }})
	if p.Template == nil || p.Template.Key != "page" {
		t.Errorf("pager = %+v", p)
	}
}

func TestPagerOfSavedPage(t *testing.T) {
	p := pagerOf(t, "", `<span class=SelectedPage>1</span> - <a href="/blog?page=2">2</a> <a href="/blog?page=2">&gt;</a> <a href="/blog?page=13">&gt;|</a>`)
	if p.Mode != blog.PagerQuery || p.Current != 1 || p.Last != 13 || p.Next == nil || p.Next.URL != "/blog?page=2" {
		t.Errorf("pager = %+v", p)
	}
}

func TestTextPager(t *testing.T) {
	tests := []struct {
		in            string
		current, last int
		known         bool
	}{
		{"\u00a0|<\u00a0 <\u00a01 - 2 - 3 - 4 - 5 - 6 - 7 - 8 - 9 - 10\u00a0\u00a0>\u00a0\u00a0>|", 1, 10, false},
		{"\u00a0|<\u00a0\u00a0<\u00a0\u00a02 - 3 - 4 - 5 - 6 - 7 - 8 - 9 - 10 - 11\u00a0\u00a0>\u00a0\u00a0>|", 0, 11, false},
		{"\u00a0|<\u00a0\u00a0<\u00a0\u00a04 - 5 - 6 - 7 - 8 - 9 - 10 - 11 - 12 - 13\u00a0\u00a0> \u00a0>|", 13, 13, true},
		{" |<  <  1 - 2 - 3  >  >|", 0, 3, true},
		{"Page 3 of 13", 3, 13, true},
		{"just 12 words of prose", 0, 0, false},
		{"7 - 3 - 5", 0, 0, false},
		{"", 0, 0, false},
	}
	for _, tt := range tests {
		p := ReadText([]string{"A title", tt.in})
		if p.Mode != blog.PagerNone || p.Current != tt.current || p.Last != tt.last || p.LastKnown != tt.known {
			t.Errorf("textPager(%q) = %+v, want current %d, last %d, known %v", tt.in, p, tt.current, tt.last, tt.known)
		}
	}
}

func FuzzReadPager(f *testing.F) {
	f.Add(listURL+"?page=2", dataPager)
	f.Add(listURL, postbackPage)
	f.Add("", `<a href="?start=20">[11-20]</a> Page 1 of 3 <a onclick="location='x'">&raquo;</a>`)
	f.Fuzz(func(t *testing.T, address, markup string) {
		p := pagerOf(t, address, markup)
		if again := pagerOf(t, address, markup); again.Evidence != p.Evidence || again.Current != p.Current || again.Last != p.Last {
			t.Fatalf("two readings differ: %+v and %+v", p, again)
		}
		if p.Current < 0 || p.Last < 0 || p.LastKnown && p.Last < p.Current {
			t.Fatalf("pager = %+v", p)
		}
		p.Page(p.Current + 1)
		ReadText(strings.Split(markup, "\n"))
	})
}
