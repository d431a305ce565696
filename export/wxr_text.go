package export

import (
	"fmt"
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
	maxWXRSlug  = 200   // bytes
)

// Titles and names are HTML in WordPress.
var (
	// wxrMarkup is what would be read as markup there, or eaten: tags, entities,
	// backslashes and octets such as "%ad".
	wxrMarkup = regexp.MustCompile(`[<>\\]|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);|%[0-9a-fA-F]{2}`)

	// wxrStored is what has another form once it is stored.
	wxrStored = regexp.MustCompile(`[<>\\&]|%[0-9a-fA-F]{2}`)
)

// asHTML is plain text as HTML, in which only what matches is escaped: other
// programs read these texts as plain ones. An ampersand becomes a number because
// of "&amp;#39;", of which WordPress makes "&#39;".
func asHTML(text string, escape *regexp.Regexp) string {
	if !strings.ContainsAny(text, wxrSpecial) {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(found string) string {
		switch found[0] {
		case '<':
			return "&lt;"
		case '>':
			return "&gt;"
		}
		return fmt.Sprintf("&#%03d;", found[0]) + found[1:]
	})
}

// wxrSpecial are the characters that may become longer in HTML.
const wxrSpecial = `<>\&%`

// fit cuts a text at its end, so that its HTML has at most so many bytes or
// characters.
func fit(text string, most int, bytes bool) (fitting string, cut bool) {
	const longest = len("&#038;")
	if longest*len(text) <= most {
		return text, false
	}
	for i, r := range text {
		switch {
		case strings.ContainsRune(wxrSpecial, r):
			most -= longest
		case bytes:
			most -= utf8.RuneLen(r)
		default:
			most--
		}
		if most < 0 {
			return text[:i], true
		}
	}
	return text, false
}

func trimXML(text string) string { return strings.TrimSpace(cleanXML(text)) }

func oneLine(text string) string { return strings.Join(strings.Fields(cleanXML(text)), " ") }

// wxrText returns a title or excerpt.
func wxrText(text string) (html string, cut bool) {
	text, cut = fit(trimXML(text), maxWXRText, true)
	return asHTML(text, wxrMarkup), cut
}

// isLongWXR reports whether a title or excerpt is cut.
func isLongWXR(text string) bool {
	_, cut := fit(trimXML(text), maxWXRText, true)
	return cut
}

// wxrName returns the name of a person or term, in one line, or its slug if XML cannot
// hold any of it.
func wxrName(name, slug string) (html string, cut bool) {
	name, cut = fit(oneLine(name), maxWXRName, false)
	if name == "" {
		return slug, false
	}
	return asHTML(name, wxrMarkup), cut
}

// wxrPen returns the name of a comment's author as WordPress stores it, since it is by
// name and time that a second import knows a comment.
func wxrPen(name string) (html string, cut bool) {
	name, cut = fit(oneLine(name), maxWXRPen, true)
	return asHTML(name, wxrStored), cut
}

var (
	// wxrSerialized is what the importer would take for a value of PHP, and read.
	wxrSerialized = regexp.MustCompile(`^\s*(?:N;|[asOEbid]:[0-9.E+-]+[:;])`)

	// wxrObject is what it replaces in such a value, wherever it is.
	wxrObject = regexp.MustCompile(`O:[0-9]+:"[^"]+":`)
)

// wxrMeta returns a text as the value of a field. One that would be read as a value of
// PHP is written as a string of PHP, of which the importer makes the text again; as it
// is, it could make objects. Its length counts what the importer has replaced in it.
func wxrMeta(text string) string {
	text = cleanXML(text)
	if !wxrSerialized.MatchString(text) {
		return text
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) // as parsers of XML do
	text = wxrObject.ReplaceAllString(text, `O:8:"stdClass":`)
	return fmt.Sprintf(`s:%d:"%s";`, len(text), text)
}

// maxWXRBody stays below the ten million bytes in one text at which libxml2, the
// parser of PHP, gives the whole file up, in however many sections they are.
const maxWXRBody = 9_900_000

// wxrBody marks a body as the block "custom HTML", so that WordPress does not
// make paragraphs and line breaks of its own in it. The editor turns such a block
// into others if asked. A body that is too large is the beginning of its text.
func wxrBody(r *blog.Record) (pieces []string, cut bool) {
	body := quietHTML(r.BodyHTML)
	cut = len(body) > maxWXRBody
	if body == "" || cut {
		text, textCut := fit(r.BodyText, maxWXRBody/10, true) // markup makes it longer
		body, cut = quietHTML(paragraphs(text)), cut || textCut
	}
	return []string{"<!-- wp:html -->\n", body, "\n<!-- /wp:html -->"}, cut
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
