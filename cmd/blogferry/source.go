package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// startAddress checks the address that a user gave, and writes it the way in
// which it is stored.
func startAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !validHost(u.Hostname()) {
		return "", &usageError{err: fmt.Errorf("%q is not a web address", text), hint: addressHint(text)}
	}
	return blog.Canonical(text), nil
}

// validHost says whether a name can be looked up at all.
func validHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host != "" && !strings.ContainsAny(host, " _:[]") && !strings.HasPrefix(host, ".") && !strings.Contains(host, "..")
}

func addressHint(text string) string {
	if _, err := os.Stat(text); err == nil {
		return fmt.Sprintf("saved pages are read by \"blogferry import %s\"", text)
	}
	first, _, _ := strings.Cut(text, "/")
	if validHost(first) && strings.Contains(first, ".") && !strings.Contains(text, "://") {
		return fmt.Sprintf("did you mean \"http://%s\"?", text)
	}
	return "give the address of the page that lists the posts, such as \"http://old.example/blog\""
}

// credentials are the user and password in an address, as a header. They are
// never stored.
func credentials(address string) (header string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.User == nil {
		return "", false
	}
	password, _ := u.User.Password()
	pair := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
	return "Authorization: Basic " + pair, true
}

// findSource looks a source up by what a user calls it: address, name or id.
// It is nil when the database does not know it.
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

// startURLKey is the setting that keeps the address by which a blog was asked for
// the first time. A redirect, or a pager that knows better, may have led to
// another one since, under which the source is known; blogferry.yaml and the
// user still say the first.
const startURLKey = "asked as"

// findByStart looks a source up by the address that it was first asked for by.
func findByStart(ctx context.Context, st *store.DB, name string) (*blog.Source, error) {
	address, err := startAddress(name)
	if err != nil {
		return nil, nil // no address at all
	}
	known, err := st.Sources(ctx)
	for _, src := range known {
		if src.Settings[startURLKey] == address {
			return src, err
		}
	}
	return nil, err
}

// rememberStart notes how a new source was asked for.
func rememberStart(src *blog.Source) {
	if src.ID != "" || src.URL == "" {
		return
	}
	if src.Settings == nil {
		src.Settings = map[string]string{}
	}
	src.Settings[startURLKey] = src.URL
}

// mustFindSource is findSource for commands that need it to be there.
func mustFindSource(ctx context.Context, st *store.DB, name string) (*blog.Source, error) {
	src, err := findSource(ctx, st, name)
	if err != nil || src != nil {
		return src, err
	}
	known, err := st.Sources(ctx)
	if err != nil {
		return nil, err
	}
	hint := "the database holds no source yet; begin with \"blogferry crawl URL\" or \"blogferry import FILE\""
	if len(known) > 0 {
		var labels []string
		for _, s := range known {
			labels = append(labels, s.Label())
		}
		hint = "the database knows " + strings.Join(labels, ", ")
	}
	return nil, &usageError{err: fmt.Errorf("unknown source %q", name), hint: hint}
}

// sourcesOf finds the named sources, or all of them when none is named.
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

// resolveOptions works out how a source is to be crawled: what was said now, what the
// file says of this blog, what it was told before, what the file says of all.
// The properties of the blog among it are set in src.
func (e *env) resolveOptions(src *blog.Source) (crawlOptions, error) {
	var o crawlOptions
	flags := o.flags()
	layers := []layer{e.explicit.only(flags), e.config.source(src), storedLayer(src, &o), e.config.common.only(flags)}
	if err := apply(flags, layers...); err != nil {
		return o, err
	}
	has := func(flag string) bool { return anyHas(layers, flag) }
	o.delayGiven = has("delay")
	if header, ok := e.credentials(src); ok {
		o.Headers = append(o.Headers, header)
	}
	return o, o.readOptions.applyTo(src, has)
}

// credentials are those in the address of a source, as an argument or
// blogferry.yaml has it.
func (e *env) credentials(src *blog.Source) (header string, ok bool) {
	addresses := slices.Clone(e.args)
	for _, s := range e.config.sources {
		addresses = append(addresses, s.written)
	}
	for _, address := range addresses {
		if header, ok := credentials(address); ok && matchesAddress(src, address) {
			return header, true
		}
	}
	return "", false
}

