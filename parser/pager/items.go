package pager

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// item is a link or a number that may belong to a pager.
type item struct {
	node    *html.Node
	label   string
	role    role
	number  int    // of a numberRole
	size    int    // of a label "[11-20]": posts per page
	double  bool   // a double arrow
	rel     string // next, prev or ""
	hint    role   // by class and title
	target  target // empty for text
	current bool   // marked as the current page
}

// group is a sequence of items without other text or links between them.
type group struct {
	items       []item
	shown, last int    // of "Page 3 of 13", else 0
	url         string // the last one with the number of a page in its query
	near        bool
	place       int // score of the elements around it
}

// scan collects the groups of a page in one walk.
type scan struct {
	targets
	Hints
	groups   []group
	open     group
	text     strings.Builder
	textNode *html.Node
	marked   bool // within an element marked as the current page
	near     bool
	place    int
	headNext string
	headPrev string
}

func (s *scan) run() []group {
	s.walk(s.root)
	s.cut()
	return s.groups
}

// cut ends the current group.
func (s *scan) cut() {
	s.flushText()
	if len(s.open.items) > 0 {
		s.groups = append(s.groups, s.open)
	}
	s.open = group{}
}

func (s *scan) walk(n *html.Node) {
	if n.Type == html.TextNode {
		if s.text.Len() < 200 {
			s.text.WriteString(n.Data)
			s.textNode = n
		}
		return
	}
	if n.Type == html.ElementNode {
		s.element(n)
		return
	}
	s.children(n)
}

func (s *scan) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.walk(c)
	}
}

func (s *scan) element(n *html.Node) {
	switch n.Data {
	case "head":
		s.head(n)
		return
	case "script", "style", "noscript", "template", "textarea", "title", "iframe":
		return
	}
	if s.InPost != nil && s.InPost(n) {
		s.cut()
		return
	}
	switch n.Data {
	case "table":
		if manyRows(n) { // a calendar, or a table for layout
			s.cut()
			defer s.cut()
		}
	case "h2", "h3", "h4": // another part of the page starts
		s.cut()
	case "a":
		if hasAttr(n, "href") || hasAttr(n, "onclick") {
			s.link(n)
			return
		}
	case "button", "input":
		s.link(n)
		return
	case "select": // a list of pages is separate from the numbers beside it
		s.dropDown(n)
		return
	}
	s.inside(n)
}

// inside reads the children of an element.
func (s *scan) inside(n *html.Node) {
	if dom.Blocks[n.Data] || n.Data == "br" {
		s.flushText()
		defer s.flushText()
	}
	near, place, marked := s.near, s.place, s.marked
	s.enter(n)
	if s.marked != marked {
		s.flushText()
	}
	s.children(n)
	if s.marked != marked {
		s.flushText()
	}
	s.near, s.place, s.marked = near, place, marked
}

// manyRows reports whether a table has more rows than the table of a pager.
func manyRows(table *html.Node) bool {
	const most = 3
	rows := 0
	for part := range table.ChildNodes() {
		for row := range part.ChildNodes() {
			if row.Data == "tr" {
				rows++
			}
		}
	}
	return rows > most
}

// enter records what an element says about pagers within it.
func (s *scan) enter(n *html.Node) {
	if !s.near && s.Prefer != nil && s.Prefer(n) {
		s.near = true
	}
	class := dom.Attr(n, "class")
	s.marked = s.marked || n.Data == "strong" || n.Data == "b" || n.Data == "em" || small[n.Data] && marksCurrent(class)
	if len(n.Attr) == 0 {
		return
	}
	s.placeBy(class)
	s.placeBy(dom.Attr(n, "id"))
}

// inCalendar is the score of items in a calendar.
const inCalendar = -100

// placeBy scores an element by its class or id. Within a calendar or a list of comments
// the score cannot rise.
func (s *scan) placeBy(name string) {
	for t := range hintTokens(name) {
		switch t {
		case "pager", "pagination", "paging", "pagenavi", "navigation", "pages", "page":
			if s.place >= 0 {
				s.place = 2
			}
		case "comments", "comment", "commentlist":
			s.place = min(s.place, -3)
		case "sidebar", "widget", "aside", "archive", "archives", "tagcloud", "cloud":
			s.place = min(s.place, -5)
		case "calendar", "kalender", "datepicker", "calendrier", "calendario":
			s.place = inCalendar
		}
	}
}

