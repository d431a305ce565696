package archive

import (
	"bytes"
	"errors"
	"fmt"
)

// kind is a sort of file that is more than a bare page. A reader yields as many
// pages as the file holds and returns false when nobody wants more.
type kind struct {
	is   func(f *file) bool
	read func(r *reader, f *file) bool
}

// kindOf tells by the first bytes; nil is a file that is one document.
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
	tarMagic = 257 // where a tar archive says that it is one
)

func isZip(f *file) bool { return bytes.HasPrefix(f.head, []byte(zipMagic)) }

func isTar(f *file) bool {
	return len(f.head) > tarMagic && bytes.HasPrefix(f.head[tarMagic:], []byte("ustar"))
}

// maxDepth is how deep archives may lie in one another: a zip of web archives in
// a tar archive is the most that was seen.
const maxDepth = 4

var errDeep = errors.New("archives within archives, too many; unpack it first")

// within reads an archive, and says so when it held nothing. What it held is what
// inside gives then.
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
