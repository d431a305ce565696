package pager

import (
	"net/url"
	"path"
	"strings"
)

// elsewhere reports whether the links are to another part of the site. A list on the front
// page may be continued anywhere, on a numbered page only where that is.
func (v *view) elsewhere() bool {
	if v.group.url == "" || v.page == "" {
		return false
	}
	own, to := partOf(v.page), partOf(v.group.url)
	numbered := strings.Contains(v.page, "?") && SpeaksOfPages(v.page)
	return to != own && (numbered || to != "/" && !strings.HasPrefix(to, own))
}

// sameList reports whether two addresses may be pages of one list.
func sameList(one, other string) bool {
	a, b := partOf(one), partOf(other)
	return a == b || a == "/" || b == "/"
}

// partOf returns the path of an address in lower case and with a slash at its end, without
// an extension, the name of an index page, or that of a static file: a copy of a blog has
// one for each page.
func partOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	p := strings.ToLower(strings.TrimSuffix(u.Path, "/"))
	dir, name := path.Split(p)
	switch ext := path.Ext(name); {
	case ext == ".html", ext == ".htm", strings.HasPrefix(name, "index."), strings.HasPrefix(name, "default."):
		return dir
	default:
		return strings.TrimSuffix(p, ext) + "/"
	}
}
