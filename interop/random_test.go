package interop

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// snippets are texts that Markdown, its dialects and Liquid treat specially.
var snippets = []string{"word", "two words", "*", "_", "**", "`", "``", "~~", "~", "|", "a|b", "---", "--", "-", "+", "...", "1.", "2)", "#", "##", ">", "<", "<b>", "&amp;", "&", "[", "]", "[x]", "[^1]", "[^1]: note",
	"(y)", "![", ":", ": def", "{", "}", "{{", "}}", "{%", "%}", "{:", "{: .x}", "{#id}", "{::nomarkdown}", "$", "$$", "\\", "\\*", "\\\\", "\"", "'", "^", "=", "===", "http://x.example/a_b", "a@b.example", "*[HTML]: x", "HTML", "  ", ":smile:", "!", "\t", "<!--", "-->", "{{<", "{{%", "%", "/", "é"}

// randomBlog has posts whose bodies are snippets in the elements that old blogs use.
func randomBlog(n int) (all []blog.Record) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	var element func(depth int) string
	text := func() string {
		var words []string
		for range 1 + random.IntN(5) {
			words = append(words, htmlEscaper.Replace(pick(snippets...)))
		}
		return strings.Join(words, pick(" ", " ", "", "\n", "<br/>"))
	}
	inline := func() string {
		switch random.IntN(6) {
		case 0:
			return "<b>" + text() + "</b>"
		case 1:
			return "<em>" + text() + "</em>"
		case 2:
			return `<a href="http://x.example/` + pick("a", "b_c_d", "(e)", "f%20g", "h?i=1&amp;j=*k*") + `">` + text() + "</a>"
		case 3:
			return "<code>" + text() + "</code>"
		}
		return text()
	}
	element = func(depth int) string {
		switch k := random.IntN(9); {
		case k == 0:
			return "<h2>" + inline() + "</h2>"
		case k == 1:
			return "<pre>" + text() + "\n\n  " + text() + "</pre>"
		case k == 2 && depth < 3:
			return "<ul><li>" + inline() + "</li><li>" + element(depth+1) + "</li></ul>"
		case k == 3 && depth < 3:
			return "<ol><li>" + inline() + "</li><li>" + element(depth+1) + "</li></ol>"
		case k == 4 && depth < 3:
			return "<blockquote>" + element(depth+1) + "</blockquote>"
		case k == 5 && depth == 0:
			return "<table><tr><th>" + inline() + "</th><th>x</th></tr><tr><td>" + inline() + "</td><td>" + inline() + "</td></tr></table>"
		}
		return "<p>" + inline() + pick("", " ", "\n") + inline() + "</p>"
	}
	for i := range n {
		body := ""
		for range 1 + random.IntN(4) {
			body += element(0) + pick("", "\n", "\n\n")
		}
		id := fmt.Sprintf("r%04d", i)
		all = append(all, blog.Record{ID: id, Title: id, PublishedAt: pointer("2014-07-01T10:00:00Z"), BodyHTML: body})
	}
	return all
}

// TestRandomBodies compares texts only: generators make links of addresses, and write
// the addresses of others in their own ways.
func TestRandomBodies(t *testing.T) {
	all := randomBlog(400)
	plan := plan(t, all)
	for program, site := range map[string]struct {
		format string
		build  func(*testing.T, string) map[string]shown
	}{"hugo": {"hugo", buildHugo}, "jekyll": {"jekyll", buildJekyll}, "eleventy": {"markdown", buildEleventy}} {
		t.Run(program, func(t *testing.T) {
			need(t, program)
			dir := t.TempDir()
			writeFolder(t, dir, site.format, all, export.Options{})
			got := site.build(t, dir)
			for n := range all {
				want, got := textOf(reading(all[n].BodyHTML)), textOf(got[plan.Path(plan.Entry(n))].Body)
				if want != got {
					t.Errorf("%s\nreads %s\nnot   %s", all[n].BodyHTML, got, want)
				}
			}
		})
	}
}

// textOf returns the words of a reading, without addresses.
func textOf(words []string) string {
	words = slices.DeleteFunc(words, func(s string) bool { return strings.HasPrefix(s, leadsTo) })
	return strings.Join(words, "")
}
