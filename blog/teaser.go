package blog

import "strings"

// HasMoreText reports whether a post's own page has so much more text than the
// listing that the listing must be showing a teaser.
func HasMoreText(own, listed string) bool { return len(own) > len(listed)*6/5 }

// RepeatsOpening reports whether a body contains the first words of the listing's
// text. If not, the listing shows a separate summary, which may be longer than the
// post.
func RepeatsOpening(own, listed string) bool {
	words := strings.Fields(Fold(listed))
	return strings.Contains(Fold(own), strings.Join(words[:min(len(words), 8)], " "))
}
