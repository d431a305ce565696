package export

import (
	"fmt"
	"hash/maphash"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/blog"
)

// oldPaths are redirect pages at old addresses of a static site. A page is a file, so not
// every address can have one, and no two can share one, even if file systems ignore case.
type oldPaths struct {
	base  string          // path of the new site's root, "" or "/blog"
	pages []uint64        // the keys of new addresses, sorted
	old   map[uint64]bool // of those that are taken
	seed  maphash.Seed
}

// newOldPaths reserves the new addresses of all posts, and pages that the
// generator makes itself.
func newOldPaths(plan *Plan, o Options, reserved ...string) *oldPaths {
	p := &oldPaths{base: sitePath(o.BaseURL), pages: make([]uint64, 0, plan.Len()+len(reserved)), old: map[uint64]bool{}, seed: maphash.MakeSeed()}
	for _, path := range reserved {
		p.pages = append(p.pages, p.key(path))
	}
	for _, e := range plan.Entries() {
		p.pages = append(p.pages, p.key(plan.Path(e)))
	}
	slices.Sort(p.pages)
	return p
}

// key returns a hash, since 100,000 addresses need more memory than everything else.
// Paths that differ only in case, a trailing slash or ".html" may be the same file.
func (p *oldPaths) key(path string) uint64 {
	path = strings.ToLower(strings.Trim(path, "/"))
	path = strings.TrimSuffix(strings.TrimSuffix(path, ".html"), "index")
	return maphash.String(p.seed, strings.TrimSuffix(path, "/"))
}

// of returns the path of the redirect page for a post's old address, below the root of
// the new site; "" if there is none. It returns an error if the address can't have a
// page.
func (p *oldPaths) of(r *blog.Record, newPath string) (string, error) {
	if r.URL == nil {
		return "", nil
	}
	u, err := url.Parse(*r.URL)
	if err != nil {
		return "", noPage(*r.URL, "it is no address")
	}
	path, below := strings.CutPrefix(u.Path, p.base)
	switch own := p.key(path) == p.key(newPath); {
	case u.RawQuery != "":
		return "", noPage(*r.URL, "a file can't answer to a query")
	case !below || !strings.HasPrefix(path, "/"):
		return "", noPage(*r.URL, "it is not below "+p.base+"/")
	case own && !isBeside(path, newPath):
		return "", nil
	case !own && p.isTaken(path):
		return "", noPage(*r.URL, "another page is there")
	case !isFilePath(path):
		return "", noPage(*r.URL, "it can't be the name of a file")
	}
	p.old[p.key(path)] = true
	return path, nil
}

// isBeside reports whether an old path is a file beside the folder of the new page:
// /2014/07/post.html, for /2014/07/post/.
func isBeside(path, newPath string) bool {
	folder, ok := strings.CutSuffix(newPath, "/")
	return ok && strings.EqualFold(path, folder+".html")
}

func (p *oldPaths) isTaken(path string) bool {
	_, page := slices.BinarySearch(p.pages, p.key(path))
	return page || p.old[p.key(path)]
}

func noPage(old, why string) error {
	return &Change{Kind: Dropped, What: fmt.Sprintf("the redirect from %s: %s; --format redirects can have it", old, why)}
}

// isFilePath reports whether every system and generator can create the file.
func isFilePath(path string) bool {
	if strings.ContainsAny(path, `\?*:"<>|#%`) || strings.Contains(path, "//") || strings.IndexFunc(path, unicode.IsControl) >= 0 {
		return false
	}
	folders := strings.Split(strings.Trim(path, "/"), "/")
	for i, name := range folders {
		switch {
		case name == "" || len(name) > 200 || name[0] == '.' || strings.HasSuffix(name, ".") || strings.TrimSpace(name) != name:
			return false
		case i < len(folders)-1 && strings.HasSuffix(strings.ToLower(name), ".html"):
			return false // it may exist already
		}
	}
	return true
}
