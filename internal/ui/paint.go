package ui

import (
	"strings"
	"unicode"
)

// Paint adds terminal styles to text if it is true.
type Paint bool

// Style is an ANSI style ("select graphic rendition").
type Style string

// The styles in use.
const (
	Bold   Style = "1"
	Faint  Style = "2"
	Red    Style = "31;1"
	Yellow Style = "33"
	Cyan   Style = "36"
)

// In returns text in a style.
func (p Paint) In(s Style, text string) string {
	if !p || s == "" || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// Harmless removes control characters from a page's text, which a terminal would
// interpret, except line ends and tabs.
func Harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}
