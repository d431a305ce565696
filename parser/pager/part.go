package pager

import (
	"net/url"
	"path"
	"strings"
)

// elsewhere reports whether the links are to another part of the site.
func (v *view) elsewhere() bool {
	return v.group.url != "" && v.page != "" && !samePart(v.page, v.group.url)
}

// samePart reports whether a list may have a page at an address: its path is that of the
// list or below it. A list at the root of a site may be any.
func samePart(list, address string) bool {
	a, b := partOf(list), partOf(address)
	return b == "/" || strings.HasPrefix(b, a)
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
