package export

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// RedirectOptions say where old addresses lead. The zero value leads posts to
// their permalinks and everything else to the front page.
type RedirectOptions struct {
	// Server is a name of RedirectServers; "" is csv.
	Server string

	// Addresses are the old addresses that are known besides the posts' own
	// permalinks. Where two claim one address, the first does. Nil is none.
	Addresses iter.Seq2[blog.Address, error]

	Paths SitePaths
}

// SitePaths are the addresses of a new site other than those of posts. What is
// "" leads to Index, what Index leaves open to "/".
type SitePaths struct {
	Index    string
	Feed     string
	Tag      string // with :slug, or :term, the name as Hugo makes an address of it
	Category string // likewise
	Author   string // with :slug
	Month    string // with :year and :month
	Year     string // with :year
	Media    string // with :name; "" leaves media where they are
}

// Sites are the paths that programs use unless they are told otherwise.
var Sites = map[string]SitePaths{
	"hugo":      {Feed: "/index.xml", Tag: "/tags/:term/", Category: "/categories/:term/", Media: "/media/:name"},
	"jekyll":    {Feed: "/feed.xml", Media: "/media/:name"},
	"wordpress": {Feed: "/feed/", Tag: "/tag/:slug/", Category: "/category/:slug/", Author: "/author/:slug/", Month: "/:year/:month/", Year: "/:year/"},
	"ghost":     {Feed: "/rss/", Tag: "/tag/:slug/", Category: "/tag/:slug/", Author: "/author/:slug/", Media: "/content/images/:name"},
}

// Redirect is one rule: who asks for Old is sent to New, for good.
type Redirect struct {
	Old  string // absolute address
	From string // its path and query as they are sent
	New  string // path from the root of the site, or absolute
	Post string // id of the post that it leads to, "" for others
}

