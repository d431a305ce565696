package importer

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// group groups saved pages by blog: the one the user named, or else by address and
// heading. Pages with the same heading are one blog unless they are from different
// hosts.
func group(ctx context.Context, d Deps, docs []*savedDoc, o ImportOptions) ([]*blogPages, error) {
	known, err := d.Store.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var groups []*blogPages
	var details []*savedDoc
	for _, doc := range docs {
		if doc.listing.Single {
			details = append(details, doc)
			continue
		}
		g := listingGroup(groups, doc, o)
		if g == nil {
			g = newBlogPages(listingAddress(doc, o), doc.listing.Heading)
			groups = append(groups, g)
		}
		g.join(doc, o)
	}
	for _, doc := range details {
		g := detailGroup(groups, doc, o)
		if g == nil {
			g = newBlogPages(cmp.Or(o.URL, siteRoot(doc.listing.Address)), doc.listing.Heading)
			groups = append(groups, g)
		}
		g.details = append(g.details, doc)
		if asked := doc.page.Request.URL; !g.urlKeys.has(blog.PathKey(doc.post, true)) && g.urlKeys.has(blog.PathKey(asked, true)) {
			doc.asked, doc.post = blog.Canonical(asked), blog.Canonical(asked)
		}
	}
	for _, g := range groups {
		g.src, g.known = resolveSource(g.src, known, o)
	}
	return groups, nil
}

// listingGroup returns the group of a listing page, nil if there is none yet.
func listingGroup(groups []*blogPages, doc *savedDoc, o ImportOptions) *blogPages {
	address := listingAddress(doc, o)
	for _, g := range groups {
		switch {
		case o.URL != "":
			return g
		case address != "" && g.src.URL != "" && blog.PathKey(address, true) == blog.PathKey(g.src.URL, true):
			return g
		case g.src.Name != "" && g.src.Name == doc.listing.Heading && (address == "" || g.src.URL == "" || blog.SameHost(address, g.src.URL)):
			return g
		}
	}
	return nil
}

// join adds a listing page. The shortest address is the listing's: those of months and
// tags are longer.
func (g *blogPages) join(doc *savedDoc, o ImportOptions) {
	g.listings = append(g.listings, doc)
	for _, key := range doc.urlKeys {
		g.urlKeys[key] = struct{}{}
	}
	for _, key := range doc.titleKeys {
		g.titleKeys[key] = struct{}{}
	}
	address := listingAddress(doc, o)
	if address != "" && (g.src.URL == "" || len(address) < len(g.src.URL)) {
		g.src.URL = address
	}
	if g.src.Name == "" {
		g.src.Name = doc.listing.Heading
	}
}

// detailGroup returns the group of a detail page: the one whose listing shows its
// permalink, or else one with the same host, the same heading, or a post of the same
// time and title.
func detailGroup(groups []*blogPages, doc *savedDoc, o ImportOptions) *blogPages {
	if o.URL != "" && len(groups) > 0 {
		return groups[0]
	}
	address := cmp.Or(doc.listing.Address, doc.page.URL, doc.first)
	shows := func(g *blogPages) bool {
		return g.urlKeys.has(blog.PathKey(address, true)) || g.urlKeys.has(blog.PathKey(doc.page.Request.URL, true))
	}
	for _, fits := range []func(*blogPages) bool{
		shows,
		func(g *blogPages) bool { return address != "" && blog.SameHost(address, g.src.URL) },
		func(g *blogPages) bool { return g.src.Name != "" && g.src.Name == doc.listing.Heading },
		func(g *blogPages) bool { return len(doc.titleKeys) == 1 && g.titleKeys.holds(doc.titleKeys[0]) },
	} {
		if i := slices.IndexFunc(groups, fits); i >= 0 {
			return groups[i]
		}
	}
	return nil
}

// listingAddress returns the address of page 1 of a page's listing, "" if unknown.
func listingAddress(doc *savedDoc, o ImportOptions) string {
	if o.URL != "" {
		return o.URL
	}
	address := doc.front(cmp.Or(doc.listing.Address, doc.page.URL))
	if address == "" {
		return ""
	}
	return blog.Canonical(address)
}

// front returns the address of page 1 for the address of any page of a listing.
func (doc *savedDoc) front(address string) string {
	if t := doc.listing.Pager.Template; address != "" && t != nil && t.Key != "" && t.Request.Method != "POST" {
		return withoutQuery(address, t.Key)
	}
	return address
}

func withoutQuery(address, key string) string {
	base, query, ok := strings.Cut(address, "?")
	if !ok {
		return address
	}
	kept := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool {
		name, _, _ := strings.Cut(part, "=")
		return strings.EqualFold(name, key)
	})
	if len(kept) == 0 {
		return base
	}
	return base + "?" + strings.Join(kept, "&")
}

func siteRoot(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}

// resolveSource returns the stored source of a group, or a new one.
func resolveSource(found *blog.Source, known []*blog.Source, o ImportOptions) (src *blog.Source, isKnown bool) {
	i := slices.IndexFunc(known, func(s *blog.Source) bool {
		return found.URL != "" && s.URL != "" && blog.PathKey(s.URL, true) == blog.PathKey(found.URL, true)
	})
	if i < 0 {
		i = slices.IndexFunc(known, func(s *blog.Source) bool {
			return found.Name != "" && s.Name == found.Name && (s.URL == "" || found.URL == "" || blog.SameHost(s.URL, found.URL))
		})
	}
	src = found
	if i >= 0 {
		src = known[i]
		src.URL, src.Name = cmp.Or(src.URL, found.URL), cmp.Or(src.Name, found.Name)
	} else {
		src.ID = blog.ID("source", cmp.Or(blog.PathKey(found.URL, false), found.Name))
	}
	src.Timezone = cmp.Or(o.Defaults.Timezone, src.Timezone)
	src.Profile = cmp.Or(o.Defaults.Profile, src.Profile)
	if o.Defaults.DateOrderBy == blog.DateOrderByFlag {
		src.DateOrder, src.DateOrderBy = o.Defaults.DateOrder, blog.DateOrderByFlag
	}
	return src, i >= 0
}
