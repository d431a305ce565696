package archive

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// verdict is what its name says about a file found in a folder.
type verdict int

const (
	other   verdict = iota // certainly not a page
	packed                 // an archive
	unsure                 // the content decides, HTML or text
	markup                 // the content decides, HTML only
	dynamic                // a page, or something else that a server's script returned
	page                   // a page by its name
)

// extensions has the verdict for each known extension. Scripts on a server (dynamic) also
// return images and downloads.
var extensions = map[string]verdict{
	"":      unsure,
	".html": page, ".htm": page, ".xhtml": page, ".shtml": page,
	".mht": page, ".mhtml": page, ".txt": page, ".text": page,
	".aspx": dynamic, ".asp": dynamic, ".php": dynamic, ".jsp": dynamic, ".cfm": dynamic, ".cgi": dynamic,
	".css": other, ".js": other, ".json": other, ".xml": other, ".svg": other, ".map": other,
	".warc": packed, ".arc": packed, ".wacz": packed, ".zip": packed, ".tar": packed, ".tgz": packed,
	".7z": packed, ".rar": packed, // to be reported as unsupported
	".md": other, ".csv": other, ".log": other, ".db": other,
	".png": other, ".jpg": other, ".jpeg": other, ".gif": other, ".webp": other, ".ico": other,
	".pdf": other, ".mp3": other, ".mp4": other, ".woff": other, ".woff2": other, ".ttf": other,
}

// judge returns the verdict on a file name. A mirror's "default.aspx?page=2" (or, on
// Windows, "default.aspx@page=2") and "index.html.1" are pages.
func judge(name string) verdict {
	ext := extension(name)
	if v, ok := extensions[ext]; ok {
		return v
	}
	return markup
}

// extension returns the extension of a saved page's name in lower case, without what
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

// cutQuery splits "default.aspx?page=2"; on Windows, Wget writes "@" for "?".
func cutQuery(name string) (base, query string) {
	i := strings.IndexByte(name, '?')
	if i < 0 {
		i = strings.LastIndexByte(name, '@')
		if i >= 0 && !strings.Contains(name[i:], "=") {
			i = -1 // an e-mail address in the name
		}
	}
	if i <= 0 {
		return name, ""
	}
	return name[:i], name[i+1:]
}

// skipped reports whether a name is ignored in any folder.
func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || name == "__MACOSX" || name == httrackFolder || strings.EqualFold(name, "robots.txt")
}

// assetWords are the last words in the names of folders in which browsers save a page's
// images and scripts, by language: "Our blog_files" beside "Our blog.html".
var assetWords = []string{
	"files", "file", "dateien", "fichiers", "archivos", "ficheros", "arquivos", "ficheiros",
	"bestanden", "pliki", "soubory", "filer", "tiedostot", "fájlok", "файлы", "файли",
}

// isAssets reports whether name is the folder of a saved page's images and scripts.
// Without that page beside it, it is an ordinary folder.
func isAssets(name string, siblings []fs.DirEntry) bool {
	stem, ok := assetsOf(name)
	return ok && hasPage(stem, siblings)
}

// assetsOf returns the name of the page, in lower case and without its extension, to which
// an asset folder of this name would belong.
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
