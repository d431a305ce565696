package store

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// The lists of a post p as JSON. They come in order, since that is the order of
// the primary keys.
const (
	tagsJSON       = `(SELECT json_group_array(tag) FROM post_tag WHERE post = p.num)`
	categoriesJSON = `(SELECT json_group_array(category) FROM post_category WHERE post = p.num)`
	imagesJSON     = `(SELECT json_group_array(json_object('url', url, 'alt', alt)) FROM post_image WHERE post = p.num)`
)

// unlist reads a JSON array; the common empty one costs nothing and gives nil.
func unlist[T any](text string, to *[]T) error {
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), to)
}

// unlistTexts is unlist for texts. Nearly all arrays have no escapes, and are cut
// where they stand: package json took an eighth of the time of an export.
func unlistTexts(text string, to *[]string) error {
	if text == "[]" || !isPlain(text) {
		return unlist(text, to)
	}
	*to = strings.Split(text[len(`["`):len(text)-len(`"]`)], `","`)
	return nil
}

// unlistImages is unlist for images, in the same way.
func unlistImages(text string, to *[]blog.Image) error {
	const start, between, end = `[{"url":"`, `","alt":"`, `"}]`
	if text == "[]" || !isPlain(text) {
		return unlist(text, to)
	}
	for image := range strings.SplitSeq(text[len(start):len(text)-len(end)], `"},{"url":"`) {
		url, alt, _ := strings.Cut(image, between)
		*to = append(*to, blog.Image{URL: url, Alt: alt})
	}
	return nil
}

// isPlain says that every text of some JSON is as it stands: without escapes, a
// quote is no part of any.
func isPlain(text string) bool { return strings.IndexByte(text, '\\') < 0 && utf8.ValidString(text) }
