package interop

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/net/html"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/internal/folder"
)

// shown is a post as a static site generator shows it.
type shown struct {
	URL, Title, Author, Role string
	At                       time.Time
	Tags, Categories         []string
	Old                      []string // addresses that lead here
	Excerpt, Body            []string // text, and addresses of links and images
	Comments                 []blog.RecordComment
}

// stored returns what must be shown of the n-th post.
func stored(t *testing.T, r *blog.Record, plan *export.Plan, n int) shown {
	s := shown{URL: plan.Path(plan.Entry(n)), Title: r.Title, Author: r.Author, Role: r.Role, At: plan.Entry(n).At, Comments: r.Comments,
		Excerpt: strings.Fields(straight.Replace(r.Excerpt)), Body: reading(r.BodyHTML)}
	if r.URL != nil {
		u, err := url.Parse(*r.URL)
		if err != nil {
			t.Fatal(err)
		}
		s.Old = []string{strings.Trim(u.Path, "/")}
	}
	tags, categories := plan.Terms(r)
	for _, tag := range tags {
		s.Tags = append(s.Tags, tag.Name)
	}
	for _, c := range categories {
		s.Categories = append(s.Categories, c.Name)
	}
	for i, word := range s.Body {
		if old, ok := strings.CutPrefix(word, leadsTo); ok {
			s.Body[i] = leadsTo + plan.Link(old)
		}
	}
	return s
}

// leadsTo marks the addresses in a reading.
const leadsTo = "\u2192"

// reading returns the text of markup, word by word, and its addresses, without what
// generators change in all posts: quotes are straight, addresses are not made links,
// control characters are removed.
func reading(markup string) (words []string) {
	var text strings.Builder
	flush := func() {
		words = append(words, strings.Fields(straight.Replace(text.String()))...)
		text.Reset()
	}
	for z := html.NewTokenizer(strings.NewReader(markup)); ; {
		switch z.Next() {
		case html.ErrorToken:
			flush()
			return slices.DeleteFunc(words, func(s string) bool { return strings.HasPrefix(s, leadsTo) && slices.Contains(words, s[len(leadsTo):]) })
		case html.TextToken:
			text.WriteString(z.Token().Data)
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if !inline[t.Data] {
				text.WriteByte(' ')
			}
			for _, a := range t.Attr {
				if t.Data == "a" && a.Key == "href" || a.Key == "src" {
					flush()
					words = append(words, leadsTo+a.Val)
				}
			}
		}
	}
}

var (
	straight = strings.NewReplacer("\x00", "", "\a", "", "“", `"`, "”", `"`, "‘", "'", "’", "'")
	inline   = map[string]bool{"a": true, "b": true, "strong": true, "i": true, "em": true, "code": true, "span": true, "sub": true, "sup": true, "del": true, "u": true, "q": true}
)

// writeFolder exports records to a folder as the program does.
func writeFolder(t *testing.T, dir, format string, all []blog.Record, o export.Options) {
	t.Helper()
	tree, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if n, err := export.WriteTree(tree, format, seq(all), o); err != nil || n != len(all) {
		t.Fatalf("WriteTree(%s) = %d, %v, want %d", format, n, err, len(all))
	}
	if err := tree.Commit(); err != nil {
		t.Fatal(err)
	}
}

func seq(all []blog.Record) export.Records {
	return func(yield func(*blog.Record, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}
}

// plan says where posts go, as for every export.
func plan(t *testing.T, all []blog.Record) *export.Plan {
	t.Helper()
	p, err := export.NewPlan(seq(all), export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// buildsAll exports the demo blog and the hostile one in a format, and compares what a
// generator makes of them.
func buildsAll(t *testing.T, format string, build func(t *testing.T, dir string) map[string]shown) {
	t.Run("demo", func(t *testing.T) {
		dir := t.TempDir()
		blogferry(t, "export", "--format", format, "--out", dir)
		compareAll(t, demoRecords(t), build(t, dir))
	})
	t.Run("hostile", func(t *testing.T) {
		dir, all := t.TempDir(), hostileBlog()
		writeFolder(t, dir, format, all, export.Options{})
		compareAll(t, all, build(t, dir))
	})
}

// compareAll compares what a generator shows with what is stored, post by post.
func compareAll(t *testing.T, all []blog.Record, got map[string]shown) {
	t.Helper()
	if len(got) != len(all) {
		t.Errorf("%d posts are shown of %d", len(got), len(all))
	}
	plan := plan(t, all)
	for i := range all {
		want := stored(t, &all[i], plan, i)
		if g, ok := got[want.URL]; !ok {
			t.Errorf("%s: nothing is at %s", all[i].ID, want.URL)
		} else if diff := cmp.Diff(want, g, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-stored +shown):\n%s", all[i].ID, diff)
		}
	}
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func readJSON(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// checkStub checks that a page at an old address leads to the new one.
func checkStub(t *testing.T, name, url string) {
	t.Helper()
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = filepath.Join(name, "index.html")
	} else if filepath.Ext(name) == "" {
		name += ".html"
	}
	page, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(page), "https://new.example"+url) {
		t.Errorf("%s does not lead to %s: %v", name, url, err)
	}
}
