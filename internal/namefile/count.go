package namefile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// Found is a name in posts, ignoring case.
type Found struct {
	Name  string // the most frequent spelling
	Posts int
	Role  string     // of an author, the newest one known
	Other []Spelling // the rest, most frequent first
	Alike []*Found   // other names that may be the same person
	Parts []*Found   // other authors whose full names are part of this one
}

// Spelling is a spelling of a name.
type Spelling struct {
	Text  string
	Posts int
}

// Counter collects the names in posts. The zero value is ready for use.
type Counter struct {
	authors, tags, categories tally
}

// tally has the spellings of names, with their numbers of posts.
type tally map[string]*counted

type counted struct {
	posts     int
	role      string
	spellings map[string]int
}

// Add adds the names of a post, the newest post first.
func (c *Counter) Add(r *blog.Record) {
	if c.authors == nil {
		c.authors, c.tags, c.categories = tally{}, tally{}, tally{}
	}
	c.authors.add([]string{r.Author}, r.Role)
	c.tags.add(r.Tags, "")
	c.categories.add(r.Categories, "")
}

// add counts each name of a post once.
func (t tally) add(names []string, role string) {
	seen := map[string]bool{}
	for _, name := range names {
		key := blog.NameKey(name)
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		n := t[key]
		if n == nil {
			n = &counted{spellings: map[string]int{}}
			t[key] = n
		}
		n.posts++
		n.spellings[strings.ToValidUTF8(name, "\ufffd")]++
		n.role = cmp.Or(n.role, role)
	}
}

// Authors returns the authors found, most posts first.
func (c *Counter) Authors() []*Found {
	all := c.authors.found()
	findAlike(all)
	findParts(all)
	return all
}

// Tags returns the tags found, most posts first.
func (c *Counter) Tags() []*Found { return c.tags.found() }

// Categories returns the categories found, most posts first.
func (c *Counter) Categories() []*Found { return c.categories.found() }

func (t tally) found() (all []*Found) {
	for _, n := range t {
		var ways []Spelling
		for text, posts := range n.spellings {
			ways = append(ways, Spelling{text, posts})
		}
		slices.SortStableFunc(ways, func(a, b Spelling) int {
			return cmp.Or(cmp.Compare(b.Posts, a.Posts), cmp.Compare(a.Text, b.Text))
		})
		all = append(all, &Found{Name: ways[0].Text, Posts: n.posts, Role: n.role, Other: ways[1:]})
	}
	slices.SortFunc(all, func(a, b *Found) int {
		return cmp.Or(cmp.Compare(b.Posts, a.Posts), cmp.Compare(a.Name, b.Name))
	})
	return all
}
