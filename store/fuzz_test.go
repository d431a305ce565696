package store

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// FuzzSearch searches for anything that a user may type: it is never a syntax error.
func FuzzSearch(f *testing.F) {
	for _, words := range []string{"tide", `"high water"`, "ti*", `"`, `a"b`, "NEAR(a b)", "title:x", "^a + -b", "*", "\x00", "é ﬁ ß", "(((("} {
		f.Add(words)
	}
	db, err := Open(ctx(), filepath.Join(f.TempDir(), "blog.db"), Options{Create: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	f.Fuzz(func(t *testing.T, words string) {
		if _, err := db.Search(ctx(), words, blog.Filter{}, 1); err != nil && !errors.Is(err, ErrNoWords) {
			t.Errorf("search %q: %v", words, err)
		}
	})
}

// FuzzPut stores whatever a page may contain: it is returned as stored, and storing it
// again changes nothing. Every put is rolled back, so that one database serves all.
func FuzzPut(f *testing.F) {
	f.Add("Tide", "2014-07-21T06:00:00", "http://old.example/a", "<p>High</p>", "tag")
	f.Add("", "", "", "", "")
	f.Add("\xff\x00", "never", "::not a url", "\u2028", "\x00")
	db, err := Open(ctx(), filepath.Join(f.TempDir(), "blog.db"), Options{Create: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	src := &blog.Source{ID: "s", URL: "http://old.example/"}
	if err := db.SaveSource(ctx(), src); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, title, wall, url, text, tag string) {
		p := blog.Post{Title: title, Published: blog.Wall(wall), URL: url, BodyHTML: text, BodyText: text, Tags: []string{tag}, Comments: []blog.Comment{{Author: tag, BodyText: text}}}
		put := &blog.ListingPut{Source: src, Number: 1, Page: page(1, text), Listing: &blog.Listing{Posts: []blog.Post{p}}, At: start}
		err := db.write(ctx(), "try", func(tx *tx) error {
			first, err := tx.putListing(put)
			if err != nil {
				return err
			}
			again, err := tx.putListing(put)
			if err != nil {
				return err
			}
			if s := again[0]; s.ID != first[0].ID || s.State != blog.StateUnchanged {
				t.Errorf("put again = %s %s %v, want %s unchanged", s.ID, s.State, s.Fields, first[0].ID)
			}
			num, err := tx.postNumber(first[0].ID)
			if err != nil {
				return err
			}
			got, err := tx.content(num)
			if want := clean(p); err != nil || len(differing(got, &want)) != 0 {
				t.Errorf("content = %+v, %v, want %+v", got, err, want)
			}
			return errors.Join(tx.index(), errRollBack)
		})
		if err != nil {
			t.Error(err)
		}
	})
}
