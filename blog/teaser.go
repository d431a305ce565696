package blog

import "strings"

// HasMoreText says that a post's own page has so much more text than a listing that the
// listing shows only a part of it.
func HasMoreText(own, listed string) bool { return len(own) > len(listed)*6/5 }

// RepeatsOpening says whether a body holds the words with which a listing begins: a
// summary written for the listing may well be longer than the post.
func RepeatsOpening(own, listed string) bool {
	words := strings.Fields(Fold(listed))
	return strings.Contains(Fold(own), strings.Join(words[:min(len(words), 8)], " "))
}
