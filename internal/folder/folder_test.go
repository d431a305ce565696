package folder

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, root string, files map[string]string) error {
	t.Helper()
	f, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, text := range files {
		if err := f.File(name, content(text)); err != nil {
			return err
		}
	}
	return f.Commit()
}

func content(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return "(none)"
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSecondTime(t *testing.T) {
	root := filepath.Join(t.TempDir(), "site")
	if err := write(t, root, map[string]string{"a.md": "one", "deep/er/b.md": "two", "c.md": "three"}); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{"a.md", "c.md"} {
		if err := os.Chtimes(filepath.Join(root, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "mine.md"), []byte("by hand"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := write(t, root, map[string]string{"a.md": "one", "c.md": "3"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.md": "one", "c.md": "3", "deep/er/b.md": "(none)", "mine.md": "by hand", ListName: "a.md\nc.md\n", tempName: "(none)"} {
		if got := read(t, filepath.Join(root, name)); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "deep")); err == nil {
		t.Error("the empty folder is still there")
	}
	for name, touched := range map[string]bool{"a.md": false, "c.md": true} {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil || info.ModTime().After(old.Add(time.Minute)) != touched {
			t.Errorf("%s: %v, %v, want touched: %v", name, info.ModTime(), err, touched)
		}
	}
}

func TestForeignFileStays(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "a.md"), []byte("by hand"), 0o666); err != nil {
		t.Fatal(err)
	}
	err := write(t, root, map[string]string{"a.md": "ours"})
	if !errors.Is(err, ErrForeign) || read(t, filepath.Join(root, "a.md")) != "by hand" {
		t.Errorf("error = %v, file %q", err, read(t, filepath.Join(root, "a.md")))
	}
}

func TestNames(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"", ".", "..", "../a", "/a", "a/../../b", "a//b", "a/", ListName, tempName, "a\nb"} {
		if err := write(t, root, map[string]string{name: "x"}); err == nil {
			t.Errorf("%q was written", name)
		}
	}
	f, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := errors.Join(f.File("a", content("1")), f.File("a", content("2"))); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("writing twice: %v", err)
	}
}

// A list that somebody changed must not make us remove files elsewhere.
func TestChangedList(t *testing.T) {
	dir := t.TempDir()
	root, outside := filepath.Join(dir, "site"), filepath.Join(dir, "outside")
	if err := errors.Join(os.Mkdir(root, 0o777), os.WriteFile(outside, nil, 0o666),
		os.WriteFile(filepath.Join(root, ListName), []byte("../outside\n"+outside+"\n"), 0o666)); err != nil {
		t.Fatal(err)
	}
	if err := write(t, root, map[string]string{"a": "1"}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
}

func TestInterrupted(t *testing.T) {
	root := t.TempDir()
	f, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	err = errors.Join(f.File("a", content("1")), f.File("b", func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return stop
	}))
	f.Close()
	if !errors.Is(err, stop) || read(t, filepath.Join(root, "b")) != "(none)" || read(t, filepath.Join(root, tempName)) != "(none)" {
		t.Errorf("error %v, b = %q", err, read(t, filepath.Join(root, "b")))
	}
	if err := write(t, root, map[string]string{"b": "2"}); err != nil {
		t.Error(err)
	}
	if got := read(t, filepath.Join(root, "a")); got != "(none)" {
		t.Errorf("what the broken export left is still there: %q", got)
	}
}

// A kill can leave part of a name at the end of the list. It is ignored, and the next
// name starts on a new line.
func TestListCutShort(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{ListName: "a.md\nb", "a.md": "a", "b": "foreign"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(t, root, map[string]string{"a.md": "a", "c.md": "c"}); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join(root, ListName))
	if err != nil || string(list) != "a.md\nc.md\n" {
		t.Errorf("list = %q, %v", list, err)
	}
	if text, err := os.ReadFile(filepath.Join(root, "b")); err != nil || string(text) != "foreign" {
		t.Errorf("b = %q, %v", text, err)
	}
}
