package archive

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/blogferry/blogferry/blog"
)

// warc returns a record as most programs write it. Fields are one per line.
func warc(kind, fields, block string) string {
	head := "WARC/1.1\nWARC-Type: " + kind + "\n" + strings.TrimSpace(fields)
	return strings.ReplaceAll(head, "\n", "\r\n") + fmt.Sprintf("\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
}

// answered returns a record of a response at some second of 2014.
func answered(url string, second int, http string) string {
	return warc("response", fmt.Sprintf("WARC-Target-URI: %s\nWARC-Date: 2014-10-22T06:00:%02dZ\nContent-Type: application/http; msgtype=response", url, second), http)
}

// ok returns a response with a page.
func ok(fields, body string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + fields + "\r\n" + body
}

const warcinfo = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 12\r\n\r\nsoftware: x\n\r\n\r\n"

func packedBy(t *testing.T, open func(io.Writer) io.WriteCloser, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := open(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func deflated(t *testing.T, s string) string {
	return packedBy(t, func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 9); return z }, s)
}

func TestWebAnswers(t *testing.T) {
	zlibbed := packedBy(t, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, anyPage)
	zstandard := packedBy(t, func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z }, anyPage)
	half := len(anyPage) / 2
	chunks := fmt.Sprintf("%x\r\n%s\r\n%X;x=y\r\n%s\r\n0\r\n\r\n", half, anyPage[:half], len(anyPage)-half, anyPage[half:])
	const url = "http://old.example/blog?page=2"
	for _, c := range []struct{ name, record, want string }{
		{"a page", answered(url, 1, ok("", anyPage)), anyPage},
		{"brackets", answered("<"+url+">", 1, ok("", anyPage)), anyPage},
		{"bare line feeds", answered(url, 1, strings.ReplaceAll(ok("", anyPage), "\r\n", "\n")), anyPage},
		{"its length", answered(url, 1, ok(fmt.Sprintf("Content-Length: %d\r\n", len(anyPage)), anyPage)), anyPage},
		{"a fragment", answered(url+"#top", 1, ok("", anyPage)), anyPage},
		{"chunks", answered(url, 1, ok("Transfer-Encoding: chunked\r\n", chunks)), anyPage},
		{"chunks undone", answered(url, 1, ok("Transfer-Encoding: chunked\r\n", anyPage)), anyPage},
		{"gzip", answered(url, 1, ok("Content-Encoding: gzip\r\n", gz(anyPage))), anyPage},
		{"gzip undone", answered(url, 1, ok("Content-Encoding: gzip\r\nContent-Length: 20\r\n", anyPage)), anyPage},
		{"deflate", answered(url, 1, ok("Content-Encoding: deflate\r\n", deflated(t, anyPage))), anyPage},
		{"deflate by the book", answered(url, 1, ok("Content-Encoding: deflate\r\n", zlibbed)), anyPage},
		{"zstd", answered(url, 1, ok("Content-Encoding: zstd\r\n", zstandard)), anyPage},
		{"brotli undone", answered(url, 1, ok("Content-Encoding: br\r\n", anyPage)), anyPage},
		{"no type", answered(url, 1, "HTTP/1.0 200\r\n\r\n"+anyPage), anyPage},
		{"text", answered("http://old.example/notes.txt", 1, "HTTP/1.0 200\r\nContent-Type: text/plain\r\n\r\n"+anyText), anyText},
		{"odd fields", answered(url, 1, ok("no field\r\nSet Cookie : a\r\n b\r\n", anyPage)), anyPage},
		{"no HTTP", warc("resource", "WARC-Target-URI: "+url+"\nContent-Type: text/html", anyPage), anyPage},
		{"cut when written", strings.Replace(answered(url, 1, ok("", anyPage)), "WARC-Date", "WARC-Truncated: length\r\nWARC-Date", 1), "cut short"},
		{"shorter than stated", answered(url, 1, ok("Content-Length: 9999\r\n", anyPage)), "cut short"},
		{"chunk missing", answered(url, 1, ok("Transfer-Encoding: chunked\r\n", chunks[:40])), "cut short"},
		{"gzip cut", answered(url, 1, ok("Content-Encoding: gzip\r\n", gz(anyPage)[:30])), "cut short"},
		{"unknown encoding", answered(url, 1, ok("Content-Encoding: dcb\r\n", "\x01\x02")), `content encoding "dcb"`},
		{"no response", answered(url, 1, "<html>\r\n\r\n"), "no HTTP response"},
		{"too long", answered(url, 1, ok("", strings.Repeat("<p>long</p>", 1<<17))), "1 MiB"},
		{"a bomb", answered(url, 1, ok("Content-Encoding: gzip\r\n", gz(strings.Repeat("<p>long</p>", 1<<17)))), "1 MiB"},
		{"not found", answered(url, 1, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"+anyPage), ""},
		{"a redirect", answered(url, 1, "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Type: text/html\r\n\r\n"+anyPage), ""},
		{"a style", answered(url, 1, "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n\r\np{}"), ""},
		{"a feed", answered(url, 1, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss></rss>"), ""},
		{"a picture as a page", answered(url, 1, ok("", "GIF89a\x01\x00")), ""},
		{"robots.txt", answered("http://old.example/robots.txt", 1, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *"), ""},
		{"a question", warc("request", "WARC-Target-URI: "+url+"\nContent-Type: application/http", "GET /blog HTTP/1.1\r\n\r\n"), ""},
		{"a name", warc("response", "WARC-Target-URI: dns:old.example\nContent-Type: text/dns", "192.0.2.7"), ""},
		{"a conversion", warc("conversion", "WARC-Target-URI: "+url+"\nContent-Type: text/html", anyPage), ""},
		{"a picture of the page", warc("resource", "WARC-Target-URI: urn:view:"+url+"\nContent-Type: text/html", anyPage), ""},
	} {
		for _, file := range []string{warcinfo + c.record, gz(warcinfo) + gz(c.record), gz(warcinfo + c.record)} {
			path := filepath.Join(tree(t, map[string]string{"a.warc": file}), "a.warc")
			for p, err := range Read(t.Context(), []string{path}, Options{MaxBody: 1 << 20}) {
				switch {
				case c.want == "":
					if !errors.Is(err, ErrNoPages) {
						t.Errorf("%s: %+v, %v, want no page", c.name, p, err)
					}
				case err != nil:
					if !strings.Contains(err.Error(), "record 2 at ") || !strings.Contains(err.Error(), c.want) {
						t.Errorf("%s: %v, want %q", c.name, err, c.want)
					}
				case string(p.Body) != c.want || p.Status != 200 || !strings.HasPrefix(p.URL, "http://old.example/") || strings.Contains(p.URL, "#") || p.Named:
					t.Errorf("%s: %+v, want %q", c.name, p.Page, c.want)
				}
			}
		}
	}
}

// read returns the pages of one file as lines; each page is read again by its place.
func read(t *testing.T, name, body string) (got []string) {
	t.Helper()
	path := filepath.Join(tree(t, map[string]string{name: body}), name)
	spool := new(Spool)
	defer spool.Close()
	for p, err := range Read(t.Context(), []string{path}, Options{Spool: spool}) {
		if err != nil {
			got = append(got, strings.TrimPrefix(err.Error(), "read "+path+": "))
			continue
		}
		file, body := strings.TrimPrefix(p.File, path), string(p.Body)
		again, err := p.Again()()
		if err != nil || string(again) != body || p.Body != nil {
			t.Errorf("%s read again = %q, %v, want %q", p.File, again, err, body)
		}
		got = append(got, fmt.Sprintf("%s %s %q", file, p.Received.Format("05"), body[:min(len(body), 15)]))
	}
	return got
}

func shapes(records ...string) map[string]string {
	each := ""
	for _, r := range records {
		each += gz(r)
	}
	all := strings.Join(records, "")
	return map[string]string{"plain": all, "a member each": each, "one member": gz(all)}
}

func TestWebArchive(t *testing.T) {
	const a, b = "http://old.example/a", "http://old.example/b"
	original := "WARC-Payload-Digest: sha1:AAAA\nWARC-Record-ID: <urn:uuid:1>\nWARC-Target-URI: " + a + "\nWARC-Date: 2014-10-22T06:00:01Z\nContent-Type: application/http"
	revisit := func(second int, fields string) string {
		return warc("revisit", fmt.Sprintf("WARC-Target-URI: %s\nWARC-Date: 2014-10-22T06:00:%02dZ\nContent-Type: application/http\n%s", b, second, fields), "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
	}
	for shape, file := range shapes(
		warcinfo,
		revisit(3, "WARC-Refers-To: <urn:uuid:1>"),
		warc("response", original, ok("", "<html>first</html>")),
		warc("metadata", "WARC-Target-URI: "+a, "via: x"),
		answered(a, 2, ok("", "<html>second</html>")),
		revisit(4, "WARC-Payload-Digest: sha1:AAAA"),
		revisit(5, "WARC-Refers-To-Target-URI: "+a+"\nWARC-Refers-To-Date: 2014-10-22T06:00:02Z\nWARC-Payload-Digest: sha1:AAAA"),
		revisit(6, "WARC-Payload-Digest: sha1:NONE"),
	) {
		t.Run(shape, func(t *testing.T) {
			got := read(t, "a.warc", file)
			last := got[len(got)-1]
			want(t, got,
				`: record 3: `+a+` 01 "<html>first</ht"`,
				`: record 5: `+a+` 02 "<html>second</h"`,
				`: record 6: `+b+` 04 "<html>first</ht"`,
				`: record 7: `+b+` 05 "<html>second</h"`,
				`: record 2: `+b+` 03 "<html>first</ht"`,
				last)
			if !strings.HasPrefix(last, "record 8 at ") || !strings.HasSuffix(last, errNoOriginal.Error()) {
				t.Errorf("a revisit without its original: %s", last)
			}
		})
	}
}

// A bad record is reported, and the others are read.
func TestBrokenRecords(t *testing.T) {
	const a, c = "http://old.example/a", "http://old.example/c"
	first, last := answered(a, 1, ok("", "<html>first</html>")), answered(c, 3, ok("", "<html>third</html>"))
	good := []string{`: record 1: ` + a + ` 01 "<html>first</ht"`, `: record 3: ` + c + ` 03 "<html>third</ht"`}
	middle := answered("http://old.example/b", 2, ok("", anyPage))
	flipped := []byte(gz(middle))
	flipped[len(flipped)/2] ^= 0xff
	for name, broken := range map[string]string{
		"no length":  strings.Replace(middle, "Content-Length", "Content-Lungs", 1),
		"too short":  strings.Replace(middle, "Content-Length: ", "Content-Length: 1 \r\nX:", 1),
		"no record":  "what is this?\r\n" + middle[strings.Index(middle, "\r\n"):],
		"too longer": strings.Replace(middle, "WARC-Date", "X: "+strings.Repeat("x", maxHead)+"\r\nWARC-Date", 1),
	} {
		for shape, file := range shapes(first, broken, last) {
			got := read(t, "a.warc", file)
			if len(got) != 3 || got[0] != good[0] || got[2] != good[1] || !strings.HasPrefix(got[1], "record 2 at ") || !strings.Contains(got[1], "broken file: ") {
				t.Errorf("%s, %s: %q", name, shape, got)
			}
		}
	}
	got := read(t, "a.warc.gz", gz(first)+string(flipped)+gz(last))
	if len(got) != 3 || got[0] != good[0] || got[2] != good[1] || !strings.HasPrefix(got[1], fmt.Sprintf("record 2 at byte %d", len(gz(first)))) {
		t.Errorf("a damaged member: %q", got)
	}
	for shape, file := range shapes(first, last) {
		got := read(t, "a.warc", file[:len(file)-25])
		if len(got) != 2 || got[0] != good[0] || !strings.HasPrefix(got[1], "record 2 at ") || !strings.HasSuffix(got[1], "cut short") {
			t.Errorf("a file without its end, %s: %q", shape, got)
		}
	}
}

func TestRedirectsAreKnown(t *testing.T) {
	moved := func(from, to string) string {
		return answered("http://old.example"+from, 1, "HTTP/1.1 301 Moved\r\nLocation: "+to+"\r\n\r\n")
	}
	path := filepath.Join(tree(t, map[string]string{"a.warc": moved("/a", "/b") + moved("/b", "http://old.example/c#x") + moved("/c", "/a") +
		answered("http://old.example/c", 2, ok("", anyPage))}), "a.warc")
	for p, err := range Read(t.Context(), []string{path}, Options{}) {
		if err != nil || p.URL != "http://old.example/c" || p.Request.URL != "http://old.example/a" {
			t.Errorf("page %+v, %v", p, err)
		}
	}
}

func TestWebArchiveWithoutPages(t *testing.T) {
	picture := func(host string) string {
		return answered("http://"+host+"/a.gif", 1, "HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF89a")
	}
	want(t, read(t, "a.warc", picture("b.example")+picture("a.example")+picture("b.example")),
		"no pages in this archive; it holds responses from b.example (2), a.example (1)")
	want(t, read(t, "a.warc", warcinfo), "no pages in this archive; it holds no HTTP response")
}

func TestARC(t *testing.T) {
	const about = "1 0 Somebody\nURL IP-address Archive-date Content-type Archive-length\n"
	page := ok("", anyPage)
	record := func(head, body string) string { return fmt.Sprintf("%s %d\n%s\n", head, len(body), body) }
	records := []string{
		record("filedesc://a.arc 0.0.0.0 20041022060000 text/plain", about),
		record("dns:old.example 192.0.2.7 20041022060001 text/dns", "192.0.2.7\n"),
		record("http://old.example/a 192.0.2.7 20041022060002 text/html", page),
		record("http://old.example/a b 192.0.2.7 20041022060003 text/html", page),
		record("http://old.example/c 192.0.2.7 20041022060004 text/html 200 - - 77 a.arc", page),
	}
	for _, file := range shapes(records...) {
		want(t, read(t, "a.arc", file),
			`: record 3: http://old.example/a 02 "<!DOCTYPE html>"`,
			`: record 4: http://old.example/a%20b 03 "<!DOCTYPE html>"`,
			`: record 5: http://old.example/c 04 "<!DOCTYPE html>"`)
	}
	got := read(t, "a.arc", records[0]+"nonsense\n")
	if len(got) != 1 || !strings.HasPrefix(got[0], "record 2 at byte ") {
		t.Errorf("a line that is none: %q", got)
	}
}

// A record of many gigabytes is skipped without being held in memory.
func TestLongRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.warc")
	film := "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://old.example/a.mp4\r\nContent-Type: application/http\r\nContent-Length: 300000000\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
	if err := os.WriteFile(path, []byte(film), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 310_000_000); err != nil {
		t.Fatal(err)
	}
	var errs []error
	for _, err := range Read(t.Context(), []string{path}, Options{}) {
		errs = append(errs, err)
	}
	if len(errs) == 0 || !errors.Is(errs[0], ErrBroken) {
		t.Errorf("%v", errs)
	}
}

func FuzzWebArchive(f *testing.F) {
	page := answered("http://old.example/a", 1, ok("Content-Encoding: gzip\r\n", gz(anyPage)))
	f.Add([]byte(warcinfo + page + page[:len(page)/2]))
	f.Add([]byte(gz(warcinfo) + gz(page) + gz(page)[:40] + gz(page)))
	f.Add([]byte(warc("revisit", "WARC-Target-URI: http://old.example/a\nWARC-Refers-To: x\nContent-Type: application/http", "HTTP/1.1 200 OK\r\n\r\n")))
	f.Add([]byte("filedesc://a.arc 0.0.0.0 20041022060000 text/plain 3\nabc\nhttp://old.example/a 0 20041022060000 text/html 26\n" + "HTTP/1.1 200 OK\r\n\r\n<html>\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte(warcMagic)) && !bytes.HasPrefix(data, []byte(arcMagic)) && !bytes.HasPrefix(data, []byte("\x1f\x8b")) {
			data = append([]byte(warcMagic), data...)
		}
		streamed := fuzzed(t, data, nil)
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		spool := new(Spool)
		defer spool.Close()
		if diff := cmp.Diff(streamed, fuzzed(t, data, &Options{Spool: spool}, path)); diff != "" {
			t.Errorf("from standard input and from a file (-stdin +file):\n%s", diff)
		}
	})
}

// fuzzed reads standard input or a file, and each page of the file again.
func fuzzed(t *testing.T, data []byte, o *Options, paths ...string) (bodies []string) {
	if o == nil {
		o, paths = &Options{Stdin: bytes.NewReader(data)}, []string{Stdin}
	}
	o.MaxBody = 1 << 16
	for p, err := range Read(t.Context(), paths, *o) {
		var pe *blog.PageError
		if err != nil && (!errors.As(err, &pe) || p.Body != nil) {
			t.Fatalf("item %+v, %v", p, err)
		}
		if err != nil {
			bodies = append(bodies, "!")
			continue
		}
		if p.File == "" || int64(len(p.Body)) > o.MaxBody {
			t.Fatalf("page %+v", p.Page)
		}
		body := string(p.Body)
		bodies = append(bodies, body)
		if again, err := p.Again()(); err != nil || string(again) != body {
			t.Fatalf("%s read again = %q, %v, want %q", p.File, again, err, body)
		}
	}
	return bodies
}
