// Package folder writes generated files into a folder, and updates it when they are
// generated again: unchanged files are not touched, so that site generators and rsync see
// what changed, and files that are no longer generated are removed. It never touches files
// that it did not write.
//
// Files written are listed in ListName. A name is added there before its file is created, so
// that a killed process leaves no unlisted file; the list may name files that do not exist.
// Files are not synced: the next export rewrites what a power failure damaged.
package folder

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// ListName is the file that lists the files written to the folder.
	ListName = ".blogferry-files"
	// tempName is the temporary file in which a file is written.
	tempName = ".blogferry-tmp"
)

// ErrForeign means that a file exists that was not written by a Folder.
var ErrForeign = errors.New("exists and was not written by blogferry")

// Folder is a folder that is being filled. It is not safe for concurrent use.
type Folder struct {
	root    string
	ours    map[uint64]bool // by hash of the name: whether it was written this time
	seed    maphash.Seed
	journal *os.File
	buffer  *bufio.Writer // of the file being written
}

// Open creates the folder if necessary and reads its list of files.
func Open(root string) (*Folder, error) {
	if err := os.MkdirAll(root, 0o777); err != nil {
		return nil, fmt.Errorf("make folder %s: %w", root, cause(err))
	}
	f := &Folder{root: root, ours: map[uint64]bool{}, seed: maphash.MakeSeed(), buffer: bufio.NewWriterSize(nil, 16<<10)}
	names, whole, err := f.listed()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		f.ours[f.key(name)] = false
	}
	list := f.place(ListName)
	if f.journal, err = os.OpenFile(list, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666); err != nil {
		return nil, fmt.Errorf("write %s: %w", list, cause(err))
	}
	if err := f.journal.Truncate(whole); err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", list, cause(err)), f.journal.Close())
	}
	return f, nil
}

// listed returns the names in the list, and the length of its complete lines: a killed
// process may leave an incomplete one.
func (f *Folder) listed() (names []string, whole int64, err error) {
	list := f.place(ListName)
	text, err := os.ReadFile(list)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("read %s: %w", list, cause(err))
	}
	for line := range strings.Lines(string(text)) {
		name, ended := strings.CutSuffix(line, "\n")
		if !ended {
			break
		}
		whole += int64(len(line))
		if isName(name) {
			names = append(names, name)
		}
	}
	return names, whole, nil
}

// key returns the hash of a name, since 100,000 names would take as much memory as the
// rest of an export. A collision among a million is less likely than one in ten million.
func (f *Folder) key(name string) uint64 { return maphash.String(f.seed, name) }

func (f *Folder) place(name string) string { return filepath.Join(f.root, filepath.FromSlash(name)) }

// isName rejects names outside the folder, in case the list was edited.
func isName(name string) bool {
	return name == path.Clean(name) && name != "." && name != ListName && name != tempName &&
		!strings.ContainsAny(name, "\r\n") && filepath.IsLocal(filepath.FromSlash(name))
}

// File writes one file of the folder, completely or not at all. name is a relative path
// with forward slashes.
func (f *Folder) File(name string, write func(io.Writer) error) error {
	target := f.place(name)
	if !isName(name) {
		return fmt.Errorf("write %q: not a name within folder %s", name, f.root)
	}
	if f.ours[f.key(name)] {
		return fmt.Errorf("write %s: written twice", target)
	}
	if err := f.claim(name, target); err != nil {
		return err
	}
	temp := f.place(tempName)
	if err := f.fill(temp, write); err != nil {
		return errors.Join(inPlaceOf(temp, target, err), os.Remove(temp))
	}
	if same(temp, target) {
		return os.Remove(temp)
	}
	return move(temp, target)
}

// claim returns ErrForeign for a file of others. Otherwise it adds the file to the list
// before it is created.
func (f *Folder) claim(name, target string) error {
	if _, known := f.ours[f.key(name)]; !known {
		if _, err := os.Lstat(target); err == nil {
			return fmt.Errorf("write %s: %w", target, ErrForeign)
		}
		if _, err := fmt.Fprintln(f.journal, name); err != nil {
			return fmt.Errorf("write %s: %w", f.journal.Name(), cause(err))
		}
	}
	f.ours[f.key(name)] = true
	return nil
}

func (f *Folder) fill(name string, write func(io.Writer) error) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	f.buffer.Reset(out) // writers of markup write in small pieces
	if err = write(f.buffer); err == nil {
		err = f.buffer.Flush()
	}
	return errors.Join(err, out.Close())
}

// inPlaceOf makes an error name the final file.
func inPlaceOf(temp, target string, err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) && failed.Path == temp {
		return fmt.Errorf("write %s: %w", target, failed.Err)
	}
	return err
}

func move(temp, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
		return fmt.Errorf("make folder %s: %w", filepath.Dir(target), cause(err))
	}
	if err := os.Rename(temp, target); err != nil {
		return fmt.Errorf("write %s: %w", target, cause(err))
	}
	return nil
}

// same reports whether two files are equal. A file that can't be read is not.
func same(a, b string) bool {
	sizeA, errA := os.Stat(a)
	sizeB, errB := os.Stat(b)
	if errA != nil || errB != nil || sizeA.Size() != sizeB.Size() {
		return false
	}
	fa, errA := os.Open(a)
	if errA != nil {
		return false
	}
	defer fa.Close()
	fb, errB := os.Open(b)
	if errB != nil {
		return false
	}
	defer fb.Close()
	return sameBytes(fa, fb, int(min(max(sizeA.Size(), 1), 32<<10)))
}

func sameBytes(a, b io.Reader, atOnce int) bool {
	blockA, blockB := make([]byte, atOnce), make([]byte, atOnce)
	for {
		n, errA := io.ReadFull(a, blockA)
		m, errB := io.ReadFull(b, blockB)
		if !bytes.Equal(blockA[:n], blockB[:m]) {
			return false
		}
		if errA != nil || errB != nil {
			return errB == errA && errA != nil && (errA == io.EOF || errA == io.ErrUnexpectedEOF)
		}
	}
}

// Commit removes files that were written before and not this time, and empty folders, and
// closes the Folder.
func (f *Folder) Commit() error {
	defer f.Close()
	names, _, err := f.listed()
	if err != nil {
		return err
	}
	var written []string
	for _, name := range names {
		if f.ours[f.key(name)] {
			written = append(written, name)
		} else if err := f.remove(name); err != nil {
			return err
		}
	}
	temp := f.place(tempName)
	if err := f.fill(temp, func(w io.Writer) error { return writeList(w, written) }); err != nil {
		return err
	}
	f.Close() // Windows cannot rename over an open file
	return move(temp, f.place(ListName))
}

func writeList(w io.Writer, names []string) error {
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if _, err := io.WriteString(w, name+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func (f *Folder) remove(name string) error {
	target := f.place(name)
	if err := os.Remove(target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove %s: %w", target, cause(err))
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if os.Remove(f.place(dir)) != nil {
			break // it is not empty
		}
	}
	return nil
}

// Close closes the Folder. Without Commit, files written stay and nothing is removed.
// Further calls do nothing.
func (f *Folder) Close() { _ = f.journal.Close() }

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