// matchesAddress says whether a source is known under an address, or was asked for by it.
func matchesAddress(src *blog.Source, address string) bool {
	canonical, err := startAddress(address)
	return err == nil && (canonical == src.URL || canonical == src.Settings[startURLKey])
}

// applyTo carries the reading options over into src where they were given, and
// takes over from src those that were not.
func (o *readOptions) applyTo(src *blog.Source, has func(flag string) bool) error {
	if has("timezone") || src.Timezone == "" {
		src.Timezone = string(o.Timezone)
	}
	if has("date-order") {
		o.applyDateOrder(src)
	}
	if !has("profile") {
		return nil
	}
	profile, err := loadProfile(o.Profile)
	if err == nil {
		src.Profile = profile
	}
	return err
}

func (o *readOptions) applyDateOrder(src *blog.Source) {
	switch {
	case o.DateOrder != "auto":
		src.DateOrder, src.DateOrderBy = blog.DateOrder(o.DateOrder), blog.DateOrderByFlag
	case src.DateOrderBy == blog.DateOrderByFlag:
		src.DateOrder, src.DateOrderBy = "", ""
	}
}

// storedLayer is what earlier runs were told about the source.
func storedLayer(src *blog.Source, o *crawlOptions) layer {
	stored := layer{}
	flags := o.flags()
	for name, text := range src.Settings {
		if f := flags.Lookup(name); f != nil {
			stored[name] = settingValue{texts: splitSetting(f, text), where: fmt.Sprintf("setting %q of %s in the database", name, src.Label())}
		}
	}
	return stored
}

// remember notes in src what was said now, for later runs.
func (e *env) remember(src *blog.Source) {
	for name, g := range e.explicit {
		if !isSourceSetting(name) {
			continue
		}
		texts := g.texts
		if name == "cookie-file" {
			e.console.Say("cookies are not stored; name their file again to sync, or in blogferry.yaml")
			continue
		}
		if name == "header" {
			texts = slices.DeleteFunc(slices.Clone(texts), secretHeader)
			if len(texts) < len(g.texts) {
				e.console.Say("headers with credentials are not stored; give them again to sync, or in BLOGFERRY_HEADER")
			}
			if len(texts) == 0 {
				continue
			}
		}
		if src.Settings == nil {
			src.Settings = map[string]string{}
		}
		src.Settings[name] = strings.Join(texts, "\n")
	}
}

// secretHeader says whether a header should not end in a file that is made to
// be handed around.
func secretHeader(header string) bool {
	name, _, _ := strings.Cut(header, ":")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "authorization", "proxy-authorization", "cookie":
		return true
	}
	return false
}

// loadProfile gives what Source.Profile holds: "" for auto, a name, or the text
// of a user's file. What is none of them is wrong usage.
func loadProfile(name string) (string, error) {
	if name == "" || name == "auto" {
		return "", nil
	}
	if !isProfileFile(name) {
		return knownProfile(name)
	}
	data, err := readUserFile(name)
	if err != nil {
		return "", usagef("read profile %s: %w", name, cause(err))
	}
	if _, err := profiles.Load(data, name); err != nil {
		return "", &usageError{err: err, hint: "docs/profiles.md has every key, " + scraper.Home + "/blob/main/docs/profiles.md"}
	}
	return string(data), nil
}

// knownProfile refuses the names of profiles that do not exist.
func knownProfile(name string) (string, error) {
	p, err := parser.New(parser.Options{})
	if err != nil {
		return "", err
	}
	known := p.Profiles()
	if !slices.Contains(known, name) {
		return "", &usageError{
			err:  fmt.Errorf("unknown profile %q", name),
			hint: "the profiles are auto, " + strings.Join(known, ", ") + ", or a file that ends in .yaml",
		}
	}
	return name, nil
}

// isProfileFile says whether --profile means a file and not a name.
func isProfileFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") || strings.ContainsAny(name, `/\`)
}
