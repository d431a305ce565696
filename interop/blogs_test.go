package interop

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// shared is a folder for what all tests use.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "blogferry-interop-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(shared)
	os.Exit(code)
}

// prepare builds blogferry and stores the demo blog in demo.db, once for all tests.
var prepare = sync.OnceValue(func() error {
	if out, err := exec.Command("go", "build", "-o", shared, "../cmd/blogferry").CombinedOutput(); err != nil {
		return fmt.Errorf("build blogferry: %w\n%s", err, out)
	}
	if out, err := exec.Command(filepath.Join(shared, "blogferry"), "demo", "--db", filepath.Join(shared, "demo.db")).CombinedOutput(); err != nil {
		return fmt.Errorf("blogferry demo: %w\n%s", err, out)
	}
	return nil
})

// blogferry runs a command of the program on the demo blog and returns its output.
func blogferry(t *testing.T, args ...string) string {
	t.Helper()
	if err := prepare(); err != nil {
		t.Fatal(err)
	}
	out, _ := run(t, shared, filepath.Join(shared, "blogferry"), append(args, "--db", filepath.Join(shared, "demo.db"))...)
	return out
}

// demoRecords returns the stored posts of the demo blog.
func demoRecords(t *testing.T) (all []blog.Record) {
	t.Helper()
	if err := json.Unmarshal([]byte(blogferry(t, "export", "--format", "json")), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("the demo has %d posts only", len(all))
	}
	return all
}

// hostileTexts are titles, names, tags and bodies that have broken imports.
var hostileTexts = []string{
	"plain", `"quoted" and 'quoted'`, `back\slash \n \" end\`, "colon: in, the middle", "# comment", "trailing #", "- dash", "---", "...", "[list", "{map}", "&anchor", "*alias", "!tag", "%percent 100%", "@at", "`tick`", "|pipe", "> folded", "? key",
	"yes", "no", "on", "null", "~", "true", "012", "0x1F", "1e3", "1_000", "12:30:45", "2014-07-01", ".inf", ".nan", "=", "<<",
	"line\nline", "tab\there", "nul\x00 bell\a escape\x1b del\x7f", "next\u0085line \u2028sep\u2029", "\ufeffbom zero\u200bwidth \ufffe\uffff", "  lead and trail  ",
	"😀👩‍👩‍👧🏳️‍🌈", "שלום \u202eright to left\u202c עולם", "ünïcödé naïve Æsop ß", "日本語のブログ", "Ελληνικά", "e\u0301 decomposed",
	"{{< shortcode >}}", "{{% shortcode %}}", "{{< unfinished", "{{</* comment */>}}", "{{ liquid }}", "{% liquid %}", "{% endraw %}", "{% raw %}", "{%- endraw -%} {{ x }}", "{{ '{% endraw %}' }}",
	"<script>alert(1)</script>", "<b>bold</b> & <i>", "&amp; &lt; &#8217;", "]]>", "<![CDATA[ x ]]>", "<!-- more -->", "<!--more-->", "a/b\\c", "../../etc/passwd", "con", "aux.txt", "con.", "index", "a?b=c&d#e", "100%25",
	"*no* _emphasis_ `code` [no](link)", "1. no list", "# no heading", "    no code", "a | b", "~~no~~", "$math$ \\(x\\)", ":smile:", "http://bare.example/link", "http://bare.example/some_page_2.html", "--- +++ ```", "{: .class}", "{#id}", "[^1]: note", "*[HTML]: abbreviation",
}

// hostileBlog has a post for each hostile text, which is its title, author, role, tag,
// category and part of its body. Other posts share title and time, have a slug of 300
// letters, or have no title, date or address.
func hostileBlog() (all []blog.Record) {
	for i, s := range hostileTexts {
		all = append(all, hostileRecord(fmt.Sprintf("h%03d", i), i, s))
	}
	twin := hostileRecord("twin1", 3, "Twins")
	other := twin
	other.ID, other.URL = "twin2", pointer("http://old.example/blog/TWINS.aspx")
	long := hostileRecord("long", 4, strings.Repeat("long ", 60))
	bare := blog.Record{ID: "bare", Source: "http://old.example/blog", BodyHTML: "<p>bare</p>", BodyText: "bare"}
	undated := hostileRecord("undated", 5, "Undated")
	undated.PublishedAt = nil
	return append(all, twin, other, long, undated, bare)
}

func hostileRecord(id string, n int, s string) blog.Record {
	at := fmt.Sprintf("2013-%02d-%02dT%02d:30:00%s", n%12+1, n%28+1, n%24, []string{"Z", "+02:00", "-07:00", "+13:45"}[n%4])
	text := htmlEscaper.Replace(strings.TrimSpace(s))
	return blog.Record{
		ID: id, Source: "http://old.example/blog", URL: pointer("http://old.example/blog/" + id + ".aspx"), Title: s,
		Author: s, Role: s, PublishedAt: &at, Tags: []string{s, "shared tag"}, Categories: []string{s}, CommentCount: pointer(2),
		Comments: []blog.RecordComment{
			{Author: s, PublishedAt: &at, BodyText: s, BodyHTML: "<p>" + text + "</p>", URL: pointer("http://old.example/blog/" + id + ".aspx#c1")},
			{Author: "Second", BodyText: "answer", BodyHTML: "answer", Parent: pointer("http://old.example/blog/" + id + ".aspx#c1")},
		},
		Excerpt:  s,
		BodyHTML: "<p>" + text + "</p>\n<pre><code>" + text + "</code></pre><ul><li>" + text + "</li></ul><p>end of " + id + "</p>",
		BodyText: s + "\n" + s + "\n" + s + "\nend of " + id,
		Images:   []blog.Image{},
	}
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func pointer[T any](v T) *T { return &v }

// The posts of the hostile blog must be distinguishable.
func TestHostileBlog(t *testing.T) {
	ids := map[string]bool{}
	for _, r := range hostileBlog() {
		if ids[r.ID] {
			t.Errorf("two posts %s", r.ID)
		}
		ids[r.ID] = true
	}
}
