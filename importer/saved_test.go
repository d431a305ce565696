package importer_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/archive"
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// importAll imports a folder or files into the world's database.
func (w *world) importAll(o importer.ImportOptions, paths ...string) ([]*blog.Report, *importer.ImportSummary) {
	w.t.Helper()
	var pages []importer.SavedPage
	for page, err := range archive.Read(context.Background(), paths, archive.Options{}) {
		if err != nil {
			w.t.Fatal(err)
		}
		pages = append(pages, importer.SavedPage{Page: page.Page, Named: page.Named, Body: page.Again()})
	}
	reports, sum, err := importer.Import(context.Background(), w.deps(), pages, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return reports, sum
}

// A blog read from saved HTML gives the same posts as read live.
func TestSavedHTML(t *testing.T) {
	for _, template := range []demo.Template{demo.Preview, demo.Community, demo.CustomTable} {
		t.Run(string(template), func(t *testing.T) {
			w := newWorld(t, demo.Options{Template: template})
			dir := t.TempDir()
			if err := w.site.Save(dir, demo.SaveOptions{Base: w.base, Details: true}); err != nil {
				t.Fatal(err)
			}
			reports, sum := w.importAll(importer.ImportOptions{}, dir)
			if len(reports) != 1 || len(sum.Failed) != 0 {
				t.Fatalf("%d reports, failed %+v; want one blog", len(reports), sum.Failed)
			}
			// Of one post, only the first page of comments was saved.
			if gaps := reports[0].Gaps; len(gaps) != 1 || gaps[0].Kind != "detail" {
				t.Errorf("gaps %+v, want the detail with comments on several pages", gaps)
			}
			saved := w.hashes()
			w.mustCrawl(importer.Options{})
			w.compare("auto")
			differ := 0
			for id, hash := range w.hashes() {
				if saved[id] == "" {
					t.Errorf("read live, %s is another post than from the saved page", id)
				} else if saved[id] != hash {
					differ++
				}
			}
			if differ > 1 {
				t.Errorf("%d posts differ between saved page and live, want only the one with more comments", differ)
			}
		})
	}
}

func (w *world) hashes() map[string]string {
	w.t.Helper()
	hashes := map[string]string{}
	for _, rec := range w.records() {
		hashes[rec.ID] = rec.ContentHash
	}
	return hashes
}

// If some pages of a blog are missing, the gaps name them.
func TestSavedPagesInPart(t *testing.T) {
	w := newWorld(t, demo.Options{})
	dir := t.TempDir()
	for _, n := range []int{1, 3, 7} {
		if err := os.WriteFile(filepath.Join(dir, "page"+string(rune('0'+n))+".txt"), []byte(w.site.Text(n)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	reports, _ := w.importAll(importer.ImportOptions{}, dir)
	if len(reports) != 1 {
		t.Fatalf("%d reports, want one blog", len(reports))
	}
	rep := reports[0]
	if rep.Complete || rep.StatedTotal == nil || *rep.StatedTotal != 62 || rep.Stored != 22 {
		t.Errorf("complete %v, stated %v, stored %d; want false, 62, 22", rep.Complete, rep.StatedTotal, rep.Stored)
	}
	if len(rep.Gaps) != 2 || rep.Gaps[0].From != 11 || rep.Gaps[0].To != 20 || rep.Gaps[1].From != 31 || rep.Gaps[1].To != 60 {
		t.Errorf("gaps = %+v, want 11-20 and 31-60", rep.Gaps)
	}
}

// Pages saved twice add nothing and do not weaken the proof.
func TestSavedTwice(t *testing.T) {
	w := newWorld(t, demo.Options{})
	dir, again := t.TempDir(), t.TempDir()
	for _, to := range []string{dir, again} {
		if err := w.site.Save(to, demo.SaveOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	reports, _ := w.importAll(importer.ImportOptions{Details: importer.DetailsNever}, dir, filepath.Join(again, "blog-3.html"), filepath.Join(again, "blog-7.html"))
	for _, rep := range reports {
		for _, gap := range rep.Gaps {
			if gap.Kind != "detail" {
				t.Errorf("gap %+v", gap)
			}
		}
	}
	if len(reports) != 1 || reports[0].Stored != 62 {
		t.Errorf("reports %+v, want one blog with 62 posts", reports)
	}
}

// If a mirror does not say where it is from, detail pages belong to the blog that lists
// their posts.
func TestSavedDetailsWithoutAddress(t *testing.T) {
	w := newWorld(t, demo.Options{})
	dir := t.TempDir()
	if err := w.site.Save(dir, demo.SaveOptions{Details: true}); err != nil {
		t.Fatal(err)
	}
	reports, _ := w.importAll(importer.ImportOptions{}, dir)
	if len(reports) != 1 || reports[0].Stored != 62 {
		t.Errorf("%d reports, want one blog with 62 posts", len(reports))
	}
}

// A saved page that breaks off yields its posts and proves nothing.
func TestSavedInPart(t *testing.T) {
	w := newWorld(t, demo.Options{})
	dir := t.TempDir()
	if err := w.site.Save(dir, demo.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	first := filepath.Join(dir, "blog.html")
	page, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(first, page[:len(page)*3/5], 0o644); err != nil {
		t.Fatal(err)
	}
	reports, _ := w.importAll(importer.ImportOptions{Details: importer.DetailsNever}, dir)
	if len(reports) != 1 || reports[0].Complete || reports[0].Stored == 0 {
		t.Fatalf("reports = %+v", reports)
	}
	if gaps := reports[0].Gaps; len(gaps) == 0 || !strings.HasSuffix(gaps[0].Reason, "the page breaks off") {
		t.Errorf("gaps = %+v", gaps)
	}
}

// With the two real pages, if they are available: twenty posts of one blog.
func TestSeeds(t *testing.T) {
	seeds, _ := filepath.Glob("../../shared/seeds/*.txt")
	if len(seeds) == 0 {
		t.Skip("the two real pages in ../shared/seeds are not here")
	}
	w := newWorld(t, demo.Options{})
	reports, sum := w.importAll(importer.ImportOptions{}, seeds...)
	if len(reports) != 1 || len(sum.Read) != 2 {
		t.Fatalf("%d reports, read %v; want one blog from two pages", len(reports), sum.Read)
	}
	if rep := reports[0]; rep.New != 20 || rep.Stored != 20 || *rep.StatedTotal != 154 || rep.Complete {
		t.Errorf("new %d, stored %d, stated %d, complete %v; want 20, 20, 154, false", rep.New, rep.Stored, *rep.StatedTotal, rep.Complete)
	}
	roles, tagged := 0, 0
	for _, rec := range w.records() {
		if rec.Title == "" || rec.Author == "" || rec.PublishedAt == nil || rec.BodyText == "" {
			t.Errorf("a field is missing: %q by %q, %v", rec.Title, rec.Author, rec.PublishedAt)
		}
		if strings.Contains(rec.BodyText, "Posted by:") || strings.Contains(rec.BodyText, "Posted: ") {
			t.Errorf("%q: the byline is in the body", rec.Title)
		}
		if rec.Role != "" {
			roles++
		}
		if len(rec.Tags) > 0 {
			tagged++
		}
	}
	if roles != 10 || tagged != 2 {
		t.Errorf("%d roles and %d posts with tags, want 10 and 2", roles, tagged)
	}
}

// Pages without an address have no permalinks; the user can give the address.
func TestSavedWithoutAPlace(t *testing.T) {
	for _, told := range []string{"", "http://old.example/blog"} {
		w := newWorld(t, demo.Options{Posts: demo.Posts()[:14]})
		dir := t.TempDir()
		if err := w.site.Save(dir, demo.SaveOptions{}); err != nil {
			t.Fatal(err)
		}
		reports, _ := w.importAll(importer.ImportOptions{URL: told}, dir)
		warned := strings.Contains(strings.Join(reports[0].Warnings, "\n"), "--url")
		if warned != (told == "") {
			t.Errorf("--url %q: warnings %q", told, reports[0].Warnings)
		}
	}
}
