package pager

import (
	"net/url"
	"path"
	"strings"
)

// furtherOf reports whether an address may be that of a further page of a post: it has
// the post's path or one below it ("/fog/comment-page-2/"), and all of the post's query
// ("?p=12&cpage=2").
func furtherOf(post, address string) bool {
	p, err := url.Parse(post)
	if err != nil {
		return false
	}
	a, err := url.Parse(address)
	if err != nil {
		return false
	}
	have := a.Query()
	for key := range p.Query() {
		if have.Get(key) != p.Query().Get(key) {
			return false
		}
	}
	own, other := strings.TrimSuffix(p.Path, "/"), strings.TrimSuffix(a.Path, "/")
	if other == own {
		return true
	}
	return own != "" && (strings.HasPrefix(other, own+"/") || strings.HasPrefix(other, strings.TrimSuffix(own, path.Ext(own))+"/"))
}
