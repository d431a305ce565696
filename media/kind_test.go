package media

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"
)

func pngOf(width, height int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func zipOf(name string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte("x"))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestKindOf(t *testing.T) {
	for _, test := range []struct {
		name, body, urlExt, mime, ext string
		shows                         bool
	}{
		{"a picture", string(pngOf(1, 1)), "aspx", "image/png", ".png", true},
		{"a picture by a wrong name", string(pngOf(1, 1)), "jpg", "image/png", ".png", true},
		{"a drawing", `<svg xmlns="http://www.w3.org/2000/svg"></svg>`, "", "image/svg+xml", ".svg", true},
		{"a drawing with a preface", `<?xml version="1.0"?><!--` + strings.Repeat("-note ", 1000) + `--><svg xmlns="http://www.w3.org/2000/svg"/>`, "svg", "image/svg+xml", ".svg", true},
		{"a leaflet", "%PDF-1.4\n", "", "application/pdf", ".pdf", true},
		{"a page", "<!DOCTYPE html><html><body>Not found", "png", "text/html", ".html.txt", false},
		{"a page after nothing", strings.Repeat(" \r\n", 4000) + "<html><body>Sorry", "pdf", "text/html", ".html.txt", false},
		{"a page of XML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">`, "png", "application/xhtml+xml", ".html.txt", false},
		{"an error in words", "Not found", "png", "text/plain", ".txt", false},
		{"an error in JSON", `{"error": 404}`, "png", "application/json", ".json", false},
		{"XML", `<?xml version="1.0"?><x/>`, "kml", "text/xml", ".xml.txt", false},
		{"a script", "#!/usr/bin/env node\nalert(1)", "txt", "text/javascript", ".js.txt", false},
		{"PHP", "<?php echo 1;", "txt", "text/x-php", ".php.txt", false},
		{"a table", "a,b\n1,2\n3,4\n", "csv", "text/csv", ".csv", false},
		{"an archive", string(zipOf("a.txt")), "zip", "application/zip", ".zip", false},
		{"an archive that is a document", string(zipOf("x/a.txt")), "docx", "application/zip", ".docx", false},
		{"something", "\x00\x01\x02\x03", "", "application/octet-stream", ".bin", false},
		{"something with a name", "\x00\x01\x02\x03", "pub", "application/octet-stream", ".pub", false},
		{"something with a bad name", "\x00\x01\x02\x03", "html", "application/octet-stream", ".bin", false},
	} {
		k := kindOf([]byte(test.body), test.urlExt)
		if k != (kind{test.mime, test.ext}) || k.shows() != test.shows || (k.checkShown() == nil) != test.shows {
			t.Errorf("%s: %+v, shows %v, want %s %s %v", test.name, k, k.shows(), test.mime, test.ext, test.shows)
		}
	}
}

func TestCheckLinked(t *testing.T) {
	for _, test := range []struct {
		body, urlExt string
		ok           bool
	}{
		{"%PDF-1.4\n", "pdf", true}, {"File not found", "pdf", false}, {`{"error": 404}`, "zip", false},
		{"File not found", "txt", true}, {"a\tb", "xls", true}, {"<html><table>", "xls", false}, {"x", "", true},
	} {
		if err := kindOf([]byte(test.body), test.urlExt).checkLinked(test.urlExt); (err == nil) != test.ok {
			t.Errorf("%q for .%s: %v", test.body, test.urlExt, err)
		}
	}
}

func TestCheckSize(t *testing.T) {
	for _, test := range []struct {
		body  []byte
		least int
		ok    bool
	}{
		{pngOf(300, 200), 300, true}, {pngOf(200, 300), 300, true}, {pngOf(299, 200), 300, false}, {pngOf(1, 1), 0, true}, {[]byte("what is it"), 300, true},
	} {
		if err := checkSize(test.body, test.least); (err == nil) != test.ok {
			t.Errorf("checkSize for %d = %v", test.least, err)
		}
	}
}
