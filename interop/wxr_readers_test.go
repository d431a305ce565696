package interop

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// readPost is a post as written in Markdown by a program that reads WXR files. None of
// them reads comments.
type readPost struct {
	Title, Date, Author, Text string
	Tags                      []string
}

// TestPelican imports with pelican-import, which uses pandoc.
func TestPelican(t *testing.T) {
	need(t, "pelican-import", "pandoc", "xmllint")
	records, out := demoRecords(t), t.TempDir()
	run(t, out, "pelican-import", "--wpfile", "-m", "markdown", "-o", out, writeWXR(t, records))
	want := wantRead(t, records, func(r *blog.Record, plan *export.Plan) readPost {
		author, _ := plan.Author(r)
		return readPost{Date: strings.Replace((*r.PublishedAt)[:16], "T", " ", 1), Author: author.Login, Tags: foldAll(append(r.Tags, r.Categories...))}
	})
	got := readMarkdown(t, out, "markdown-implicit_figures", func(text string) (p readPost, body string) {
		head, body, _ := strings.Cut(text, "\n\n")
		p = readPost{Title: value(head, "Title: "), Date: value(head, "Date: "), Author: value(head, "Author: ")}
		if tags := value(head, "Tags: "); tags != "" {
			p.Tags = foldAll(strings.Split(tags, ", "))
		}
		// Posts of WordPress's block editor always have its markers.
		return p, strings.NewReplacer("`<!-- wp:html -->`{=html}", "", "`<!-- /wp:html -->`{=html}", "").Replace(body)
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("posts (-blogferry +Pelican):\n%s", diff)
	}
}

// TestWordPressExportToMarkdown imports with the npm package of that name, which keeps
// only the day of a post, and no authors.
func TestWordPressExportToMarkdown(t *testing.T) {
	need(t, "wordpress-export-to-markdown", "pandoc", "xmllint")
	records, out := demoRecords(t), t.TempDir()
	run(t, out, "wordpress-export-to-markdown", "--wizard", "false", "--post-folders", "false", "--save-attached-images", "false", "--save-scraped-images", "false",
		"--input", writeWXR(t, records), "--output", out)
	want := wantRead(t, records, func(r *blog.Record, plan *export.Plan) readPost {
		p := readPost{Date: (*r.PublishedAt)[:10]}
		tags, _ := plan.Terms(r)
		for _, tag := range tags {
			p.Tags = append(p.Tags, tag.Slug)
		}
		slices.Sort(p.Tags)
		return p
	})
	if p, ok := want["preformatted"]; ok { // it takes "<OK>" in preformatted text for a tag
		p.Text = strings.Replace(p.Text, "OK", "", 1)
		want["preformatted"] = p
	}
	got := readMarkdown(t, out, "gfm", func(text string) (p readPost, body string) {
		head, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
		for _, tag := range regexp.MustCompile(`(?m)^  - "(.*)"$`).FindAllStringSubmatch(head, -1) {
			p.Tags = append(p.Tags, tag[1])
		}
		slices.Sort(p.Tags)
		p.Title, p.Date = unquote(t, value(head, "title: ")), unquote(t, value(head, "date: "))
		return p, body
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("posts (-blogferry +wordpress-export-to-markdown):\n%s", diff)
	}
}

// wantRead returns the posts by slug; special returns one as a program reads it.
func wantRead(t *testing.T, records []blog.Record, special func(*blog.Record, *export.Plan) readPost) map[string]readPost {
	t.Helper()
	plan, err := export.NewPlan(recordsOf(records), export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]readPost{}
	for i := range records {
		p := special(&records[i], plan)
		p.Title, p.Text = fold(records[i].Title), letters(records[i].BodyHTML)
		want[plan.Entry(i).Slug] = p
	}
	return want
}

// readMarkdown reads a folder of Markdown files by name. pandoc converts all bodies at
// once.
func readMarkdown(t *testing.T, dir, dialect string, read func(text string) (readPost, string)) map[string]readPost {
	t.Helper()
	all, names := map[string]readPost{}, []string{}
	var bodies strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		slug := strings.TrimSuffix(name, ".md")
		post, body := read(string(text))
		post.Title = fold(html.UnescapeString(post.Title))
		all[slug], names = post, append(names, slug)
		fmt.Fprintf(&bodies, "%s\n\n%s\n\n", body, endOfBody)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(t, dir, nil, "pandoc", "-f", dialect, "-t", "html")
	cmd.Stdin = strings.NewReader(bodies.String())
	out, _ := mustRun(t, cmd)
	texts := strings.Split(letters(out), endOfBody)
	if len(texts) != len(names)+1 {
		t.Fatalf("%d bodies came back of %d", len(texts)-1, len(names))
	}
	for i, slug := range names {
		post := all[slug]
		post.Text = texts[i]
		all[slug] = post
	}
	return all
}

const endOfBody = "ENDOFBODY"

// value returns the value of a key in a file's front matter.
func value(head, key string) string {
	for line := range strings.Lines(head) {
		if after, ok := strings.CutPrefix(line, key); ok {
			return strings.TrimSpace(after)
		}
	}
	return ""
}

func unquote(t *testing.T, quoted string) string {
	t.Helper()
	text, err := strconv.Unquote(quoted)
	if err != nil {
		t.Fatalf("%s: %v", quoted, err)
	}
	return text
}
