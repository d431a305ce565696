package archive

import (
	"bytes"
	"errors"
	"fmt"
)

// kind is a type of container. read yields all of its pages and returns false to end the
// iteration.
type kind struct {
	is   func(f *file) bool
	read func(r *reader, f *file) bool
}

// kindOf returns the type of a container, by its first bytes; nil for a single page.
func kindOf(f *file) *kind {
	for _, k := range []kind{
		{isWARC, readWARC},
		{isARC, readARC},
		{isZip, readZip},
		{isTar, readTar},
		{isMHTML, readMHTML},
	} {
		if k.is(f) {
			return &k
		}
	}
	return nil
}

const (
	zipMagic = "PK\x03\x04"
	tarMagic = 257 // offset of "ustar"
)

func isZip(f *file) bool { return bytes.HasPrefix(f.head, []byte(zipMagic)) }

func isTar(f *file) bool {
	return len(f.head) > tarMagic && bytes.HasPrefix(f.head[tarMagic:], []byte("ustar"))
}

// maxDepth is the maximum nesting of archives. The deepest seen is a tar archive of zip
// archives of web archives.
const maxDepth = 4

var errDeep = errors.New("archives are nested too deeply; unpack it first")

// within reads an archive. If that yields nothing, it reports an error, to which inside
// adds what the archive contains.
func (r *reader) within(f *file, read func() bool, inside func() string) bool {
	if r.depth == maxDepth {
		return r.fail(f.path, f.named, errDeep)
	}
	before := r.items
	r.depth++
	defer func() { r.depth-- }()
	if !read() {
		return false
	}
	if r.items > before {
		return true
	}
	return r.fail(f.path, f.named, fmt.Errorf("%w in this archive%s", ErrNoPages, inside()))
}
