package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/store"
)

// redirectFlags are the flags that map old addresses to new ones, shared by export
// and verify.
type redirectFlags struct {
	To    string
	Paths []string
}

// noSite is the value of --to for a site that is not in export.Sites.
const noSite = "other"

func (o *redirectFlags) bind(flags *pflag.FlagSet) {
	o.To = noSite
	sites := append(slices.Sorted(maps.Keys(export.Sites)), noSite)
	flags.Var(choiceFlag{&o.To, sites}, "to", "software of the new site, which decides the addresses of tags, months and feed")
	flags.StringArrayVar(&o.Paths, "path", nil, "new address of a kind of page, `KIND=PATH`, such as tag=/topics/:slug/ (index, feed, tag, category, author, month, year, media; repeatable)")
}

// paths returns the paths of the new site.
func (o *redirectFlags) paths() (export.SitePaths, error) {
	paths := export.Sites[o.To]
	kinds := map[string]*string{
		"index": &paths.Index, "feed": &paths.Feed, "tag": &paths.Tag, "category": &paths.Category,
		"author": &paths.Author, "month": &paths.Month, "year": &paths.Year, "media": &paths.Media,
	}
	for _, p := range o.Paths {
		kind, path, _ := strings.Cut(p, "=")
		if kinds[kind] == nil || !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " \"\\$%{}\t\r\n") {
			return paths, &usageError{
				err:  fmt.Errorf("--path %q: not a kind of page and a path", p),
				hint: "write it as tag=/topics/:slug/; kinds are " + strings.Join(slices.Sorted(maps.Keys(kinds)), ", "),
			}
		}
		*kinds[kind] = path
	}
	return paths, nil
}

// oldAddresses yields all known addresses of a source ("" for all sources), the best
// known first: requested pages, media, then links on the kept pages.
func oldAddresses(ctx context.Context, st *store.DB, snapshot *store.Snapshot, source string) iter.Seq2[blog.Address, error] {
	return func(yield func(blog.Address, error) bool) {
		for _, all := range []iter.Seq2[blog.Address, error]{snapshot.Addresses(source), mediaAddresses(ctx, st), linkedAddresses(ctx, st, source)} {
			for a, err := range all {
				if !yield(a, err) || err != nil {
					return
				}
			}
		}
	}
}

func mediaAddresses(ctx context.Context, st *store.DB) iter.Seq2[blog.Address, error] {
	return func(yield func(blog.Address, error) bool) {
		for m, err := range st.Media(ctx) {
			if !yield(blog.Address{URL: m.URL, Kind: blog.AddressMedia, Text: m.Name}, err) || err != nil {
				return
			}
		}
	}
}

func linkedAddresses(ctx context.Context, st *store.DB, source string) iter.Seq2[blog.Address, error] {
	return func(yield func(blog.Address, error) bool) {
		sources, err := st.Sources(ctx)
		if err != nil {
			yield(blog.Address{}, err)
			return
		}
		for _, s := range sources {
			if source != "" && s.ID != source {
				continue
			}
			for kept, err := range st.KeptPages(ctx, s.ID) {
				if err != nil {
					yield(blog.Address{}, err)
					return
				}
				for _, a := range parser.Addresses(&kept.Page) {
					if !yield(a, nil) {
						return
					}
				}
			}
		}
	}
}
