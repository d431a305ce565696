package store

import (
	"encoding/json"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/google/go-cmp/cmp"
)

// FuzzArrays checks that arrays are decoded as by encoding/json, whatever strings they
// contain.
func FuzzArrays(f *testing.F) {
	for _, s := range []string{"", "plain", `","`, `","alt":"`, `"},{"url":"`, `\`, "a\nb", "é", "bad\xff"} {
		f.Add(s, "b")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, texts := range [][]string{{}, {a}, {a, b}, {b, a, b}} {
			var got, want []string
			array, _ := jsonText(texts)
			if err := decodeStrings(array, &got); err != nil {
				t.Fatal(err)
			}
			if _ = json.Unmarshal([]byte(array), &want); len(texts) == 0 {
				want = nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", array, diff)
			}
		}
		for _, images := range [][]blog.Image{{}, {{URL: a, Alt: b}}, {{URL: b, Alt: a}, {URL: a, Alt: a}}} {
			var got, want []blog.Image
			array, _ := jsonText(images)
			if err := decodeImages(array, &got); err != nil {
				t.Fatal(err)
			}
			if _ = json.Unmarshal([]byte(array), &want); len(images) == 0 {
				want = nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", array, diff)
			}
		}
	})
}
