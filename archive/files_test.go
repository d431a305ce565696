package archive

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// files returns the files beside the pages of paths, which are below dir.
func files(t *testing.T, dir string, stdin string, paths ...string) *Files {
	t.Helper()
	spool := new(Spool)
	t.Cleanup(func() { spool.Close() })
	x := &Files{MaxBody: 100}
	for i, path := range paths {
		if path != Stdin {
			paths[i] = filepath.Join(dir, path)
		}
	}
	for range Read(t.Context(), paths, Options{Files: x, Spool: spool, Stdin: strings.NewReader(stdin)}) {
	}
	return x
}

// fetched is the result for an address: a body or an error.
func fetched(t *testing.T, x *Files, address string) string {
	t.Helper()
	page, err := x.Fetch(t.Context(), blog.Request{URL: address}, blog.FetchOptions{MaxBody: 100})
	if err != nil {
		return err.Error()
	}
	return string(page.Body)
}

// picture returns bytes that are no page.
func picture(of string) string { return "\x89PNG\r\n\x1a\n" + of }

var pictured = []content{
	{"old.example/blog.html", "<html>blog"},
	{"old.example/images/kiln.png", picture("kiln")},
	{"old.example/images/Two words.png", picture("two")},
	{"old.example/photo.aspx?width=320", picture("320")},
	{"old.example/photo.aspx@width=640", picture("640")},
	{"old.example/getmedia/5d0c/shelf", picture("shelf")},
	{"cdn.example/images/kiln.png", picture("other kiln")},
	{"cdn.example/images/glaze.png", picture("glaze")},
	{"saved/Blog.html", "<html>blog"},
	{"saved/Blog_files/ash.png", picture("ash")},
	{"saved/Blog_files/long.png", picture(strings.Repeat("long", 30))},
	{"saved/drawer.png", picture("drawer")},
}

