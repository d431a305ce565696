// Package blogferry_test checks the layers in docs/architecture.md.
package blogferry_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/blogferry/blogferry"

// onlyIn has the only folders that may import a library or its subpackages. Elsewhere,
// its types would cross a border.
var onlyIn = []struct {
	library string
	folders []string
}{
	{"database/sql", []string{"store"}},
	{"modernc.org/sqlite", []string{"store"}},
	{"github.com/gocolly/colly", []string{"scraper"}},
	{"github.com/PuerkitoBio/goquery", []string{"parser/selector"}},
	{"github.com/andybalholm/cascadia", []string{"parser/selector"}},
	{"github.com/mmcdole/gofeed", []string{"parser/feeds"}},
	{"golang.org/x/net/html", []string{"parser", "export", "demo", "media"}},
	{"github.com/spf13/cobra", []string{"cmd/blogferry"}},
	{"github.com/schollz/progressbar", []string{"internal/ui"}},
}

// rooms are the subpackages of the parser, each after those that it may import. The
// parser itself imports all of them, and none imports the parser.
var rooms = []string{
	"pattern", "words", "dates", "charset", "weburl", "dom",
	"selector", "document", "cleanhtml", "pager", "profiles", "induce", "comments", "feeds", "archives",
}

// rank returns the position of a folder among the subpackages of the parser, which
// itself comes last; 0 if it is none of them.
func rank(folder string) int {
	if folder == "parser" {
		return 1 + len(rooms)
	}
	room, ok := strings.CutPrefix(folder, "parser/")
	if !ok {
		return 0
	}
	return 1 + slices.Index(rooms, room)
}

// TestLayers reads the imports of every file. Arrows point down only: cmd and bench to
// the spokes, the spokes to blog and internal, internal to blog, blog to nothing.
func TestLayers(t *testing.T) {
	files := goFiles(t)
	if len(files) < 20 {
		t.Fatalf("only %d Go files found", len(files))
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := forbidden(filepath.ToSlash(file), imported); why != "" {
				t.Errorf("%s imports %s: %s", file, imported, why)
			}
		}
	}
}

// forbidden returns why a file must not import a package, "" if it may.
func forbidden(file, imported string) string {
	folder := path.Dir(file)
	own, local := strings.CutPrefix(imported, module+"/")
	test := strings.HasSuffix(file, "_test.go")
	switch {
	case local && strings.HasPrefix(own, "cmd/"):
		return "nothing imports a command"
	case strings.HasPrefix(folder, "cmd/") || folder == "bench" || folder == ".":
		return misplaced(folder, imported, test)
	case test:
		return "" // a test may bring in whatever testifies
	case folder == "blog" && strings.Contains(imported, "."):
		return "package blog uses the standard library only"
	case local && strings.HasPrefix(folder, "internal/") && own != "blog" && !strings.HasPrefix(own, "internal/"):
		return "internal packages know blog at most"
	case strings.HasPrefix(folder, "parser/") && rank(folder) == 0:
		return "this room of the parser has no place among the rooms yet"
	case local && rank(folder) > 0 && rank(own) >= rank(folder):
		return "a room of the parser knows only those that stand before it"
	case local && own != "blog" && !strings.HasPrefix(own, "internal/") && !sameSpoke(own, folder):
		return "spokes never import each other; cmd wires them"
	}
	return misplaced(folder, imported, test)
}

// sameSpoke reports whether a folder and an imported one belong to one package.
func sameSpoke(a, b string) bool {
	a, _, _ = strings.Cut(a, "/")
	b, _, _ = strings.Cut(b, "/")
	return a == b && a != "internal"
}

// misplaced returns why a library does not belong in a folder.
func misplaced(folder, imported string, test bool) string {
	if test {
		return ""
	}
	for _, rule := range onlyIn {
		if imported != rule.library && !strings.HasPrefix(imported, rule.library+"/") {
			continue
		}
		// html/charset and html/atom are below html, but contain no nodes.
		allowed := slices.ContainsFunc(rule.folders, func(f string) bool { return f == folder || strings.HasPrefix(folder, f+"/") })
		if !allowed && imported != "golang.org/x/net/html/charset" {
			return "only " + strings.Join(rule.folders, ", ") + " may"
		}
	}
	return ""
}

func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") && name != ".") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") {
			files = append(files, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestForbidden(t *testing.T) {
	for _, test := range []struct {
		file, imported string
		bad            bool
	}{
		{"blog/post.go", "time", false},
		{"blog/post.go", "golang.org/x/text/unicode/norm", true},
		{"parser/parser.go", module + "/blog", false},
		{"parser/parser.go", module + "/internal/golden", false},
		{"parser/parser.go", module + "/store", true},
		{"parser/parser.go", module + "/parser/dates", false},
		{"parser/dates/dates.go", module + "/parser/words", false},
		{"parser/words/words.go", module + "/parser/dates", true},
		{"parser/profiles/detect.go", module + "/parser/document", false},
		{"parser/profiles/detect.go", module + "/parser", true},
		{"parser/parser_test.go", module + "/demo", false},
		{"importer/crawl.go", module + "/scraper", true},
		{"internal/ui/ui.go", module + "/importer", true},
		{"store/open.go", "database/sql", false},
		{"importer/crawl.go", "database/sql", true},
		{"importer/crawl.go", "github.com/gocolly/colly/v2", true},
		{"scraper/collector.go", "github.com/gocolly/colly/v2", false},
		{"cmd/blogferry/crawl.go", module + "/scraper", false},
		{"cmd/blogferry/crawl.go", "github.com/PuerkitoBio/goquery", true},
		{"demo/site.go", module + "/cmd/blogferry", true},
		{"arch_test.go", "go/parser", false},
	} {
		if why := forbidden(test.file, test.imported); (why != "") != test.bad {
			t.Errorf("forbidden(%s, %s) = %q, want an objection: %v", test.file, test.imported, why, test.bad)
		}
	}
}
