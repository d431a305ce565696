package export

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/blogferry/blogferry/blog"
)

var hostileYAML = append(slices.Clone(hostile), "yes", "~", "1e3", "- x", "# x", "a: b", "[x", "{x", "&x", "*x", "!x", "%x", "@x", "`x", "|", ">", "? x", "012", "2014-07-01", "---\n---\n", "\u0080\u009f", "key: |\n  x")

func TestFrontMatter(t *testing.T) {
	for _, s := range hostileYAML {
		checkFrontMatter(t, s)
	}
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range hostileYAML {
		f.Add(s)
	}
	f.Fuzz(checkFrontMatter)
}

// checkFrontMatter reads a text back, as a value and in a list. Package interop does so
// with Hugo and Jekyll themselves.
func checkFrontMatter(t *testing.T, s string) {
	m := newFrontMatter()
	m.mustText("title", s)
	m.list("tags", s, "b")
	var got struct {
		Title string
		Tags  []string
	}
	if err := yaml.Unmarshal(m, &got); err != nil {
		t.Fatalf("%q: %v\n%s", s, err, m)
	}
	want := string([]rune(s))
	if got.Title != want || !slices.Equal(got.Tags, []string{want, "b"}) {
		t.Errorf("%q came back as %q, %q from\n%s", s, got.Title, got.Tags, m)
	}
}

func TestFrontMatterLeavesOut(t *testing.T) {
	m := newFrontMatter()
	m.mustText("title", "")
	m.text("author", "")
	m.list("tags")
	m.count("comment_count", nil)
	m.count("n", blog.Int(0))
	if want := "---\ntitle: \"\"\nn: 0\n---\n\n"; m.end() != want {
		t.Errorf("got %q, want %q", m.end(), want)
	}
}

func TestJSONAsYAML(t *testing.T) {
	const s = "del\x7f c1\u0085 bom\ufeff no\uffff plain 😀"
	out := jsonAsYAML(string(appendString(nil, s)))
	var fromJSON, fromYAML string
	if err := json.Unmarshal([]byte(out), &fromJSON); err != nil || fromJSON != s {
		t.Errorf("JSON %s is %q, %v", out, fromJSON, err)
	}
	if err := yaml.Unmarshal([]byte(out), &fromYAML); err != nil || fromYAML != s {
		t.Errorf("YAML %s is %q, %v", out, fromYAML, err)
	}
	for _, r := range out {
		if !isPrintableYAML(r) {
			t.Errorf("%U is in %s", r, out)
		}
	}
}
