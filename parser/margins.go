package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// margins drops elements that have most of the page's text: whatever their names in this
// theme, they are not sidebars. Comments may be longer than their post, and a box opened
// by a script may contain all posts. A tag cloud or a short aside within an article
// belongs to the post.
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

// postless drops sidebars that contain posts if there are none elsewhere: some themes
// build their home page from widgets.
func (sh *sheet) postless(margins []*html.Node) []*html.Node {
	isMargin := map[*html.Node]bool{}
	for _, m := range margins {
		isMargin[m] = true
	}
	for i := range sh.p.Listing {
		posts := sh.doc.All(sh.p.Listing[i].Item.Selector)
		if len(posts) < 2 {
			continue
		}
		holds := map[*html.Node]bool{}
		for _, post := range posts {
			held := false
			for n := post; n != nil; n = n.Parent {
				if isMargin[n] {
					holds[n], held = true, true
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
