package pager

import (
	"strings"
	"testing"
)

func TestFindRange(t *testing.T) {
	tests := []struct {
		in              string
		from, to, total int
	}{
		{"Displaying results  1-10 (of 127)", 1, 10, 127},
		{"Displaying results\u00a0\u00a01-10 (of 127)\n", 1, 10, 127},
		{"Displaying result 1 (of 1)", 1, 1, 1},
		{"Zobrazeny výsledky  1-10 (z 127)", 1, 10, 127},
		{"Zobrazení 1 výsledků (z 127)", 1, 1, 127},
		{"Kết quả hiển thị từ  1 (trên 127 mục)", 1, 1, 127},
		{"Ergebnisse 11 – 20 (von 1.270)", 11, 20, 1270},
		{"Displaying results 1,261-1,270 (of 1,270)", 1261, 1270, 1270},
		{"Ergebnisse 11-20 (von 1’270)", 11, 20, 1270},
		{"Résultats 1-10 (sur 1\u00a0270)", 1, 10, 1270},
		{"Results 1 - 10 of 127", 1, 10, 127},
		{"1–10 of 127 posts", 1, 10, 127},
		{"Showing 1 to 10 of 127 entries", 1, 10, 127},
		{"Einträge 1 bis 10 von 127", 1, 10, 127},
		{"1-10 (127)", 1, 10, 127},
		{"Displaying results 1-10 (of 127) |< < 1 - 2 - 3 > >|", 1, 10, 127},
		{"a heading\nDisplaying results 121-127 (of 127)\nmore", 121, 127, 127},
		{"Posts 1-10 / 127", 1, 10, 127},
	}
	for _, tt := range tests {
		r := FindRange(tt.in)
		if r == nil || r.From != tt.from || r.To != tt.to || r.Total != tt.total {
			t.Errorf("FindRange(%q) = %+v, want %d-%d of %d", tt.in, r, tt.from, tt.to, tt.total)
		}
	}
	if r := FindRange("  Displaying results  1-10 (of 127) "); r == nil || r.Raw != "Displaying results  1-10 (of 127)" {
		t.Errorf("raw = %+v", r)
	}
	for _, in := range []string{
		"", "(of 3) 1-2 people", "Between 1-2 (of 3) people came to the meeting yesterday.", "10-1 (of 127)", "1-10 (of 5)", "0-10 (of 20)",
		"Selling to buyers, Part 1 (of 3)", "Part 1 (of 3)", "July 2014 (12)", "7/21/2014 6:00:00 AM by | with 0 comments",
		"We asked them. Results 1-10 (of 127)", "Call 555-1234 (or 5556)!", "1 - 2 - 3 - 4", "chapters 1 - 10 of 127 in the long report that we wrote",
		strings.Repeat("x", 300) + " 1-10 (of 127)",
	} {
		if r := FindRange(in); r != nil {
			t.Errorf("FindRange(%q) = %+v, want none", in, *r)
		}
	}
}

func FuzzFindRange(f *testing.F) {
	f.Add("Displaying results  1-10 (of 127)")
	f.Add("Kết quả hiển thị từ  1 (trên 127 mục)\n1.261–1.270 of 1.270 posts")
	f.Add("Page 1 of 5 (23 items) 1 2 3 4 5 >")
	f.Fuzz(func(t *testing.T, s string) {
		if r, _ := FirstRange(s, 5); r != nil && (r.From != 1 || r.To != 5 || r.Total < 5 || !strings.Contains(s, r.Raw)) {
			t.Fatalf("FirstRange(%q) = %+v", s, *r)
		}
		if r := FindRange(s); r != nil && (r.From < 1 || r.To < r.From || r.Total < r.To || !strings.Contains(s, r.Raw)) {
			t.Fatalf("FindRange(%q) = %+v", s, *r)
		}
	})
}
