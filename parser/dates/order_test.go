package dates

import (
	"slices"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestSettleOrder(t *testing.T) {
	tests := []struct {
		name     string
		pages    [][]string
		declared string
		want     blog.DateVerdict
	}{
		{"nothing", nil, "", blog.DateVerdict{}},
		{"first field", [][]string{{"3/4/2014 6:00:00 AM", "21/3/2014"}}, "en-US", blog.DateVerdict{Order: blog.DMY, By: "dates", Ambiguous: 1}},
		{"second field", [][]string{{"7/21/2014"}, {"3/4/2014"}}, "en-GB", blog.DateVerdict{Order: blog.MDY, By: "dates", Ambiguous: 1}},
		{"equal fields are not open", [][]string{{"3/3/2014", "7/21/2014"}}, "", blog.DateVerdict{Order: blog.MDY, By: "dates"}},
		{"contradiction", [][]string{{"7/21/2014", "8/21/2014", "21/9/2014"}}, "", blog.DateVerdict{Order: blog.MDY}},
		{"one stray", [][]string{{"7/21/2014", "8/21/2014", "7/22/2014", "7/23/2014", "7/24/2014", "7/25/2014", "7/26/2014", "7/27/2014", "7/28/2014", "7/29/2014", "21/9/2014"}}, "", blog.DateVerdict{Order: blog.MDY, By: "dates"}},
		{"descending as dmy", [][]string{{"01/05/2014", "02/04/2014", "12/03/2014", "03/03/2014"}}, "en-US", blog.DateVerdict{Order: blog.DMY, By: "order", Ambiguous: 3}},
		{"ascending as mdy", [][]string{{"1/5/2014", "1/7/2014", "2/3/2014", "2/9/2014"}}, "", blog.DateVerdict{Order: blog.MDY, By: "order", Ambiguous: 4}},
		{"newest first wins", [][]string{{"1/3/2014", "2/2/2014", "3/1/2014"}}, "", blog.DateVerdict{Order: blog.DMY, By: "order", Ambiguous: 2}},
		{"declared us", [][]string{{"3/4/2014"}}, "en-US", blog.DateVerdict{Order: blog.MDY, By: "declared", Ambiguous: 1}},
		{"declared gb", [][]string{{"3/4/2014 6:00 PM"}}, "en-GB", blog.DateVerdict{Order: blog.DMY, By: "declared", Ambiguous: 1}},
		{"am and pm tell nothing", [][]string{{"3/4/2014 6:00:00 AM"}}, "", blog.DateVerdict{Ambiguous: 1}},
		{"year first", [][]string{{"2014-03-04", "2014-03-05"}}, "", blog.DateVerdict{}},
		{"month names", [][]string{{"4 March 2014"}}, "", blog.DateVerdict{}},
		{"swedish, year last", [][]string{{"3/4/2014"}}, "sv-SE", blog.DateVerdict{Order: blog.DMY, By: "declared", Ambiguous: 1}},
		{"short year first", [][]string{{"98-07-21", "99-03-04"}}, "", blog.DateVerdict{Order: blog.YMD, By: "dates"}},
		{"short years", [][]string{{"21/9/14", "3/4/14"}}, "", blog.DateVerdict{Order: blog.DMY, By: "dates", Ambiguous: 1}},
	}
	for _, tt := range tests {
		if got := SettleOrder(slices.Values(tt.pages), tt.declared); got != tt.want {
			t.Errorf("%s: settleOrder(%q, %q) = %+v, want %+v", tt.name, tt.pages, tt.declared, got, tt.want)
		}
	}
}

func TestCultureOrder(t *testing.T) {
	for culture, want := range map[string]blog.DateOrder{
		"en-US": blog.MDY, "ENUS": blog.MDY, "en_us": blog.MDY, "en": "", "": "", "en-CA": "", "en-AU": blog.DMY, "de": blog.DMY, "DEDE": blog.DMY,
		"cs-CZ": blog.DMY, "ja": blog.YMD, "zh-Hans-CN": blog.YMD, "hu-HU": blog.YMD, "fr-CA": blog.DMY, "es-US": blog.MDY,
	} {
		if got := cultureOrder(culture); got != want {
			t.Errorf("cultureOrder(%q) = %q, want %q", culture, got, want)
		}
	}
}

func TestOfPage(t *testing.T) {
	british := []string{"21/07/2014 06:00:00", "09/07/2014 06:00:00"}
	for _, c := range []struct {
		raws    []string
		culture string
		want    blog.DateOrder
	}{
		{british, "en-GB", blog.DMY},
		{british, "en-US", ""},     // the declaration lies, or the dates were typed
		{british, "", ""},          // and here is none
		{british[1:], "en-GB", ""}, // either way
		{[]string{"7/21/2014 6:00:00 AM"}, "en-US", blog.MDY},
		{[]string{"21.7.2014 6:00:00"}, "cs-CZ", blog.DMY},
		{[]string{"21-7-2014 6:00:00"}, "ja-JP", blog.DMY},
		{nil, "en-GB", ""},
	} {
		if got := OfPage(c.raws, c.culture); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.raws, c.culture, got, c.want)
		}
	}
}
