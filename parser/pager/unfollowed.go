package pager

import (
	"path"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

const longestControl = 40 // width above which a text is no label of a control

var (
	// loadsMore matches labels of buttons that add posts to the page.
	loadsMore = pattern.Late(`(?i)^\W*(?:(?:load|show|view|see|get|fetch) (?:\d+ )?(?:more|older)|(?:weitere|mehr) (?:\pL+ )?(?:laden|anzeigen)|(?:voir|afficher|charger) plus|(?:cargar|ver|mostrar|carregar) m[áa]i?s|(?:carica|mostra) altr[io]|meer (?:\pL+ )?laden|(?:pokaż|załaduj) więcej|(?:показать|загрузить) (?:ещ[её]|больше)|もっと(?:見る|読み込む)|加载更多|載入更多)(?: (?:d['’]|de )?(?:posts?|entries|articles?|stories|news|items|results|einträge|beiträge|artikel|entradas|artículos|articoli|berichten|wpisów|записей))?\W*$`)
	pageOf    = pattern.Late(`(?i)^\W*(?:page|seite|página|pagina|strona|страница|sivu|sida|side)\s+1\s*(?:of|von|sur|de|di|van|z|из|av|af|/)\s*(?:[2-9]|\d{2,4})\W*$`)
	monthName = pattern.Late(`^\pL{3,12}\.?,? (?:19|20)\d\d\b`)
)

// nextData are attributes in which scripts keep the address or the number of the next
// page.
var nextData = words.Set("data-next data-next-url data-next-page data-nextpage data-next-href data-older data-load-more")

// Unfollowed returns the label of a control outside of posts that shows further posts by
// a script or form, so that it cannot be followed, "" if there is none.
func Unfollowed(root *html.Node, inPost func(*html.Node) bool) string {
	numbers := 0 // links of a script with page numbers
	var walk func(n *html.Node) string
	walk = func(n *html.Node) string {
		if inPost(n) || dom.Silent[n.Data] && n.Type == html.ElementNode && n.Data != "select" {
			return ""
		}
		if n.Type == html.ElementNode {
			if label := controlLabel(n); label != "" {
				return label
			}
			if n.Data == "a" && isScript(n) && isPageNumber(dom.Text(n)) {
				numbers++
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if label := walk(c); label != "" {
				return label
			}
		}
		return ""
	}
	label := walk(root)
	if label == "" && numbers > 0 && numbers < 15 { // more are the days of a calendar
		return "page numbers"
	}
	return label
}

func isPageNumber(s string) bool {
	s = strings.Trim(s, " []")
	return len(s) > 0 && len(s) < 3 && s != "1" && strings.Trim(s, "0123456789") == ""
}

// isScript reports whether a link has no address.
func isScript(n *html.Node) bool {
	href := strings.ToLower(strings.TrimSpace(dom.Attr(n, "href")))
	return href == "" || href[0] == '#' || strings.HasPrefix(href, "javascript:")
}

// controlLabel returns the label of an element that shows further posts, see Unfollowed.
func controlLabel(n *html.Node) string {
	for _, a := range n.Attr {
		if nextData[a.Key] && strings.ContainsAny(a.Val, "/?0123456789") {
			return a.Key
		}
	}
	label := ""
	switch n.Data {
	case "a":
		if image := onlyImage(n); image != "" && !isScript(n) && !strings.Contains(dom.Attr(n, "href"), "//") { // a web ring is elsewhere
			return image
		}
		if isScript(n) {
			label = dom.Text(n)
		}
	case "button":
		label = dom.Text(n)
	case "input":
		if kind := strings.ToLower(dom.Attr(n, "type")); kind == "submit" || kind == "button" || kind == "image" {
			label = dom.Attr(n, "value") + dom.Attr(n, "alt")
		}
	case "area":
		label = dom.Attr(n, "alt")
	case "span", "div", "li", "p":
		if text := n.FirstChild; text != nil && text == n.LastChild && text.Type == html.TextNode && !words.Longer(text.Data, longestControl) {
			if pageOf.MatchString(text.Data) {
				return blog.Fold(text.Data)
			}
			if dom.Attr(n, "onclick") != "" || hintRole(dom.Attr(n, "class")) != noRole || strings.Contains(dom.Attr(n, "class")+dom.Attr(n, "id"), "more") {
				label = text.Data
			}
		}
	case "select":
		return monthsIn(n)
	}
	if label = blog.Fold(label); label != "" && !words.Longer(label, longestControl) && showsMore(label) {
		return label
	}
	return ""
}

// showsMore reports whether a label promises further posts. "Next" alone may be that of a
// gallery.
func showsMore(label string) bool {
	role := WordRole(label)
	return role == OlderRole || role == NextRole && strings.Contains(strings.Trim(label, " "+NextArrows), " ") || loadsMore.MatchString(label)
}

// onlyImage returns the file name of the image that is all of a link, if it names further
// posts: "next.gif".
func onlyImage(n *html.Node) string {
	c := n.FirstChild
	if c == nil || c != n.LastChild || c.Data != "img" || dom.Attr(c, "alt") != "" {
		return ""
	}
	name := path.Base(dom.Attr(c, "src"))
	if role := hintRole(strings.TrimSuffix(name, path.Ext(name))); role == NextRole || role == OlderRole {
		return name
	}
	return ""
}

// monthsIn returns the first month of a list of choices that a script or form leads to.
func monthsIn(n *html.Node) string {
	first, months := "", 0
	for c := range n.Descendants() {
		if c.Type == html.TextNode && c.Parent.Data == "option" {
			if text := blog.Fold(c.Data); monthName.MatchString(text) {
				if months++; first == "" {
					first = text
				}
			}
		}
	}
	if months < 2 {
		return ""
	}
	return first
}
