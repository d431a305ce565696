package interop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// chromium opens a file as a reader does, and returns the resulting page and the
// messages on the console.
func chromium(t *testing.T, address string) (dom, console string) {
	t.Helper()
	out, errs := run(t, t.TempDir(), "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(),
		"--virtual-time-budget=5000", "--enable-logging=stderr", "--dump-dom", address)
	for line := range strings.Lines(errs) {
		if strings.Contains(line, "CONSOLE") {
			console += line
		}
	}
	return out, console
}

// TestChromium opens the archive from disk.
func TestChromium(t *testing.T) {
	need(t, "chromium")
	dir := t.TempDir()
	blogferry(t, "export", "--format", "html", "--out", dir)
	records := demoRecords(t)
	t.Run("index", func(t *testing.T) {
		dom, console := chromium(t, "file://"+filepath.Join(dir, "index.html"))
		if strings.Count(dom, "<li><time") != 50 || console != "" {
			t.Errorf("%d posts, console %q", strings.Count(dom, "<li><time"), console)
		}
	})
	t.Run("post", func(t *testing.T) {
		name := newest(t, dir)
		dom, console := chromium(t, "file://"+name)
		first := records[0]
		for _, want := range []string{first.Title, first.Author, first.Role, first.Comments[0].BodyText, *first.URL} {
			if !strings.Contains(dom, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		if console != "" {
			t.Errorf("console: %s", console)
		}
	})
	for words, want := range map[string]int{"thermometer": 1, "CAFES canals": 1, "therm glue": 1, "no such words": 0} {
		t.Run("search "+words, func(t *testing.T) {
			dom, console := chromium(t, "file://"+filepath.Join(dir, "search.html")+"#"+strings.ReplaceAll(words, " ", "%20"))
			if got := strings.Count(dom, "<li><time"); got != want || console != "" || !strings.Contains(dom, `role="status">`+map[int]string{0: "0 posts", 1: "1 post"}[want]) {
				t.Errorf("%d posts found, want %d; console %q\n%s", got, want, console, dom)
			}
		})
	}
}

// newest returns the file of the newest post.
func newest(t *testing.T, dir string) string {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(index), `</time> <a href="`)
	href, _, found := strings.Cut(rest, `"`)
	if !found {
		t.Fatal("the index names no post")
	}
	return filepath.Join(dir, filepath.FromSlash(href))
}
