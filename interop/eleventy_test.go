package interop

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// eleventySite is a site of Markdown files that reports what Eleventy knows of its
// posts. Dates are those in the front matter: for a file without one, Eleventy uses
// another date.
var eleventySite = map[string]string{
	"eleventy.config.js": `module.exports = () => ({ markdownTemplateEngine: false });
`,
	"dump.11ty.js": `exports.data = { permalink: "dump.json", eleventyExcludeFromCollections: true };
exports.render = ({ collections }) => JSON.stringify(collections.all.map(({ url, content, data }) => ({
  url, content, title: data.title, at: data.date, author: data.author, role: data.role, slug: data.slug,
  excerpt: data.excerpt, tags: data.tags, categories: data.categories, old: data.aliases,
})));
`,
}

// TestEleventy builds the format markdown with a generator that it was not made for.
func TestEleventy(t *testing.T) {
	need(t, "eleventy")
	buildsAll(t, "markdown", buildEleventy)
}

// buildEleventy builds the site and returns the posts by address.
func buildEleventy(t *testing.T, dir string) map[string]shown {
	t.Helper()
	writeFiles(t, dir, eleventySite)
	run(t, dir, "eleventy", "--quiet")
	var posts []struct {
		URL, Content, Title, Author, Role, Slug, Excerpt string
		At                                               time.Time
		Tags, Categories, Old                            []string
	}
	readJSON(t, filepath.Join(dir, "_site", "dump.json"), &posts)
	got := map[string]shown{}
	for _, p := range posts {
		s := shown{URL: p.URL, Title: p.Title, Author: p.Author, Role: p.Role, At: p.At, Tags: p.Tags, Categories: p.Categories,
			Excerpt: strings.Fields(straight.Replace(p.Excerpt)), Body: reading(p.Content), Comments: commentsBeside(t, dir, p.Slug)}
		for _, old := range p.Old {
			s.Old = append(s.Old, strings.Trim(old, "/"))
		}
		got[p.URL] = s
	}
	return got
}

// commentsBeside returns the comments of a post, from a file next to the posts.
func commentsBeside(t *testing.T, dir, slug string) (all []blog.RecordComment) {
	t.Helper()
	if names, _ := filepath.Glob(filepath.Join(dir, "comments", slug+".json")); len(names) == 1 {
		readJSON(t, names[0], &all)
	}
	return all
}
