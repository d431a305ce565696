package dom

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func parse(t *testing.T, markup string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if Attr(n, "id") == "x" {
			return n
		}
	}
	t.Fatal("no element with the id")
	return nil
}

func TestText(t *testing.T) {
	for markup, want := range map[string]string{
		`<p id=x>one</p>`: "one",
		`<div id=x>one<br>two<p>three</p><script>x()</script><b>fo</b>ur</div>`: "one two three four",
		`<select id=x><option>no</select>`:                                      "",
	} {
		if got := strings.Join(strings.Fields(Text(parse(t, markup))), " "); got != want {
			t.Errorf("Text(%s) = %q, want %q", markup, got, want)
		}
	}
}

func TestHidesItself(t *testing.T) {
	for markup, want := range map[string]bool{
		`<p id=x>`: false, `<p id=x hidden>`: true, `<p id=x style="color:red; DISPLAY : none">`: true,
		`<p id=x style="visibility:hidden">`: true, `<p id=x style="display:inline">`: false,
	} {
		if got := HidesItself(parse(t, markup)); got != want {
			t.Errorf("HidesItself(%s) = %v", markup, got)
		}
	}
}

func TestWithin(t *testing.T) {
	n := parse(t, `<div><p><b id=x></b></p></div>`)
	if !Within(n, n.Parent.Parent) || Within(n, n) || Within(nil, n) || Within(n, nil) {
		t.Error("a node is within what it lies below, and in nothing else")
	}
}

// TestKinds: an element that takes nothing but parts is one that has some.
func TestKinds(t *testing.T) {
	for name, kind := range Kinds() {
		if kind&IsVoid != 0 && kind&HoldsParts != 0 {
			t.Errorf("<%s> has no content and holds parts", name)
		}
	}
	if Kinds()["p"]&IsBlock == 0 || Kinds()["script"]&IsGone == 0 {
		t.Error("kinds of p and script")
	}
}