// small are the elements that may contain the number of one page. The class of a larger
// one says nothing about a number in it.
var small = words.Set("span li strong b em i u td font p dd label")

func marksCurrent(class string) bool {
	if class == "" {
		return false
	}
	marks := false
	for t := range hintTokens(class) {
		switch t {
		case "selected", "current", "active", "aktiv", "here":
			marks = true
		case "prev", "next":
			return false // SelectedNext is a disabled arrow
		}
	}
	return marks
}

// head reads the <link> elements of a page's head.
func (s *scan) head(head *html.Node) {
	for n := range head.ChildNodes() {
		if n.Type != html.ElementNode || n.Data != "link" || dom.Attr(n, "href") == "" {
			continue
		}
		switch relOf(n) {
		case "next":
			s.headNext = s.address(dom.Attr(n, "href"))
		case "prev":
			s.headPrev = s.address(dom.Attr(n, "href"))
		}
	}
}

func relOf(n *html.Node) string {
	for _, word := range strings.Fields(strings.ToLower(dom.Attr(n, "rel"))) {
		switch word {
		case "next":
			return "next"
		case "prev", "previous":
			return "prev"
		}
	}
	return ""
}

// link reads a link or button. One that is not part of a pager ends the group.
func (s *scan) link(n *html.Node) {
	s.flushText()
	it := item{node: n, label: LinkLabel(n), rel: relOf(n), current: s.marked || marksCurrent(dom.Attr(n, "class")) || dom.Attr(n, "aria-current") == "page"}
	if n.Data == "input" {
		kind := strings.ToLower(dom.Attr(n, "type"))
		if kind != "button" && kind != "submit" && kind != "image" {
			return // the field of "Page [3] of 13", or a hidden field
		}
		it.label = blog.Fold(dom.Attr(n, "value"))
	}
	s.classify(&it)
	it.target = s.of(n)
	if it.role == numberRole && countsComments(n) || it.role == PrevRole && ofMenu(n) {
		it.role = noRole
	} else if it.role == noRole {
		it.role = s.looseRole(&it)
	}
	if it.role == noRole {
		if !isFrontPage(it.target.url) { // "Newer | Home | Older" is one pager
			s.cut()
		}
		return
	}
	if it.target.none() && it.role != numberRole {
		return // a disabled arrow
	}
	if s.foreign(it.target.url) {
		s.cut()
		return
	}
	s.add(it)
}

// ofMenu reports whether a link controls a menu, by a class such as "site-menu-control":
// its "Back" closes a submenu. Any link may have the class "menu".
func ofMenu(n *html.Node) bool {
	for class := range strings.FieldsSeq(dom.Attr(n, "class")) {
		if class != "menu" && slices.Contains(slices.Collect(hintTokens(class)), "menu") {
			return true
		}
	}
	return false
}

// countsComments reports whether a link leads to a post's comments: then its number
// counts them.
func countsComments(n *html.Node) bool {
	_, place, _ := strings.Cut(strings.ToLower(dom.Attr(n, "href")), "#")
	return strings.Contains(place, "comment") || strings.Contains(place, "respond") || strings.Contains(place, "disqus")
}

// isFrontPage reports whether an address is the root of a site.
func isFrontPage(address string) bool {
	_, rest, ok := strings.Cut(address, "://")
	_, path, _ := strings.Cut(rest, "/")
	return ok && path == ""
}

// foreign reports whether an address is on another host than the page, or not of the post
// whose pages are searched for.
func (s *scan) foreign(address string) bool {
	if address == "" {
		return false
	}
	if len(s.Of) > 0 && !slices.ContainsFunc(s.Of, func(post string) bool { return furtherOf(post, address) }) {
		return true
	}
	return s.page != "" && weburl.Scheme(address) != "" && !blog.SameHost(address, s.page)
}

func (s *scan) add(it item) {
	if len(s.open.items) > 0 && (s.place < 0) != (s.open.place < 0) {
		s.cut() // a margin starts or ends here
	}
	if u := it.target.url; strings.Contains(u, "?") && SpeaksOfPages(u) {
		if s.open.url != "" && !sameList(s.open.url, u) {
			s.cut() // the pager of another list
		}
		s.open.url = u
	}
	s.open.near = s.open.near || s.near || s.Prefer != nil && s.Prefer(it.node)
	if len(s.open.items) == 0 || s.place < 0 {
		s.open.place = s.place
	}
	s.open.items = append(s.open.items, it)
}

