package export

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// ghostDocument is the document in a zip. Ghost uses the first ".json" by name; attached
// files are below "content/".
const ghostDocument = "blogferry.json"

// ghostFolders are Ghost's folders for files by extension. It does not accept others. It
// would use a ".json" as the document, and reject a zip with a ".md".
var ghostFolders = map[string]string{
	".jpg": "images", ".jpeg": "images", ".gif": "images", ".png": "images", ".svg": "images", ".svgz": "images", ".ico": "images", ".webp": "images",
	".mp4": "media", ".webm": "media", ".ogv": "media", ".mp3": "media", ".wav": "media", ".ogg": "media", ".m4a": "media",
	".pdf": "files", ".odp": "files", ".ods": "files", ".odt": "files", ".ppt": "files", ".pptx": "files", ".rtf": "files",
	".txt": "files", ".xls": "files", ".xlsx": "files", ".xml": "files",
}

// writeGhostZip writes the document and then the images and files of its posts.
func writeGhostZip(w io.Writer, records Records, plan *Plan, o Options) (int, error) {
	z := ghostZip{zip.NewWriter(w)}
	document, err := z.add(ghostDocument, zip.Deflate)
	if err != nil {
		return 0, err
	}
	files := &copies{open: o.OpenMedia, place: ghostPlace}
	n, err := newGhost(plan, o).write(document, records, files)
	if err != nil {
		return n, err
	}
	for _, m := range files.files {
		if err := z.copy(files, m); err != nil {
			return n, err
		}
	}
	return n, z.Close()
}

// ghostPlace returns where a file will be in Ghost, which accepts only some types.
func ghostPlace(m Media) (string, error) {
	folder := ghostFolders[path.Ext(m.Name)]
	if folder == "" {
		return "", fmt.Errorf("%s: Ghost takes no files of this kind", m.Name)
	}
	return "/content/" + folder + "/blogferry/" + m.Name, nil
}

// ghostZip writes a reproducible zip.
type ghostZip struct{ *zip.Writer }

// copy stores a file uncompressed: images are compressed already.
func (z ghostZip) copy(files *copies, m Media) error {
	place, err := files.place(m)
	if err != nil {
		return err
	}
	out, err := z.add(strings.TrimPrefix(place, "/"), zip.Store)
	if err != nil {
		return err
	}
	return files.copy(out, m)
}

// add starts a file. All have the earliest date possible in a zip, so that the same posts
// give the same bytes.
func (z ghostZip) add(name string, method uint16) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}
