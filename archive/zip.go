package archive

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
)

// readZip yields the pages in a zip archive sorted by name, including those of archives
// within it, as in a WACZ file. Nothing is written under the names in it, which may be
// malicious.
func readZip(r *reader, f *file) bool {
	at := f.place
	if at == nil || at.deflated || f.members != nil {
		var err error
		if at, err = r.spool.file(f.body); err != nil {
			return r.fail(f.path, f.named, cause(err))
		}
	}
	src, err := os.Open(at.path)
	if err != nil {
		return r.fail(f.path, f.named, err)
	}
	defer src.Close()
	size := at.size
	if size < 0 {
		size = f.size
	}
	z, err := zip.NewReader(at.section(src), size)
	if err != nil {
		return r.fail(f.path, f.named, fmt.Errorf("%w: its list of files can't be read; is its end missing?", ErrBroken))
	}
	return r.within(f, func() bool { return r.zipped(f, at, src, z.File) }, func() string {
		return fmt.Sprintf("; other files: %d", len(z.File))
	})
}

func (r *reader) zipped(f *file, at *place, src io.ReaderAt, entries []*zip.File) bool {
	named := newNames()
	for _, e := range entries {
		if !isAddress(e.Name) {
			e.Name = cleanName(e.Name)
			named.add(e.Name)
		}
	}
	slices.SortStableFunc(entries, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	for _, e := range entries {
		if r.ended() {
			return false
		}
		if isAddress(e.Name) {
			if !r.cached(f, at, src, e) {
				return false
			}
			continue
		}
		if !e.Mode().IsRegular() || strings.HasSuffix(e.Name, "/") {
			continue
		}
		r.collectZipped(f, at, e)
		if named.wanted(e.Name) && !r.zipEntry(f, at, e) {
			return false
		}
	}
	return true
}

var errEncrypted = errors.New("it is encrypted; unpack it and name the folder")

func (r *reader) zipEntry(f *file, at *place, e *zip.File) bool {
	part := &file{path: f.path + "/" + e.Name, modified: e.Modified.UTC(), size: int64(e.UncompressedSize64)}
	if e.Modified.IsZero() {
		part.modified = f.modified
	}
	if e.Flags&1 != 0 {
		return r.fail(part.path, false, errEncrypted)
	}
	src, err := e.Open()
	if err != nil {
		return r.fail(part.path, false, fmt.Errorf("%w: %w", ErrBroken, err))
	}
	defer src.Close()
	part.place = zippedPlace(at, e)
	if err := part.start(src); err != nil {
		return r.fail(part.path, false, fmt.Errorf("%w: %w", ErrBroken, err))
	}
	return r.opened(part)
}

// collectZipped adds an entry to the files that posts may show.
func (r *reader) collectZipped(f *file, at *place, e *zip.File) {
	if r.files == nil || e.Flags&1 != 0 {
		return
	}
	if in := zippedPlace(at, e); in != nil {
		r.files.addFile(&file{path: f.path + "/" + e.Name, place: in}, nil)
	}
}

// zippedPlace returns the place of an entry, nil if it is not known.
func zippedPlace(at *place, e *zip.File) *place {
	offset, err := e.DataOffset()
	if err != nil {
		return nil
	}
	in := at.within(offset, int64(e.CompressedSize64))
	in.deflated = e.Method == zip.Deflate
	return in
}

// cleanName returns a name in an archive as a relative path with forward slashes.
func cleanName(name string) string {
	folder := strings.HasSuffix(name, "/")
	name = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
	if folder {
		name += "/"
	}
	return name
}

// names are the names of pages in an archive, in lower case and without extension.
type names map[string]bool

func newNames() names { return names{} }

func (n names) add(name string) {
	name = strings.ToLower(name)
	if judge(path.Base(name)) >= dynamic {
		n[strings.TrimSuffix(name, path.Ext(name))] = true
	}
}

// wanted reports whether a file may be a page, by its name and those of its folders.
func (n names) wanted(name string) bool {
	for i, c := range name {
		if c != '/' {
			continue
		}
		dir, base := path.Split(name[:i])
		stem, parts := assetsOf(base)
		if skipped(base) || parts && n[strings.ToLower(dir)+stem] {
			return false
		}
	}
	base := path.Base(name)
	return !skipped(base) && judge(base) != other
}