func (s *scan) classify(it *item) {
	if n, size, ok := pageLabel(it.label); ok {
		it.role, it.number, it.size = numberRole, n, size
		return
	}
	switch {
	case len(it.label) > 80:
		return
	case strings.IndexFunc(it.label, unicode.IsLetter) >= 0:
		it.role = WordRole(it.label)
	case it.label == "":
		it.role = hintRole(hints(it.node) + childHints(it.node))
	default:
		it.role, it.double = arrowRole(it.label)
	}
	if it.role == noRole && it.rel != "" && len(it.label) <= 40 {
		it.role = map[string]role{"next": NextRole, "prev": PrevRole}[it.rel]
	}
	if it.role != noRole {
		it.hint = hintRole(hints(it.node))
	}
}

// looseRole returns the role of a label that says more than a direction, such as "older
// photos". Only an address with a page number, or of a further page of the post, tells it
// from a title.
func (s *scan) looseRole(it *item) role {
	if len(it.label) > 60 || len(s.Of) == 0 && !SpeaksOfPages(it.target.url) || SameAddress(it.target.url, s.page) {
		return noRole
	}
	if r := directionIn(it.label, false); r != noRole || len(s.Of) > 0 {
		return r // "Older comments"
	}
	return s.roleByAddress(it.target.url)
}

// hints returns the class names and titles of a link.
func hints(n *html.Node) string {
	return dom.Attr(n, "class") + " " + dom.Attr(n, "title") + " " + dom.Attr(n, "aria-label") + " " + dom.Attr(n, "id") + " "
}

// flushText reads the text since the last link: numbers without links, "Page 3 of 13",
// separators. Other text ends the group.
func (s *scan) flushText() {
	if s.text.Len() == 0 {
		return
	}
	text := blog.Fold(s.text.String())
	s.text.Reset()
	if text == "" {
		return
	}
	if shown, last, ok := PageOf(text); ok {
		s.open.shown, s.open.last = shown, last
		return
	}
	if len(text) > 60 || len(strings.Fields(text)) > 16 {
		s.cutAtText()
		return
	}
	if n, size, ok := pageLabel(text); ok && size > 0 { // "6 - 10"
		s.add(item{node: s.textNode, label: text, role: numberRole, number: n, size: size, current: s.marked})
		return
	}
	n := numbersIn(text)
	if n.counted || len(n.pages) > 0 && n.letters > 0 || n.letters > 3 {
		s.cutAtText()
		return
	}
	if n.last > 0 && len(n.pages) == 0 {
		s.open.last = n.last
	}
	for _, page := range n.pages {
		s.add(item{node: s.textNode, label: strconv.Itoa(page), role: numberRole, number: page, current: s.marked})
	}
}

// textNumbers is what a text between links has of numbers and words.
type textNumbers struct {
	pages   []int
	last    int  // the number of pages: "of 3" after a list or a field
	letters int  // words that pagers do not contain
	counted bool // posts rather than pages: "6-10 | 23 posts"
}

func numbersIn(text string) (t textNumbers) {
	fields := strings.Fields(text)
	ranged := false
	for i, word := range fields {
		n, size, ok := pageLabel(word)
		switch {
		case ok && i > 0 && ofWords[strings.ToLower(fields[i-1])]:
			t.last = n
		case ok:
			t.pages, ranged = append(t.pages, n), ranged || size > 0
		case strings.IndexFunc(word, unicode.IsLetter) >= 0 && !pageWord(word) && WordRole(word) == noRole:
			t.letters++
		}
	}
	t.counted = ranged && len(t.pages) > 1 && strings.IndexFunc(text, unicode.IsLetter) >= 0
	return t
}

// ofWords precede the number of pages.
var ofWords = words.Set("of de von di van z ze av af sur din из з od su /")

// cutAtText ends the group at text that pagers do not contain, except a range line.
func (s *scan) cutAtText() {
	s.text.Reset()
	if len(s.open.items) > 0 {
		s.groups = append(s.groups, s.open)
	}
	s.open = group{}
}
