package namefile

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/yamltree"
)

// fields are the keys of an entry, by section.
var fields = map[string][]string{
	Authors:    {"name", "login", "email", "slug"},
	Tags:       {"name", "slug", "kind"},
	Categories: {"name", "slug", "kind"},
}

// Read parses a file with the given sections. Unknown content and contradictory entries
// are errors with file, line and key.
func Read(name string, data []byte, sections ...string) (File, error) {
	top, err := yamltree.Parse(name, data, strings.Join(sections, ": and ")+": with a list of names below")
	if err != nil || top == nil {
		return File{}, err
	}
	r := reader{name}
	file := File{}
	for _, pair := range top.Values {
		section := yamltree.Key(pair)
		if !slices.Contains(sections, section) {
			return nil, r.errorf(pair.Key, section, "unknown key; want %s", strings.Join(sections, ", "))
		}
		if file[section], err = r.entries(section, pair.Value); err != nil {
			return nil, err
		}
	}
	return file, r.settle(file)
}

type reader struct{ file string }

func (r reader) errorf(node ast.Node, key, format string, args ...any) error {
	return yamltree.Errorf(r.file, node, key, format, args...)
}

func (r reader) entries(section string, node ast.Node) (entries []Entry, err error) {
	if node.Type() == ast.NullType {
		return nil, nil // an empty section
	}
	list, ok := node.(*ast.MappingNode)
	if !ok {
		return nil, r.errorf(node, section, "want old names, each with %s below", strings.Join(fields[section], ", "))
	}
	lines := map[string]int{}
	for _, pair := range list.Values {
		e, err := r.entry(section, pair)
		if err != nil {
			return nil, err
		}
		key := blog.NameKey(e.Old)
		if first, twice := lines[key]; twice {
			return nil, r.errorf(pair.Key, e.Old, "is listed already on line %d; case does not tell names apart", first)
		}
		lines[key] = e.line
		entries = append(entries, e)
	}
	return entries, nil
}

// entry parses an old name with its fields below, or with a new name after it.
func (r reader) entry(section string, pair *ast.MappingValueNode) (Entry, error) {
	old := yamltree.Key(pair)
	e := Entry{Old: old, Name: old, line: yamltree.Line(pair.Key)}
	switch section {
	case Tags:
		e.Kind = Tag
	case Categories:
		e.Kind = Category
	}
	if pair.Value.Type() == ast.NullType {
		return e, nil
	}
	if text, ok := yamltree.Scalar(pair.Value); ok {
		return e, r.set(&e, pair.Value, "name", text)
	}
	list, ok := pair.Value.(*ast.MappingNode)
	if !ok {
		return e, r.errorf(pair.Value, old, "want a new name, or %s below", strings.Join(fields[section], ", "))
	}
	for _, field := range list.Values {
		key := yamltree.Key(field)
		if !slices.Contains(fields[section], key) {
			return e, r.errorf(field.Key, key, "unknown key; want %s", strings.Join(fields[section], ", "))
		}
		text, ok := yamltree.Scalar(field.Value)
		if !ok && field.Value.Type() != ast.NullType {
			return e, r.errorf(field.Value, key, "want a plain value")
		}
		if err := r.set(&e, field.Value, key, text); err != nil {
			return e, err
		}
	}
	return e, nil
}

var (
	plainLogin = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@-]{0,59}$`)
	plainSlug  = regexp.MustCompile(`^[a-z0-9_-]{1,150}$`)
)

// set sets a field of an entry; an empty value leaves it unchanged.
func (r reader) set(e *Entry, node ast.Node, key, text string) error {
	var problem error
	switch {
	case strings.TrimSpace(text) == "":
	case key == "name":
		e.Name = strings.TrimSpace(text)
	case key == "login":
		e.Login, problem = text, mustMatch(plainLogin, text, "letters and digits of ASCII, at most 60")
	case key == "slug":
		e.Slug, problem = text, mustMatch(plainSlug, text, "a-z, 0-9, - and _, at most 150")
	case key == "email":
		e.Email, problem = text, checkEmail(text)
	case key == "kind":
		e.Kind, problem = text, checkKind(text)
	}
	if problem != nil {
		return r.errorf(node, key, "%q: %w", text, problem)
	}
	return nil
}

func mustMatch(pattern *regexp.Regexp, text, want string) error {
	if !pattern.MatchString(text) {
		return fmt.Errorf("want %s", want)
	}
	return nil
}

func checkEmail(text string) error {
	if a, err := mail.ParseAddress(text); err != nil || a.Address != text || len(text) > 191 {
		return fmt.Errorf("not an e-mail address")
	}
	return nil
}

func checkKind(text string) error {
	if !slices.Contains([]string{Tag, Category, Drop}, text) {
		return fmt.Errorf("want %s, %s or %s", Tag, Category, Drop)
	}
	return nil
}
