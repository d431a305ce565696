package export

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// ghostDocument is the document in a zip. Ghost takes the first ".json" by name,
// and attached files are below "content/".
const ghostDocument = "blogferry.json"

// ghostFolders are where Ghost wants files, by their extension. What is not listed
// it doesn't take. It would take a ".json" for the document, and refuses a zip
// with ".md" in it.
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

// ghostPlace returns where a file will be in Ghost, which takes only some kinds.
func ghostPlace(m Media) (string, error) {
	folder := ghostFolders[path.Ext(m.Name)]
	if folder == "" {
		return "", fmt.Errorf("%s: Ghost takes no files of this kind", m.Name)
	}
	return "/content/" + folder + "/blogferry/" + m.Name, nil
}

// ghostZip is a zip that comes out the same every time.
type ghostZip struct{ *zip.Writer }

// copy stores a file as it is: images are compressed already.
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

// add begins a file. All have the first date that a zip can hold, so that the same
// posts give the same bytes.
func (z ghostZip) add(name string, method uint16) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}
