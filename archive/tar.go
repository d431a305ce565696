package archive

import (
	"archive/tar"
	"bufio"
	"fmt"
	"io"
)

// readTar yields the pages in a tar archive in its order. Links are ignored: their targets
// are in the archive, and read anyway, or outside of it. An archive ends with empty
// blocks; one without them is cut short, which archive/tar does not report.
func readTar(r *reader, f *file) bool {
	held := 0
	return r.within(f, func() bool { return r.tarred(f, &held) }, func() string {
		return fmt.Sprintf("; other files: %d", held)
	})
}

func (r *reader) tarred(f *file, held *int) bool {
	t := tar.NewReader(f.body)
	named := newNames()
	end := f.position() // of the previous file
	for {
		if r.ended() {
			return false
		}
		h, err := t.Next()
		if err == io.EOF && f.position() > end {
			return true
		}
		if err != nil {
			return r.fail(f.path, f.named, fmt.Errorf("%w: it is cut short or damaged after %d files", ErrBroken, *held))
		}
		if end = f.position(); h.Typeflag == tar.TypeReg && !isSparse(h) {
			end += (h.Size + 511) / 512 * 512
		}
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse {
			continue
		}
		*held++
		name := cleanName(h.Name)
		named.add(name)
		part := &file{path: f.path + "/" + name, modified: h.ModTime.UTC(), size: h.Size}
		if f.members == nil && !isSparse(h) {
			part.place = f.place.within(f.position(), h.Size)
		}
		if !named.wanted(name) {
			part.body = bufio.NewReader(t)
			r.files.addFile(part, r.spool)
		} else if !r.tarEntry(part, t) {
			return false
		}
	}
}

func (r *reader) tarEntry(part *file, src io.Reader) bool {
	if part.place != nil {
		r.files.addFile(part, nil)
	}
	if err := part.start(src); err != nil {
		return r.fail(part.path, false, fmt.Errorf("%w: %w", ErrBroken, err))
	}
	return r.opened(part)
}

// isSparse reports whether a file is stored without its holes.
func isSparse(h *tar.Header) bool {
	_, old := h.PAXRecords["GNU.sparse.map"]
	_, major := h.PAXRecords["GNU.sparse.major"]
	return h.Typeflag == tar.TypeGNUSparse || old || major
}
