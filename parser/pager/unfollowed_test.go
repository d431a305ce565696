package pager

import (
	"testing"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

func TestUnfollowed(t *testing.T) {
	for _, c := range []struct{ markup, want string }{
		{`<form action="/older"><input type="hidden" name="before" value="5"><input type="submit" value="Older posts"></form>`, "Older posts"},
		{`<form><button>Next page »</button></form>`, "Next page »"},
		{`1 <a href="javascript:page(2)">2</a> <a href="javascript:page(3)">3</a>`, "page numbers"},
		{`<a href="#" onclick="more()">Ältere Beiträge</a>`, "Ältere Beiträge"},
		{`<button data-url="/2">Load more</button>`, "Load more"},
		{`<button>Voir plus d'articles</button>`, "Voir plus d'articles"},
		{`<div class="list" data-next-url="/2"></div>`, "data-next-url"},
		{`<span class="next" onclick="more()">Older posts</span>`, "Older posts"},
		{`<p>Page 1 of 3</p>`, "Page 1 of 3"},
		{`<map><area href="/2" alt="older"></map>`, "older"},
		{`<a href="/2"><img src="pics/next.gif"></a>`, "next.gif"},
		{`<select><option>Month</option><option value="5">May 2006</option><option value="4">April 2006</option></select>`, "May 2006"},

		{`<a href="/2">Older posts</a>`, ""}, // the pager follows it
		{`<a href="http://ring.example/next?us"><img src="next.gif"></a> <div data-next="Forward"></div>`, ""},
		{`<a href="#" class="next">Next</a> <a href="#">Back to top</a>`, ""},
		{`<p>Page 1 of 1</p><button>Menu</button><input type="submit" value="Search">`, ""},
		{`<div class="post"><a href="#">Older posts</a></div>`, ""},
		{`<p>The next page of the book was missing, and older posts were rotten.</p>`, ""},
		{`<select><option>May 2006</option></select><select><option>English</option><option>Dansk</option></select>`, ""},
	} {
		inPost := func(n *html.Node) bool { return dom.Attr(n, "class") == "post" }
		if got := Unfollowed(tree(t, c.markup), inPost); got != c.want {
			t.Errorf("Unfollowed(%s) = %q, want %q", c.markup, got, c.want)
		}
	}
}
