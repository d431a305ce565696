package importer_test

import (
	"strings"
	"testing"

	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// With every template and every pager, the whole blog is stored, and every field is as
// the site shows it.
func TestCrawlTemplates(t *testing.T) {
	for _, template := range demo.Templates {
		t.Run(string(template), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, demo.Options{Template: template})
			w.mustCrawl(importer.Options{})
			w.compare("auto")
		})
	}
}

func TestCrawlPagers(t *testing.T) {
	for _, pager := range demo.Pagers {
		t.Run(string(pager), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, demo.Options{Pager: pager})
			rep := w.mustCrawl(importer.Options{Details: importer.DetailsNever})
			if pager == demo.PagerNone {
				return
			}
			w.compare("never")
			if asked := w.site.Log.Count(demo.KindListing); asked > w.site.Pages()+2 {
				t.Errorf("%d listing requests for %d pages", asked, w.site.Pages())
			}
			if rep.New != w.site.Live() {
				t.Errorf("new = %d, want %d", rep.New, w.site.Live())
			}
		})
	}
}

func TestCrawlCultures(t *testing.T) {
	for _, culture := range demo.Cultures() {
		t.Run(culture, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, demo.Options{Culture: culture})
			w.mustCrawl(importer.Options{Details: importer.DetailsNever})
			w.compare("never")
		})
		t.Run(culture+" declared as en-US", func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, demo.Options{Culture: culture, DeclaredCulture: "en-US"})
			w.mustCrawl(importer.Options{Details: importer.DetailsNever})
			w.compare("never")
		})
	}
}

func TestCrawlCharsets(t *testing.T) {
	for _, declared := range []string{"", "utf-8", "iso-8859-1"} {
		w := newWorld(t, demo.Options{Charset: "windows-1252", DeclaredCharset: declared})
		w.mustCrawl(importer.Options{Details: importer.DetailsNever})
		w.compare("never")
	}
}

func TestCommentsElsewhereAreNotNone(t *testing.T) {
	w := newWorld(t, demo.Options{External: "disqus"})
	rep := w.mustCrawl(importer.Options{})
	w.compare("auto")
	if len(rep.Warnings) == 0 {
		t.Error("no warning says that the comments are kept elsewhere")
	}
}

// If nothing is new: one request. If k posts are new: as many listing pages as they
// fill, and a last look at page 1 if that is more than one.
func TestResyncCosts(t *testing.T) {
	for _, c := range []struct {
		name            string
		validators      bool
		fresh, listings int
	}{
		{"nothing new", false, 0, 1},
		{"nothing new, validators", true, 0, 1},
		{"one new", true, 1, 1},
		{"nine new", false, 9, 1},
		{"ten new", false, 10, 3},
		{"fifteen new", false, 15, 3},
		{"twenty-five new", true, 25, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, demo.Options{Validators: c.validators})
			first := w.mustCrawl(importer.Options{})
			if c.fresh > 0 {
				w.site.Apply(demo.PublishNew(c.fresh))
			}
			w.site.Log.Reset()
			rep := w.mustCrawl(importer.Options{Kind: "sync"})
			if got := w.site.Log.Count(demo.KindListing); got != c.listings {
				t.Errorf("%d listing requests, want %d\n%s", got, c.listings, &w.site.Log)
			}
			if rep.New != c.fresh || rep.Changed != 0 || rep.Stored != first.Stored+c.fresh {
				t.Errorf("new %d, changed %d, stored %d; want %d, 0, %d", rep.New, rep.Changed, rep.Stored, c.fresh, first.Stored+c.fresh)
			}
			w.compare("auto")
		})
	}
}

// If only detail pages show tags, posts whose detail page was not read may lack tags.
// The report says so until --details always has read all of them.
func TestTagsApart(t *testing.T) {
	for template, want := range map[demo.Template]bool{demo.Stock: true, demo.Preview: false} {
		w := newWorld(t, demo.Options{Template: template})
		warned := func(o importer.Options) bool {
			return strings.Contains(strings.Join(w.mustCrawl(o).Warnings, "\n"), "the listing shows no tags")
		}
		if got := warned(importer.Options{}); got != want {
			t.Errorf("%s: warned of tags: %v, want %v", template, got, want)
		}
		if warned(importer.Options{Details: importer.DetailsAlways}) {
			t.Errorf("%s: warned of tags after all details were read", template)
		}
	}
}
