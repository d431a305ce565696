package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/google/go-cmp/cmp"
)

const (
	anyPage = "<!DOCTYPE html>\n<html><head><title>Kiln notes</title></head><body><p>Fired at cone six.</p></body></html>\n"
	anyText = "Kiln notes\n\nGlazes that ran\nThe ash glaze ran off the shelf again.\nPosted: 3/14/2013 7:30:00 AM by Ines Kolar | with 0 comments\n"
)

// tree writes files, given by slash-separated path, into a new folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// notOnWindows skips tests that need names or messages that Windows does not have.
func notOnWindows(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("names and messages differ on Windows")
	}
}

// items reads paths below dir and returns each item as a line: "name" or "name: error",
// with a star if it was named by the user.
func items(t *testing.T, dir string, o Options, paths ...string) []string {
	t.Helper()
	for i, p := range paths {
		if p != Stdin {
			paths[i] = filepath.Join(dir, p)
		}
	}
	var got []string
	for p, err := range Read(t.Context(), paths, o) {
		line := p.File
		if rel, e := filepath.Rel(dir, p.File); e == nil && p.File != Stdin {
			line = filepath.ToSlash(rel)
		}
		if p.Named {
			line += "*"
		}
		if err != nil {
			var pe *blog.PageError
			if !errors.As(err, &pe) || pe.URL != p.File || p.Body != nil {
				t.Errorf("item of %s is %#v with %v, want a page error and no body", p.File, p, err)
				continue
			}
			line += ": " + pe.Err.Error()
		}
		got = append(got, line)
	}
	return got
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func gz(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.String()
}

func wide(s string) string {
	b := []byte("\xff\xfe")
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return string(b)
}

func TestFolder(t *testing.T) {
	notOnWindows(t)
	dir := tree(t, map[string]string{
		"b.html":                              anyPage,
		"a/page 2.HTM":                        anyPage,
		"a/deep/er/notes.txt":                 anyText,
		"blog":                                anyPage,
		"blog?page=2":                         anyPage,
		"default.aspx?page=3":                 anyPage,
		"default.aspx@page=4.html":            anyPage,
		"photo.png.aspx":                      "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"index.html.1":                        anyPage,
		"old.example.net":                     anyPage,
		"shop.rss2":                           "<rss></rss>",
		"plain":                               anyText,
		"blob":                                "\x00\x01\x02\x03",
		"nothing":                             "",
		"style.css":                           "p { color: red }",
		"site.js":                             "<!DOCTYPE html>",
		"robots.txt":                          "User-agent: *",
		".hidden.html":                        anyPage,
		".git/page.html":                      anyPage,
		"__MACOSX/page.html":                  anyPage,
		"z.html.gz":                           gz(anyPage),
		"zz.tar.gz":                           gz("kiln/\x00\x00\x00"),
		"Kiln notes.html":                     anyPage,
		"Kiln notes_files/frame.html":         anyPage,
		"Ofenbuch.htm":                        anyPage,
		"Ofenbuch-Dateien/saved_resource.htm": anyPage,
		"my_files/kept.html":                  anyPage,
	})
	want(t, items(t, dir, Options{}, "."),
		"Kiln notes.html", "Ofenbuch.htm", "a/deep/er/notes.txt", "a/page 2.HTM", "b.html", "blog", "blog?page=2",
		"default.aspx?page=3", "default.aspx@page=4.html", "index.html.1", "my_files/kept.html", "old.example.net",
		"plain", "z.html.gz", "zz.tar.gz: not a page: it is a binary file")
}

func TestNamed(t *testing.T) {
	notOnWindows(t)
	dir := tree(t, map[string]string{
		"page.xyz": anyPage, "style.css": "p{}", ".hidden": anyPage, "empty.html": "", "in/x.html": anyPage,
		"Kiln.html": anyPage, "Kiln_files/x.html": anyPage,
	})
	want(t, items(t, dir, Options{}, "page.xyz", "style.css", ".hidden", "empty.html", "missing.html", "in", "Kiln_files", "page.xyz"),
		"page.xyz*", "style.css*", ".hidden*", "empty.html*: file is empty", "missing.html*: no such file or directory",
		"in/x.html", "Kiln_files/x.html", "page.xyz*")
}

func TestFolderTwice(t *testing.T) {
	dir := tree(t, map[string]string{"a.html": anyPage, "in/b.html": anyPage})
	want(t, items(t, dir, Options{}, "in", ".", "in", "."), "in/b.html", "a.html")
}

func TestNoPages(t *testing.T) {
	dir := tree(t, map[string]string{"x/style.css": "p{}", "x/y/readme.md": "hello"})
	want(t, items(t, dir, Options{}, "x"), "x*: no pages in this folder; looked for HTML, text and MHTML files, and archives of them")
	for _, err := range Read(t.Context(), []string{filepath.Join(dir, "x")}, Options{}) {
		if !errors.Is(err, ErrNoPages) {
			t.Errorf("Read of a folder without pages = %v, want %v", err, ErrNoPages)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, body string
		err        error
		text       string
	}{
		{"a.html", "%PDF-1.4 ...", ErrNotPage, "PDF; save the page"},
		{"a.docx", "PK\x03\x04rest", ErrBroken, "list of files"},
		{"a.warc", "WARC/1.0\r\nWARC-Type: response\r\n", ErrBroken, "record 1 at byte 0: broken file: it is cut short"},
		{"a.tar.gz", gz("kiln/" + strings.Repeat("\x00", 252) + "ustar\x0000"), ErrBroken, "damaged"},
		{"a.html", "7z\xbc\xaf\x27\x1c\x00\x04", ErrNotPage, "7z archive"},
		{"a.warc.gz", gz("WARC/1.0\r\n"), ErrBroken, "cut short"},
		{"a.webarchive", "bplist00\xd1\x01", ErrNotPage, "page source"},
		{"blog.db", "SQLite format 3\x00\x10\x00", ErrNotPage, "--db"},
		{"a.gif", "GIF89a\x01\x00", ErrNotPage, "image/gif"},
		{"a.html", "\x7fELF\x02\x01\x01\x00\x00\x00", ErrNotPage, "binary"},
		{"a.html.gz", gz(gz(anyPage)), ErrNotPage, "compressed twice"},
		{"a.html.gz", gz(anyPage)[:40], ErrBroken, ""},
		{"a.html.gz", "\x1f\x8bnonsense", ErrBroken, ""},
		{"a.html.gz", gz(""), ErrEmpty, ""},
		{"a.html.gz", gz(strings.Repeat("<p>bomb</p>", 1<<17)), blog.ErrTooLong, "more than 1 MiB"},
		{"a.html", strings.Repeat("x", 1<<20+1), blog.ErrTooLong, "against 1 MiB"},
		{"a.mht", mhtml("quoted-printable", strings.Repeat("<p>long</p>", 1<<17)), blog.ErrTooLong, "1 MiB"},
	} {
		dir := tree(t, map[string]string{c.name: c.body})
		for p, err := range Read(t.Context(), []string{filepath.Join(dir, c.name)}, Options{MaxBody: 1 << 20}) {
			if !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.text) || !p.Named {
				t.Errorf("Read of %s (%.10q) = %v, want %v with %q", c.name, c.body, err, c.err, c.text)
			}
		}
	}
}

func TestHugeFileIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.html")
	if err := os.WriteFile(path, []byte(anyPage), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 200<<20); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	for _, err := range Read(t.Context(), []string{path}, Options{}) {
		if !errors.Is(err, blog.ErrTooLong) || !strings.Contains(err.Error(), "200 MiB against 8 MiB") {
			t.Errorf("Read of 200 MiB = %v, want %v", err, blog.ErrTooLong)
		}
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("refusing a huge file took %v", d)
	}
}

