package archive

import (
	"compress/flate"
	"io"
	"os"
)

// place is a file, or a section of one, that can be read any number of times.
type place struct {
	path     string
	offset   int64
	size     int64 // -1: to the end of the file
	deflated bool  // compressed, as in a zip archive
}

func (p place) open() (io.ReadCloser, error) {
	file, err := os.Open(p.path)
	if err != nil {
		return nil, err
	}
	var src io.Reader = p.section(file)
	if p.deflated {
		src = flate.NewReader(src)
	}
	return struct {
		io.Reader
		io.Closer
	}{src, file}, nil
}

// section returns the bytes as stored, possibly compressed.
func (p place) section(file io.ReaderAt) *io.SectionReader {
	size := p.size
	if size < 0 {
		size = 1<<63 - 1 - p.offset
	}
	return io.NewSectionReader(file, p.offset, size)
}

// within returns a section of the place, nil if that is not possible because the place is
// compressed.
func (p *place) within(offset, size int64) *place {
	if p == nil || p.deflated {
		return nil
	}
	part := *p
	part.offset, part.size = p.offset+offset, size
	if size < 0 && p.size >= 0 {
		part.size = p.size - offset
	}
	return &part
}
