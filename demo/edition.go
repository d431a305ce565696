package demo

import (
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"
)

// edition is the current state of the blog: its posts, and what became of former ones.
// Shifts change it.
type edition struct {
	posts    []Post            // newest first
	gone     map[string]Post   // deleted posts by key
	moved    map[string]string // by key of an old path: the path to which it redirects
	template Template
	modified time.Time // Last-Modified; an hour later with every change
}

func newEdition(o *Options) *edition {
	e := &edition{
		posts:    clonePosts(o.Posts),
		gone:     map[string]Post{},
		moved:    map[string]string{},
		template: o.Template,
		modified: time.Date(2015, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	e.sort()
	return e
}

func (e *edition) sort() {
	sort.SliceStable(e.posts, func(i, j int) bool { return e.posts[i].Date.After(e.posts[j].Date) })
}

// key returns the key by which the server looks up a path, ignoring case and .aspx.
func key(path string) string {
	return strings.TrimSuffix(strings.ToLower(strings.Trim(path, "/")), ".aspx")
}

// find returns the index of the post with that path, -1 if there is none.
func (e *edition) find(path string) int {
	k := key(path)
	return slices.IndexFunc(e.posts, func(p Post) bool { return key(p.Path) == k })
}

// order returns the posts in the order of a listing request. With a seed, equal
// timestamps are ordered differently for every turn.
func (e *edition) order(seed int64, turn int) []Post {
	posts := slices.Clone(e.posts)
	if seed == 0 {
		return posts
	}
	rank := func(p Post) string { return hash("shuffle", seed, turn, p.Path) }
	sort.SliceStable(posts, func(i, j int) bool {
		if !posts[i].Date.Equal(posts[j].Date) {
			return posts[i].Date.After(posts[j].Date)
		}
		return rank(posts[i]) < rank(posts[j])
	})
	return posts
}

// tagged returns the posts with a tag, ignoring case.
func tagged(posts []Post, tag string) []Post {
	return slices.DeleteFunc(slices.Clone(posts), func(p Post) bool {
		return !slices.ContainsFunc(p.Tags, func(t string) bool { return strings.EqualFold(t, tag) })
	})
}

// ofMonth returns the posts in a month's folder.
func ofMonth(posts []Post, month string) []Post {
	return slices.DeleteFunc(slices.Clone(posts), func(p Post) bool { return key(p.month()) != key(month) })
}

// months returns the folders in use, newest first, with the number of posts in each.
func months(posts []Post) (names []string, count map[string]int) {
	count = map[string]int{}
	for _, p := range posts {
		m := p.month()
		if m == "" || p.Hidden {
			continue
		}
		if count[m] == 0 {
			names = append(names, m)
		}
		count[m]++
	}
	return names, count
}

// tags returns all tags, sorted as in the tag cloud. Spellings that differ in case are
// different tags, as in Kentico.
func tags(posts []Post) []string {
	seen := map[string]bool{}
	for _, p := range posts {
		for _, t := range p.Tags {
			seen[t] = true
		}
	}
	return sortedTags(sortedKeys(seen))
}

// sortedTags sorts tags as in links, ignoring case.
func sortedTags(tags []string) []string {
	out := slices.Clone(tags)
	sort.SliceStable(out, func(i, j int) bool { return strings.ToLower(out[i]) < strings.ToLower(out[j]) })
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// permalink returns a post's address without scheme and host.
func (o *Options) permalink(p *Post) string {
	return (&url.URL{Path: o.Start + "/" + p.Path}).EscapedPath() + o.Extension
}

// listing returns the listing's address without scheme and host.
func (o *Options) listing() string { return o.Start + o.Extension }
