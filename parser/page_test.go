package parser

import (
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

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
