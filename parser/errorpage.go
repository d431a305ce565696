package parser

import (
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// Error pages with status 200. Those of serverError are recognized by their title or
// heading in any case; the others only if no post was found, since a post may be about
// maintenance, and a blog may have a log-in form in its sidebar.
var (
	serverError = pattern.Late(`(?i)^(?:server error in '.*' application|runtime error|the resource cannot be found|` +
		`compilation error|parser error|configuration error|application error|service unavailable|(?:http )?error 5\d\d\b.*|` +
		`5\d\d (?:internal server error|bad gateway|service unavailable|gateway time-?out)|internal server error|bad gateway|` +
		`system error|database error|error establishing a database connection)[.!]?`)
	closedWords = pattern.Late(`(?i)\b(?:under maintenance|down for maintenance|scheduled maintenance|temporarily unavailable|` +
		`temporarily offline|site is offline|wartungsarbeiten|en maintenance)\b`)
	parkedWords = pattern.Late(`(?i)(?:\bdomain(?: name)? (?:is|may be|has been|has) (?:for sale|parked|expired)|buy this domain|` +
		`this domain(?: name)? (?:is|may be) (?:parked|available|for sale)|parked (?:free|domain|page)|domain parking)`)
	loginWords = pattern.Late(`(?i)^(?:log ?[io]n|sign in|log on|please (?:log|sign) in|anmelden|anmeldung|connexion|access denied|` +
		`members only|authentication required)\b`)
	selPassword = selector.Must(`input[type=password]`)
)

// serverErrorPage returns the error for a page that shows a server error instead of
// posts, nil for any other.
func serverErrorPage(d *document.Document) error {
	for _, text := range headlines(d) {
		if serverError.MatchString(text) {
			return fmt.Errorf("%w: %s", blog.ErrErrorPage, words.Clip(text, 80))
		}
	}
	return nil
}

// otherErrorPage returns the error for a page without posts that asks to log in, is
// temporarily closed, or is no longer the blog's.
func otherErrorPage(d *document.Document) error {
	if d.First(selPassword) != nil {
		return fmt.Errorf("%w: it asks to log in", blog.ErrErrorPage)
	}
	all := 0
	for i := range d.Lines {
		all += len(d.Lines[i].Text)
	}
	for _, text := range headlines(d) {
		if loginWords.MatchString(text) {
			return fmt.Errorf("%w: it asks to log in", blog.ErrErrorPage)
		}
	}
	if all > 6000 { // too much text for a notice
		return nil
	}
	for i := range d.Lines {
		switch t := d.Lines[i].Text; {
		case parkedWords.MatchString(t):
			return fmt.Errorf("%w: a parked domain", blog.ErrErrorPage)
		case closedWords.MatchString(t):
			return fmt.Errorf("%w: closed for maintenance", blog.ErrErrorPage)
		}
	}
	return nil
}

// headlines returns the page's title and its first headings and lines.
func headlines(d *document.Document) []string {
	var out []string
	if d.Root != nil {
		out = append(out, pageTitle(d))
	}
	for i := range d.Lines {
		l := &d.Lines[i]
		if l.Text != "" && (i < 2 || l.Heading > 0 && len(out) < 6) {
			out = append(out, strings.TrimSpace(l.Text))
		}
	}
	return out
}

// tokenText returns the text of a page that is nested too deeply for a tree: each block
// on lines of its own, with empty lines between paragraphs.
func tokenText(source string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	mute := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return manyBreaks.ReplaceAllString(b.String(), "\n\n")
		case html.TextToken:
			if mute == "" {
				b.WriteString(strings.ReplaceAll(string(z.Text()), "\n", " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if mute == "" && dom.Silent[tag] && tag != "select" && tag != "option" {
				mute = tag
			}
			b.WriteString(breakOf(tag))
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if tag == mute {
				mute = ""
			}
			if breakOf(tag) != "\n" { // lines without space between them
				b.WriteString(breakOf(tag))
			}
		}
	}
}

// manyBreaks matches more than one empty line.
var manyBreaks = pattern.Late(`\n\s*\n\s*\n`)

func breakOf(tag string) string {
	switch {
	case tag == "br" || tag == "li" || tag == "tr" || tag == "td":
		return "\n"
	case dom.Blocks[tag]:
		return "\n\n"
	default:
		return ""
	}
}
