package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// findSource looks a source up by address, name or id; nil if there is none.
func findSource(ctx context.Context, st *store.DB, name string) (*blog.Source, error) {
	src, err := st.FindSource(ctx, name)
	if address, bad := startAddress(name); errors.Is(err, store.ErrNoSource) && bad == nil {
		src, err = st.FindSource(ctx, address)
	}
	if errors.Is(err, store.ErrNoSource) {
		return findByStart(ctx, st, name)
	}
	return src, err
}

// startURLKey is the setting that keeps the address given for the first crawl. The
// source may have another one since, because of a redirect or its pager, but
// blogferry.yaml and the user still use the first.
const startURLKey = "asked as"

// rememberArchive makes later runs read the blog from where the start address says: from
// a web archive or from the live site.
func rememberArchive(src *blog.Source, start string) {
	archive, _ := scraper.SplitPlayback(strings.TrimSpace(start))
	if archive == "" {
		delete(src.Settings, webArchiveKey)
		return
	}
	if src.Settings == nil {
		src.Settings = map[string]string{}
	}
	src.Settings[webArchiveKey] = archive
}

// findByStart looks a source up by the address given for its first crawl.
func findByStart(ctx context.Context, st *store.DB, name string) (*blog.Source, error) {
	address, err := startAddress(name)
	if err != nil {
		return nil, nil // not an address
	}
	known, err := st.Sources(ctx)
	for _, src := range known {
		if src.Settings[startURLKey] == address {
			return src, err
		}
	}
	return nil, err
}

// rememberStart records the address given for a new source.
func rememberStart(src *blog.Source) {
	if src.ID != "" || src.URL == "" {
		return
	}
	if src.Settings == nil {
		src.Settings = map[string]string{}
	}
	src.Settings[startURLKey] = src.URL
}

// mustFindSource is like findSource, but an unknown source is a usage error.
func mustFindSource(ctx context.Context, st *store.DB, name string) (*blog.Source, error) {
	src, err := findSource(ctx, st, name)
	if err != nil || src != nil {
		return src, err
	}
	known, err := st.Sources(ctx)
	if err != nil {
		return nil, err
	}
	hint := "the database has no source yet; start with \"blogferry crawl URL\" or \"blogferry import FILE\""
	if len(known) > 0 {
		var labels []string
		for _, s := range known {
			labels = append(labels, s.Label())
		}
		hint = "the database has " + strings.Join(labels, ", ")
	}
	return nil, &usageError{err: fmt.Errorf("unknown source %q", name), hint: hint}
}

// sourcesOf returns the named sources, or all if names is empty.
func sourcesOf(ctx context.Context, st *store.DB, names []string) ([]*blog.Source, error) {
	if len(names) == 0 {
		return st.Sources(ctx)
	}
	var found []*blog.Source
	for _, name := range names {
		src, err := mustFindSource(ctx, st, name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(found, func(s *blog.Source) bool { return s.ID == src.ID }) {
			found = append(found, src)
		}
	}
	return found, nil
}
