package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// linesPerPage is the number of posts on a page of a list.
const linesPerPage = 50

// postGroups are lists of posts of one kind: months, authors, tags, categories.
type postGroups struct {
	title  string // of the page that lists them
	folder string
	newest bool // the last key comes first
	keys   func(e Entry, author *Author, tags, categories []Term) []Term
	byKey  map[Term][]int32 // numbers of posts
}

func newPostGroups() []*postGroups {
	return []*postGroups{
		{title: "Months", folder: "months", newest: true, keys: monthKey, byKey: map[Term][]int32{}},
		{title: "Authors", folder: "authors", keys: authorKey, byKey: map[Term][]int32{}},
		{title: "Categories", folder: "categories", keys: func(_ Entry, _ *Author, _, categories []Term) []Term { return categories }, byKey: map[Term][]int32{}},
		{title: "Tags", folder: "tags", keys: func(_ Entry, _ *Author, tags, _ []Term) []Term { return tags }, byKey: map[Term][]int32{}},
	}
}

func monthKey(e Entry, _ *Author, _, _ []Term) []Term {
	if e.At.IsZero() {
		return []Term{{Name: "Without a date", Slug: "undated"}}
	}
	return []Term{{Name: e.At.Format("January 2006"), Slug: e.At.Format("2006-01")}}
}

func authorKey(_ Entry, author *Author, _, _ []Term) []Term {
	if author == nil {
		return nil
	}
	return []Term{{Name: author.Name, Slug: author.Slug}}
}

func (g *postGroups) add(n int, e Entry, author *Author, tags, categories []Term) {
	for _, key := range g.keys(e, author, tags, categories) {
		g.byKey[key] = append(g.byKey[key], int32(n))
	}
}

// sorted returns the keys: by name, or months with the newest first.
func (g *postGroups) sorted() []Term {
	return slices.SortedStableFunc(maps.Keys(g.byKey), func(a, b Term) int {
		if g.newest {
			return strings.Compare(b.Slug, a.Slug)
		}
		return strings.Compare(foldAccents(a.Name)+a.Slug, foldAccents(b.Name)+b.Slug)
	})
}

// index lists all posts.
func (a *htmlArchive) index() error {
	all := make([]int32, a.titles.len())
	for i := range all {
		all[i] = int32(i)
	}
	page := a.page("index.html", "")
	return a.list("index", page.Blog, all)
}

// lists writes the lists of every group, and the list of groups.
func (a *htmlArchive) lists() error {
	for _, g := range a.groups {
		if len(g.byKey) == 0 {
			continue
		}
		var all []counted
		for _, key := range g.sorted() {
			name := g.folder + "/" + key.Slug
			all = append(all, counted{htmlLink{key.Name, name + ".html"}, len(g.byKey[key])})
			if err := a.list(name, key.Name, g.byKey[key]); err != nil {
				return err
			}
		}
		name := g.folder + ".html"
		err := a.tree.File(name, a.page(name, g.title).content(groupList(g.title, all)))
		if err != nil {
			return err
		}
	}
	return nil
}

// list writes a list of posts in pages: name.html, name.2.html and so on.
func (a *htmlArchive) list(name, heading string, posts []int32) error {
	last := max(1, (len(posts)+linesPerPage-1)/linesPerPage)
	pageName := func(n int) string {
		switch {
		case n < 1 || n > last:
			return ""
		case n == 1:
			return name + ".html"
		}
		return fmt.Sprintf("%s.%d.html", name, n)
	}
	for n := 1; pageName(n) != ""; n++ {
		page := a.page(pageName(n), heading)
		var lines []archiveLine
		for _, post := range posts[(n-1)*linesPerPage : min(n*linesPerPage, len(posts))] {
			lines = append(lines, a.line(int(post), page.Root))
		}
		l := postList{heading, len(posts), lines, n, last, pageName(n - 1), pageName(n + 1)}
		if err := a.tree.File(pageName(n), page.content(l.nodes())); err != nil {
			return err
		}
	}
	return nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
