package yamltree

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "---\n"} {
		if top, err := Parse("a.yaml", []byte(text), "names"); top != nil || err != nil {
			t.Errorf("%q = %v, %v, want an empty file", text, top, err)
		}
	}
	top, err := Parse("a.yaml", []byte("delay: 1s\nsources: []\n"), "names")
	if err != nil || len(top.Values) != 2 {
		t.Errorf("two keys = %v, %v", top, err)
	}
}

// Errors name the file and the line.
func TestParseWrong(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1\nb: [2\n":          "a.yaml:2",
		"\n- one\n- two\n":       "want names",
		"a: 1\n---\nb: 2\n":      "want names",
		"just a word":            "want names",
		strings.Repeat("[", 1e5): "open brackets",
		"a: 1\n  b: 2\n c: 3\n":  "a.yaml:",
	} {
		top, err := Parse("a.yaml", []byte(text), "names")
		if err == nil || !strings.HasPrefix(err.Error(), "a.yaml:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q = %v, %v, want an error with %q", text, top, err, want)
		}
	}
}
