package selector_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// FuzzQuickSelect compares selectors, with and without a document's
// index, with the library's.
func FuzzQuickSelect(f *testing.F) {
	f.Add(`<div class="post-body text"><p id=x>a</p><nav>b</nav></div><a href="/author/me.aspx" rel="category tag">c</a>`)
	f.Add(`<body class="a ENUS"><h1 class=T>x</h1><strong>1</strong><strong>2</strong><svg><foreignObject class=q></svg>`)
	f.Fuzz(func(t *testing.T, page string) {
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Skip()
		}
		d := document.New(root, 0)
		for _, text := range []string{
			".post-body.text, nav", "p", "#x", "a[rel~=category][rel~=tag]", `meta[name="generator" i][content^="Ghost" i]`, "body.a h1, .T",
			"[class]", "div > p#x", "strong:nth-of-type(2)", "h1:first-child", "*", `a[href*="/author/"][href$=".aspx"], .q`, "div:not(.x), #y",
			"div p a", "body > .post-body a, nav > b", "div + nav b", `.post-body.text > [id="x"]`, `a[rel~="tag"], p[class=""]`, "div:first-child > p",
		} {
			sel, err := selector.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			group, err := cascadia.ParseGroup(text)
			if err != nil {
				t.Fatal(err)
			}
			want := cascadia.QueryAll(root, group)
			if got := sel.All(root); !slices.Equal(got, want) {
				t.Errorf("%s: all gives %d elements, want %d", text, len(got), len(want))
			}
			if got := d.All(sel); !slices.Equal(got, want) {
				t.Errorf("%s: all of the document gives %d elements, want %d", text, len(got), len(want))
			}
			first := d.First(sel)
			if len(want) == 0 && first != nil || len(want) > 0 && first != want[0] {
				t.Errorf("%s: first gives %v", text, first)
			}
		}
	})
}

// FuzzSelector compares any selector with what the library makes of it.
func FuzzSelector(f *testing.F) {
	for _, text := range []string{
		"div p a", ".a > .b.c, #x", `[href*="/a"] b`, "p:not(.a) ~ a", "a[title='b']", "li:nth-child(2n+1)", `p:contains("a)")`, "[a#=b]", `.a\.b`, "*",
	} {
		f.Add(text)
	}
	root, err := html.Parse(strings.NewReader(`<div id=x class="a b"><p class="b c">one <a href="/a" title=b rel="a b">two</a></p>
		<ul class=a><li>1<li class=b>2<li><b class=" a">3</b></ul><p title="" class="a.b">four<a>five</a></p></div>`))
	if err != nil {
		f.Fatal(err)
	}
	d := document.New(root, 0)
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, " || ") || strings.TrimSpace(text) != text {
			t.Skip("second choices, and spaces around them, are not the library's")
		}
		group, err := cascadia.ParseGroup(text)
		sel, failed := selector.Parse(text)
		if (err == nil) != (failed == nil) {
			t.Fatalf("%q: %v, want %v", text, failed, err)
		}
		if err != nil {
			return
		}
		want := slices.DeleteFunc(cascadia.QueryAll(root, group), func(n *html.Node) bool { return n.Type != html.ElementNode })
		if got := d.All(sel); !slices.Equal(got, want) {
			t.Errorf("%q selects %d elements, want %d", text, len(got), len(want))
		}
	})
}
