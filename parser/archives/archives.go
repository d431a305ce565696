// Package archives finds the links from a blog's page to partial listings: months and
// years, an index of them, and labels. It also finds the blog's other addresses. It does
// not know what is read there.
package archives

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// maxArchives is the number of links above which a page is not that of a blog.
const maxArchives = 2000

// Find returns the partial listings that a page with the given address links to: months,
// years, an index of them, and tags or categories. Links within posts count only if they
// are tags. The newest month comes first; years follow the months and are omitted if
// their months are linked.
func Find(root *html.Node, address string, base func(string) string, inPost func(*html.Node) bool) []blog.Archive {
	own := blog.Canonical(address)
	if own == "" {
		return nil
	}
	s := &scan{base: base, own: own, host: weburl.Host(own), inPost: inPost, have: map[string]int{}}
	s.walk(root, false)
	return s.found()
}

type scan struct {
	base   func(string) string
	own    string // canonical
	host   string
	inPost func(*html.Node) bool
	have   map[string]int // index in all, by address
	all    []blog.Archive
}

func (s *scan) walk(n *html.Node, inPost bool) {
	if n.Type == html.ElementNode {
		switch n.Data {
		case "script", "style", "noscript", "template", "textarea", "iframe", "head":
			return
		case "a":
			s.link(n, dom.Attr(n, "href"), inPost)
			return
		case "option":
			s.link(n, dom.Attr(n, "value"), inPost)
			return
		}
		inPost = inPost || s.inPost != nil && s.inPost(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.walk(c, inPost)
	}
}

// link adds a link that leads to a partial listing.
func (s *scan) link(n *html.Node, ref string, inPost bool) {
	if ref = weburl.Clean(ref); ref == "" || ref[0] == '#' || !weburl.Followable(ref) || n.Data == "option" && !strings.ContainsAny(ref, "/?.") {
		return
	}
	label := pager.LinkLabel(n)
	if n.Data == "option" && n.FirstChild != nil {
		label = blog.Fold(n.FirstChild.Data)
	}
	if label == "" || len(label) > 80 {
		return
	}
	a := blog.Archive{URL: s.base(ref)}
	if !weburl.IsHTTP(a.URL) || weburl.Host(a.URL) != s.host || a.URL == s.own {
		return
	}
	name, count := splitCount(label)
	a.Kind, a.Period = archiveOf(name, a.URL, n)
	if a.Kind == "" || inPost && a.Kind != blog.ArchiveLabel || noListing(a.URL) {
		return
	}
	if a.Count = count; count == 0 {
		a.Count = countBehind(n)
	}
	s.add(a)
}

func (s *scan) add(a blog.Archive) {
	if at, ok := s.have[a.URL]; ok {
		if s.all[at].Count == 0 {
			s.all[at].Count = a.Count
		}
		return
	}
	if len(s.all) < maxArchives {
		s.have[a.URL] = len(s.all)
		s.all = append(s.all, a)
	}
}

// found returns the archives in the order in which they should be read.
func (s *scan) found() []blog.Archive {
	months := map[string]bool{}
	for _, a := range s.all {
		if a.Kind == blog.ArchiveMonth {
			months[a.Period[:4]] = true
		}
	}
	all := slices.DeleteFunc(s.all, func(a blog.Archive) bool { return a.Kind == blog.ArchiveYear && months[a.Period] })
	rank := map[string]int{blog.ArchiveMonth: 0, blog.ArchiveYear: 0, blog.ArchiveIndex: 1, blog.ArchiveLabel: 2, blog.ArchiveMenu: 3}
	if menu := slices.IndexFunc(all, func(a blog.Archive) bool { return a.Kind == blog.ArchiveIndex }); len(months) > 0 || menu >= 0 {
		all = slices.DeleteFunc(all, func(a blog.Archive) bool { return a.Kind == blog.ArchiveMenu })
	}
	slices.SortStableFunc(all, func(a, b blog.Archive) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), strings.Compare(b.Period, a.Period))
	})
	return all
}

// archiveOf returns the kind and the period of the partial listing that a link leads to,
// "" if it is none.
func archiveOf(name, address string, n *html.Node) (kind, period string) {
	kind, period = periodOf(name, address)
	switch {
	case kind != "" && withinLabel(address): // a category may be named "1997"
		return blog.ArchiveLabel, ""
	case kind != "":
		return kind, period
	case archiveIndex()[strings.ToLower(name)]:
		return blog.ArchiveIndex, ""
	case n.Data == "a" && leadsToLabel(n, address):
		return blog.ArchiveLabel, ""
	case n.Data == "a" && len(strings.Fields(name)) <= 3 && strings.Count(strings.TrimSuffix(address, "/"), "/") == 3 && menuPath.MatchString(address):
		return blog.ArchiveMenu, ""
	}
	return "", ""
}

