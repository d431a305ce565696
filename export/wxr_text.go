package export

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// Widths of WordPress's columns. What is longer is not cut there: the post, term
// or comment is lost.
const (
	maxWXRText  = 65535 // bytes: titles, excerpts, comments
	maxWXRName  = 200   // characters: names of terms and people
	maxWXRPen   = 245   // bytes: names of comments' authors
	maxWXRLogin = 60    // characters
	maxWXRGUID  = 255   // characters
)

// wxrMarkup is what WordPress would read as markup in titles and names, which are
// HTML there, or eat: tags, entities, backslashes and octets such as "%ad".
var wxrMarkup = regexp.MustCompile(`[<>\\]|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);|%[0-9a-fA-F]{2}`)

// asHTML is plain text for a place where WordPress keeps HTML.
func asHTML(text string) string {
	if !strings.ContainsAny(text, `<>\&%`) {
		return text
	}
	return wxrMarkup.ReplaceAllStringFunc(text, func(found string) string {
		switch found[0] {
		case '\\':
			return "&#92;"
		case '%':
			return "&#37;" + found[1:]
		}
		return html.EscapeString(found[:1]) + found[1:]
	})
}

// wxrText is a title or excerpt.
func wxrText(text string) string {
	text, _ = fit(trimXML(text), maxWXRText, bytesOf)
	return asHTML(text)
}

// wxrName is the name of a person or term, or its slug if XML cannot hold any of
// it.
func wxrName(name, slug string) string {
	name, _ = fit(trimXML(name), maxWXRName, utf8.RuneCountInString)
	if name == "" {
		return slug
	}
	return asHTML(name)
}

func trimXML(text string) string { return strings.TrimSpace(cleanXML(text)) }

// fit cuts a text at its end, so that size says at most that much of its HTML.
func fit(text string, most int, size func(string) int) (fitting string, cut bool) {
	if 8*len(text) < most {
		return text, false
	}
	for i, r := range text {
		if most -= size(html.EscapeString(string(r))); most < 0 {
			return text[:i], true
		}
	}
	return text, false
}

func bytesOf(s string) int { return len(s) }

// wxrBody marks a body as the block "custom HTML", so that WordPress does not
// make paragraphs and line breaks of its own in it. The editor turns such a block
// into others if asked.
func wxrBody(r *blog.Record) string {
	body := r.BodyHTML
	if body == "" {
		body = paragraphs(r.BodyText)
	}
	return "<!-- wp:html -->\n" + quietHTML(body) + "\n<!-- /wp:html -->"
}

var (
	// wxrShortcode is a shortcode that WordPress itself would run.
	wxrShortcode = regexp.MustCompile(`\[(/?(?:wp_caption|caption|gallery|playlist|audio|video|embed)(?:[^\w-]|$))`)

	// wxrDirective is a comment that WordPress would act on: block, more, page.
	wxrDirective = regexp.MustCompile(`<!--(\s*/?(?:wp:|more|nextpage|noteaser))`)
)

// quietHTML is markup that shows the same and has nothing for WordPress to run.
func quietHTML(markup string) string {
	if strings.Contains(markup, "<!--") {
		markup = wxrDirective.ReplaceAllString(markup, "<!---$1")
	}
	if strings.Contains(markup, "[") {
		markup = wxrShortcode.ReplaceAllString(markup, "&#91;$1")
	}
	return markup
}
