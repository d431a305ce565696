package parser

import (
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// FuzzQuickSelect compares quick selectors, with and without a document's
// index, with the library's.
func FuzzQuickSelect(f *testing.F) {
	f.Add(`<div class="post-body text"><p id=x>a</p><nav>b</nav></div><a href="/author/me.aspx" rel="category tag">c</a>`)
	f.Add(`<body class="a ENUS"><h1 class=T>x</h1><strong>1</strong><strong>2</strong><svg><foreignObject class=q></svg>`)
	f.Fuzz(func(t *testing.T, page string) {
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Skip()
		}
		d := newDocument(root, 0)
		for _, text := range []string{
			".post-body.text, nav", "p", "#x", "a[rel~=category][rel~=tag]", `meta[name="generator" i][content^="Ghost" i]`, "body.a h1, .T",
			"[class]", "div > p#x", "strong:nth-of-type(2)", "h1:first-child", "*", `a[href*="/author/"][href$=".aspx"], .q`, "div:not(.x), #y",
		} {
			sel, err := parseSelector(text)
			if err != nil {
				t.Fatal(err)
			}
			group, err := cascadia.ParseGroup(text)
			if err != nil {
				t.Fatal(err)
			}
			want := cascadia.QueryAll(root, group)
			if got := sel.all(root); !slices.Equal(got, want) {
				t.Errorf("%s: all gives %d elements, want %d", text, len(got), len(want))
			}
			if got := d.all(sel); !slices.Equal(got, want) {
				t.Errorf("%s: all of the document gives %d elements, want %d", text, len(got), len(want))
			}
			first := d.first(sel)
			if len(want) == 0 && first != nil || len(want) > 0 && first != want[0] {
				t.Errorf("%s: first gives %v", text, first)
			}
		}
	})
}
