package archive

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime/quotedprintable"
	"net/textproto"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// mhtml is a file as browsers save it: the page, a style sheet and a frame.
func mhtml(encoding, page string) string {
	return strings.ReplaceAll(`From: <Saved by a browser>
Snapshot-Content-Location: http://old.example/blog?page=2
Subject: Kiln notes
Date: Tue, 9 Dec 2014 10:11:12 +0100
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----sep--Kiln----"


`, "\n", "\r\n") + strings.Join([]string{
		"------sep--Kiln----",
		"Content-Type: text/html; charset=utf-8",
		"Content-ID: <frame-1@mhtml.example>",
		"Content-Transfer-Encoding: " + encoding,
		"Content-Location: http://old.example/blog",
		" ?page=2",
		"",
		encode(encoding, page),
		"------sep--Kiln----",
		"Content-Type: text/css",
		"",
		"p { color: ash }",
		"------sep--Kiln----",
		"Content-Type: text/html",
		"Content-ID: <frame-2@mhtml.example>",
		"",
		"<p>an advertisement",
		"------sep--Kiln------",
		"",
	}, "\r\n")
}

func encode(encoding, s string) string {
	var b bytes.Buffer
	switch encoding {
	case "quoted-printable":
		w := quotedprintable.NewWriter(&b)
		w.Binary = true
		io.WriteString(w, s)
		w.Close()
	case "base64":
		text := base64.StdEncoding.EncodeToString([]byte(s))
		for len(text) > 76 {
			b.WriteString(text[:76] + "\r\n")
			text = text[76:]
		}
		b.WriteString(text)
	default:
		return s
	}
	return b.String()
}

func readOne(t *testing.T, name, body string) (*blog.Page, error) {
	t.Helper()
	path := filepath.Join(tree(t, map[string]string{name: body}), name)
	for p, err := range Read(t.Context(), []string{path}, Options{}) {
		return p.Page, err
	}
	t.Fatal("no item")
	return nil, nil
}

func TestMHTML(t *testing.T) {
	const odd = "<html><body>Töpferei = 100 % Feuer \u2013 " + "and a line that is much longer than the seventy-six columns of a mail\r\n.\r\n</body></html>"
	for _, encoding := range []string{"quoted-printable", "base64", "8bit", "binary"} {
		for _, name := range []string{"a.mht", "a.mhtml", "a.eml", "a.html"} {
			p, err := readOne(t, name, mhtml(encoding, odd))
			if err != nil {
				t.Errorf("Read of %s in %s = %v", name, encoding, err)
				continue
			}
			if string(p.Body) != odd {
				t.Errorf("body of %s in %s = %q, want %q", name, encoding, p.Body, odd)
			}
			if p.URL != "http://old.example/blog?page=2" || p.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("page of %s: URL %q, header %v", name, p.URL, p.Header)
			}
			if at := time.Date(2014, 12, 9, 9, 11, 12, 0, time.UTC); !p.Received.Equal(at) {
				t.Errorf("received %v, want %v", p.Received, at)
			}
		}
	}
}

func TestMHTMLShapes(t *testing.T) {
	head := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b; start=\"<two>\"\r\n\r\n"
	one := "--b\r\nContent-ID: <one>\r\nContent-Type: text/html\r\n\r\nfirst\r\n"
	two := "--b\r\nContent-ID: <two>\r\nContent-Type: text/html\r\n\r\nsecond\r\n"
	nested := "--b\r\nContent-ID: <two>\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n" +
		"--in\r\nContent-Type: image/png\r\n\r\n.\r\n--in\r\nContent-Type: text/html\r\n\r\ndeep\r\n--in--\r\n"
	image := "--b\r\nContent-Type: image/png\r\n\r\n.\r\n"
	deep := "Content-Type: multipart/related; boundary=b\r\n\r\n"
	for range 10 {
		deep += "--b\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
	}
	for _, c := range []struct {
		why, body, want string
		err             error
	}{
		{"start names the page", head + one + two + "--b--\r\n", "second", nil},
		{"start names no part", head + one + image + "--b--\r\n", "first", nil},
		{"cut short after the page", head + one + image, "first", nil},
		{"nested", head + one + nested + "--b--\r\n", "deep", nil},
		{"no parts around it", "Content-Type: text/html\r\nMIME-Version: 1.0\r\n\r\nbare", "bare", nil},
		{"line ends without CR", strings.ReplaceAll(head+two+"--b--\r\n", "\r", ""), "second", nil},
		{"page saved under the wrong name", "<html>no mail at all</html>", "<html>no mail at all</html>", nil},
		{"only images", head + image + "--b--\r\n", "", ErrBroken},
		{"page cut short", head + strings.TrimSuffix(two, "\r\n"), "", ErrBroken},
		{"no boundary", "Content-Type: multipart/related\r\n\r\nx", "", ErrBroken},
		{"no header", "just words\r\n\r\nand more", "", ErrBroken},
		{"header without end", strings.Repeat("X: y\r\n", 1<<20), "", ErrBroken},
		{"too deep", deep, "", ErrBroken},
		{"broken base64", "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!", "", ErrBroken},
	} {
		p, err := readOne(t, "a.mht", c.body)
		if !errors.Is(err, c.err) || string(p.Body) != c.want {
			t.Errorf("%s: Read = %q, %v, want %q, %v", c.why, p.Body, err, c.want, c.err)
		}
	}
}

// FuzzMHTML checks that no bytes make Read panic or exceed the limit, and that each
// file is one item.
func FuzzMHTML(f *testing.F) {
	f.Add([]byte(mhtml("quoted-printable", "<p>a=b")))
	f.Add([]byte(mhtml("base64", "<p>\x00\xff")))
	f.Add([]byte("Content-Type: multipart/related; boundary=b; start=x\n\n--b\nContent-Type: text/html\n\nx\n--b--"))
	f.Add([]byte(gz(mhtml("8bit", "packed"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		const limit = 1 << 10
		n := 0
		for p, err := range Read(context.Background(), []string{Stdin}, Options{MaxBody: limit, Stdin: bytes.NewReader(data)}) {
			n++
			if err == nil && len(p.Body) > limit {
				t.Errorf("body of %d bytes, limit %d", len(p.Body), limit)
			}
			if err != nil && p.Body != nil {
				t.Errorf("a body beside %v", err)
			}
		}
		if n != 1 {
			t.Errorf("%d items for one file", n)
		}
	})
}

// FuzzSingle checks that what a mail writer encodes is decoded unchanged.
func FuzzSingle(f *testing.F) {
	f.Add([]byte("<p>100 % = all \u2028 of it\r\n.\r\n"))
	f.Fuzz(func(t *testing.T, page []byte) {
		for _, encoding := range []string{"quoted-printable", "base64"} {
			h := textproto.MIMEHeader{"Content-Transfer-Encoding": {encoding}}
			p, err := mimeReader{limit: 1 << 20}.single(h, "text/html", strings.NewReader(encode(encoding, string(page))))
			if err != nil || !bytes.Equal(p.body, page) {
				t.Errorf("single in %s = %q, %v, want %q", encoding, p.body, err, page)
			}
		}
	})
}
