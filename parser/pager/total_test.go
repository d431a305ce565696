package pager

import "testing"

func TestFirstRange(t *testing.T) {
	tests := []struct {
		in           string
		posts, total int
	}{
		{"Page 1 of 5 (23 items)", 5, 23},
		{"Page 1 of 5, 23 items", 5, 23},
		{"(Page 1 of 5, totaling 23 entries) next page", 5, 23},
		{"Page 1 of 5 (23 items) 1 2 3 4 5 >", 5, 23},
		{"Page 1 of 5 pages (23 blog posts)", 5, 23},
		{"Seite 1 von 5 (23 Einträge)", 5, 23},
		{"Seite 1/5 – 23 Beiträge", 5, 23},
		{"Page 1 sur 5 (23 articles)", 5, 23},
		{"Página 1 de 127 (1.264 entradas)", 10, 1264},
		{"Страница 1 из 5 (23 записей)", 5, 23},
		{"Page 1 of 1 (3 items)", 3, 3},
		{"23 items in 5 pages", 5, 23},
		{"23 Einträge auf 5 Seiten", 5, 23},
		{"Total: 23 posts, 5 pages", 5, 23},
		{"21 articles found, showing 1-10", 10, 21},
		{"Showing 1-10, 21 articles found", 10, 21},
		{"Showing 1 to 10, 21 articles", 10, 21},
		{"1-10 | 23 posts", 10, 23},
		{"1 – 10 | 23 Beiträge", 10, 23},
	}
	for _, tt := range tests {
		r, _ := FirstRange(tt.in, tt.posts)
		if r == nil || r.From != 1 || r.To != tt.posts || r.Total != tt.total {
			t.Errorf("FirstRange(%q, %d) = %+v, want 1-%d of %d", tt.in, tt.posts, r, tt.posts, tt.total)
		}
	}
	for _, in := range []string{
		"", "Page 1 of 5", "Page 1 of 4 (23 items)", "Page 1 of 6 (23 items)", "Page 2 of 5 (23 items)", "Page 5 of 23", "Page 1 of 5 (23 comments)",
		"Page 1 of 5 (23)", "23 comments in 5 pages", "23 items in 4 pages", "23 items in 5 boxes", "News (23) Travel (5)", "23 posts", "Pages 1-5, 23 posts",
		"1-10 | 23 posts", "6-10 | 23 posts", "1-5 | 23 comments", "1-5 | 3 posts", "Part 1-5, 23 articles", "21 guests found, showing 1-5",
		"Showing 1-5, 23 articles that we wrote in the course of a long year", "Level 1 of 5 (23 items)",
	} {
		if r, _ := FirstRange(in, 5); r != nil {
			t.Errorf("FirstRange(%q, 5) = %+v, want none", in, *r)
		}
	}
}
