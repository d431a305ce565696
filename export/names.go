package export

import (
	"cmp"
	"maps"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// Author is an author on the new site.
type Author struct {
	Name  string
	Login string // plain ASCII, unique
	Email string // "" unless the user gave one
	Slug  string // unique
	Role  string // the newest one known
}

// Term is a tag or category on the new site.
type Term struct {
	Name string
	Slug string // unique among tags, and among categories
}

// Names are the user's new names for authors and tags. Keys are old names, ignoring case.
// The zero value changes nothing.
type Names struct {
	Authors    map[string]Author
	Tags       map[string]NewTerm
	Categories map[string]NewTerm
}

// NewTerm is the user's decision on a tag or category.
type NewTerm struct {
	Name     string // "" drops it
	Slug     string // "" makes one from the name
	Category bool   // it becomes a category, or else a tag
}

// nameTable collects the authors, tags and categories of all records, and then assigns
// logins and slugs.
type nameTable struct {
	given      Names
	authors    map[string]*Author
	tags       map[string]*Term
	categories map[string]*Term

	// As records spell them, since most names occur many times: folding their case again
	// and again would be a tenth of the time of a plan. An author is nil without a name, a
	// term if it was dropped.
	byline  map[string]*Author
	spelled map[spelling]decided
}

// spelling is an old tag or category.
type spelling struct {
	name     string
	category bool
}

// decided is what a spelling is mapped to.
type decided struct {
	term     *Term
	category bool
}

func newNameTable(given Names) *nameTable {
	return &nameTable{
		given:      Names{Authors: foldKeys(given.Authors), Tags: foldKeys(given.Tags), Categories: foldKeys(given.Categories)},
		authors:    map[string]*Author{},
		tags:       map[string]*Term{},
		categories: map[string]*Term{},
		byline:     map[string]*Author{},
		spelled:    map[spelling]decided{},
	}
}

func foldKeys[V any](m map[string]V) map[string]V {
	folded := make(map[string]V, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		folded[blog.NameKey(name)] = m[name]
	}
	return folded
}

// add adds the names of a record. Records come newest first, so the newest spelling and
// role are used.
func (t *nameTable) add(r *blog.Record) {
	t.addAuthor(r.Author, r.Role)
	for _, c := range r.Categories {
		t.addTerm(t.given.Categories, c, true)
	}
	for _, tag := range r.Tags {
		t.addTerm(t.given.Tags, tag, false)
	}
}

func (t *nameTable) addAuthor(name, role string) {
	known, seen := t.byline[name]
	if !seen {
		a := t.newAuthor(name)
		if key := blog.NameKey(a.Name); key != "" {
			if known = t.authors[key]; known == nil {
				known = &a
				t.authors[key] = known
			}
		}
		t.byline[name] = known
	}
	if known != nil && known.Role == "" {
		known.Role = role
	}
}

// newAuthor returns an author with the user's settings; login and slug are empty if they
// are to be generated.
func (t *nameTable) newAuthor(name string) Author {
	a, ok := t.given.Authors[blog.NameKey(name)]
	if !ok || a.Name == "" {
		a.Name = name
	}
	return a
}

func (t *nameTable) addTerm(given map[string]NewTerm, name string, category bool) {
	old := spelling{name, category}
	if _, seen := t.spelled[old]; seen {
		return
	}
	n := newTerm(given, name, category)
	table, key := t.terms(n.Category), blog.NameKey(n.Name)
	if table[key] == nil && key != "" {
		table[key] = &Term{Name: n.Name, Slug: n.Slug}
	}
	t.spelled[old] = decided{table[key], n.Category}
}

func newTerm(given map[string]NewTerm, name string, category bool) NewTerm {
	if n, ok := given[blog.NameKey(name)]; ok {
		return n
	}
	return NewTerm{Name: name, Category: category}
}

// term returns what an old tag or category is mapped to, nil for nothing.
func (t *nameTable) term(given map[string]NewTerm, name string, category bool) (term *Term, isCategory bool) {
	if d, ok := t.spelled[spelling{name, category}]; ok {
		return d.term, d.category
	}
	n := newTerm(given, name, category)
	return t.terms(n.Category)[blog.NameKey(n.Name)], n.Category
}

func (t *nameTable) terms(category bool) map[string]*Term {
	if category {
		return t.categories
	}
	return t.tags
}

// settle assigns logins and slugs, in the order of the names.
func (t *nameTable) settle() {
	logins, slugs := newTaken(), newTaken()
	for _, a := range sortedByName(t.authors) {
		a.Login = logins.claim(cmp.Or(a.Login, makeSlug(a.Name), "author"))
		a.Slug = slugs.claim(cmp.Or(a.Slug, makeSlug(a.Name), "author"))
	}
	for _, table := range []map[string]*Term{t.tags, t.categories} {
		slugs := newTaken()
		for _, term := range sortedByName(table) {
			term.Slug = slugs.claim(cmp.Or(term.Slug, makeSlug(term.Name), "tag"))
		}
	}
}

func sortedByName[V any](table map[string]*V) (list []*V) {
	for _, key := range slices.Sorted(maps.Keys(table)) {
		list = append(list, table[key])
	}
	return list
}

// Authors returns all authors, by name.
func (p *Plan) Authors() (list []Author) {
	for _, a := range sortedByName(p.names.authors) {
		list = append(list, *a)
	}
	return list
}

// Tags returns all tags, by name.
func (p *Plan) Tags() []Term { return termList(p.names.tags) }

// Categories returns all categories, by name.
func (p *Plan) Categories() []Term { return termList(p.names.categories) }

func termList(table map[string]*Term) (list []Term) {
	for _, t := range sortedByName(table) {
		list = append(list, *t)
	}
	return list
}

// Author returns the author of a record, false for a record without one. The role is the
// record's.
func (p *Plan) Author(r *blog.Record) (Author, bool) {
	known := p.names.byline[r.Author]
	if known == nil {
		return Author{}, false
	}
	a := *known
	a.Role = r.Role
	return a, true
}

// reportNoAuthor reports that the n-th post has no author, or, at the first post, that no
// post has one.
func (p *Plan) reportNoAuthor(n int, r *blog.Record, o Options, what string) {
	switch {
	case len(p.names.authors) > 0:
		o.warn(r, &Change{Altered, "it has no author: " + what})
	case n == 0:
		o.warn(r, &Change{Altered, "no post has an author: " + what})
	}
}

// Terms returns the tags and categories of a record, each once.
func (p *Plan) Terms(r *blog.Record) (tags, categories []Term) {
	add := func(given map[string]NewTerm, name string, category bool) {
		term, isCategory := p.names.term(given, name, category)
		switch {
		case term == nil:
		case isCategory && !slices.Contains(categories, *term):
			categories = append(categories, *term)
		case !isCategory && !slices.Contains(tags, *term):
			tags = append(tags, *term)
		}
	}
	for _, c := range r.Categories {
		add(p.names.given.Categories, c, true)
	}
	for _, t := range r.Tags {
		add(p.names.given.Tags, t, false)
	}
	return tags, categories
}
