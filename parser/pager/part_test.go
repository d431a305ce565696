package pager

import "testing"

// TestOtherLists checks that the arrow of another list is not taken for the pager's.
func TestOtherLists(t *testing.T) {
	for _, test := range []struct{ page, markup, next string }{
		{"http://old.example/news/blog?pg=3", `<a href="/news?page=2">&gt;</a><p><a href="/news/blog?pg=2">2</a> <strong>3</strong> <a href="/news/blog?pg=3">&gt;</a></p>`, ""},
		{"http://old.example/?page=5", `<a href="/news?page=2">&gt;</a>`, ""},
		{"http://old.example/", `<a href="/blog?page=2">&gt;</a>`, "http://old.example/blog?page=2"},
		{"http://old.example/log.html?page=2", `<a href="log3.html?page=3">&gt;</a>`, "http://old.example/log3.html?page=3"},
	} {
		next := ""
		if p := pagerOf(t, test.page, test.markup); p.Next != nil {
			next = p.Next.URL
		}
		if next != test.next {
			t.Errorf("next of %s in %s = %q, want %q", test.page, test.markup, next, test.next)
		}
	}
}
