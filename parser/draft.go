package parser

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// Draft is a profile for a user to edit: how a page was parsed, as YAML.
type Draft struct {
	YAML string
	// Differs lists the fields that the profile's selectors alone read differently. Those
	// that they leave empty are filled in by induction.
	Differs []string
}

// ErrNoDraft means that no selectors identify the posts of the page.
var ErrNoDraft = errors.New("no selectors tell the posts of this page apart")

// Draft returns how a listing page was parsed, as a profile: the built-in one if one was
// used, else one made of selectors, each of which was tried: with it, the page gives the
// same posts.
func (p *Parser) Draft(page *blog.Page, k blog.Knowledge) (*Draft, error) {
	sh, err := p.open(page, k)
	if err != nil {
		return nil, err
	}
	defer sh.close()
	set := sh.markupOrNothing()
	if set.variant != nil || set.induced == 0 {
		return p.copied(sh.p)
	}
	want, err := p.Listing(page, k)
	if err != nil {
		return nil, err
	}
	w := &drafter{parser: p, page: page, know: k, sheet: sh, records: set.records, want: want.Posts}
	return w.draft()
}

// markupOrNothing returns the reading of an HTML page. Text pages have no markup for a
// draft.
func (sh *sheet) markupOrNothing() recordSet {
	if sh.doc.Root == nil {
		return recordSet{}
	}
	return sh.markupSet()
}

// copied returns the text of a built-in profile, or of the one given by the user.
func (p *Parser) copied(used *profiles.Profile) (*Draft, error) {
	data, err := profiles.Source(used.Name)
	if err != nil {
		return nil, fmt.Errorf("profile %s is not built in: edit its own file", used.Name)
	}
	return &Draft{YAML: string(data)}, nil
}

// drafter tries selectors for the posts and fields of a page.
type drafter struct {
	parser  *Parser
	page    *blog.Page
	know    blog.Knowledge
	sheet   *sheet
	records []record
	want    []blog.Post
	fields  []draftField
}

// draftField is a key of the variant being drafted.
type draftField struct{ key, selector string }

func (w *drafter) draft() (*Draft, error) {
	frame, ok := w.frame()
	if !ok {
		return nil, ErrNoDraft
	}
	w.fields = frame
	best := w.distance()
	for _, key := range []string{"title", "link", "body", "date", "author", "categories", "tags", "count"} {
		for _, selector := range w.selectorsFor(key) {
			w.fields = append(w.fields, draftField{key, selector})
			if d := w.distance(); d <= best {
				best = d
				break
			}
			w.fields = w.fields[:len(w.fields)-1]
		}
	}
	if best >= unread {
		return nil, ErrNoDraft
	}
	return &Draft{YAML: w.yaml(), Differs: w.differing()}, nil
}

// unread is the distance of a profile that does not find the posts.
const unread = 1 << 20

// distance counts the fields that the profile reads differently so far.
func (w *drafter) distance() int {
	got, ok := w.read()
	if !ok {
		return unread
	}
	n := 0
	for i := range got {
		n += len(differingFields(&got[i], &w.want[i]))
	}
	return n
}

func (w *drafter) read() ([]blog.Post, bool) {
	k := w.know
	k.Profile, k.Rules = w.yaml(), ""
	l, err := w.parser.Listing(w.page, k)
	if err != nil || l.Variant != draftVariant || len(l.Posts) != len(w.want) {
		return nil, false
	}
	return l.Posts, true
}

func (w *drafter) differing() []string {
	got, _ := w.read()
	var names []string
	for i := range got {
		for _, name := range differingFields(&got[i], &w.want[i]) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func differingFields(a, b *blog.Post) []string {
	var names []string
	differ := func(name string, same bool) {
		if !same {
			names = append(names, name)
		}
	}
	differ("title", a.Title == b.Title)
	differ("url", a.URL == b.URL)
	differ("date", a.Published == b.Published)
	differ("author", a.Author == b.Author && a.Role == b.Role)
	differ("tags", reflect.DeepEqual(a.Tags, b.Tags))
	differ("categories", reflect.DeepEqual(a.Categories, b.Categories))
	differ("comment count", reflect.DeepEqual(a.CommentCount, b.CommentCount))
	differ("body", a.BodyHTML == b.BodyHTML && a.Excerpt == b.Excerpt)
	return names
}

const draftVariant = "posts"

// yaml returns the profile as YAML.
func (w *drafter) yaml() string {
	var b strings.Builder
	host := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, weburl.Host(w.page.Address()))
	name := strings.Trim(host, "-")
	if name == "" {
		name = "saved-pages"
	}
	fmt.Fprintf(&b, "name: %s\nabout: found by blogferry on a page that no profile knows\nlisting:\n  - name: %s\n", quoteYAML(name), draftVariant)
	for _, f := range w.fields {
		fmt.Fprintf(&b, "    %s: %s\n", f.key, quoteYAML(f.selector))
	}
	return b.String()
}

func quoteYAML(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// frame returns the selector of the elements that contain a post each, or else of those
// with which posts start.
func (w *drafter) frame() ([]draftField, bool) {
	var items, first, title []*html.Node
	for i := range w.records {
		r := &w.records[i]
		items = addNode(items, r.item)
		if !r.extent.Empty() {
			first = addNode(first, w.innermost(r.extent.From))
		}
		title = addNode(title, w.nodeOf("title", r, &w.want[i]))
	}
	if w.try("item", items, title) {
		return w.fields, true
	}
	for range 4 { // from the words of the first line up to its block and beyond
		if w.try("start", first, title) {
			return w.fields, true
		}
		first = parentsOf(first)
	}
	return w.fields, w.try("start", title, nil)
}

// try searches for a selector of elements, one per post, with which the posts are found.
// Elements may be identified by the titles within them.
func (w *drafter) try(key string, nodes, titles []*html.Node) bool {
	if len(nodes) != len(w.records) {
		return false
	}
	texts := selectorsLike(nodes)
	if len(titles) == len(nodes) {
		for _, s := range plainSelectors(titles) {
			texts = append(texts, nodes[0].Data+":has("+s+")")
		}
		texts = append(texts, nodes[0].Data+":has(> "+titles[0].Data+")", nodes[0].Data+":has("+titles[0].Data+")")
	}
	for _, text := range texts {
		w.fields = []draftField{{key, text}}
		if w.distance() < unread {
			return true
		}
	}
	return false
}

// innermost returns the element in which a line starts.
func (w *drafter) innermost(line int) *html.Node {
	if leaves := w.sheet.doc.Lines[line].Leaves; len(leaves) > 0 {
		return leaves[0].Parent
	}
	return nil
}

func addNode(nodes []*html.Node, n *html.Node) []*html.Node {
	if n == nil {
		return nodes
	}
	return append(nodes, n)
}

func parentsOf(nodes []*html.Node) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		if n.Parent != nil && n.Parent.Type == html.ElementNode && n.Parent.Data != "body" {
			out = append(out, n.Parent)
		}
	}
	return out
}