func TestPage(t *testing.T) {
	saved := time.Date(2014, 10, 9, 8, 7, 6, 0, time.UTC)
	for _, c := range []struct{ name, body, want string }{
		{"a.html", anyPage, "text/html"},
		{"a.htm.gz", gz(anyPage), "text/html"},
		{"a.html", "words without markup", ""},
		{"a.txt", anyText, "text/plain"},
		{"a.txt", anyPage, ""},
		{"a.aspx", anyPage, ""},
		{"a.html", wide(anyPage), "text/html"},
		{"a.txt", wide(anyText), "text/plain"},
		{"a.txt", "stray \x02 control", "text/plain"},
	} {
		dir := tree(t, map[string]string{c.name: c.body})
		path := filepath.Join(dir, c.name)
		if err := os.Chtimes(path, saved, saved); err != nil {
			t.Fatal(err)
		}
		for p, err := range Read(t.Context(), []string{path}, Options{}) {
			if err != nil {
				t.Errorf("Read of %s = %v", c.name, err)
				continue
			}
			if got := p.Header.Get("Content-Type"); got != c.want {
				t.Errorf("content type of %s (%.20q) = %q, want %q", c.name, c.body, got, c.want)
			}
			if !p.Received.Equal(saved) || p.Received.Location() != time.UTC || p.URL != "" || p.Status != 0 {
				t.Errorf("page of %s = %+v", c.name, p)
			}
			if body := string(p.Body); body != c.body && body != anyPage {
				t.Errorf("body of %s = %q", c.name, body)
			}
		}
	}
}

