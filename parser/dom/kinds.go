package dom

import (
	"strings"
	"sync"
)

// Kind is what must be known of an element to divide a page into lines and to write
// bodies: one table lookup instead of five.
type Kind uint32

const (
	IsGone      Kind = 1 << iota // is removed with all of its content
	IsUnwrapped                  // is removed, but its content stays
	IsEmbedding                  // loads a document or a program
	IsVoid                       // has no content
	IsWordless                   // has text only for browsers that do not support it
	IsBlock                      // starts and ends a line
	IsSilent                     // shows no text
	IsShown                      // is visible but not text
	IsQuote
	IsCell
	IsHeading
	IsPart     // needs a certain parent, see tableParents
	HoldsParts // allows only such parts as children
	ClosesP    // closes an open paragraph
	EndsP      // where the search for an open paragraph ends
	EndsItem   // where the search for an open list item ends
	IsKept     // has text that only an HTML parser of its time reads correctly
	IsCommon   // frequent in bodies
	isKnown    // an element of HTML
)

var kindNames = map[Kind]string{
	// Whatever could run scripts, load a document with the reader's rights, or ask the
	// reader for input.
	IsGone: `script style template applet base link meta title head noembed noframes frameset frame input select
		datalist button textarea keygen option optgroup isindex bgsound portal fencedframe slot selectedcontent svg math`,
	IsUnwrapped: "html body form fieldset legend label output meter progress nextid layer ilayer image",
	IsEmbedding: "iframe embed object audio video source track param",
	IsVoid:      "area br col embed hr img param source track wbr",
	IsWordless:  "video audio object canvas map",
	IsCell:      "td th",
	IsHeading:   "h1 h2 h3 h4 h5 h6",
	IsPart:      "tr td th col tbody thead tfoot caption colgroup rt rp rb rtc",
	HoldsParts:  "table tbody thead tfoot tr colgroup",
	ClosesP: `address article aside blockquote center details dialog dir div dl dd dt li fieldset figcaption figure
		footer header hgroup main menu nav ol p section summary search ul pre xmp listing plaintext h1 h2 h3 h4 h5 h6 table hr`,
	EndsP: "table td th caption marquee object template button",
	EndsItem: `table td th caption tbody thead tfoot tr ul ol dl dir menu article aside blockquote center details
		figcaption figure footer header hgroup main nav section summary marquee object pre h1 h2 h3 h4 h5 h6`,
	IsKept:   "xmp listing plaintext",
	IsCommon: "p br b i u em strong font span div img ul ol li table tbody tr td",
	isKnown: `a abbr acronym b bdi bdo big blink cite code data del dfn em font i iframe img ins kbd map mark
		nobr noscript picture q ruby s samp small span strike strong sub sup time tt u var video`,
}

// Kinds are the kinds of all HTML elements by name.
var Kinds = sync.OnceValue(func() map[string]Kind {
	m := map[string]Kind{}
	for kind, names := range kindNames {
		for _, name := range strings.Fields(names) {
			m[name] |= kind
		}
	}
	for kind, names := range map[Kind]map[string]bool{IsBlock: Blocks, IsSilent: Silent, IsShown: Embeds, IsQuote: quotes} {
		for name := range names {
			m[name] |= kind
		}
	}
	return m
})
