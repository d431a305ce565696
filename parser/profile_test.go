package parser

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// madeProfile is what a user might write for a blog nobody has seen.
const madeProfile = `name: harbour
about: The harbour office's own pages.
fold_path: true
hints:
  - select: div.logbook
  - source: 'harbour-cms'
meta:
  - '^written on {date} \({author}\)$'
listing:
  - name: logbook
    item: div.log
    title: .headline
    body: .prose
    meta: .stamp
    tags: .labels a
    role: .job
ignore: .recent
`

const madeProfilePage = `<html><body><!-- harbour-cms --><div class="logbook"><div class="log"><div class="headline"><a href="/l/1">One</a></div>
<div class="prose"><p>First.</p></div><div class="stamp">Written on 3 May 2011 (Kim)</div><div class="job">Clerk</div><div class="labels"><a href="/t/a">A</a> <a href="/t/b">B</a></div></div>
<div class="log"><div class="headline"><a href="/l/2">Two</a></div><div class="prose"><p>Second.</p></div><div class="stamp">Written on 1 May 2011 (Lou)</div></div></div></body></html>`

func TestUserProfile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "harbour.yaml")
	if err := os.WriteFile(file, []byte(madeProfile), 0o644); err != nil {
		t.Fatal(err)
	}
	forced, err := New(Options{Profile: file})
	if err != nil {
		t.Fatal(err)
	}
	told := blog.Knowledge{Profile: madeProfile}
	for name, c := range map[string]struct {
		p *Parser
		k blog.Knowledge
	}{"file": {forced, blog.Knowledge{}}, "knowledge": {newParser(t), told}} {
		l, err := c.p.Listing(htmlPage(madeProfilePage), c.k)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(l.Posts) != 2 || l.Profile != "harbour" || l.Variant != "logbook" || !c.p.Fold(c.k) {
			t.Fatalf("%s: %d posts by %s/%s", name, len(l.Posts), l.Profile, l.Variant)
		}
		one := l.Posts[0]
		if one.Title != "One" || one.Author != "Kim" || one.Role != "Clerk" || one.Published != "2011-05-03T00:00:00" || strings.Join(one.Tags, ";") != "A;B" || one.URL != "http://old.example/l/1" {
			t.Errorf("%s: post = %+v", name, one)
		}
	}
}

func TestNewErrors(t *testing.T) {
	if _, err := New(Options{Profile: "no-such-thing"}); err == nil || !strings.Contains(err.Error(), "no-such-thing") {
		t.Errorf("error = %v", err)
	}
	if names := newParser(t).Profiles(); !slices.Contains(names, "kentico") || !slices.IsSorted(names) {
		t.Errorf("profiles = %v", names)
	}
	if _, err := newParser(t).Listing(htmlPage(madeProfilePage), blog.Knowledge{Profile: "gone"}); err == nil {
		t.Error("an unknown profile is no error")
	}
}