func TestStdin(t *testing.T) {
	for _, body := range []string{anyPage, gz(anyPage), mhtml("base64", anyPage)} {
		for p, err := range Read(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(body)}) {
			if err != nil || string(p.Body) != anyPage || !p.Named || p.File != Stdin || p.Received.IsZero() {
				t.Errorf("Read of standard input = %+v, %v", p, err)
			}
		}
	}
	want(t, items(t, t.TempDir(), Options{Stdin: strings.NewReader("")}, "-"), "-*: file is empty")
}

func TestAddressForFile(t *testing.T) {
	for _, err := range Read(t.Context(), []string{"http://old.example/blog"}, Options{}) {
		if err == nil || !strings.Contains(err.Error(), "blogferry crawl") {
			t.Errorf("Read of an address = %v, want a hint", err)
		}
	}
}

func TestLinks(t *testing.T) {
	notOnWindows(t)
	dir := tree(t, map[string]string{"blog/a/page.html": anyPage, "outside/far.html": anyPage})
	for link, to := range map[string]string{
		"blog/again":       "a",
		"blog/a/up":        "..",
		"blog/b":           "../outside",
		"blog/c.html":      "../outside/far.html",
		"blog/broken.html": "nowhere",
		"blog/broken":      "nowhere",
		"blog/round.html":  "round.html",
	} {
		if err := os.Symlink(filepath.FromSlash(to), filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	want(t, items(t, dir, Options{}, "blog"),
		"blog/a/page.html", "blog/a/up: link leads back into its own folder", "blog/b/far.html",
		"blog/broken.html: no such file or directory", "blog/c.html", "blog/round.html: too many levels of symbolic links")
}

func TestUnreadable(t *testing.T) {
	dir := tree(t, map[string]string{"in/a.html": anyPage, "in/b.html": anyPage, "in/c/d.html": anyPage})
	os.Chmod(filepath.Join(dir, "in", "a.html"), 0)
	os.Chmod(filepath.Join(dir, "in", "c"), 0)
	t.Cleanup(func() { os.Chmod(filepath.Join(dir, "in", "c"), 0o755) })
	if f, err := os.Open(filepath.Join(dir, "in", "a.html")); err == nil {
		f.Close()
		t.Skip("the user may read every file")
	}
	want(t, items(t, dir, Options{}, "in"), "in/a.html: permission denied", "in/b.html", "in/c: permission denied")
}

func TestPipeInFolderDoesNotHang(t *testing.T) {
	dir := tree(t, map[string]string{"a.html": anyPage})
	if err := makePipe(filepath.Join(dir, "pipe.html")); err != nil {
		t.Skip("no named pipes here:", err)
	}
	want(t, items(t, dir, Options{}, "."), "a.html")
}

// Nobody writes to the pipe, and standard input is empty.
func TestWaitingEndsWithTheContext(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.html")
	if err := makePipe(pipe); err != nil {
		t.Skip("no named pipes here:", err)
	}
	silent, open := io.Pipe()
	defer open.Close()
	half, begun := io.Pipe()
	defer begun.Close()
	go io.WriteString(begun, anyPage)
	for path, stdin := range map[string]io.Reader{pipe: nil, Stdin: silent, "./" + Stdin: half} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		var all []error
		for page, err := range Read(ctx, []string{strings.TrimPrefix(path, "./")}, Options{Stdin: stdin}) {
			if page != nil {
				t.Errorf("%s: page %+v", path, page)
			}
			all = append(all, err)
		}
		if len(all) != 1 || !errors.Is(all[0], context.DeadlineExceeded) {
			t.Errorf("%s: %v, want the end of the context alone", path, all)
		}
		cancel()
	}
}

func TestPipeThatIsWrittenTo(t *testing.T) {
	dir := t.TempDir()
	if err := makePipe(filepath.Join(dir, "pipe.html")); err != nil {
		t.Skip("no named pipes here:", err)
	}
	go os.WriteFile(filepath.Join(dir, "pipe.html"), []byte(anyPage), 0o600)
	want(t, items(t, dir, Options{}, "pipe.html"), "pipe.html*")
}

func TestStops(t *testing.T) {
	dir := tree(t, map[string]string{"a.html": anyPage, "b.html": anyPage, "in/c.html": anyPage})
	n := 0
	for range Read(t.Context(), []string{dir}, Options{}) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d items after a break", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range Read(ctx, []string{dir, dir}, Options{}) {
		n++
		cancel()
		last = err
	}
	if n != 3 || !errors.Is(last, context.Canceled) {
		t.Errorf("cancelled after the first page: %d more items, last error %v", n-1, last)
	}
}