// path is the part of From before the query, decoded.
func (r Redirect) path() string {
	path, _, _ := strings.Cut(r.From, "?")
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// query is the part of From behind the question mark, "" without one.
func (r Redirect) query() string {
	_, query, _ := strings.Cut(r.From, "?")
	return query
}

// writeRedirects writes the rules of a web server.
func writeRedirects(w io.Writer, records Records, o Options) (int, error) {
	server, err := lookupServer(o.Redirects.Server)
	if err != nil {
		return 0, err
	}
	rules, posts, err := redirects(records, o)
	if err != nil {
		return 0, err
	}
	out := &failing{w: w}
	server.write(out, server.admit(rules, o))
	return posts, out.err
}

// Redirects are the rules for all old addresses, sorted by them. None leads to
// an address that is itself redirected, and no address has two.
func Redirects(records Records, o Options) ([]Redirect, error) {
	rules, _, err := redirects(records, o)
	return rules, err
}

func redirects(records Records, o Options) (rules []Redirect, posts int, err error) {
	plan, err := NewPlan(records, o)
	if err != nil {
		return nil, 0, err
	}
	t := &redirectTable{
		plan: plan, o: o, rules: make([]Redirect, 0, plan.Len()+plan.Len()/8),
		from: map[uint64]struct{}{}, posts: make(map[uint64]int32, plan.Len()),
		tags: newHugoTerms(plan.Tags()), categories: newHugoTerms(plan.Categories()),
	}
	for n, e := range plan.Entries() {
		t.posts[plan.hash(e.ID)] = int32(n)
	}
	if o.Outlines != nil {
		records = o.Outlines // addresses are all that counts
	}
	if err := t.fill(records); err != nil {
		return nil, 0, err
	}
	t.removeShadows()
	slices.SortFunc(t.rules, func(a, b Redirect) int { return cmp.Compare(a.From, b.From) })
	return t.rules, plan.Len(), nil
}

// redirectTable gathers the rules. What it knows of addresses and posts by their
// hashes, it would know by texts that take as much memory as the rules.
type redirectTable struct {
	plan  *Plan
	o     Options
	rules []Redirect
	from  map[uint64]struct{} // Redirect.From of all rules
	posts map[uint64]int32    // number in the plan, by id

	tags, categories hugoTerms
}

func (t *redirectTable) fill(records Records) error {
	for r, err := range records {
		if err != nil {
			return err
		}
		if r.URL != nil {
			t.add(blog.Address{URL: *r.URL, Kind: blog.AddressPost, Post: r.ID})
		}
	}
	if t.o.Redirects.Addresses == nil {
		return nil
	}
	for a, err := range t.o.Redirects.Addresses {
		if err != nil {
			return err
		}
		t.add(a)
	}
	return nil
}

// add makes the rules for an address: as the page wrote it, and as browsers
// encode it if that differs.
func (t *redirectTable) add(a blog.Address) {
	target, ok := t.target(a)
	canonical := blog.Canonical(a.URL)
	u, err := url.Parse(canonical)
	if !ok || err != nil || u.Host == "" || strings.ContainsFunc(u.Path, isControl) {
		return
	}
	old := u.String()
	if old == canonical {
		old = canonical // of which the path is a part: one text for both
	}
	for _, path := range []string{u.EscapedPath(), (&url.URL{Path: u.Path}).EscapedPath()} {
		from := path
		if u.RawQuery != "" {
			from += "?" + escapeQuery(u.RawQuery)
		}
		key := t.plan.hash(from)
		if _, known := t.from[key]; known {
			continue
		}
		t.from[key] = struct{}{}
		t.rules = append(t.rules, Redirect{Old: old, From: from, New: t.o.BaseURL + target, Post: t.postID(a.Post)})
	}
}

// postID is the text of an id that the plan holds already.
func (t *redirectTable) postID(id string) string {
	if n, ok := t.posts[t.plan.hash(id)]; ok {
		return t.plan.Entry(int(n)).ID
	}
	return id
}

// isControl finds what no server takes in a path, however encoded.
func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// escapeQuery encodes what no browser sends as it is. What is encoded already
// stays.
func escapeQuery(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>`", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// target is where an address leads in the new site. It is false for what has no
// counterpart there: other pages of the old site are not the blog's.
func (t *redirectTable) target(a blog.Address) (string, bool) {
	paths := t.o.Redirects.Paths
	index := cmp.Or(paths.Index, "/")
	switch a.Kind {
	case blog.AddressPost:
		n, ok := t.posts[t.plan.hash(a.Post)]
		if !ok {
			return "", false
		}
		return t.plan.Path(t.plan.Entry(int(n))), true
	case blog.AddressListing:
		return index, true
	case blog.AddressFeed:
		return cmp.Or(paths.Feed, index), true
	case blog.AddressPeriod:
		return cmp.Or(paths.period(a.Period), index), true
	case blog.AddressLabel:
		return cmp.Or(t.label(a.Text), index), true
	case blog.AddressMedia:
		return strings.ReplaceAll(paths.Media, ":name", url.PathEscape(a.Text)), paths.Media != ""
	case blog.AddressLink:
		slug := t.author(a)
		return strings.ReplaceAll(cmp.Or(paths.Author, index), ":slug", slug), slug != ""
	}
	return "", false
}

func (p SitePaths) period(period string) string {
	year, month, isMonth := strings.Cut(period, "-")
	pattern := p.Year
	if isMonth {
		pattern = p.Month
	}
	return strings.NewReplacer(":year", year, ":month", month).Replace(pattern)
}

// label is the page of a category or tag by its old name, "" if there is none.
func (t *redirectTable) label(name string) string {
	names, paths := t.plan.names, t.o.Redirects.Paths
	for _, old := range []struct {
		given    map[string]NewTerm
		category bool
	}{{names.given.Categories, true}, {names.given.Tags, false}} {
		term, category := names.term(old.given, name, old.category)
		switch {
		case term == nil:
		case category:
			return t.categories.path(paths.Category, *term)
		default:
			return t.tags.path(paths.Tag, *term)
		}
	}
	return ""
}

// author is the slug of the author whose name a link's words and address hold,
// "" for other links: the words alone can lead to a person's own site.
func (t *redirectTable) author(a blog.Address) string {
	author, ok := t.plan.names.authors[blog.NameKey(t.plan.names.newAuthor(a.Text).Name)]
	if !ok || !strings.Contains(makeSlug(lastPart(a.URL)), makeSlug(a.Text)) {
		return ""
	}
	return author.Slug
}

// lastPart is the last part of an address's path and its query, decoded.
func lastPart(address string) string {
	address = strings.TrimSuffix(address, "/")
	part := address[strings.LastIndexByte(address, '/')+1:]
	if plain, err := url.QueryUnescape(part); err == nil {
		return plain
	}
	return part
}

// removeShadows takes out rules for addresses at which the new site has a page:
// on the old host, or where no host is told, they would hide it, or lead on from
// it for ever.
func (t *redirectTable) removeShadows() {
	key := func(address string) uint64 { return t.plan.hash(pageKey(address)) }
	pages := map[uint64]struct{}{}
	for _, r := range t.rules {
		pages[key(r.New)] = struct{}{}
	}
	for _, e := range t.plan.Entries() {
		pages[key(t.o.BaseURL+t.plan.Path(e))] = struct{}{}
	}
	base, err := url.Parse(t.o.BaseURL)
	moved := err == nil && base.Host != ""
	t.rules = slices.DeleteFunc(t.rules, func(r Redirect) bool {
		if moved && !blog.SameHost(r.Old, t.o.BaseURL) {
			return false
		}
		_, hides := pages[key(t.root()+r.From)]
		return hides
	})
}

// root is what stands before the paths of Redirect.New.
func (t *redirectTable) root() string {
	base, err := url.Parse(t.o.BaseURL)
	if err != nil || base.Host == "" {
		return ""
	}
	return base.Scheme + "://" + base.Host
}

// pageKey is equal for addresses at which a server shows one page.
func pageKey(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	return strings.ToLower(strings.TrimSuffix(address, "/"))
}

// failing passes bytes on until the first error, which it keeps.
type failing struct {
	w   io.Writer
	err error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.err == nil {
		_, f.err = f.w.Write(p)
	}
	return len(p), f.err
}

var errUnknownServer = errors.New("unknown server")
