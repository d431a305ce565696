package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// TestTablesStartEmpty reads a small page behind a large one, with its tables.
func TestTablesStartEmpty(t *testing.T) {
	read := func(text string) string {
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		d := New(root, strings.Count(text, "<"))
		defer d.Free()
		var b strings.Builder
		for i := range d.Lines {
			fmt.Fprintln(&b, d.Lines[i].Text, len(d.Lines[i].Leaves), len(d.Lines[i].Links))
		}
		fmt.Fprintln(&b, d.Orders(), len(d.Shown), len(d.All(selector.Must(".post a"))), len(d.All(selector.Must(".late"))))
		return b.String()
	}
	const small = `<p class="post late">One <a href="/1">link</a></p>`
	want := read(small)
	for range 3 { // the runtime may throw spare tables away
		read(strings.Repeat(`<div class="post"><h2><a href="/2">A title</a></h2><p class="late">Text</p></div>`, 200))
		if got := read(small); got != want {
			t.Errorf("behind a larger page the document is\n%swant\n%s", got, want)
		}
	}
}
