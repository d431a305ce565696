package namefile

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/blogferry/blogferry/blog"
)

func countAll(records ...blog.Record) *Counter {
	var c Counter
	for i := range records {
		c.Add(&records[i])
	}
	return &c
}

func add(t *testing.T, text string, sections ...Section) (string, int) {
	t.Helper()
	got, n, err := Add("names.yaml", []byte(text), sections...)
	if err != nil {
		t.Fatal(err)
	}
	return string(got), n
}

func TestNewFile(t *testing.T) {
	c := countAll(
		blog.Record{Author: "Jane Doe", Role: "Editor", Tags: []string{"Sales", "yes"}},
		blog.Record{Author: "JANE DOE", Tags: []string{"sales", "SALES"}, Categories: []string{"C#"}},
		blog.Record{Author: "Jane Doe", Tags: []string{"sales"}},
		blog.Record{Author: "Doe, J."},
		blog.Record{},
	)
	got, n := add(t, "", Section{Authors, c.Authors()})
	want := authorsHead + `
authors:
  # the same person as "Doe, J." (1 post)?
  "Jane Doe": # 3 posts, "Editor"; also as "JANE DOE" (1)
    name: "Jane Doe"
    login:
    email:
    slug:
  # the same person as "Jane Doe" (3 posts)?
  "Doe, J.": # 1 post
    name: "Doe, J."
    login:
    email:
    slug:
`
	if diff := cmp.Diff(want, got); diff != "" || n != 2 {
		t.Errorf("%d authors (-want +got):\n%s", n, diff)
	}
	got, n = add(t, "", Section{Tags, c.Tags()}, Section{Categories, c.Categories()})
	want = tagsHead + `
tags:
  "sales": # 3 posts; also as "Sales" (1)
    name: "sales"
    slug:
    kind: tag
  "yes": # 1 post
    name: "yes"
    slug:
    kind: tag

categories:
  "C#": # 1 post
    name: "C#"
    slug:
    kind: category
`
	if diff := cmp.Diff(want, got); diff != "" || n != 3 {
		t.Errorf("%d names (-want +got):\n%s", n, diff)
	}
}

// What the user changed in the file stays as it is, to the byte.
func TestAddKeepsEdits(t *testing.T) {
	edited := `# mine
categories: # below
    news: {name: News, slug: latest} # note
    "junk":
        kind: drop
# between
tags:`
	names := func(list ...string) (found []*Found) {
		for _, name := range list {
			found = append(found, &Found{Name: name, Posts: 2})
		}
		return found
	}
	got, n := add(t, edited, Section{Tags, names("one")}, Section{Categories, names("NEWS", "new", "Junk")})
	want := `# mine
categories: # below
    "new": # 2 posts
        name: "new"
        slug:
        kind: category
    news: {name: News, slug: latest} # note
    "junk":
        kind: drop
# between
tags:
  "one": # 2 posts
    name: "one"
    slug:
    kind: tag
`
	if diff := cmp.Diff(want, got); diff != "" || n != 2 {
		t.Errorf("%d names (-want +got):\n%s", n, diff)
	}
	if again, n := add(t, got, Section{Tags, names("ONE")}, Section{Categories, names("new")}); again != got || n != 0 {
		t.Errorf("adding nothing added %d names:\n%s", n, again)
	}
	if got, _ := add(t, "# nothing yet\n", Section{Tags, names("one")}); !strings.HasPrefix(got, "# nothing yet\n\ntags:\n  \"one\"") {
		t.Errorf("a file without sections became\n%s", got)
	}
}

func TestRead(t *testing.T) {
	text := `authors:
  J. Doe: Jane Doe
  Jane Doe: {name: Jane Doe, login: jane, email: jane@new.example}
  "007":
`
	got, err := Read("authors.yaml", []byte(text), Authors)
	want := File{Authors: {
		{Old: "J. Doe", Name: "Jane Doe", Login: "jane", Email: "jane@new.example"},
		{Old: "Jane Doe", Name: "Jane Doe", Login: "jane", Email: "jane@new.example"},
		{Old: "007", Name: "007"},
	}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Entry{})); diff != "" || err != nil {
		t.Errorf("Read: %v (-want +got):\n%s", err, diff)
	}
	text = "tags:\n  a: {kind: category}\n  b: {name: c}\n  7: {kind: drop}\ncategories:\n  a: {slug: first}\n"
	got, err = Read("tags.yaml", []byte(text), Tags, Categories)
	want = File{
		Tags: {
			{Old: "a", Name: "a", Slug: "first", Kind: Category},
			{Old: "b", Name: "c", Kind: Tag},
			{Old: "7", Name: "7", Kind: Drop},
		},
		Categories: {{Old: "a", Name: "a", Slug: "first", Kind: Category}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Entry{})); diff != "" || err != nil {
		t.Errorf("Read: %v (-want +got):\n%s", err, diff)
	}
}

