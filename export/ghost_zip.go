package export

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"time"

	"github.com/blogferry/blogferry/blog"
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
	z := &ghostZip{Writer: zip.NewWriter(w), o: o, known: map[string]bool{}}
	document, err := z.add(ghostDocument, zip.Deflate)
	if err != nil {
		return 0, err
	}
	n, err := newGhost(plan, o).write(document, records, &bodies{plan: plan, o: o, keep: z.keep})
	if err != nil {
		return n, err
	}
	for _, m := range z.files {
		if err := z.copy(m); err != nil {
			return n, err
		}
	}
	return n, z.Close()
}

// ghostZip collects files while the document is written, since a zip is written
// one file after the other.
type ghostZip struct {
	*zip.Writer
	o     Options
	known map[string]bool // by name: whether it will be in the zip
	files []Media
}

// keep notes a file and says where it will be. A file that can't be read or that
// Ghost doesn't take is reported, once.
func (z *ghostZip) keep(r *blog.Record, m Media) (place string, ok bool) {
	known, asked := z.known[m.Name]
	if !asked {
		err := z.check(m)
		if known = err == nil; known {
			z.files = append(z.files, m)
		} else {
			z.o.warn(r, fmt.Errorf("copy media: %w; the old address stays", err))
		}
		z.known[m.Name] = known
	}
	return "/" + ghostPlace(m), known
}

func ghostPlace(m Media) string {
	return "content/" + ghostFolders[path.Ext(m.Name)] + "/blogferry/" + m.Name
}

func (z *ghostZip) check(m Media) error {
	if ghostFolders[path.Ext(m.Name)] == "" {
		return fmt.Errorf("%s: Ghost takes no files of this kind", m.Name)
	}
	in, err := z.o.OpenMedia(m)
	if err != nil {
		return err
	}
	return in.Close()
}

// copy stores a file as it is: images are compressed already.
func (z *ghostZip) copy(m Media) error {
	in, err := z.o.OpenMedia(m)
	if err != nil {
		return fmt.Errorf("copy media: %w", err)
	}
	defer in.Close()
	out, err := z.add(ghostPlace(m), zip.Store)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return err
}

// add begins a file. All have the first date that a zip can hold, so that the same
// posts give the same bytes.
func (z *ghostZip) add(name string, method uint16) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}
