package importer

import (
	"net/url"
	"path"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// calendar compares the posts that a walk has seen with the blog's links to months
// and years, and the post counts they state.
type calendar struct {
	folder string          // base address of the blog's own months, "" if unknown
	stated map[string]int  // post counts stated by the links, by period
	vague  bool            // one of the links states no count
	own    map[string]bool // addresses of months and years in folder
	shown  map[string]int  // posts seen by the walk, by month; nil before the pager's end
	latest string          // latest month or year with posts that the pager did not show
}

// add adds a link to a month or year.
func (c *calendar) add(a blog.Archive) {
	if c.stated == nil {
		c.stated, c.own = map[string]int{}, map[string]bool{}
	}
	c.stated[a.Period] += a.Count
	c.vague = c.vague || a.Count == 0
	// If the listing is that of a category, the site's months hold more than it shows.
	if c.folder != "" && strings.HasPrefix(blog.Canonical(a.URL), c.folder) {
		c.own[a.URL] = true
	}
}

// named reports whether the blog links to months or years.
func (c *calendar) named() bool { return len(c.stated) > 0 }

// posts returns the total stated by the links. A year counts if none of its months is
// linked.
func (c *calendar) posts() int {
	sum := 0
	months := map[string]bool{}
	for period, n := range c.stated {
		if len(period) > len("2014") {
			months[period[:len("2014")]] = true
			sum += n
		}
	}
	for period, n := range c.stated {
		if len(period) == len("2014") && !months[period] {
			sum += n
		}
	}
	return sum
}

// more reports whether there may be more posts than seen.
func (c *calendar) more(seen int) bool { return c.vague || c.posts() > seen }

// short returns how many more posts the blog's own months and years state than the
// walk has seen, 0 if unknown.
func (c *calendar) short(shown int) int {
	if c.vague || len(c.own) < len(c.stated) {
		return 0
	}
	return max(0, c.posts()-shown)
}

// found records that a month or year has posts that the pager did not show.
func (c *calendar) found(period string) { c.latest = max(c.latest, period) }

// hides reports whether the pager goes back past a month or year with posts that it did
// not show: then it leaves out a category, and other months may have more of it.
func (c *calendar) hides() bool {
	for month := range c.shown {
		if month != "" && month < c.latest {
			return true
		}
	}
	return false
}

// lacks reports whether the walk has seen no post of a month or year of the blog, or
// fewer than its link states, or perhaps not all. It returns false before c.shown is known.
func (c *calendar) lacks(a blog.Archive) bool {
	if c.shown == nil || !c.own[a.URL] {
		return false
	}
	if a.Count == 0 && c.hides() {
		return true
	}
	n := 0
	for month, posts := range c.shown {
		if strings.HasPrefix(month, a.Period) {
			n += posts
		}
	}
	return n < max(a.Count, 1)
}

// folderOf returns the base address of a listing's parts, "" for a listing selected
// by a query.
func folderOf(address string) string {
	u, err := url.Parse(withoutIndex(address))
	if err != nil || u.RawQuery != "" {
		return ""
	}
	if path.Ext(u.Path) != "" {
		u.Path, u.RawPath = path.Dir(u.Path), ""
	}
	return strings.TrimSuffix(u.String(), "/") + "/"
}
