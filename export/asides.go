package export

import (
	"fmt"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"golang.org/x/net/html"
)

// asides holds addresses that the Markdown converter would change: it re-encodes queries,
// and not every server treats "?f=%2Fa%3Bb" like "?f=/a;b". During the conversion each is
// replaced by a placeholder address that the converter does not change.
type asides []string // each after its placeholder

// standIn is the prefix of placeholder addresses. If a text contains it, the comparison of
// readings detects the difference.
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

// isReencoded reports whether the converter would change an address's query although
// Markdown needs only the escapes of inParentheses.
func isReencoded(address string) bool {
	_, query, ok := strings.Cut(address, "?")
	if !ok || !onlyOf(address, "-._~/?:@!*+,;=&%#()[]") || html.UnescapeString(address) != address {
		return false
	}
	query, _, _ = strings.Cut(query, "#")
	return strings.ReplaceAll(converter.ParseAndEncodeQuery(query), "+", "%20") != query
}

// inParentheses escapes addresses in Markdown links.
var inParentheses = strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D")
