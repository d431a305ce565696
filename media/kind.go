package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the sizes of pictures are read
	_ "image/jpeg"
	_ "image/png"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

var (
	// errPage means that the server returned a page instead of the file.
	errPage = errors.New("the server answered with a page instead of the file")
	// errSmall means that the file is smaller than the copy that the post shows.
	errSmall = errors.New("smaller than the copy that the post shows")
)

// kind is the type of a file according to its content.
type kind struct {
	mime string // without parameters
	ext  string // with its dot
}

// kindOf looks at a file. urlExt is the ending that its address has, which tells
// apart what bytes do not: a word processor's file from any other container.
// http.DetectContentType would not do: it takes drawings for text and office
// files for archives.
func kindOf(body []byte, urlExt string) kind {
	m := mimetype.Detect(body)
	if m.Is("text/plain") { // a page may come after much of nothing
		m = mimetype.Detect(bytes.TrimSpace(body))
	}
	mime, _, _ := strings.Cut(m.String(), ";")
	if mime == "text/xml" && urlExt == "svg" { // after long notes of its editor
		return kind{mime: svgType, ext: ".svg"}
	}
	return kind{mime: mime, ext: safeExt(m, mime, urlExt)}
}

// generic are types that many kinds of files share, with the endings that are
// believed.
var generic = map[string]map[string]bool{
	"text/plain":                words("txt csv ics vcf srt vtt md log tex"),
	"application/zip":           words("zip docx xlsx pptx odt ods odp epub kmz"),
	"application/x-ole-storage": words("doc dot xls xlsb ppt pps pub vsd mpp msg"),
	"application/octet-stream":  fileEndings,
}

// safeExt returns the ending for a type. What a browser or a server would run gets .txt
// behind its own.
func safeExt(m *mimetype.MIME, mime, urlExt string) string {
	if generic[mime][urlExt] {
		return "." + urlExt
	}
	ext := m.Extension()
	switch {
	case mime == "application/octet-stream", mime == "application/x-ole-storage", ext == "":
		return ".bin"
	case runs(m, mime):
		return ext + ".txt"
	}
	return ext
}

// runs reports whether a browser or server that is handed the file may run what it
// holds. SVG may too, and is made safe by itself.
func runs(m *mimetype.MIME, mime string) bool {
	for p := m; p != nil && mime != svgType; p = p.Parent() {
		if p.Is("text/xml") || p.Is("text/html") {
			return true
		}
	}
	switch mime {
	case "text/plain", "text/csv", "text/tab-separated-values", "text/rtf", "text/vtt", "text/calendar", "text/vcard", "application/x-subrip":
		return false
	}
	return strings.HasPrefix(mime, "text/")
}

func (k kind) isPage() bool { return k.mime == "text/html" || k.mime == "application/xhtml+xml" }

// shows reports whether a post can show the file.
func (k kind) shows() bool {
	main, _, _ := strings.Cut(k.mime, "/")
	switch k.mime {
	case "application/ogg", "application/pdf", "application/x-shockwave-flash", "text/vtt", "application/x-subrip":
		return true
	}
	return main == "image" || main == "video" || main == "audio"
}

// checkShown returns nil for what may stand where a post shows something.
func (k kind) checkShown() error {
	switch {
	case k.isPage():
		return errPage
	case !k.shows():
		return fmt.Errorf("the server answered with %s instead of a picture", k.mime)
	}
	return nil
}

// checkLinked returns nil for what may come where a post links to a file of that ending.
func (k kind) checkLinked(urlExt string) error {
	switch {
	case k.isPage():
		return errPage
	case neverWords[urlExt] && (k.mime == "text/plain" || k.mime == "application/json"):
		return fmt.Errorf("the server answered with %s instead of the file", k.mime)
	}
	return nil
}

// neverWords are endings of files that are never plain words: those would be an
// error message.
var neverWords = words(`pdf docx xlsx pptx odt ods odp epub zip rar 7z gz tgz bz2 mp3 m4a wav ogg mp4 m4v mov avi wmv flv webm
	jpg jpeg png gif bmp webp tif tiff exe msi dmg iso`)

// checkSize returns nil unless the body is a picture of which neither side is at least so
// long.
func checkSize(body []byte, least int) error {
	picture, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err == nil && max(picture.Width, picture.Height) < least {
		return errSmall
	}
	return nil
}
