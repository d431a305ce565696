package parser

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestTablesStartEmpty reads a small page behind a large one, with its tables.
func TestTablesStartEmpty(t *testing.T) {
	read := func(text string) string {
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		d := newDocument(root, strings.Count(text, "<"))
		defer d.free()
		var b strings.Builder
		for i := range d.lines {
			fmt.Fprintln(&b, d.lines[i].text, len(d.lines[i].leaves), len(d.lines[i].links))
		}
		fmt.Fprintln(&b, d.orders(), len(d.shown), len(d.all(mustSelect(".post a"))), len(d.all(mustSelect(".late"))))
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
