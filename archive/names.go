package archive

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// verdict is what a name says about a file found in a folder.
type verdict int

const (
	other   verdict = iota // surely no page
	packed                 // an archive
	unsure                 // the content decides, HTML or text
	markup                 // the content decides, HTML only
	dynamic                // a page, or whatever else a server's script gave
	page                   // a page by its name
)

// extensions that say something. Those of programs on a server serve images and
// downloads too.
var extensions = map[string]verdict{
	"":      unsure,
	".html": page, ".htm": page, ".xhtml": page, ".shtml": page,
	".mht": page, ".mhtml": page, ".txt": page, ".text": page,
	".aspx": dynamic, ".asp": dynamic, ".php": dynamic, ".jsp": dynamic, ".cfm": dynamic, ".cgi": dynamic,
	".css": other, ".js": other, ".json": other, ".xml": other, ".svg": other, ".map": other,
	".warc": packed, ".arc": packed, ".wacz": packed, ".zip": packed, ".tar": packed, ".tgz": packed,
	".7z": packed, ".rar": packed, // which are named as what is not read
	".md": other, ".csv": other, ".log": other, ".db": other,
	".png": other, ".jpg": other, ".jpeg": other, ".gif": other, ".webp": other, ".ico": other,
	".pdf": other, ".mp3": other, ".mp4": other, ".woff": other, ".woff2": other, ".ttf": other,
}

// judge tells pages from other files by name. A mirror's "default.aspx?page=2"
// (or, on Windows, "default.aspx@page=2") and "index.html.1" are pages.
func judge(name string) verdict {
	ext := extension(name)
	if v, ok := extensions[ext]; ok {
		return v
	}
	return markup
}

// extension is the lower-case extension of a saved page's name, without what
// mirrors add and without ".gz".
func extension(name string) string {
	name = strings.ToLower(name)
	name = strings.TrimSuffix(name, ".gz")
	name, _ = cutQuery(name)
	ext := filepath.Ext(name)
	if len(ext) > 1 && strings.Trim(ext[1:], "0123456789") == "" {
		ext = filepath.Ext(strings.TrimSuffix(name, ext))
	}
	return ext
}

// cutQuery splits "default.aspx?page=2", which mirrors on Windows write with an
// "@".
func cutQuery(name string) (base, query string) {
	i := strings.IndexByte(name, '?')
	if i < 0 {
		i = strings.LastIndexByte(name, '@')
		if i >= 0 && !strings.Contains(name[i:], "=") {
			i = -1 // an address in a name
		}
	}
	if i <= 0 {
		return name, ""
	}
	return name[:i], name[i+1:]
}

// skipped are names that are passed over in any folder.
func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || name == "__MACOSX" || name == httrackFolder || strings.EqualFold(name, "robots.txt")
}

// assetWords end the names of folders into which browsers put a page's images
// and scripts: "Our blog_files" beside "Our blog.html".
var assetWords = []string{
	"files", "file", "dateien", "fichiers", "archivos", "ficheros", "arquivos", "ficheiros",
	"bestanden", "pliki", "soubory", "filer", "tiedostot", "fájlok", "файлы", "файли",
}

// isAssets says whether name is the folder of a saved page's parts. Without that
// page beside it, it is a folder like any other.
func isAssets(name string, siblings []fs.DirEntry) bool {
	stem, ok := assetsOf(name)
	return ok && hasPage(stem, siblings)
}

// assetsOf is the name of the page, in lower case and without its ending, whose
// parts a folder of that name would hold.
func assetsOf(name string) (stem string, ok bool) {
	lower := strings.ToLower(name)
	for _, word := range assetWords {
		stem, ok := strings.CutSuffix(lower, word)
		if ok && stem != "" && strings.ContainsAny(stem[len(stem)-1:], "_-. ") {
			return stem[:len(stem)-1], true
		}
	}
	return "", false
}

func hasPage(stem string, siblings []fs.DirEntry) bool {
	for _, s := range siblings {
		name := strings.ToLower(s.Name())
		if !s.IsDir() && strings.TrimSuffix(name, filepath.Ext(name)) == stem && judge(name) >= dynamic {
			return true
		}
	}
	return false
}
