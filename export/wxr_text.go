package export

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// Widths of WordPress's columns. It does not truncate longer values: the post, term or
// comment is lost.
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
	// wxrMarkup matches what would be read as markup or removed: tags, entities,
	// backslashes and octets such as "%ad".
	wxrMarkup = regexp.MustCompile(`[<>\\]|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);|%[0-9a-fA-F]{2}`)

	// wxrStored matches what is changed when it is stored.
	wxrStored = regexp.MustCompile(`[<>\\&]|%[0-9a-fA-F]{2}`)
)

// asHTML converts plain text to HTML, in which only what matches is escaped, since other
// programs read these texts as plain ones. An ampersand becomes a numeric reference,
// since WordPress turns "&amp;#39;" into "&#39;".
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

// fit truncates a text so that its HTML has at most that many bytes or characters.
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

// isLongWXR reports whether a title or excerpt is truncated.
func isLongWXR(text string) bool {
	_, cut := fit(trimXML(text), maxWXRText, true)
	return cut
}

// wxrName returns the name of a person or term on one line, or its slug if XML cannot
// represent any of it.
func wxrName(name, slug string) (html string, cut bool) {
	name, cut = fit(oneLine(name), maxWXRName, false)
	if name == "" {
		return slug, false
	}
	return asHTML(name, wxrMarkup), cut
}

// wxrPen returns the name of a comment's author as stored by WordPress: a second import
// recognizes comments by name and time.
func wxrPen(name string) (html string, cut bool) {
	name, cut = fit(oneLine(name), maxWXRPen, true)
	return asHTML(name, wxrStored), cut
}

var (
	// wxrSerialized matches what the importer would unserialize as a PHP value.
	wxrSerialized = regexp.MustCompile(`^\s*(?:N;|[asOEbid]:[0-9.E+-]+[:;])`)

	// wxrObject matches what the importer replaces in such a value.
	wxrObject = regexp.MustCompile(`O:[0-9]+:"[^"]+":`)
)

// wxrMeta returns a text as the value of a custom field. If it would be unserialized, it
// is written as a serialized PHP string, which results in the text again; unserialized as
// it is, it could create objects. The string's length accounts for what the importer
// replaces in it.
func wxrMeta(text string) string {
	text = cleanXML(text)
	if !wxrSerialized.MatchString(text) {
		return text
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) // like XML parsers
	text = wxrObject.ReplaceAllString(text, `O:8:"stdClass":`)
	return fmt.Sprintf(`s:%d:"%s";`, len(text), text)
}

// maxWXRBody is below the ten million bytes per text above which libxml2, PHP's parser,
// rejects the whole file, even if they are in several sections.
const maxWXRBody = 9_900_000

// wxrBody marks a body as a "custom HTML" block, so that WordPress adds no paragraphs and
// line breaks. The editor can convert such a block. A body that is too large is replaced
// by the start of its text.
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

// quietHTML returns markup that shows the same but contains nothing for WordPress to run.
func quietHTML(markup string) string {
	if strings.Contains(markup, "<!--") {
		markup = wxrDirective.ReplaceAllString(markup, "<!---$1")
	}
	if strings.Contains(markup, "[") {
		markup = wxrShortcode.ReplaceAllString(markup, "&#91;$1")
	}
	return markup
}
