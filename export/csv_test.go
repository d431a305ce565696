package export

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/google/go-cmp/cmp"
)

// strictCSV reads RFC 4180 to the letter, including line ends inside cells, which
// encoding/csv converts.
func strictCSV(doc string) (rows [][]string, err error) {
	row := []string{}
	for doc != "" {
		var cell string
		if cell, doc, err = strictCell(doc); err != nil {
			return nil, err
		}
		row = append(row, cell)
		switch {
		case strings.HasPrefix(doc, ","):
			doc = doc[1:]
		case strings.HasPrefix(doc, "\r\n"):
			doc = doc[2:]
			rows, row = append(rows, row), []string{}
		default:
			return nil, errors.New("a cell ends in neither comma nor CRLF")
		}
	}
	return rows, nil
}

func strictCell(doc string) (cell, rest string, err error) {
	if !strings.HasPrefix(doc, `"`) {
		i := strings.IndexAny(doc, ",\r\n\"")
		if i < 0 {
			return "", "", errors.New("a cell without end")
		}
		return doc[:i], doc[i:], nil
	}
	for rest = doc[1:]; ; rest = rest[1:] {
		i := strings.IndexByte(rest, '"')
		if i < 0 {
			return "", "", errors.New("a quoted cell without end")
		}
		cell, rest = cell+rest[:i], rest[i+1:]
		if !strings.HasPrefix(rest, `"`) {
			return cell, rest, nil
		}
		cell += `"`
	}
}

func TestCSVBytesAreTrue(t *testing.T) {
	all := hostileRecords()
	all = append(all, record(99, "no utf-8: \xff\xfe\xc3"))
	rows, err := strictCSV(string(write(t, "csv", Options{}, all)))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range all {
		row := rows[i+1]
		if len(row) != 13 {
			t.Fatalf("row of %q has %d cells: %q", r.Title, len(row), row)
		}
		if row[3] != r.Title || row[10] != r.BodyText || row[11] != r.BodyHTML {
			t.Errorf("row of %q = %q", r.Title, row)
		}
	}
}

func TestCSVCells(t *testing.T) {
	r := blog.Record{ID: "a1", Source: "s", Title: "Ash, salt", Tags: []string{"glaze", "ash"}, Categories: []string{"Kiln"}, CommentCount: blog.Int(0), BodyText: "=1"}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, csvHeader + "a1,s,,\"Ash, salt\",,,,Kiln,glaze|ash,0,=1,,\r\n"},
		{Options{Excel: true}, "\ufeff" + csvHeader + "a1,s,,\"Ash, salt\",,,,Kiln,glaze|ash,0,'=1,,\r\n"},
	} {
		if diff := cmp.Diff(c.want, string(write(t, "csv", c.o, []blog.Record{r}))); diff != "" {
			t.Errorf("csv with %+v (-want +got):\n%s", c.o, diff)
		}
	}
}

func TestExcel(t *testing.T) {
	all := append(hostileRecords(), record(99, "no utf-8: \xff"))
	doc := string(write(t, "csv", Options{Excel: true}, all))
	if !strings.HasPrefix(doc, "\xef\xbb\xbf"+"id,") || !utf8.ValidString(doc) {
		t.Errorf("no byte order mark before UTF-8: %.20q", doc)
	}
	rows, err := strictCSV(strings.TrimPrefix(doc, "\ufeff"))
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for _, cell := range row {
			if strings.IndexAny(cell, "=+-@\t\r\n") == 0 {
				t.Errorf("row %d has a live cell %q", i, cell)
			}
		}
		if i > 0 && strings.TrimPrefix(row[3], "'") != strings.TrimPrefix(strings.ToValidUTF8(all[i-1].Title, "\ufffd"), "'") {
			t.Errorf("title %q became %q", all[i-1].Title, row[3])
		}
	}
}

func FuzzCell(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		r := blog.Record{ID: "x", Title: a, BodyText: b}
		line := string(sheet{}.appendRow(nil, 0, &r))
		rows, err := strictCSV(line)
		if err != nil || len(rows) != 1 || rows[0][3] != a || rows[0][10] != b {
			t.Fatalf("row of %q, %q is %q, which reads %q, %v", a, b, line, rows, err)
		}
		std, err := csv.NewReader(strings.NewReader(line)).Read()
		unix := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
		if err != nil || std[3] != unix(a) || std[10] != unix(b) {
			t.Fatalf("row of %q, %q is %q, which encoding/csv reads %q, %v", a, b, line, std, err)
		}
		excel := string(sheet{excel: true}.appendRow(nil, 0, &r))
		if rows, err = strictCSV(excel); err != nil || strings.IndexAny(rows[0][3], "=+-@\t\r\n") == 0 {
			t.Fatalf("row of %q for a spreadsheet is %q, %v", a, excel, err)
		}
	})
}

func BenchmarkCSV(b *testing.B) {
	all := sample(200)
	b.SetBytes(int64(len(write(b, "csv", Options{}, all))))
	for b.Loop() {
		write(b, "csv", Options{}, all)
	}
}
