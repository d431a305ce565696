package namefile

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/yamltree"
)

// Section is a section of a file and its names.
type Section struct {
	Name  string
	Found []*Found
}

const authorsHead = `# Authors of the stored posts, for "blogferry export --authors". The old name
# stands to the left; below it, what the new site gets:
#   name   two old names with one new name become one author
#   login  empty: made from the name
#   email  empty: none
#   slug   empty: made from the name
# "blogferry map" adds authors that are not listed yet and leaves the rest alone.
`

const tagsHead = `# Tags and categories of the stored posts, for "blogferry export --tags". The
# old name stands to the left; below it, what the new site gets:
#   name   two old names with one new name become one
#   slug   empty: made from the name
#   kind   tag, category, or drop
# "blogferry map" adds names that are not listed yet and leaves the rest alone.
`

// Add adds missing names to the text of a file and returns their number. An empty text
// creates the file.
func Add(name string, text []byte, sections ...Section) ([]byte, int, error) {
	var names []string
	for _, s := range sections {
		names = append(names, s.Name)
	}
	file, err := Read(name, text, names...)
	if err != nil {
		return nil, 0, err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		text = head(sections)
	} else if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(slices.Clone(text), '\n')
	}
	total := 0
	for _, s := range slices.Backward(sections) {
		missing := lacking(file[s.Name], s.Found)
		total += len(missing)
		if text, err = insert(name, text, s.Name, missing); err != nil {
			return nil, 0, err
		}
	}
	// An edited file may have a form to which no lines can be added.
	if _, err := Read(name, text, names...); err != nil {
		return nil, 0, fmt.Errorf("add names: %w", err)
	}
	return text, total, nil
}

// head returns a file without names.
func head(sections []Section) []byte {
	text := tagsHead
	if sections[0].Name == Authors {
		text = authorsHead
	}
	for _, s := range sections {
		text += "\n" + s.Name + ":\n"
	}
	return []byte(text)
}

func lacking(entries []Entry, all []*Found) []*Found {
	listed := map[string]bool{}
	for _, e := range entries {
		listed[blog.NameKey(e.Old)] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(f *Found) bool { return listed[blog.NameKey(f.Name)] })
}

// insert inserts names below the heading of their section, or at the end if the file has
// no such section.
func insert(name string, text []byte, section string, names []*Found) ([]byte, error) {
	if len(names) == 0 {
		return text, nil
	}
	top, err := yamltree.Parse(name, text, section)
	if err != nil {
		return nil, err
	}
	line, indent := bytes.Count(text, []byte("\n")), 2
	if pair := find(top, section); pair == nil {
		text = append(text, "\n"+section+":\n"...)
		line += 2
	} else {
		line = yamltree.Line(pair.Key)
		if list, ok := pair.Value.(*ast.MappingNode); ok {
			if list.IsFlowStyle {
				return nil, yamltree.Errorf(name, pair.Value, section, "names in braces can't be added to; want each on a line of its own")
			}
			indent = list.Values[0].Key.GetToken().Position.Column - 1
		}
	}
	at := 0
	for range line {
		at += bytes.IndexByte(text[at:], '\n') + 1
	}
	return slices.Insert(text, at, []byte(entriesText(section, names, strings.Repeat(" ", indent)))...), nil
}

func find(top *ast.MappingNode, section string) *ast.MappingValueNode {
	if top == nil {
		return nil
	}
	for _, pair := range top.Values {
		if yamltree.Key(pair) == section {
			return pair
		}
	}
	return nil
}

// entriesText returns names as YAML. They are always quoted, since unquoted tags such as
// "yes", "2014" or "C#" mean something else.
func entriesText(section string, names []*Found, indent string) string {
	var b strings.Builder
	for _, f := range names {
		if len(f.Alike) > 0 {
			fmt.Fprintf(&b, "%s# the same person as %s?\n", indent, alikeText(f.Alike))
		}
		if len(f.Parts) > 0 {
			fmt.Fprintf(&b, "%s# several authors, such as %s? name one of them\n", indent, alikeText(f.Parts))
		}
		fmt.Fprintf(&b, "%s%s: # %s\n", indent, strconv.Quote(f.Name), about(f))
		for _, key := range fields[section] {
			value := map[string]string{"name": " " + strconv.Quote(f.Name), "kind": " " + kinds[section]}[key]
			fmt.Fprintf(&b, "%s%s%s:%s\n", indent, indent, key, value)
		}
	}
	return b.String()
}

var kinds = map[string]string{Tags: Tag, Categories: Category}

// about returns what the user needs to know about a name.
func about(f *Found) string {
	text := posts(f.Posts)
	if f.Role != "" {
		text += ", " + strconv.Quote(f.Role)
	}
	for i, s := range f.Other {
		if i == 0 {
			text += "; also as"
		} else {
			text += ","
		}
		text += fmt.Sprintf(" %q (%d)", s.Text, s.Posts)
	}
	return text
}

func alikeText(all []*Found) string {
	var names []string
	for _, f := range all {
		names = append(names, fmt.Sprintf("%q (%s)", f.Name, posts(f.Posts)))
	}
	return strings.Join(names, ", ")
}

func posts(n int) string {
	if n == 1 {
		return "1 post"
	}
	return strconv.Itoa(n) + " posts"
}
