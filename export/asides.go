package export

import (
	"fmt"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"golang.org/x/net/html"
)

// asides are addresses that the converter would change: it encodes queries anew,
// and not every server takes "?f=%2Fa%3Bb" for "?f=/a;b". They are put aside while
// it works, each for one that it leaves alone.
type asides []string // each after what stands for it

// standIn begins what stands for an address. Text that says the same would become
// one, which the comparison of readings finds.
const standIn = "http://put-aside.invalid/"

func (a *asides) putAside(_ converter.Context, doc *html.Node) {
	for n := range doc.Descendants() {
		for i := range n.Attr {
			attr := &n.Attr[i]
			if (n.Data == "a" && attr.Key == "href" || n.Data == "img" && attr.Key == "src") && isReencoded(attr.Val) {
				name := fmt.Sprintf("%s%d/", standIn, len(*a))
				*a = append(*a, name, inParentheses.Replace(attr.Val))
				attr.Val = name
			}
		}
	}
}

func (a *asides) putBack(_ converter.Context, md []byte) []byte {
	if len(*a) == 0 {
		return md
	}
	back := strings.NewReplacer(*a...).Replace(string(md))
	*a = (*a)[:0]
	return []byte(back)
}

// isReencoded reports whether the converter would change an address's query, and
// nothing has to be changed for Markdown's sake but what inParentheses does.
func isReencoded(address string) bool {
	_, query, ok := strings.Cut(address, "?")
	if !ok || !onlyOf(address, "-._~/?:@!*+,;=&%#()[]") || html.UnescapeString(address) != address {
		return false
	}
	query, _, _ = strings.Cut(query, "#")
	return strings.ReplaceAll(converter.ParseAndEncodeQuery(query), "+", "%20") != query
}

// inParentheses is for addresses in Markdown, (…) being around them.
var inParentheses = strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D")
