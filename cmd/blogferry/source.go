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

// startAddress validates an address given by the user and returns its canonical
// form. Of an address at which a web archive plays back a page, that is the page's own.
func startAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	if scraper.IsListOfCopies(text) {
		return "", &usageError{err: fmt.Errorf("%q is the web archive's list of copies", text), hint: "give the address of one copy, with its time: https://web.archive.org/web/20141111/http://old.example/blog"}
	}
	_, text = scraper.SplitPlayback(text)
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !validHost(u.Hostname()) {
		return "", &usageError{err: fmt.Errorf("%q is not a web address", text), hint: addressHint(text)}
	}
	return blog.Canonical(text), nil
}

// validHost reports whether a name could be a host.
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
	host, _, _ := strings.Cut(text, "/")
	host, _, _ = strings.Cut(host, ":")
	if validHost(host) && strings.Contains(host, ".") && !strings.Contains(text, "://") {
		return fmt.Sprintf("did you mean \"http://%s\"?", text)
	}
	return "give the address of the page that lists the posts, such as \"http://old.example/blog\""
}

// credentials returns the user and password in an address as an Authorization
// header. They are never stored.
func credentials(address string) (header string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.User == nil {
		return "", false
	}
	password, _ := u.User.Password()
	pair := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
	return "Authorization: Basic " + pair, true
}

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

// resolveOptions returns the crawl options for a source. In order of precedence:
// flags and environment, the settings file's entry for this blog, the settings of
// earlier runs, the settings file's defaults. It also sets the properties of src.
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

// credentials returns the credentials in the source's address, as given on the
// command line or in blogferry.yaml.
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

// matchesAddress reports whether address is that of src, now or at its first crawl.
func matchesAddress(src *blog.Source, address string) bool {
	canonical, err := startAddress(address)
	return err == nil && (canonical == src.URL || canonical == src.Settings[startURLKey])
}

// applyTo sets the reading options in src, as far as has says they were given.
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

// storedLayer returns the settings of earlier runs of the source.
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

// remember stores the explicit settings in src for later runs.
func (e *env) remember(src *blog.Source) {
	for name, g := range e.explicit {
		if !isSourceSetting(name) {
			continue
		}
		texts := g.texts
		if name == "cookie-file" {
			e.console.Say("cookies are not stored; give --cookie-file to sync again, or put it in blogferry.yaml")
			continue
		}
		if name == "header" {
			texts = slices.DeleteFunc(slices.Clone(texts), secretHeader)
			if len(texts) < len(g.texts) {
				e.console.Say("headers with credentials are not stored; give them to sync again, or set BLOGFERRY_HEADER")
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

// secretHeader reports whether a header holds credentials, which must not be stored
// in a database that people may pass on.
func secretHeader(header string) bool {
	name, _, _ := strings.Cut(header, ":")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "authorization", "proxy-authorization", "cookie":
		return true
	}
	return false
}

// loadProfile returns the value of Source.Profile: "" for auto, a name, or the text
// of a user's file. Anything else is a usage error.
func loadProfile(name string) (string, error) {
	if name == "" || name == "auto" {
		return "", nil
	}
	if !isProfileFile(name) {
		return knownProfile(name)
	}
	data, err := readUserFile(name)
	if err != nil {
		return "", &usageError{err: fmt.Errorf("read profile %s: %w", name, cause(err)), hint: `"blogferry inspect URL --write-profile FILE" writes one`}
	}
	if _, err := profiles.Load(data, name); err != nil {
		return "", &usageError{err: err, hint: "docs/profiles.md documents every key, " + scraper.Home + "/blob/main/docs/profiles.md"}
	}
	return string(data), nil
}

// knownProfile returns name if such a profile exists, else a usage error.
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

// isProfileFile reports whether --profile is a file rather than a name.
func isProfileFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") || strings.ContainsAny(name, `/\`)
}