// menuPath matches the address of a top-level page.
var menuPath = pattern.Late(`(?i)^https?://[^/]+/(?:[a-z][a-z_-]{1,20}/?|[a-z][a-z_-]{1,20}\.(?:html?|php|aspx?))$`)

// archiveIndex are the labels of links to a page that lists archives.
var archiveIndex = sync.OnceValue(func() map[string]bool {
	return setOfLines(`archives
archive
blog archive
blog archives
view archives
all archives
post archives
monthly archives
complete archives
full archive
older archives
all posts
all entries
all articles
archiv
blogarchiv
zum archiv
alle beiträge
tous les articles
tous les billets
archivio
archivio blog
tutti i post
archivo
archivos
archivo del blog
todas las entradas
arquivo
arquivos
arquivo do blog
archief
blogarchief
archiwum
archív
arkiv
arkisto
архив
архивы
アーカイブ
過去ログ
归档
存檔`)
})

func setOfLines(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		out[strings.TrimSpace(line)] = true
	}
	return out
}

// labelParts are the path segments that precede the name of a tag or category.
var labelParts = words.Set(`label labels tag tags tagged category categories categorie categoria categorias kategorie
	kategorien catégorie catégories topic topics theme themen schlagwort etiqueta etiquetas tema temas rubrique rubriques
	rubrik section sections`)

var labelQuery = pattern.Late(`(?i)[?&](?:cat|category|category_name|tag|tagname|label|catid)=[^&]+`)

// leadsToLabel reports whether a link leads to the posts of a tag or category.
func leadsToLabel(n *html.Node, address string) bool {
	for _, word := range strings.Fields(strings.ToLower(dom.Attr(n, "rel"))) {
		if word == "tag" {
			return true
		}
	}
	return labelPath(address) || strings.Contains(address, "=") && labelQuery.MatchString(address)
}

// labelPath reports whether an address ends like that of a label: /tag/name, /tag/name/
// or /tag/name/index.html.
func labelPath(address string) bool {
	head, name := cutLast(strings.TrimSuffix(address, "/"))
	if isLabel(head, name) {
		return true
	}
	if name != address && (strings.EqualFold(name, "index.html") || strings.EqualFold(name, "index.htm")) && !strings.HasSuffix(address, "/") {
		return isLabel(cutLast(head))
	}
	return false
}

func isLabel(head, name string) bool {
	_, part := cutLast(head)
	return part != head && name != "" && !strings.ContainsAny(name, "?#") && labelParts[strings.ToLower(part)]
}

// withinLabel reports whether an address is below that of a label.
func withinLabel(address string) bool {
	for part := range strings.SplitSeq(address, "/") {
		if labelParts[strings.ToLower(part)] {
			return true
		}
	}
	return false
}

// cutLast cuts at the last slash.
func cutLast(s string) (head, tail string) {
	at := strings.LastIndexByte(s, '/')
	if at < 0 {
		return "", s
	}
	return s[:at], s[at+1:]
}

// notPage matches addresses that are not pages: feeds, images, actions.
var notPage = pattern.Late(`(?i)(?:\.(?:xml|rss|rdf|atom|jpe?g|png|gif|pdf|zip|mp3)$|/feed/?$|[?&]feed=|/wp-(?:admin|login))`)

func noListing(address string) bool { return notPage.MatchString(address) }

var countAtEnd = pattern.Late(`^(.*\S)\s*[(\[]\s*(\d{1,6})\s*[)\]]$`)

// splitCount splits the number of posts off a label: "July 2014 (12)".
func splitCount(label string) (string, int) {
	if !strings.HasSuffix(label, ")") && !strings.HasSuffix(label, "]") {
		return label, 0
	}
	if m := countAtEnd.FindStringSubmatch(label); m != nil {
		return strings.TrimSpace(m[1]), number4(m[2])
	}
	return label, 0
}

var countAtStart = pattern.Late(`^\s*[(\[]\s*(\d{1,6})\s*[)\]]`)

// countBehind returns the number of posts after a link, 0 if there is none.
func countBehind(n *html.Node) int {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && blog.Fold(next.Data) == "" {
		next = next.NextSibling
	}
	if next == nil {
		return 0
	}
	text := next.Data
	if next.Type != html.TextNode {
		if next.Data != "span" && next.Data != "small" && next.Data != "em" {
			return 0
		}
		text = dom.Text(next)
	}
	if m := countAtStart.FindStringSubmatch(blog.Fold(text)); m != nil {
		return number4(m[1])
	}
	return 0
}
