package export

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// DefaultPermalink is the default pattern of new addresses.
const DefaultPermalink = "/:year/:month/:slug/"

// Permalink is a pattern for the new addresses of posts, such as
// "/:year/:month/:slug/". Known words are :year, :month, :day, :slug and :id; a
// part of the path that needs a date is left out for a post without one.
type Permalink string

var permalinkWord = regexp.MustCompile(`:[a-z]+`)

// Check returns an error if the pattern is invalid.
func (p Permalink) Check() error {
	text := string(p)
	if !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") {
		return fmt.Errorf("permalink %q: must begin with one slash", text)
	}
	if strings.ContainsAny(text, "?#%\\ \"<>") || strings.Contains(text, "..") {
		return fmt.Errorf("permalink %q: must be a plain path", text)
	}
	unique := false
	for _, word := range permalinkWord.FindAllString(text, -1) {
		switch word {
		case ":year", ":month", ":day":
		case ":slug", ":id":
			unique = true
		default:
			return fmt.Errorf("permalink %q: unknown word %s (known: :year, :month, :day, :slug, :id)", text, word)
		}
	}
	if !unique {
		return fmt.Errorf("permalink %q: needs :slug or :id, or else two posts would share an address", text)
	}
	return nil
}

// path fills the pattern in for a post.
func (p Permalink) path(e Entry) string {
	var b strings.Builder
	for part := range strings.SplitAfterSeq(string(p), "/") {
		if e.At.IsZero() && needsDate(part) {
			continue
		}
		b.WriteString(permalinkWord.ReplaceAllStringFunc(part, func(word string) string { return permalinkValue(word, e) }))
	}
	return b.String()
}

func needsDate(part string) bool {
	return strings.Contains(part, ":year") || strings.Contains(part, ":month") || strings.Contains(part, ":day")
}

func permalinkValue(word string, e Entry) string {
	switch word {
	case ":year":
		return e.At.Format("2006")
	case ":month":
		return e.At.Format("01")
	case ":day":
		return e.At.Format("02")
	case ":id":
		return e.ID
	}
	return e.Slug
}

// parseDate reads published_at; the zero time for a post without a date.
func parseDate(published *string) time.Time {
	at, err := time.Parse(time.RFC3339, orEmpty(published))
	if err != nil {
		return time.Time{}
	}
	return at
}
