package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/store"
)

// mediaAuto is the value of --media that lets the format decide.
const mediaAuto = "auto"

// ghost is the format that can be written as a zip archive.
const ghost = "ghost"

func (o *exportOptions) isZip(format export.Format) bool {
	return format.Name == ghost && strings.EqualFold(filepath.Ext(o.Out), ".zip")
}

func (o *exportOptions) mediaMode(format export.Format) export.MediaMode {
	switch {
	case o.Media != mediaAuto:
		return export.MediaMode(o.Media)
	case o.Split == 0 && format.IsFolder(), o.isZip(format):
		return export.MediaCopy
	}
	return export.MediaKeep
}

func (o *exportOptions) checkMedia(format export.Format) error {
	switch {
	case o.Media == string(export.MediaAbsolute) && o.BaseURL == "":
		return &usageError{err: errors.New("--media absolute: no --base-url given"), hint: "add --base-url https://new.example"}
	case o.Media == string(export.MediaCopy) && o.Split > 0:
		return &usageError{err: fmt.Errorf("--media copy: %s in parts cannot hold files", format.Name), hint: "use --media absolute, and copy the media folder there"}
	case o.Media == string(export.MediaCopy) && !format.IsFolder() && !o.isZip(format):
		return &usageError{err: fmt.Errorf("--media copy: %s is one file", format.Name), hint: "use --media absolute, and copy the media folder there; ghost can be a zip, with --out NAME.zip"}
	}
	return nil
}

// exportMedia provides an export with the stored images and files.
type exportMedia struct {
	*store.MediaIndex
	dir string
}

func openMedia(ctx context.Context, st *store.DB) (exportMedia, error) {
	index, err := st.MediaIndex(ctx)
	return exportMedia{MediaIndex: index, dir: st.MediaDir()}, err
}

func (m exportMedia) find(address string) (export.Media, bool) {
	found, ok := m.Find(address)
	return export.Media{Name: found.Name, Type: found.Type, Size: found.Size}, ok
}

func (m exportMedia) open(media export.Media) (io.ReadCloser, error) {
	return os.Open(filepath.Join(m.dir, filepath.FromSlash(media.Name)))
}
