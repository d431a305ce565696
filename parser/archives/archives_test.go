package archives

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

func archivesOf(t testing.TB, markup string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Skip(err)
	}
	inPost := func(n *html.Node) bool { return dom.Attr(n, "class") == "post" }
	var out []string
	base := weburl.Web("http://old.example/log/")
	for _, a := range Find(root, base.String(), func(ref string) string { return blog.Canonical(weburl.Absolute(base, ref)) }, inPost) {
		s := a.Kind + " " + a.Period + " " + strings.TrimPrefix(a.URL, "http://old.example")
		if a.Count > 0 {
			s += fmt.Sprintf(" x%d", a.Count)
		}
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return out
}

func TestArchives(t *testing.T) {
	tests := []struct {
		name, markup string
		want         []string
	}{
		{"months, newest first", `<a href="/2009/11/">November 2009</a> (3) <a href="/2010/01/">January 2010 (12)</a>`, []string{"month 2010-01 /2010/01/ x12", "month 2009-11 /2009/11/ x3"}},
		{"other languages", `<a href="/a">août 2008</a><a href="/b">März 2009</a><a href="/c">julio de 2009</a><a href="/d">2009年8月</a><a href="/e">Сентябрь 2009</a>`,
			[]string{"month 2009-09 /e", "month 2009-08 /d", "month 2009-07 /c", "month 2009-03 /b", "month 2008-08 /a"}},
		{"numbers", `<a href="/x?m=200704">2007-04</a><a href="/x?m=200705">05/2007</a>`, []string{"month 2007-05 /x?m=200705", "month 2007-04 /x?m=200704"}},
		{"a month by its name alone", `<ul><li>2006<ul><li><a href="/2006_03_01_archive.html">marzo</a> <span>(4)</span></li></ul></li></ul><a href="/spring.html">March</a>`,
			[]string{"month 2006-03 /2006_03_01_archive.html x4"}},
		{"months and weeks by their days", `<a href="2002_03_01_archive.html">03/01/2002 - 03/31/2002</a> <a href="2002_04_07_archive.html">07.04.2002 - 13.04.2002</a> <a href="/fair.html">03/01/2002 - 03/09/2002</a>`,
			[]string{"month 2002-04 /log/2002_04_07_archive.html", "month 2002-03 /log/2002_03_01_archive.html"}},
		{"neighbors", `<a href="/2004/02/">« Feb</a> <a href="/2004/04/">April 2004 »</a>`, []string{"month 2004-04 /2004/04/", "month 2004-02 /2004/02/"}},
		{"years that no month repeats", `<a href="/2004/">2004</a> <a href="/2005/">2005 (40)</a> <a href="/2005/06/">June 2005</a>`, []string{"month 2005-06 /2005/06/", "year 2004 /2004/"}},
		{"a list to choose from", `<select><option value="">Month</option><option value="http://old.example/2010/08/">August 2010 (2)</option></select>`, []string{"month 2010-08 /2010/08/ x2"}},
		{"an index", `<a href="/log/archives.html">Archives</a>`, []string{"index /log/archives.html"}},
		{"labels, also of posts", `<div class="post"><a href="/2010/08/">August 2010</a><a rel="tag" href="/about/gulls">gulls</a></div><a href="/category/storms/">Storms (7)</a>`, []string{"label /about/gulls", "label /category/storms/ x7"}},
		{"a category called 1997", `<a href="/category/logs/1997/">1997</a><a href="/1998/">1998</a>`, []string{"year 1998 /1998/", "label /category/logs/1997/"}},
		{"no archives", `<a href="/2010/08/14/a-post/">14 August 2010</a><a href="http://else.example/2010/08/">August 2010</a><a href="/gallery/2010">1024</a><a href="/feed/">2010</a><a href="/log/">July 2010</a><a href="#x">May 2010</a>`, nil},
	}
	for _, tt := range tests {
		if got := archivesOf(t, tt.markup); !slices.Equal(got, tt.want) {
			t.Errorf("%s: archives = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzArchives(f *testing.F) {
	f.Add(`<a href="/2009/11/">November 2009</a> (3)`)
	f.Add(`<option value="?m=201001">01/2010</option><a href="/x">'09 May</a>`)
	f.Fuzz(func(t *testing.T, markup string) { archivesOf(t, markup) })
}
