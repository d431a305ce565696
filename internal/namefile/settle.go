package namefile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// settle gives old names that are merged the same login, e-mail address and slug, and
// rejects values used for two names.
func (r reader) settle(file File) error {
	authors := of(file, "", Authors)
	return errors.Join(
		r.agree(authors, "login", func(e *Entry) *string { return &e.Login }),
		r.agree(authors, "email", func(e *Entry) *string { return &e.Email }),
		r.agree(authors, "slug", func(e *Entry) *string { return &e.Slug }),
		r.agree(of(file, Tag, Tags, Categories), "slug", func(e *Entry) *string { return &e.Slug }),
		r.agree(of(file, Category, Tags, Categories), "slug", func(e *Entry) *string { return &e.Slug }),
	)
}

// of returns the entries of a kind in any of the sections.
func of(file File, kind string, sections ...string) (all []*Entry) {
	for _, section := range sections {
		for i := range file[section] {
			if e := &file[section][i]; e.Kind == kind {
				all = append(all, e)
			}
		}
	}
	return all
}

// agree copies a value to all entries with the same name. Two values for one name, and
// two names for one value, are errors.
func (r reader) agree(entries []*Entry, key string, field func(*Entry) *string) error {
	byName, byValue := map[string]*Entry{}, map[string]*Entry{}
	for _, e := range entries {
		name, value := blog.NameKey(e.Name), strings.ToLower(*field(e))
		if value == "" {
			continue
		}
		if other := byName[name]; other != nil && !strings.EqualFold(*field(other), value) {
			return r.clash(e, other, key, *field(e), fmt.Sprintf("gives %s another one: %q", e.Name, *field(other)))
		}
		if other := byValue[value]; other != nil && blog.NameKey(other.Name) != name {
			return r.clash(e, other, key, *field(e), "gives it to "+other.Name)
		}
		byName[name], byValue[value] = e, e
	}
	for _, e := range entries {
		if other := byName[blog.NameKey(e.Name)]; other != nil {
			*field(e) = *field(other)
		}
	}
	return nil
}

func (r reader) clash(e, other *Entry, key, value, what string) error {
	return fmt.Errorf("%s:%d: %s: %s: %q, but line %d %s", r.file, e.line, e.Old, key, value, other.line, what)
}
