package archive

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
)

// refused are unsupported types of files by their first bytes, with advice.
var refused = []struct{ magic, hint string }{
	{"%PDF-", "it is a PDF; save the page as HTML or text"},
	{"7z\xbc\xaf\x27\x1c", "it is a 7z archive; unpack it and name the folder"},
	{"Rar!\x1a\x07", "it is a rar archive; unpack it and name the folder"},
	{"BZh91AY", "it is compressed with bzip2; unpack it first"},
	{"\xfd7zXZ\x00", "it is compressed with xz; unpack it first"},
	{"bplist00", "it is a binary web archive; save the page as page source"},
	{"SQLite format 3\x00", "it is a database; name it with --db"},
	{"\x1f\x8b", "it is compressed twice; unpack it first"},
}

// notPage returns an error if the first bytes cannot be those of a page.
func notPage(head []byte) error {
	for _, r := range refused {
		if bytes.HasPrefix(head, []byte(r.magic)) {
			return fmt.Errorf("%w: %s", ErrNotPage, r.hint)
		}
	}
	head = bare(head)
	t := http.DetectContentType(head)
	switch {
	case strings.HasPrefix(t, "text/"):
		return nil
	case t == "application/octet-stream" && !isNoise(head):
		return nil // old pages sometimes contain a stray control character
	case t == "application/octet-stream":
		return fmt.Errorf("%w: it is a binary file", ErrNotPage)
	}
	return fmt.Errorf("%w: it is a binary file (%s)", ErrNotPage, t)
}

// isHTML reports whether a file starts like HTML, or like XHTML with an XML prolog.
func isHTML(head []byte) bool {
	head = bytes.TrimSpace(bare(head))
	if strings.HasPrefix(http.DetectContentType(head), "text/html") {
		return true
	}
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(bytes.ToLower(head), []byte("<html"))
}

// bare removes a byte order mark and, from what looks like UTF-16, the zero bytes.
func bare(head []byte) []byte {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	marked := bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
	if marked {
		head = head[2:]
	}
	if marked || isWide(head) {
		return bytes.ReplaceAll(head, []byte{0}, nil)
	}
	return head
}

// isWide reports whether exactly every second byte is zero, as in UTF-16 of ASCII text.
func isWide(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	first := head[0] == 0
	for i, c := range head {
		if (c == 0) != ((i%2 == 0) == first) {
			return false
		}
	}
	return true
}

// isNoise reports whether there is a zero byte or more than a few control characters.
func isNoise(head []byte) bool {
	n := 0
	for _, c := range head {
		if c == 0 {
			return true
		}
		if c < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1b", rune(c)) {
			n++
		}
	}
	return n > 1 && n*20 > len(head)
}
