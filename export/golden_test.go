package export

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// goldens are the expected files of a case, and the functions that write them.
var goldens = []struct {
	file, format string
	o            Options
}{
	{"want.json", "json", Options{}},
	{"want.ndjson", "ndjson", Options{}},
	{"want.markdown.ndjson", "ndjson", Options{Markdown: true}},
	{"want.csv", "csv", Options{}},
	{"want.excel.csv", "csv", Options{Excel: true}},
}

// TestGolden exports records.json of each folder in testdata/export and compares bytes.
// To add a case, add a folder with that file, then run with -update.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("../testdata/export/*/records.json")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range cases {
		dir := filepath.Dir(path)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			all := readRecords(t, path)
			for _, g := range goldens {
				same(t, filepath.Join(dir, g.file), write(t, g.format, g.o, all))
			}
		})
	}
}

func readRecords(t *testing.T, path string) (all []blog.Record) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return all
}

func same(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is missing: run this test with -update", path)
	} else if err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
