// Package atomicfile replaces files atomically: it writes a temporary file in the same
// folder, syncs it, and renames it over the old one. On any error the old file is
// unchanged and the temporary file is removed.
//
// Devices and named pipes cannot be replaced and are written to directly. A symbolic link
// is kept; the file it points to is replaced.
//
// No library is used because renameio does not build for Windows, and natefinch/atomic
// needs a reader and creates files with mode 0600.
package atomicfile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write calls write with a writer, and replaces path if write returns nil. Otherwise path is
// unchanged and the error of write is returned.
func Write(path string, write func(io.Writer) error) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := write(f); err != nil {
		return err
	}
	return f.Commit()
}

// File is a pending replacement of a file. It is not safe for concurrent use.
type File struct {
	tmp   *os.File
	asked string // as named by the caller, for errors
	path  string // the final path; "" if tmp is the final file
	done  bool
}

// Create opens a temporary file next to path. An existing file must be writable, and its
// permissions are kept; a new one has mode 0666 minus the umask.
func Create(path string) (*File, error) {
	if path == "" {
		return nil, errors.New("write a file: it has no name") // the rename would fail and leave the temporary file
	}
	asked := path
	path, err := target(path)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, cause(err))
	}
	old, err := os.Stat(path)
	if err == nil && !old.Mode().IsRegular() {
		return direct(path, old)
	}
	if err == nil {
		err = writable(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("write %s: %w", path, cause(err))
	}
	tmp, err := temporary(path)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, cause(err))
	}
	f := &File{tmp: tmp, asked: asked, path: path}
	if old != nil {
		// Ignore errors: some file systems have no permissions.
		_ = tmp.Chmod(old.Mode().Perm())
	}
	return f, nil
}

// Write implements io.Writer. Errors name the final file.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.tmp.Write(p)
	if err != nil {
		err = fmt.Errorf("write %s: %w", f.asked, cause(err))
	}
	return n, err
}

// Commit replaces the file. After an error the old file is unchanged.
func (f *File) Commit() error {
	if f.done {
		return fmt.Errorf("write %s: %w", f.path, os.ErrClosed)
	}
	if f.path == "" {
		f.done = true
		return f.tmp.Close()
	}
	err := f.tmp.Sync()
	if err == nil {
		err = f.tmp.Close()
	}
	if err == nil {
		err = os.Rename(f.tmp.Name(), f.path)
	}
	if err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", f.path, cause(err))
	}
	f.done = true
	syncDir(filepath.Dir(f.path))
	return nil
}

// Close discards what was written unless it was committed. It may be called several times.
func (f *File) Close() error {
	if f.done {
		return nil
	}
	f.done = true
	err := f.tmp.Close()
	if errors.Is(err, os.ErrClosed) {
		err = nil
	}
	if f.path == "" {
		return err
	}
	return errors.Join(err, os.Remove(f.tmp.Name()))
}

// target follows symbolic links to the file to replace, even if that does not exist yet.
func target(path string) (string, error) {
	for range 40 { // as many as Linux follows
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return path, nil // opening it will report the error
		}
		link, err := os.Readlink(path)
		if err != nil {
			return path, err
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return path, errors.New("too many symbolic links")
}

// direct opens a device or pipe for writing: a rename would replace it.
func direct(path string, info fs.FileInfo) (*File, error) {
	if info.IsDir() {
		return nil, fmt.Errorf("write %s: is a folder", path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, cause(err))
	}
	return &File{tmp: f, asked: path}, nil
}

// writable returns an error for a write-protected file, which a rename would replace.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// temporary creates a new hidden file beside path. os.CreateTemp ignores the umask.
func temporary(path string) (*os.File, error) {
	dir, base := filepath.Split(path)
	if len(base) > 100 { // leave room for the rest within the limit of 255 bytes
		base = base[:100]
	}
	for {
		name := dir + "." + base + "." + rand.Text()[:8] + ".tmp"
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// syncDir makes the rename survive a power failure, on systems where a folder can be
// synced; elsewhere only the file's content is safe.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// cause returns err without its operation and path, which the message states already.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}
