package interop

import (
	"fmt"
	"html"
	"image"
	"image/png"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// oldFiles are the files of a blog by their addresses on its site.
var oldFiles = map[string]string{
	"/getattachment/5c1d/lock.png?width=400&height=300": "lock.png",
	"/getattachment/5c1d/gate.aspx?width=400":           "gate.png",
	"/img/it's%20here.png":                              "its-here.png",
	"/img/it.png":                                       "it.png",
	"/files/Price%20list.pdf":                           "price-list.pdf",
}

// oldSite serves the files at their old addresses, and by name below /media/.
func oldSite(t *testing.T) (base, port string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := path.Base(oldFiles[r.URL.RequestURI()] + r.URL.Path); path.Ext(name) == ".pdf" {
			w.Header().Set("Content-Type", "application/pdf")
			fmt.Fprintln(w, "%PDF-1.4", name)
			return
		}
		w.Header().Set("Content-Type", "image/png")
		_ = png.Encode(w, image.NewGray(image.Rect(0, 0, 4, 3)))
	}))
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return "http://localhost:" + u.Port(), u.Port() // to WordPress, 127.0.0.1 is another host
}

type wpFile struct {
	Post   int
	Source string `json:"source_url"`
}

// TestWordPressFiles has WordPress download the files of a blog. All that it accepts
// are in its library, and posts show them from there; those that it rejects are
// reported.
func TestWordPressFiles(t *testing.T) {
	program := startWordPress(t)
	base, port := oldSite(t)
	var body strings.Builder
	for _, old := range slices.Sorted(maps.Keys(oldFiles)) {
		fmt.Fprintf(&body, `<img src="%s"/><a href="%[1]s">file</a>`, html.EscapeString(base+old))
	}
	records := []blog.Record{{ID: "p", Title: "Files", Author: "Ann", PublishedAt: pointer("2014-07-02T10:00:00Z"), BodyHTML: body.String()}}
	for mode, refused := range map[export.MediaMode][]string{export.MediaKeep: {base + "/getattachment/5c1d/gate.aspx?width=400"}, export.MediaAbsolute: nil} {
		t.Run(string(mode), func(t *testing.T) {
			w := program.empty(t, "files_"+string(mode), "UTC")
			w.oldSite = port
			var reported []string
			warn := func(_ *blog.Record, err error) {
				_, file, _ := strings.Cut(err.Error(), "its file ")
				file, _, _ = strings.Cut(file, ": ")
				reported = append(reported, file)
			}
			said := w.php(t, "import.php", writeWXRWith(t, records, export.Options{
				MediaMode: mode, BaseURL: base,
				Media: func(old string) (export.Media, bool) {
					name, ok := oldFiles[strings.TrimPrefix(old, base)]
					return export.Media{Name: name}, ok
				},
				Warn: warn,
			}))
			if got := strings.TrimSpace(strings.ReplaceAll(said, "refused: ", "")); !slices.Equal(reported, refused) || got != strings.Join(refused, "\n") {
				t.Errorf("WordPress says %q, reported is %q, want %q", said, reported, refused)
			}
			checkWordPressFiles(t, w, len(oldFiles)-len(refused), base)
		})
	}
}

func checkWordPressFiles(t *testing.T, w *wordpress, want int, base string) {
	t.Helper()
	post := rest[wpPost](t, w, "/wp/v2/posts")[0]
	files := rest[wpFile](t, w, "/wp/v2/media")
	if len(files) != want {
		t.Errorf("%d files in the library, want %d", len(files), want)
	}
	for _, f := range files {
		name, ok := strings.CutPrefix(f.Source, "http://new.example/")
		if _, err := os.Stat(filepath.Join(w.site, name)); !ok || err != nil || f.Post != post.ID {
			t.Errorf("file %s of post %d: %v", f.Source, f.Post, err)
		}
		if strings.Count(post.Content.Raw, `"`+f.Source+`"`) != 2 {
			t.Errorf("the post does not show %s:\n%s", f.Source, post.Content.Raw)
		}
	}
	if left := strings.Count(post.Content.Raw, base); left != 2*(len(oldFiles)-want) {
		t.Errorf("%d old addresses are left in\n%s", left, post.Content.Raw)
	}
}
