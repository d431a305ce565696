package parser

import (
	"strings"
	"sync"
)

// elementKind is what cutting a page into lines and writing bodies have to know
// of an element: one look into a table instead of five.
type elementKind uint32

const (
	isGone      elementKind = 1 << iota // leaves with all that it holds
	isUnwrapped                         // leaves, and what it holds stays
	isEmbedding                         // loads a document or a program
	isVoid                              // has no content
	isWordless                          // its text is for browsers that do not know it
	isBlock                             // stands on lines of its own
	isSilent                            // shows no text
	isShown                             // shows something that is no text
	isQuote
	isCell
	isHeading
	isPart     // needs a certain parent, see tableParents
	holdsParts // takes nothing but such parts
	closesP    // closes an open paragraph
	endsP      // where the search for an open paragraph ends
	endsItem   // where the search for an open list item ends
	isKept     // holds text that only an old parser reads right
	isCommon   // bodies are full of it
	isKnown    // an element of HTML
)

var kindNames = map[elementKind]string{
	// Whatever could run, load a document in the reader's name, or ask the
	// reader for something.
	isGone: `script style template applet base link meta title head noembed noframes frameset frame input select
		datalist button textarea keygen option optgroup isindex bgsound portal fencedframe slot selectedcontent svg math`,
	isUnwrapped: "html body form fieldset legend label output meter progress nextid layer ilayer image",
	isEmbedding: "iframe embed object audio video source track param",
	isVoid:      "area br col embed hr img param source track wbr",
	isWordless:  "video audio object canvas map",
	isCell:      "td th",
	isHeading:   "h1 h2 h3 h4 h5 h6",
	isPart:      "tr td th col tbody thead tfoot caption colgroup rt rp rb rtc",
	holdsParts:  "table tbody thead tfoot tr colgroup",
	closesP: `address article aside blockquote center details dialog dir div dl dd dt li fieldset figcaption figure
		footer header hgroup main menu nav ol p section summary search ul pre xmp listing plaintext h1 h2 h3 h4 h5 h6 table hr`,
	endsP: "table td th caption marquee object template button",
	endsItem: `table td th caption tbody thead tfoot tr ul ol dl dir menu article aside blockquote center details
		figcaption figure footer header hgroup main nav section summary marquee object pre h1 h2 h3 h4 h5 h6`,
	isKept:   "xmp listing plaintext",
	isCommon: "p br b i u em strong font span div img ul ol li table tbody tr td",
	isKnown: `a abbr acronym b bdi bdo big blink cite code data del dfn em font i iframe img ins kbd map mark
		nobr noscript picture q ruby s samp small span strike strong sub sup time tt u var video`,
}

var kinds = sync.OnceValue(func() map[string]elementKind {
	m := map[string]elementKind{}
	for kind, names := range kindNames {
		for _, name := range strings.Fields(names) {
			m[name] |= kind
		}
	}
	for kind, names := range map[elementKind]map[string]bool{isBlock: blocks, isSilent: silent, isShown: embeds, isQuote: quotes} {
		for name := range names {
			m[name] |= kind
		}
	}
	return m
})
