package weburl

import (
	"net/url"
	"testing"
)

var testPage, _ = url.Parse("http://old.example/blog/list.aspx?page=2")

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
		"get.ashx?file=a b.png":    "http://old.example/blog/get.ashx?file=a%20b.png",
		"/100%.html":               "http://old.example/100%25.html",
		"/a%20b":                   "http://old.example/a%20b",
		"/Vienna,-Austria":         "http://old.example/Vienna,-Austria",
		"/über":                    "http://old.example/%C3%BCber",
		"mailto:a@b.example":       "mailto:a@b.example",
		"tel:+1-2":                 "tel:+1-2",
		"javascript:x()":           "javascript:x()",
		"/getattachment/a/b.aspx#": "http://old.example/getattachment/a/b.aspx",
		"http:c.html":              "http://old.example/blog/c.html",
		"http:/c.html":             "http://old.example/c.html",
		"1:2.html":                 "http://old.example/blog/1:2.html",
	} {
		if got := Absolute(testPage, ref); got != want {
			t.Errorf("Absolute(%q) = %q, want %q", ref, got, want)
		}
	}
	for ref, want := range map[string]string{" /a ": "/a", "~/a": "~/a", "//x/a": "//x/a", "http://x/ ": "http://x/"} {
		if got := Absolute(nil, ref); got != want {
			t.Errorf("absolute(nil, %q) = %q, want %q", ref, got, want)
		}
	}
}

func FuzzAbsolute(f *testing.F) {
	for _, ref := range []string{"~/a", "//x/y", "?a=b", "/100%", "a:b", `\x`, "http://x//y/../z", "/a/./b", "http:/..///"} {
		f.Add(ref)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		got := Absolute(testPage, ref)
		if again := Absolute(testPage, got); again != got {
			t.Fatalf("Absolute(%q) = %q, and again %q", ref, got, again)
		}
		if whole, ok := Simple(testPage, ref); ok {
			u, err := url.Parse(ref)
			if err != nil || testPage.ResolveReference(u).String() != whole {
				t.Fatalf("Simple(%q) = %q, but the parser says %v, %v", ref, whole, u, err)
			}
		}
	})
}
