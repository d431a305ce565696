package export

import (
	"errors"
	"io"
	"iter"
	"net/url"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// RedirectOptions control where old addresses lead. The zero value redirects posts to their
// permalinks and everything else to the front page.
type RedirectOptions struct {
	// Server is a name of RedirectServers; "" is csv.
	Server string

	// Addresses are the known old addresses other than the posts' permalinks. If two
	// claim the same address, the first one is used. Nil means none.
	Addresses iter.Seq2[blog.Address, error]

	Paths SitePaths
}

// SitePaths are the addresses of a new site other than those of posts. An empty one means
// Index, and an empty Index means "/".
type SitePaths struct {
	Index    string
	Feed     string
	Tag      string // with :slug, or :term for the name as converted by Hugo
	Category string // likewise
	Author   string // with :slug
	Month    string // with :year and :month
	Year     string // with :year
	Media    string // with :name; "" keeps old addresses
}

// Sites are the default paths of known programs.
var Sites = map[string]SitePaths{
	"hugo":      {Feed: "/index.xml", Tag: "/tags/:term/", Category: "/categories/:term/", Media: "/media/:name"},
	"jekyll":    {Feed: "/feed.xml", Media: "/media/:name"},
	"wordpress": {Feed: "/feed/", Tag: "/tag/:slug/", Category: "/category/:slug/", Author: "/author/:slug/", Month: "/:year/:month/", Year: "/:year/"},
	"ghost":     {Feed: "/rss/", Tag: "/tag/:slug/", Category: "/tag/:slug/", Author: "/author/:slug/", Media: "/content/images/:name"},
}

// Redirect is one rule: a permanent redirect from Old to New.
type Redirect struct {
	Old  string // absolute address as sent
	From string // its path and query
	New  string // path from the root of the site, or absolute
	Post string // id of the post, "" for others
}

// path returns the part of From before the query, decoded.
func (r Redirect) path() string {
	path, _, _ := strings.Cut(r.From, "?")
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// query returns the part of From after the question mark, "" if there is none.
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
	rules, err := Redirects(records, o)
	if err != nil {
		return 0, err
	}
	server.admit(rules, o)
	out := &failing{w: w}
	server.write(out, rules)
	server.weigh(out.size, o)
	return rules.plan.Len(), out.err
}

// failing counts bytes and keeps the first error.
type failing struct {
	w    io.Writer
	size int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	f.size += len(p)
	if f.err == nil {
		_, f.err = f.w.Write(p)
	}
	return len(p), f.err
}

var errUnknownServer = errors.New("unknown server")