func TestFilesOfFolders(t *testing.T) {
	notOnWindows(t) // which has no "?" in names
	onDisk := map[string]string{}
	for _, c := range pictured {
		onDisk[c.name] = c.body
	}
	dir := tree(t, onDisk)
	for name, body := range map[string]string{
		"a.zip": zipped(t, zip.Deflate, pictured...), "stored.zip": zipped(t, zip.Store, pictured...),
		"a.tar": tarred(t, pictured...), "a.tar.gz": gz(tarred(t, pictured...)),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, set := range [][]string{{"old.example", "cdn.example", "saved"}, {"a.zip"}, {"stored.zip"}, {"a.tar"}, {"a.tar.gz"}} {
		x := files(t, dir, "", set...)
		for address, want := range map[string]string{
			"http://old.example/images/kiln.png":             picture("kiln"),
			"https://www.old.example/images/kiln.png#top":    picture("kiln"),
			"http://cdn.example/images/kiln.png":             picture("other kiln"),
			"http://old.example/images/Two%20words.png":      picture("two"),
			"http://old.example/images/glaze.png":            ErrNoFile.Error(), // another host's
			"http://old.example/photo.aspx?width=320":        picture("320"),
			"http://old.example/photo.aspx?width=640":        picture("640"),
			"http://old.example/photo.aspx?width=100":        ErrNoFile.Error(),
			"http://old.example/getmedia/5d0c/shelf":         picture("shelf"),
			"http://old.example/2014/05/Blog_files/ash.png":  picture("ash"),
			"./Blog_files/ash.png":                           picture("ash"),
			"http://old.example/2014/05/Blog_files/long.png": "is too long",
			"http://old.example/drawer.png":                  map[bool]string{true: picture("drawer"), false: ErrNoFile.Error()}[len(set) > 1],
			"http://old.example/2014/drawer.png":             ErrNoFile.Error(),
			"drawer.png":                                     picture("drawer"),
			"images/kiln.png":                                errSeveral.Error(),
			"../../../etc/passwd":                            ErrNoFile.Error(),
			"%":                                              ErrNoFile.Error(),
			"":                                               ErrNoFile.Error(),
		} {
			got := fetched(t, x, address)
			if want == "is too long" {
				want = tooLong(-1, 100).Error()
			}
			if got != want {
				t.Errorf("%s: Fetch(%q) = %q, want %q", set, address, got, want)
			}
		}
	}
}

func TestFilesOfWebArchives(t *testing.T) {
	png := func(body string) string { return "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + body }
	const at = "http://old.example/"
	records := []string{
		warcinfo,
		answered(at+"blog", 1, ok("", anyPage)),
		answered(at+"kiln.png", 3, png(picture("new"))),
		answered(at+"kiln.png", 2, png(picture("old"))),
		answered(at+"rules", 4, "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n%PDF-1.4"),
		answered(at+"packed.png", 4, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Encoding: gzip\r\n\r\n"+gz(picture("packed"))),
		answered(at+"gone.png", 4, "HTTP/1.1 404 Not Found\r\nContent-Type: image/png\r\n\r\n"+picture("gone")),
		answered(at+"moved.png", 4, "HTTP/1.1 301 Moved\r\nLocation: /kiln.png\r\n\r\n"),
		answered(at+"loop.png", 4, "HTTP/1.1 301 Moved\r\nLocation: /pool.png\r\n\r\n"),
		answered(at+"pool.png", 4, "HTTP/1.1 301 Moved\r\nLocation: /loop.png\r\n\r\n"),
		warc("revisit", "WARC-Target-URI: "+at+"again.png\nWARC-Refers-To-Target-URI: "+at+"kiln.png\nContent-Type: application/http", png("")),
		answered(at+"long.png", 4, png(picture(strings.Repeat("long", 30)))),
		strings.Replace(answered(at+"cut.png", 4, png(picture("cut"))), "WARC-Date", "WARC-Truncated: length\r\nWARC-Date", 1),
		strings.TrimSuffix(answered(at+"short.png", 4, png(picture("short"))), "rt\r\n\r\n"),
	}
	for name, body := range shapes(records...) {
		dir := tree(t, map[string]string{name: body})
		for source, x := range map[string]*Files{"file": files(t, dir, "", name), "standard input": files(t, dir, body, Stdin)} {
			for address, want := range map[string]string{
				at + "kiln.png":                    picture("new"),
				"https://OLD.example:443/kiln.png": picture("new"),
				at + "rules":                       "%PDF-1.4",
				at + "packed.png":                  picture("packed"),
				at + "gone.png":                    ErrNoFile.Error(),
				at + "moved.png":                   picture("new"),
				at + "loop.png":                    ErrNoFile.Error(),
				at + "again.png":                   picture("new"),
				at + "kiln.png?width=10":           ErrNoFile.Error(),
				at + "long.png":                    tooLong(-1, 100).Error(),
				at + "cut.png":                     ErrNoFile.Error(),
				at + "short.png":                   errCut.Error(),
			} {
				if got := fetched(t, x, address); got != want {
					t.Errorf("%s from %s: Fetch(%q) = %q, want %q", name, source, address, got, want)
				}
			}
		}
	}
}

func TestFilesOfMHTML(t *testing.T) {
	saved := strings.Replace(mhtml("quoted-printable", anyPage), "------sep--Kiln----\r\nContent-Type: text/css", strings.Join([]string{
		"------sep--Kiln----",
		"Content-Type: image/png",
		"Content-Transfer-Encoding: base64",
		"Content-Location: http://old.example/images/kiln.png",
		"",
		encode("base64", picture("kiln")),
		"------sep--Kiln----",
		"Content-Type: text/css",
	}, "\r\n"), 1)
	dir := tree(t, map[string]string{"a.mht": saved})
	x := files(t, dir, "", "a.mht")
	if got := fetched(t, x, "http://old.example/images/kiln.png"); got != picture("kiln") {
		t.Errorf("Fetch = %q", got)
	}
	if got := fetched(t, x, "http://old.example/blog"); got != ErrNoFile.Error() {
		t.Errorf("Fetch of a page = %q", got)
	}
}

func TestFilesOfHTTrack(t *testing.T) {
	head := func(saved string) string {
		return "HTTP/1.1 200 OK\nX-In-Cache: 0\nX-StatusCode: 200\nContent-Type: image/png\nX-Save: " + saved + "\n\n"
	}
	dir := tree(t, map[string]string{
		"mirror/hts-cache/new.zip": httrackZip(t,
			content{"http://old.example/photo.aspx?width=320", head("old.example/photo884a.png")},
			content{"http://old.example/secret", head("../secret.png")},
		),
		"mirror/old.example/photo884a.png": picture("320"),
		"secret.png":                       picture("secret"),
	})
	x := files(t, dir, "", "mirror")
	if got := fetched(t, x, "http://old.example/photo.aspx?width=320"); got != picture("320") {
		t.Errorf("Fetch = %q", got)
	}
	if got := fetched(t, x, "http://old.example/secret"); got != ErrNoFile.Error() {
		t.Errorf("Fetch of what is not in the mirror = %q", got)
	}
}

// FuzzFiles opens the files beside the pages of any archive: none exceeds its limit.
func FuzzFiles(f *testing.F) {
	var t testing.T
	f.Add([]byte(answered("http://old.example/a.png", 1, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"+picture("a"))), "http://old.example/a.png")
	f.Add([]byte(zipped(&t, zip.Deflate, pictured[:3]...)), "/images/kiln.png")
	f.Add([]byte(gz(tarred(&t, pictured...))), "a/b/Blog_files/ash.png")
	f.Add([]byte(mhtml("base64", anyPage)), "http://old.example/blog")
	f.Fuzz(func(t *testing.T, data []byte, address string) {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		x := files(t, filepath.Dir(path), "", "a")
		for key := range x.byURL {
			fetched(t, x, "http://"+key)
		}
		for _, same := range x.byName {
			for _, file := range same {
				if page, err := file.load(100); err == nil && len(page.Body) > 100 {
					t.Errorf("%s: %d bytes", file.path, len(page.Body))
				}
			}
		}
		fetched(t, x, address)
	})
}
