package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// margins drops elements that hold most of the page's text: whatever they are
// called in this theme, they are no margin. Comments may well be longer than
// their post, and a box that a script opens may hold all posts. A cloud of tags
// or a short aside within an article is the post's own.
func margins(d *document.Document, nodes []*html.Node) []*html.Node {
	if len(nodes) == 0 {
		return nil
	}
	whole := d.Runes(document.Span{From: 0, To: len(d.Lines)})
	if whole < 400 {
		return nodes
	}
	var out []*html.Node
	for _, n := range nodes {
		name := strings.ToLower(dom.Attr(n, "class") + dom.Attr(n, "id"))
		if (strings.Contains(name, "cloud") || n.Data == "aside" && d.Runes(d.LinesIn(n)) < document.ShortLine) && inArticle(n) {
			continue // the post's own tags
		}
		if 5*d.Runes(d.LinesIn(n)) < 3*whole || strings.Contains(name, "comment") || strings.Contains(name, "modal") {
			out = append(out, n)
		}
	}
	return out
}

func inArticle(n *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Data == "article" {
			return true
		}
	}
	return false
}

// postless drops the margins that hold posts, where no post stands elsewhere: some
// themes put their home page together of widgets.
func (sh *sheet) postless(margins []*html.Node) []*html.Node {
	for i := range sh.p.Listing {
		posts := sh.doc.All(sh.p.Listing[i].Item.Selector)
		if len(posts) < 2 {
			continue
		}
		holds := map[*html.Node]bool{}
		for _, post := range posts {
			held := false
			for _, m := range margins {
				if sh.doc.Inside(post, m) {
					holds[m], held = true, true
				}
			}
			if !held {
				return margins
			}
		}
		return slices.DeleteFunc(margins, func(m *html.Node) bool { return holds[m] })
	}
	return margins
}
