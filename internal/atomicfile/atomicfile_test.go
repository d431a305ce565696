package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// only fails unless dir contains just the named files: no temporary file is left.
func only(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("folder holds %q, want %q", got, want)
	}
}

func is(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %q, want %q", filepath.Base(path), got, want)
	}
}

func say(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "blog.json")
	for _, text := range []string{"first", "second, longer", ""} {
		if err := Write(path, say(text)); err != nil {
			t.Fatal(err)
		}
		is(t, path, text)
		only(t, dir, "blog.json")
	}
}

func TestErrorKeepsTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "blog.json")
	put(t, path, "old")
	broken := errors.New("database is gone")
	err := Write(path, func(w io.Writer) error {
		io.WriteString(w, "half a docu")
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("Write = %v, want %v", err, broken)
	}
	is(t, path, "old")
	only(t, dir, "blog.json")
}

func TestPanicLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	func() {
		defer func() { recover() }()
		Write(filepath.Join(dir, "x"), func(io.Writer) error { panic("boom") })
	}()
	only(t, dir)
}

func TestOldFileStandsUntilCommit(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	put(t, path, "old")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "new")
	is(t, path, "old")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Errorf("Close after Commit = %v, want nil", err)
	}
	if err := f.Commit(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second Commit = %v, want %v", err, os.ErrClosed)
	}
	is(t, path, "new")
	only(t, dir, "x")
}

func TestFailedCommitLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil {
		t.Error("Commit over a folder = nil, want an error")
	}
	only(t, dir, "x")
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	dir := t.TempDir()
	fresh, kept := filepath.Join(dir, "fresh"), filepath.Join(dir, "kept")
	plain := filepath.Join(dir, "plain")
	put(t, kept, "old")
	if err := os.Chmod(kept, 0o604); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(plain) // what the umask leaves
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	for _, path := range []string{fresh, kept} {
		if err := Write(path, say("new")); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := os.Stat(plain)
	if got, _ := os.Stat(fresh); got.Mode() != want.Mode() {
		t.Errorf("mode of a new file = %v, want %v", got.Mode(), want.Mode())
	}
	if got, _ := os.Stat(kept); got.Mode().Perm() != 0o604 {
		t.Errorf("mode of an old file = %v, want 0604", got.Mode())
	}
}

func TestProtectedFile(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("the user may write to every file")
	}
	path := filepath.Join(t.TempDir(), "x")
	put(t, path, "old")
	os.Chmod(path, 0o444)
	if err := Write(path, say("new")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("Write = %v, want %v", err, fs.ErrPermission)
	}
	is(t, path, "old")
}

func TestSymbolicLinkStays(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join("real", "x"), link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, text := range []string{"made through the link", "replaced through the link"} {
		if err := Write(link, say(text)); err != nil {
			t.Fatal(err)
		}
		is(t, filepath.Join(dir, "real", "x"), text)
	}
	if info, _ := os.Lstat(link); info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	only(t, filepath.Join(dir, "real"), "x")
	only(t, dir, "link", "real")
}

func TestLinkLoop(t *testing.T) {
	link := filepath.Join(t.TempDir(), "loop")
	if err := os.Symlink("loop", link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := Write(link, say("x")); err == nil {
		t.Error("Write through a loop of links = nil, want an error")
	}
}

func TestDevice(t *testing.T) {
	if _, err := os.Stat("/dev/null"); err != nil {
		t.Skip("no /dev/null here")
	}
	if err := Write("/dev/null", say("x")); err != nil {
		t.Error(err)
	}
	if info, _ := os.Stat("/dev/null"); info.Mode().IsRegular() {
		t.Fatal("/dev/null was replaced by a file")
	}
}

func TestCannotCreate(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ path, want string }{
		{dir, "is a folder"},
		{filepath.Join(dir, "missing", "x"), "no such file"},
	} {
		err := Write(c.path, say("x"))
		if err == nil || runtime.GOOS != "windows" && !strings.Contains(err.Error(), c.want) {
			t.Errorf("Write(%q) = %v, want %q", c.path, err, c.want)
		}
		if err != nil && strings.Count(err.Error(), dir) != 1 {
			t.Errorf("message names the path more than once: %v", err)
		}
	}
	only(t, dir)
}

func TestLongName(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("n", 250))
	if err := Write(path, say("x")); err != nil {
		t.Error(err)
	}
}

func TestNoName(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := Write("", say("new")); err == nil {
		t.Error("a file without a name is written")
	}
	only(t, ".")
}
