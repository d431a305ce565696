package store

import (
	"reflect"
	"testing"
)

func TestDoubts(t *testing.T) {
	w := newWorld(t)
	if got := w.standing().Warnings; len(got) != 0 {
		t.Errorf("warnings without posts = %q", got)
	}
	ps := posts(6, 1)
	for i := range ps {
		ps[i].Role = "" // the blog shows no roles: nothing is missing
	}
	w.put(w.listing(1, ps...))
	if got := w.standing().Warnings; len(got) != 0 {
		t.Errorf("warnings about nothing = %q", got)
	}
	ps[0].Author, ps[1].Author, ps[2].Author, ps[3].Author = "Nora  QUILL", "N. Quill", "Nóra Quill", ""
	ps[0].CommentCount = nil
	ps[0].Tags, ps[1].Tags = []string{"Tides", "été"}, []string{"tides", "ete"}
	w.put(w.listing(1, ps...))
	want := []string{
		"no author on 1, no comment count on 1 of 6 posts",
		`author in several spellings: "Nora Quill" (2), "Nora  QUILL" (1), "Nóra Quill" (1)`,
		`tag in several spellings: "tides" (5), "Tides" (1)`,
	}
	if got := w.standing().Warnings; !reflect.DeepEqual(got, want) {
		t.Errorf("warnings = %q\nwant %q", got, want)
	}
}

func TestFoldName(t *testing.T) {
	for _, same := range [][2]string{{"J. R. Doe", "JR Doe"}, {"Zoë", "ZOE"}, {"O’Hara", "O'Hara"}, {"Anne-Marie", "Anne Marie"}} {
		if a, b := foldName(same[0]), foldName(same[1]); a != b {
			t.Errorf("foldName(%q) = %q, foldName(%q) = %q", same[0], a, same[1], b)
		}
	}
	for _, other := range [][2]string{{"J. Doe", "Jane Doe"}, {"김", "박"}, {"???", "!!!"}} {
		if a, b := foldName(other[0]), foldName(other[1]); a == b {
			t.Errorf("%q and %q are both %q", other[0], other[1], a)
		}
	}
}
