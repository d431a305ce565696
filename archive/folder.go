package archive

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// namedFolder reads a folder, and reports an error if that yields nothing.
func (r *reader) namedFolder(dir string) bool {
	before := r.items
	if real, err := realPath(dir); err == nil && r.folders[real] {
		return true // it was read as part of an earlier one
	}
	if !r.folder(dir, nil) {
		return false
	}
	if r.items > before {
		return true
	}
	err := fmt.Errorf("%w in this folder; looked for HTML, text and MHTML files, and archives of them", ErrNoPages)
	return r.fail(dir, true, err)
}

// folder reads the pages in and below dir, sorted by name. above are the real paths of its
// parent folders.
func (r *reader) folder(dir string, above []string) bool {
	real, err := realPath(dir)
	if err != nil {
		return r.fail(dir, above == nil, err)
	}
	if r.folders[real] {
		return r.again(dir, real, above)
	}
	r.folders[real] = true
	entries, err := os.ReadDir(dir) // sorted
	if err != nil {
		return r.fail(dir, above == nil, err)
	}
	above = append(above[:len(above):len(above)], real)
	if !r.httrack(dir) {
		return false
	}
	for _, e := range entries {
		if skipped(e.Name()) {
			continue
		}
		if !r.entry(filepath.Join(dir, e.Name()), e, entries, above) {
			return false
		}
	}
	return true
}

// again handles a folder that was read before: a second link to it is ignored, a link to a
// parent folder is reported.
func (r *reader) again(dir, real string, above []string) bool {
	for _, a := range above {
		if a == real {
			return r.fail(dir, false, ErrLoop)
		}
	}
	return true
}

// entry reads one entry of a folder. Symbolic links are followed.
func (r *reader) entry(path string, e fs.DirEntry, siblings []fs.DirEntry, above []string) bool {
	if r.ended() {
		return false
	}
	kind := e.Type()
	if kind&fs.ModeSymlink != 0 {
		info, err := os.Stat(path)
		if err != nil {
			return judge(e.Name()) != page || r.fail(path, false, err)
		}
		kind = info.Mode().Type()
	}
	switch {
	case kind.IsDir() && isAssets(e.Name(), siblings):
		r.assets(path)
	case kind.IsDir():
		return r.folder(path, above)
	case kind.IsRegular():
		r.collect(path)
		return judge(e.Name()) == other || r.file(path, false)
	}
	return true // such as a pipe, which might block forever
}

// assets collects the files of a folder that contains no pages.
func (r *reader) assets(dir string) {
	if r.files == nil {
		return
	}
	// Files that cannot be read are reported as missing from the posts that show them.
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			r.collect(path)
		}
		return nil
	})
}

// collect adds a file on disk to those that posts may show.
func (r *reader) collect(path string) {
	r.files.addFile(&file{path: path, place: &place{path: path, size: -1}}, nil)
}

// realPath returns the absolute path of a folder without symbolic links.
func realPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}
