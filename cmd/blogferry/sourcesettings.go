package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

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