func TestMirror(t *testing.T) {
	notOnWindows(t)
	dir := tree(t, map[string]string{
		"www.old.example/blog/index.html":                     anyPage,
		"www.old.example/blog/May-2011/Ash & salt":            anyPage,
		"www.old.example/Blog.aspx?page=2.html":               anyPage,
		"www.old.example/Blog.aspx@page=3&x=a b.html":         anyPage,
		"www.old.example/Blog.aspx.html":                      anyPage,
		"www.old.example/caf%C3%A9/über.html.gz":              gz(anyPage),
		"other.example/page.html":                             anyPage,
		"www.old.example/from http_/www.old.example/404.html": anyPage,
	})
	got := map[string]string{}
	for p, err := range Read(t.Context(), []string{dir}, Options{URL: "https://old.example/blog"}) {
		if err != nil {
			t.Fatal(err)
		}
		rel, _ := filepath.Rel(dir, p.File)
		got[filepath.ToSlash(rel)] = p.URL
	}
	const host = "https://old.example"
	diff := cmp.Diff(map[string]string{
		"www.old.example/blog/index.html":                     host + "/blog/",
		"www.old.example/blog/May-2011/Ash & salt":            host + "/blog/May-2011/Ash%20&%20salt",
		"www.old.example/Blog.aspx?page=2.html":               host + "/Blog.aspx?page=2",
		"www.old.example/Blog.aspx@page=3&x=a b.html":         host + "/Blog.aspx?page=3&x=a%20b",
		"www.old.example/Blog.aspx.html":                      host + "/Blog.aspx",
		"www.old.example/caf%C3%A9/über.html.gz":              host + "/caf%C3%A9/%C3%BCber.html",
		"other.example/page.html":                             "",
		"www.old.example/from http_/www.old.example/404.html": host + "/404.html",
	}, got)
	if diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

func TestDeterministic(t *testing.T) {
	files := map[string]string{}
	for i := range 50 {
		files[fmt.Sprintf("%02d/page-%d.html", i%7, i)] = anyPage
	}
	dir := tree(t, files)
	first := items(t, dir, Options{}, ".")
	if len(first) != 50 {
		t.Errorf("%d pages, want 50", len(first))
	}
	want(t, items(t, dir, Options{}, "."), first...)
}

func TestCauseNamesThePathOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing.html")
	for _, err := range Read(t.Context(), []string{path}, Options{}) {
		if strings.Count(err.Error(), path) != 1 || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Read of a missing file = %v", err)
		}
	}
}
