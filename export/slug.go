package export

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rainycape/unidecode"

	"github.com/blogferry/blogferry/blog"
)

// maxSlug is the longest slug in bytes. Ghost takes 185, file systems 255 with
// date and extension; it leaves room for the number that tells twins apart.
const maxSlug = 150

// Slugs reserved by a destination. No format uses them, so that a post has the same address
// in all formats and in the redirects.
var (
	// wordpressSlugs are those of its feeds, and numbers, which could be a year, a
	// month or a day.
	wordpressSlugs = regexp.MustCompile(`^(?:feed|rdf|rss2?|atom|embed|[0-9]+)$`)

	ghostSlugs = regexp.MustCompile(`^(?:ghost|rss|amp)$`)
)

func isReserved(slug string) bool {
	return wordpressSlugs.MatchString(slug) || ghostSlugs.MatchString(slug)
}

// slugOf returns the last part of a post's new address, before twins are told apart: that
// of the old permalink, so that people recognise it, or else made from the title, the
// date or the id. It holds a-z, 0-9, "-" and "_" only.
func slugOf(r *blog.Record) string {
	for _, text := range []string{slugOfAddress(orEmpty(r.URL)), r.Title, day(r), r.ID} {
		if s := makeSlug(text); s != "" {
			return s
		}
	}
	return "post"
}

func day(r *blog.Record) string {
	at, err := time.Parse(time.RFC3339, orEmpty(r.PublishedAt))
	if err != nil {
		return ""
	}
	return at.Format(time.DateOnly)
}

// slugOfAddress returns the last part of an address's path without its extension, "" if
// it has no word: /archive/2004/07/21/1234.aspx says nothing.
func slugOfAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	last := path.Base(strings.TrimSuffix(u.Path, "/"))
	last, _, _ = strings.Cut(last, "?") // saved pages have queries in their names
	if ext := path.Ext(last); isPageExtension(ext) {
		last = strings.TrimSuffix(last, ext)
	}
	if !utf8.ValidString(last) || strings.IndexFunc(last, unicode.IsLetter) < 0 || isIndexPage(last) {
		return ""
	}
	return last
}

// isPageExtension tells the extensions of pages from the end of a title such as
// "version-2.0".
func isPageExtension(ext string) bool {
	switch strings.ToLower(ext) {
	case ".aspx", ".asp", ".ashx", ".html", ".htm", ".shtml", ".xhtml", ".php", ".php3", ".jsp", ".do", ".cfm", ".cgi", ".pl":
		return true
	}
	return false
}

// isIndexPage reports whether a file name is that of a folder's index page, or of a
// script that shows the post named in its query.
func isIndexPage(name string) bool {
	switch strings.ToLower(name) {
	case "index", "default", "blog", "post", "view", "viewpost", "article", "entry", "mt", "permalink":
		return true
	}
	return false
}

// makeSlug writes a text in the letters that every destination accepts in an
// address, at a word's end if it has to be cut.
func makeSlug(text string) string {
	// A title can be a megabyte; only its beginning can count.
	if len(text) > 8*maxSlug {
		text = strings.ToValidUTF8(text[:8*maxSlug], "")
	}
	s := dashed(latin(text))
	if len(s) <= maxSlug {
		return s
	}
	cut := s[:maxSlug]
	if i := strings.LastIndexByte(cut, '-'); i > maxSlug/2 && s[maxSlug] != '-' {
		cut = cut[:i]
	}
	return strings.Trim(cut, "-_")
}

// latin is text in small letters of ASCII, those of other scripts as they sound.
func latin(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		text = unidecode.Unidecode(text)
	}
	return strings.ToLower(text)
}

// dashed keeps letters, digits and underscores, and has one dash for what lies
// between them.
func dashed(text string) string {
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	}) {
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(part)
	}
	return strings.Trim(b.String(), "_")
}
