package export

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// Redirects returns the rules for all old addresses. None leads to an address that is
// itself redirected, and no address has two.
func Redirects(records Records, o Options) (*Rules, error) {
	plan, err := NewPlan(records, o)
	if err != nil {
		return nil, err
	}
	plan.byAddress = nil // of use to links alone
	t := &redirectTable{
		Rules: &Rules{plan: plan, base: o.BaseURL, rules: make([]rule, 0, plan.Len()+plan.Len()/8)}, o: o,
		from: map[uint64]struct{}{}, posts: plan.byID(),
		tags: newHugoTerms(plan.Tags()), categories: newHugoTerms(plan.Categories()),
	}
	if o.Outlines != nil {
		records = o.Outlines // addresses are all that counts
	}
	if err := t.fill(records); err != nil {
		return nil, err
	}
	t.removeShadows()
	slices.SortStableFunc(t.rules, func(a, b rule) int { return cmp.Compare(a.from, b.from) })
	return t.Rules, nil
}

// redirectTable collects the rules. It knows addresses by their hashes: as strings they
// would take as much memory as the rules.
type redirectTable struct {
	*Rules
	o     Options
	from  map[uint64]struct{} // Redirect.From of all rules
	posts []int32             // numbers in the plan, sorted by id

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

// add adds the rules for an address: as written on the page and, if that differs, as
// encoded by browsers.
func (t *redirectTable) add(a blog.Address) {
	canonical := blog.Canonical(a.URL)
	u, err := url.Parse(canonical)
	if err != nil || u.Host == "" || strings.ContainsFunc(u.Path, isControl) {
		return
	}
	to, ok := t.target(a)
	if !ok {
		return
	}
	site := t.sites.number(u.Scheme + "://" + u.Host)
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
		t.rules = append(t.rules, rule{strings.Clone(from), site, to}) // do not keep a longer text in memory
	}
}

// isControl finds characters that no server accepts in a path, even encoded.
func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// escapeQuery encodes what browsers encode. Existing escapes are kept.
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

// target returns the target of an address on the new site, false if it has no counterpart
// there: other pages of the old site are not the blog's.
func (t *redirectTable) target(a blog.Address) (to int32, ok bool) {
	if a.Kind == blog.AddressPost {
		return t.plan.find(t.posts, a.Post)
	}
	place, ok := t.place(a)
	if !ok {
		return 0, false
	}
	return noPost - t.places.number(place), true
}

// place returns the target of an address that is not a post's.
func (t *redirectTable) place(a blog.Address) (string, bool) {
	paths := t.o.Redirects.Paths
	index := cmp.Or(paths.Index, "/")
	switch a.Kind {
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

// label returns the page of a category or tag by its old name, "" if there is none.
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

// author returns the slug of the author whose name is in both the text and the address of
// a link, "" for other links: the text alone may link to a personal site.
func (t *redirectTable) author(a blog.Address) string {
	author, ok := t.plan.names.authors[blog.NameKey(t.plan.names.newAuthor(a.Text).Name)]
	if !ok || !strings.Contains(makeSlug(lastPart(a.URL)), makeSlug(a.Text)) {
		return ""
	}
	return author.Slug
}

// lastPart returns the last part of an address's path and its query, decoded.
func lastPart(address string) string {
	address = strings.TrimSuffix(address, "/")
	part := address[strings.LastIndexByte(address, '/')+1:]
	if plain, err := url.QueryUnescape(part); err == nil {
		return plain
	}
	return part
}

// removeShadows removes rules for addresses at which the new site has a page: on the same
// host they would hide it, or cause a loop.
func (t *redirectTable) removeShadows() {
	key := func(address string) uint64 { return t.plan.hash(pageKey(address)) }
	pages := map[uint64]struct{}{}
	for _, e := range t.plan.Entries() {
		pages[key(t.base+t.plan.Path(e))] = struct{}{}
	}
	for _, r := range t.rules {
		if r.to <= noPost {
			pages[key(t.redirect(r).New)] = struct{}{}
		}
	}
	base, err := url.Parse(t.base)
	moved := err == nil && base.Host != ""
	t.rules = slices.DeleteFunc(t.rules, func(r rule) bool {
		if moved && !blog.SameHost(t.sites.texts[r.site], t.base) {
			return false
		}
		_, hides := pages[key(t.root()+r.from)]
		return hides
	})
}

// root returns the prefix of Redirect.New.
func (t *redirectTable) root() string {
	base, err := url.Parse(t.base)
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
