package words

import "testing"

func TestNameAndJob(t *testing.T) {
	for text, want := range map[string][2]string{
		"Ida Marsh, Harbour Master":                {"Ida Marsh", "Harbour Master"},
		"Ida Marsh (Lead Engineer (Turbines))":     {"Ida Marsh", "Lead Engineer (Turbines)"},
		"Ida Marsh - Director - Northern Region":   {"Ida Marsh", "Director - Northern Region"},
		"Jens Kuhn – Vertriebsleiter, Süd":         {"Jens Kuhn", "Vertriebsleiter, Süd"},
		"Ida Marsh, Tom Quill":                     {"Ida Marsh, Tom Quill", ""},
		"Ida Marsh, Quay Trust":                    {"Ida Marsh, Quay Trust", ""},
		"Ida Marsh, Head Office":                   {"Ida Marsh, Head Office", ""},
		"Ida Marsh, Head of Research":              {"Ida Marsh", "Head of Research"},
		"Holm-Nielsen":                             {"Holm-Nielsen", ""},
		"ida, editor":                              {"ida, editor", ""},
		"What a head of department does, Director": {"What a head of department does, Director", ""},
	} {
		if name, role := NameAndJob(text); name != want[0] || role != want[1] {
			t.Errorf("NameAndJob(%q) = %q, %q, want %q", text, name, role, want)
		}
	}
}

func TestMoreNames(t *testing.T) {
	for after, want := range map[string]string{
		" and Tom Quill | 3 comments":     " and Tom Quill",
		", Tom Quill, and Una Brack":      ", Tom Quill, and Una Brack",
		", Tom Quill and friends":         ", Tom Quill",
		", Harbour Master":                "",
		" und Tom Quill, Vertriebsleiter": " und Tom Quill",
		", Dredging":                      "",
		" on Tom Quill":                   "",
	} {
		if got := MoreNames(after); got != want {
			t.Errorf("MoreNames(%q) = %q, want %q", after, got, want)
		}
	}
}
