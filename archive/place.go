package archive

import (
	"compress/flate"
	"io"
	"os"
)

// place is where bytes can be read as often as need be: a file, or a stretch of one.
type place struct {
	path     string
	offset   int64
	size     int64 // -1 is up to the end
	deflated bool  // as zip does it
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

// section is the stretch itself, packed if it is so.
func (p place) section(file io.ReaderAt) *io.SectionReader {
	size := p.size
	if size < 0 {
		size = 1<<63 - 1 - p.offset
	}
	return io.NewSectionReader(file, p.offset, size)
}

// within is the place of a stretch of this one, nil if that cannot be told because
// this one is packed.
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
