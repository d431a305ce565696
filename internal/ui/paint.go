package ui

import (
	"strings"
	"unicode"
)

// Paint writes text in styles, where it is true.
type Paint bool

// Style is what a terminal calls a rendition.
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

// Harmless drops from a page's text what a terminal would take for orders. Line
// ends and tabs stay.
func Harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}
