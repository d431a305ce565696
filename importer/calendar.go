package importer

import (
	"net/url"
	"path"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// calendar is what the links to months and years say of how complete a walk is:
// how many posts there are, and in which of them none was seen.
type calendar struct {
	folder string          // where the blog's own months stand, "" if it is not known
	stated map[string]int  // posts that the links state, by period
	vague  bool            // one of the links states none
	own    map[string]bool // addresses of those that stand in the folder
	shown  map[string]int  // posts that the walk has shown by month, nil before the pager's end
}

// add takes in a link to a month or year.
func (c *calendar) add(a blog.Archive) {
	if c.stated == nil {
		c.stated, c.own = map[string]int{}, map[string]bool{}
	}
	c.stated[a.Period] += a.Count
	c.vague = c.vague || a.Count == 0
	// The listing of a category does not show all that the months of its site hold.
	if c.folder != "" && strings.HasPrefix(blog.Canonical(a.URL), c.folder) {
		c.own[a.URL] = true
	}
}

// named says whether the blog names months or years.
func (c *calendar) named() bool { return len(c.stated) > 0 }

// posts is how many posts the links state: a year counts where none of its months
// does.
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

// more says whether there may be more posts than a walk has seen.
func (c *calendar) more(seen int) bool { return c.vague || c.posts() > seen }

// short is how many posts more the blog's own months and years state than the
// walk has shown, 0 if they do not tell.
func (c *calendar) short(shown int) int {
	if c.vague || len(c.own) < len(c.stated) {
		return 0
	}
	return max(0, c.posts()-shown)
}

// lacks says that the walk, now that it is known what it has shown, has shown no
// post of a month or year of the blog, or fewer than its link states.
func (c *calendar) lacks(a blog.Archive) bool {
	if c.shown == nil || !c.own[a.URL] {
		return false
	}
	n := 0
	for month, posts := range c.shown {
		if strings.HasPrefix(month, a.Period) {
			n += posts
		}
	}
	return n < max(a.Count, 1)
}

// folderOf is the address under which the parts of a listing stand, "" for a
// listing that a query asks for.
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