// Errors name file, line and key.
func TestReadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"people:\n":                                  `f.yaml:1: people: unknown key; want authors, tags, categories`,
		"authors: x\n":                               `f.yaml:1: authors: want old names, each with name, login, email, slug below`,
		"- authors\n":                                `f.yaml:1: want authors: and tags: and categories: with a list of names below`,
		"tags:\n a: [b]":                             `f.yaml:2: a: want a new name, or name, slug, kind below`,
		"tags:\n A:\n a:":                            `f.yaml:3: a: is listed already on line 2; case does not tell names apart`,
		"authors:\n Jane:\n  emial: x\n":             `f.yaml:3: emial: unknown key; want name, login, email, slug`,
		"authors:\n Jane:\n  email: jane\n":          `f.yaml:3: email: "jane": not an e-mail address`,
		"authors:\n Jane:\n  login: jané\n":          `f.yaml:3: login: "jané": want letters and digits of ASCII, at most 60`,
		"tags:\n a:\n  slug: A b\n":                  `f.yaml:3: slug: "A b": want a-z, 0-9, - and _, at most 150`,
		"tags:\n a:\n  kind: label\n":                `f.yaml:3: kind: "label": want tag, category or drop`,
		"tags:\n a:\n  name: [b]\n":                  `f.yaml:3: name: want a plain value`,
		"tags:\n a: [b\n":                            `f.yaml:2: `,
		"authors:\n a: {login: x}\n b: {login: X}\n": `f.yaml:3: b: login: "X", but line 2 gives it to a`,
		"authors:\n a: {email: a@b.c, name: c}\n c: {email: d@b.c}\n": `f.yaml:3: c: email: "d@b.c", but line 2 gives c another one: "a@b.c"`,
		"tags:\n a: {slug: x}\ncategories:\n b: {slug: x, kind: tag}": `f.yaml:4: b: slug: "x", but line 2 gives it to a`,
	} {
		if _, err := Read("f.yaml", []byte(text), Authors, Tags, Categories); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Read(%q):\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestSeveralAuthors(t *testing.T) {
	var c Counter
	for _, name := range []string{"Jane Doe", "Bo Ray", "Jane Doe and Bo Ray", "Cy, Jane Doe & Dee Fox", "Ann", "Ann and Bea Lee", "Doe, Jane", "Brandon Doe"} {
		c.Add(&blog.Record{Author: name})
	}
	got := map[string][]string{}
	for _, f := range c.Authors() {
		for _, part := range f.Parts {
			got[f.Name] = append(got[f.Name], part.Name)
		}
	}
	want := map[string][]string{"Jane Doe and Bo Ray": {"Jane Doe", "Bo Ray"}, "Cy, Jane Doe & Dee Fox": {"Jane Doe"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	text, _ := add(t, "", Section{Authors, c.Authors()})
	if line := "  # several authors, such as \"Jane Doe\" (1 post), \"Bo Ray\" (1 post)? name one of them\n"; !strings.Contains(text, line) {
		t.Errorf("%q is not in\n%s", line, text)
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"J. Doe", "Jane Doe", true},
		{"Doe, Jane", "Jane Doe", true},
		{"Dr. Jane M. Doe", "Jane Doe", true},
		{"jane.doe", "Jane Doe", true},
		{"José O’Neil", "Jose ONeil", true},
		{"John Doe", "Jane Doe", false},
		{"Jane Roe", "Jane Doe", false},
		{"Doe", "Jane Doe", false},
		{"Jane Ann Doe", "Jane Beth Doe", false},
		{"...", "!!!", false},
	} {
		all := countAll(blog.Record{Author: c.a}, blog.Record{Author: c.b}).Authors()
		if got := len(all[0].Alike) == 1 && len(all[1].Alike) == 1; got != c.want {
			t.Errorf("%q and %q may be one person: %v", c.a, c.b, got)
		}
	}
}

// FuzzNames checks that any name can be written and read back, and that no file makes
// reading panic.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"Jane", "yes", "~", "C#", "a: b", "- x", "{", "\x00\x07\x1b\x7f", "\n", "😀\u202e\ufeff", `"\`, "'", "#", "<<", "*a", "\xff", "\u0085", "\u2028"} {
		f.Add(name, "authors:\n  "+name+": x\n")
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		c := countAll(blog.Record{Author: name, Role: name, Tags: []string{name, "b"}})
		authors, n, err := Add("a.yaml", nil, Section{Authors, c.Authors()})
		if err != nil {
			t.Fatalf("%q: %v in\n%s", name, err, authors)
		}
		file, err := Read("a.yaml", authors, Authors)
		if err != nil || len(file[Authors]) != n {
			t.Fatalf("%d authors became %v, %v in\n%s", n, file, err, authors)
		}
		for _, e := range file[Authors] {
			if e.Old != c.Authors()[0].Name {
				t.Errorf("%q became %q", c.Authors()[0].Name, e.Old)
			}
		}
		more, _, err := Add("a.yaml", []byte(text), Section{Authors, c.Authors()})
		if err != nil {
			return // no names file
		}
		if _, n, err := Add("a.yaml", more, Section{Authors, c.Authors()}); err != nil || n != 0 {
			t.Errorf("%q with %q became %q: %d more, %v", text, name, more, n, err)
		}
		if strings.TrimSpace(text) == "" {
			return // a blank file is one that is still to be made
		}
		if kept := strings.Split(text, "\n"); !slices.ContainsFunc(strings.Split(string(more), "\n"), func(l string) bool { return l == kept[0] }) {
			t.Errorf("%q is not in %q", kept[0], more)
		}
	})
}
