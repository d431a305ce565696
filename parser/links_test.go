package parser

import (
	"net/url"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

func TestAbsolute(t *testing.T) {
	for ref, want := range map[string]string{
		"":                         "",
		"/a/b.aspx?c=d&e=f":        "http://old.example/a/b.aspx?c=d&e=f",
		"~/getfile/a.aspx":         "http://old.example/getfile/a.aspx",
		"~":                        "http://old.example/",
		"a.jpg":                    "http://old.example/blog/a.jpg",
		"../x/./y":                 "http://old.example/x/y",
		"/a/../b":                  "http://old.example/b",
		"?page=3":                  "http://old.example/blog/list.aspx?page=3",
		"#comments":                "http://old.example/blog/list.aspx?page=2#comments",
		"//cdn.example/a":          "http://cdn.example/a",
		"https://x.example/a?b#c":  "https://x.example/a?b#c",
		"HTTP://X.example/a":       "http://X.example/a",
		"http://x.example":         "http://x.example",
		" \n /a b\t/c ":            "http://old.example/a%20b/c",
		`\images\a.jpg?x=\y`:       `http://old.example/images/a.jpg?x=\y`,
		"/100%.html":               "http://old.example/100%25.html",
		"/a%20b":                   "http://old.example/a%20b",
		"/Vienna,-Austria":         "http://old.example/Vienna,-Austria",
		"/über":                    "http://old.example/%C3%BCber",
		"mailto:a@b.example":       "mailto:a@b.example",
		"tel:+1-2":                 "tel:+1-2",
		"javascript:x()":           "javascript:x()",
		"/getattachment/a/b.aspx#": "http://old.example/getattachment/a/b.aspx",
		"http:c.html":              "http://old.example/blog/c.html",
		"1:2.html":                 "http://old.example/blog/1:2.html",
	} {
		if got := absolute(testBase, ref); got != want {
			t.Errorf("absolute(%q) = %q, want %q", ref, got, want)
		}
	}
	for ref, want := range map[string]string{" /a ": "/a", "~/a": "~/a", "//x/a": "//x/a", "http://x/ ": "http://x/"} {
		if got := absolute(nil, ref); got != want {
			t.Errorf("absolute(nil, %q) = %q, want %q", ref, got, want)
		}
	}
}

func TestBaseOf(t *testing.T) {
	tests := []struct{ page, markup, want string }{
		{"http://old.example/blog/a", `<p>x`, "http://old.example/blog/a"},
		{"http://old.example/blog/a", `<base href="/other/">`, "http://old.example/other/"},
		{"", `<base target="_top"><base href="http://old.example/b/">`, "http://old.example/b/"},
		{"http://old.example/a", `<base href="file:///etc/">`, "http://old.example/a"},
		{"http://old.example/a", `<base href="javascript:x">`, "http://old.example/a"},
		{"", `<base href="/x">`, ""},
		{"file:///tmp/a.html", `<p>`, ""},
	}
	for _, tt := range tests {
		doc, err := html.Parse(strings.NewReader(tt.markup))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if u := baseOf(newDocument(doc, 0), &blog.Page{URL: tt.page}); u != nil {
			got = u.String()
		}
		if got != tt.want {
			t.Errorf("baseOf(%q, %s) = %q, want %q", tt.page, tt.markup, got, tt.want)
		}
	}
}

func FuzzAbsolute(f *testing.F) {
	for _, ref := range []string{"~/a", "//x/y", "?a=b", "/100%", "a:b", `\x`, "http://x//y/../z", "/a/./b"} {
		f.Add(ref)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		got := absolute(testBase, ref)
		if again := absolute(testBase, got); again != got {
			t.Fatalf("absolute(%q) = %q, and again %q", ref, got, again)
		}
		if whole, ok := simple(testBase, ref); ok {
			u, err := url.Parse(ref)
			if err != nil || testBase.ResolveReference(u).String() != whole {
				t.Fatalf("simple(%q) = %q, but the parser says %v, %v", ref, whole, u, err)
			}
		}
	})
}
