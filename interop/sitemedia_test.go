package interop

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// illustrated is a blog with a picture and a file that were copied, and a link to a
// post.
func illustrated() ([]blog.Record, export.Options) {
	files := map[string]string{"http://old.example/getmedia/kiln.jpg?width=320": "kiln.jpg", "http://old.example/files/Price%20list.pdf": "price list.pdf"}
	body := `<p><img src="http://old.example/getmedia/kiln.jpg?width=320" alt="the kiln"/> <a href="http://old.example/files/Price%20list.pdf">prices</a>
<a href="http://old.example/blog/other.aspx">other</a></p>`
	all := []blog.Record{
		{ID: "p1", Title: "First", URL: pointer("http://old.example/blog/first.aspx"), PublishedAt: pointer("2014-07-02T10:00:00Z"), BodyHTML: body},
		{ID: "p2", Title: "Film", URL: pointer("http://old.example/blog/other.aspx"), PublishedAt: pointer("2014-07-01T10:00:00Z"), BodyHTML: body + `<iframe src="http://film.example/1"></iframe>`},
	}
	return all, export.Options{
		MediaMode: export.MediaCopy,
		Media:     func(old string) (export.Media, bool) { name, ok := files[old]; return export.Media{Name: name}, ok },
		OpenMedia: func(m export.Media) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(m.Name)), nil },
	}
}

// checkIllustrated checks that the addresses on the built pages lead to files.
func checkIllustrated(t *testing.T, public string) {
	for _, page := range []string{"2014/07/first/index.html", "2014/07/other/index.html"} {
		markup, err := os.ReadFile(filepath.Join(public, page))
		if err != nil {
			t.Fatal(err)
		}
		for address, file := range map[string]string{"/media/kiln.jpg": "media/kiln.jpg", "/media/price%20list.pdf": "media/price list.pdf", "/2014/07/other/": page} {
			if _, err := os.Stat(filepath.Join(public, file)); err != nil || !strings.Contains(string(markup), `"`+address+`"`) {
				t.Errorf("%s in %s: %v\n%s", address, page, err, markup)
			}
		}
	}
}

func TestHugoMedia(t *testing.T) {
	need(t, "hugo")
	dir := t.TempDir()
	all, o := illustrated()
	writeFolder(t, dir, "hugo", all, o)
	writeFiles(t, dir, hugoSite)
	run(t, dir, "hugo", "--quiet", "-d", "public")
	checkIllustrated(t, filepath.Join(dir, "public"))
}

func TestJekyllMedia(t *testing.T) {
	need(t, "jekyll")
	dir := t.TempDir()
	all, o := illustrated()
	writeFolder(t, dir, "jekyll", all, o)
	writeFiles(t, dir, jekyllSite)
	mustRun(t, command(t, dir, jekyllEnv, "jekyll", "build", "--quiet"))
	checkIllustrated(t, filepath.Join(dir, "_site"))
}
