package archive

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"path/filepath"
	"strings"
	"testing"
)

// httrackZip is a cache as HTTrack writes it: the head of a response is in the extra
// field of its entry. A name may end in "|" for a slash, which archive/zip would not
// write.
func httrackZip(t *testing.T, contents ...content) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, c := range contents {
		head, body, _ := strings.Cut(c.body, "\n\n")
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: c.name, Extra: []byte(strings.ReplaceAll(head, "\n", "\r\n") + "\r\n"), CRC32: crc32.ChecksumIEEE([]byte(body)),
			CompressedSize64: uint64(len(body)), UncompressedSize64: uint64(len(body)),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(b.String(), "|", "/")
}

// Pages of a mirror by HTTrack are read as they were received: its own files link to
// each other and not to the permalinks.
func TestHTTrack(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\nX-In-Cache: 1\nX-StatusCode: 200\nContent-Type: text/html\nX-Charset: iso-8859-2\n\n"
	mirrored := func(address string) string {
		return "<html>\n<!-- Mirrored from " + address + " by HTTrack Website Copier/3.x [XR&CO'2014] -->\n<body>copy</body></html>"
	}
	cache := httrackZip(t,
		content{"http://old.example/blog|", ok + "<html>list</html>"},
		content{"http://old.example/blog/a?x=1", ok + "<html>post</html>"},
		content{"http://old.example/gone", strings.Replace(ok, "200\n", "404\n", 1) + "<html>gone</html>"},
		content{"http://old.example/a.gif", "HTTP/1.1 200 OK\nX-In-Cache: 0\nX-StatusCode: 200\nContent-Type: image/gif\n\n"},
	)
	dir := tree(t, map[string]string{
		"hts-cache/new.zip":           cache,
		"hts-cache/doit.log":          "-q",
		"old.example/blog/index.html": mirrored("old.example/blog/"),
		"old.example/blog/a.html":     mirrored("old.example/blog/a?x=1"),
		"old.example/blog/new.html":   mirrored("old.example/blog/new"),
		"index.html":                  anyPage,
	})
	got := map[string]string{}
	for p, err := range Read(t.Context(), []string{dir}, Options{}) {
		if err != nil {
			t.Error(err)
			continue
		}
		rel, _ := filepath.Rel(dir, p.File)
		got[p.URL+" "+filepath.Base(rel)] = p.Header.Get("Content-Type") + " " + string(p.Body[:min(len(p.Body), 10)])
	}
	for name, page := range map[string]string{
		"http://old.example/blog/ blog":       "text/html; charset=iso-8859-2 <html>list",
		"http://old.example/blog/a?x=1 a?x=1": "text/html; charset=iso-8859-2 <html>post",
		" new.html":                           "text/html <html>\n<!-",
		" index.html":                         "text/html <!DOCTYPE ",
	} {
		if got[name] != page {
			t.Errorf("%s is %q, want %q", name, got[name], page)
		}
	}
	if len(got) != 4 {
		t.Errorf("pages %q", got)
	}
}
