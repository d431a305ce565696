package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // for the size of images
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
	ext  string // including the dot
}

// kindOf detects the type of a file. urlExt is the extension in its address, which
// distinguishes types that share a container, such as office documents.
// http.DetectContentType would not do: it detects SVG as text and office documents as
// archives.
func kindOf(body []byte, urlExt string) kind {
	m := mimetype.Detect(body)
	if m.Is("text/plain") { // a page may start with much white space
		m = mimetype.Detect(bytes.TrimSpace(body))
	}
	mime, _, _ := strings.Cut(m.String(), ";")
	if mime == "text/xml" && urlExt == "svg" { // after long comments of its editor
		return kind{mime: svgType, ext: ".svg"}
	}
	return kind{mime: mime, ext: safeExt(m, mime, urlExt)}
}

// generic are types shared by many formats, with the extensions that are believed.
var generic = map[string]map[string]bool{
	"text/plain":                words("txt csv ics vcf srt vtt md log tex"),
	"application/zip":           words("zip docx xlsx pptx odt ods odp epub kmz"),
	"application/x-ole-storage": words("doc dot xls xlsb ppt pps pub vsd mpp msg"),
	"application/octet-stream":  fileEndings,
}

// safeExt returns the extension for a type. What a browser or server would run gets .txt
// in addition.
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

// runs reports whether a browser or server might execute the file. SVG may contain
// scripts, too, and is cleaned separately.
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

// checkShown returns nil if a post can show the file.
func (k kind) checkShown() error {
	switch {
	case k.isPage():
		return errPage
	case !k.shows():
		return fmt.Errorf("the server answered with %s instead of a picture", k.mime)
	}
	return nil
}

// checkLinked returns nil if the file may be the target of a link with that extension.
func (k kind) checkLinked(urlExt string) error {
	switch {
	case k.isPage():
		return errPage
	case neverWords[urlExt] && (k.mime == "text/plain" || k.mime == "application/json"):
		return fmt.Errorf("the server answered with %s instead of the file", k.mime)
	}
	return nil
}

// neverWords are extensions of formats that are not plain text: text would be an error
// message.
var neverWords = words(`pdf docx xlsx pptx odt ods odp epub zip rar 7z gz tgz bz2 mp3 m4a wav ogg mp4 m4v mov avi wmv flv webm
	jpg jpeg png gif bmp webp tif tiff exe msi dmg iso`)

// checkSize returns an error if the body is an image both of whose sides are shorter than
// least.
func checkSize(body []byte, least int) error {
	picture, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err == nil && max(picture.Width, picture.Height) < least {
		return errSmall
	}
	return nil
}
