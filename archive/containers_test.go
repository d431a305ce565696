package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// content is a name and its content. The order matters in an archive.
type content struct{ name, body string }

func zipped(t *testing.T, method uint16, contents ...content) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, c := range contents {
		entry, err := z.CreateHeader(&zip.FileHeader{Name: c.name, Method: method, Modified: time.Unix(1414000000, 0)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(entry, c.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarred(t *testing.T, contents ...content) string {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for _, c := range contents {
		err := z.WriteHeader(&tar.Header{Name: c.name, Mode: 0o600, Size: int64(len(c.body)), ModTime: time.Unix(1414000000, 0)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(z, c.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// saved is a typical set of files in an archive.
var saved = []content{
	{"blog/Kiln notes.html", "<html>kiln"},
	{"blog/Kiln notes_files/frame.html", "<html>frame"},
	{"blog/style.css", "p{}"},
	{"blog/.hidden.html", "<html>hidden"},
	{"blog/__MACOSX/a.html", "<html>mac"},
	{"blog/list.html.gz", gz("<html>list")},
	{"blog/notes.txt", anyText},
	{`win\dows\a.html`, "<html>windows"},
	{"../../zip/slip.html", "<html>slip"},
	{"/root.html", "<html>root"},
	{"empty.html", ""},
	{"saved.mht", mhtml("base64", anyPage)},
}

var savedPages = []string{
	`/blog/Kiln notes.html 40 "<html>kiln"`,
	`/blog/list.html.gz 40 "<html>list"`,
	`/blog/notes.txt 40 "Kiln notes\n\nGla"`,
	`empty.html: file is empty`,
	`/root.html 40 "<html>root"`,
	`/saved.mht 12 "<!DOCTYPE html>"`,
	`/win/dows/a.html 40 "<html>windows"`,
	`/zip/slip.html 40 "<html>slip"`,
}

// shown removes the folder from the message of an error.
func shown(lines []string) []string {
	for i, line := range lines {
		if _, rest, ok := strings.Cut(line, "/empty.html: "); ok {
			lines[i] = "empty.html: " + rest
		}
	}
	return lines
}

func TestZip(t *testing.T) {
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		body := zipped(t, method, saved...)
		want(t, shown(read(t, "saved.zip", body)), savedPages...)
		want(t, shown(read(t, "saved.zip.gz", gz(body))), savedPages...)
	}
}

func TestTar(t *testing.T) {
	// These are in the order of the archive.
	order := []string{savedPages[0], savedPages[1], savedPages[2], savedPages[6], savedPages[7], savedPages[4], savedPages[3], savedPages[5]}
	body := tarred(t, saved...)
	want(t, shown(read(t, "saved.tar", body)), order...)
	want(t, shown(read(t, "saved.tar.gz", gz(body))), order...)
}

func TestArchivesInFolders(t *testing.T) {
	notOnWindows(t)
	page := zipped(t, zip.Deflate, content{"a.html", anyPage})
	dir := tree(t, map[string]string{
		"a.html":       anyPage,
		"pages.zip":    page,
		"pictures.zip": zipped(t, zip.Deflate, content{"a.gif", "GIF89a"}, content{"b.gif", "GIF89a"}),
		"old.7z":       "7z\xbc\xaf\x27\x1c",
		"crawl":        answered("http://old.example/", 1, ok("", anyPage)),
		"letter.docx":  page,
		"site.tgz":     gz(tarred(t, content{"b.html", anyPage})),
	})
	want(t, items(t, dir, Options{}, "."),
		"a.html", "crawl: record 1: http:/old.example",
		"old.7z: not a page: it is a 7z archive; unpack it and name the folder",
		"pages.zip/a.html", "pictures.zip: no pages in this archive; other files: 2", "site.tgz/b.html")
}

// A WACZ file is a zip file with web archives. Its other files are for other programs.
func TestWACZ(t *testing.T) {
	const url = "http://old.example/"
	record := gz(answered(url, 7, ok("", anyPage)))
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		body := zipped(t, method, content{"archive/data.warc.gz", gz(warcinfo) + record}, content{"indexes/index.cdx.gz", gz("x")},
			content{"pages/pages.jsonl", `{"format": "json-pages-1.0"}`}, content{"datapackage.json", "{}"})
		page := `/archive/data.warc.gz: record 2: ` + url + ` 07 "<!DOCTYPE html>"`
		want(t, read(t, "a.wacz", body), page)
		want(t, read(t, "a.zip", zipped(t, method, content{"b.wacz", body})), "/b.wacz"+page)
		want(t, read(t, "a.tar", tarred(t, content{"b.wacz", body})), "/b.wacz"+page)
	}
}

func TestNestedTooDeep(t *testing.T) {
	body := anyPage
	for range 6 {
		body = zipped(t, zip.Deflate, content{"a.zip", body})
	}
	got := read(t, "a.zip", body)
	if len(got) != 1 || !strings.HasSuffix(got[0], errDeep.Error()) {
		t.Errorf("%q", got)
	}
}

func TestBrokenArchives(t *testing.T) {
	z, r := zipped(t, zip.Deflate, saved...), tarred(t, saved...)
	for name, body := range map[string]string{"a.zip": z[:len(z)-40], "a.tar": r[:3000], "b.tar": r[:1024], "a.tar.gz": gz(r)[:200]} {
		got := read(t, name, body)
		if len(got) == 0 || !strings.Contains(got[len(got)-1], ErrBroken.Error()) {
			t.Errorf("%s without its end: %q", name, got)
		}
	}
	locked := []byte(zipped(t, zip.Store, content{"a.html", anyPage}, content{"b.html", anyPage}))
	central := bytes.Index(locked, []byte("PK\x01\x02"))
	locked[central+8] |= 1
	got := read(t, "a.zip", string(locked))
	if len(got) != 2 || !strings.HasSuffix(got[0], errEncrypted.Error()) || !strings.HasPrefix(got[1], "/b.html") {
		t.Errorf("encrypted: %q", got)
	}
	damaged := strings.Replace(zipped(t, zip.Store, content{"a.html", anyPage}, content{"b.html", anyPage}), "cone six", "cone sex", 1)
	got = read(t, "a.zip", damaged)
	if len(got) != 2 || !strings.Contains(got[0], ErrBroken.Error()) || !strings.HasPrefix(got[1], "/b.html") {
		t.Errorf("damaged: %q", got)
	}
}

func TestSpool(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("TMP", os.Getenv("TMPDIR"))
	spool := new(Spool)
	var all []func() ([]byte, error)
	for i := range 40 {
		all = append(all, spool.keep(bytes.Repeat([]byte{byte(i)}, 1<<20)))
	}
	for i, again := range all {
		if body, err := again(); err != nil || len(body) != 1<<20 || body[0] != byte(i) || body[1<<20-1] != byte(i) {
			t.Errorf("body %d: %d bytes, %v", i, len(body), err)
		}
	}
	if err := spool.Close(); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*")); len(left) > 0 || err != nil {
		t.Errorf("%q are left, %v", left, err)
	}
}

func FuzzContainers(f *testing.F) {
	var t testing.T
	f.Add([]byte(zipped(&t, zip.Deflate, saved[:3]...)))
	f.Add([]byte(tarred(&t, saved[0], content{"a.zip", zipped(&t, zip.Store, saved[0])})))
	f.Fuzz(func(t *testing.T, data []byte) {
		streamed := fuzzed(t, data, nil)
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		spool := new(Spool)
		defer spool.Close()
		if fromFile := fuzzed(t, data, &Options{Spool: spool}, path); len(fromFile) != len(streamed) {
			t.Errorf("%d items from a file, %d from standard input", len(fromFile), len(streamed))
		}
	})
}
