package export

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
)

// memory is a Tree in memory.
type memory map[string][]byte

func (m memory) File(name string, write func(io.Writer) error) error {
	if _, twice := m[name]; twice {
		return errors.New("written twice: " + name)
	}
	for other := range m {
		if strings.EqualFold(other, name) {
			return errors.New("names differ in case only: " + name)
		}
	}
	var b bytes.Buffer
	err := write(&b)
	m[name] = b.Bytes()
	return err
}

// destinationOptions are what a user would give for the made-up records.
func destinationOptions() Options {
	return Options{
		BaseURL: "https://new.example",
		Sources: []*blog.Source{{ID: "s1", Name: "Pottery notes", URL: "http://old.pottery.example/blog", Timezone: "Europe/Prague"}},
	}
}

// writeFiles writes any format; that of a single file has the name "".
func writeFiles(f Format, records Records, o Options) (memory, int, error) {
	files := memory{}
	if f.IsFolder() {
		n, err := WriteTree(files, f.Name, records, o)
		return files, n, err
	}
	var b bytes.Buffer
	n, err := Write(&b, f.Name, records, o)
	files[""] = b.Bytes()
	return files, n, err
}

// TestDestinations is the suite that every format passes, including those for other
// programs. Whether the programs accept them is tested in package interop.
func TestDestinations(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			t.Run("same bytes", func(t *testing.T) { sameBytes(t, f) })
			t.Run("records stay", func(t *testing.T) { recordsStay(t, f) })
			t.Run("empty blog", func(t *testing.T) { emptyDestination(t, f) })
			t.Run("error", func(t *testing.T) { errorComesBack(t, f) })
			t.Run("full disk", func(t *testing.T) { fullDisk(t, f) })
		})
	}
}

func sameBytes(t *testing.T, f Format) {
	first, n, err := writeFiles(f, seq(hostileRecords()), destinationOptions())
	if err != nil || n != len(hostileRecords()) {
		t.Fatalf("wrote %d of %d, %v", n, len(hostileRecords()), err)
	}
	second, _, _ := writeFiles(f, seq(hostileRecords()), destinationOptions())
	if diff := cmp.Diff(slices.Sorted(maps.Keys(first)), slices.Sorted(maps.Keys(second))); diff != "" {
		t.Errorf("the second export has other files:\n%s", diff)
	}
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("the second export differs in %q", name)
		}
	}
}

// recordsStay checks that exports do not change their records.
func recordsStay(t *testing.T, f Format) {
	all, o := hostileRecords(), destinationOptions()
	o.Markdown, o.Excel = true, true
	if _, _, err := writeFiles(f, seq(all), o); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(all, hostileRecords()) {
		t.Error("the export changed its records")
	}
}

func emptyDestination(t *testing.T, f Format) {
	if _, n, err := writeFiles(f, seq(nil), Options{}); err != nil || n != 0 {
		t.Errorf("an empty blog: %d, %v", n, err)
	}
}

func errorComesBack(t *testing.T, f Format) {
	broken := errors.New("database disk image is malformed")
	_, _, err := writeFiles(f, func(yield func(*blog.Record, error) bool) {
		all := hostileRecords()
		if yield(&all[0], nil) {
			yield(nil, broken)
		}
	}, destinationOptions())
	if !errors.Is(err, broken) {
		t.Errorf("error = %v, want %v", err, broken)
	}
}

// With fullDisk, writing fails at the last byte, or earlier.
func fullDisk(t *testing.T, f Format) {
	files, _, err := writeFiles(f, seq(hostileRecords()), destinationOptions())
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, data := range files {
		size += len(data)
	}
	for _, limit := range []int{0, size / 2, size - 1} {
		var err error
		if w := (&limited{left: limit}); f.IsFolder() {
			_, err = WriteTree(w, f.Name, seq(hostileRecords()), destinationOptions())
		} else {
			_, err = Write(w, f.Name, seq(hostileRecords()), destinationOptions())
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("after %d bytes: error = %v, want %v", limit, err, syscall.ENOSPC)
		}
	}
}

// limited is a disk with space for a number of bytes.
type limited struct{ left int }

func (l *limited) File(_ string, write func(io.Writer) error) error { return write(l) }

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		return l.left, syscall.ENOSPC
	}
	l.left -= len(p)
	return len(p), nil
}
