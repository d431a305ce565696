package export

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// TestDocs compares docs/exports.md with the code: formats, keys in their order, and
// the examples, which are those of testdata/export/pottery.
func TestDocs(t *testing.T) {
	data, err := os.ReadFile("../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := strings.ReplaceAll(string(data), "\r\n", "\n")
	for _, f := range Formats() {
		if !strings.Contains(doc, "| `"+f.Name+"` |") {
			t.Errorf("docs/exports.md has no row for the format %s", f.Name)
		}
	}
	rest := doc
	for f := range reflect.TypeFor[blog.Record]().Fields() {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		_, after, found := strings.Cut(rest, "\n| `"+key+"` |")
		if !found {
			t.Fatalf("docs/exports.md has no row for %s, or not in the order of the record", key)
		}
		rest = after
	}
	all := readRecords(t, "../testdata/export/pottery/records.json")
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, appendRecord(nil, &all[0]), "", "  "); err != nil {
		t.Fatal(err)
	}
	csv := strings.ReplaceAll(string(write(t, "csv", Options{}, all)), "\r\n", "\n")
	for _, example := range []string{"```json\n" + pretty.String() + "\n```\n", "```csv\n" + csv + "```\n"} {
		if !strings.Contains(doc, example) {
			t.Errorf("docs/exports.md lacks this example:\n%s", example)
		}
	}
}
