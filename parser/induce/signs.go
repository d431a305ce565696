package induce

import (
	"iter"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// classes returns the classes of an element without duplicates, see classNames.
func classes(n *html.Node) []string {
	var out []string
	for c := range classNames(n) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// classNames yields the classes of an element in a form that can repeat: without numbers,
// and without those that depend on the post's subject.
func classNames(n *html.Node) iter.Seq[string] {
	return func(yield func(string) bool) {
		for c := range strings.FieldsSeq(dom.Attr(n, "class")) {
			written := strings.ToLower(c)
			c = strings.TrimRight(written, "0123456789-_")
			if (len(c) > 1 || c == written) && !isTopical(c) && !yield(c) {
				return
			}
		}
	}
}

var topical = []string{"category-", "tag-", "author-", "format-", "status-", "post-type-", "entry-category-", "entry-author-", "post_format-"}

func isTopical(class string) bool {
	switch class {
	case "odd", "even", "first", "last", "top", "bottom", "alt", "sticky", "clearfix", "selected", "active":
		return true
	}
	for _, p := range topical {
		if strings.HasPrefix(class, p) {
			return true
		}
	}
	return false
}

func firstClass(n *html.Node) string {
	for c := range classNames(n) {
		return c
	}
	return ""
}

// sign returns the place of a line in its record: the elements around it, up to one above
// its block, but not the record's own.
func (in *Inducer) sign(i int, within *spot) string {
	l := &in.Doc.Lines[i]
	if len(l.Leaves) == 0 {
		return ""
	}
	f := &in.facts[i]
	if f.outmost == nil {
		f.sign, f.outmost = in.signUpTo(l, &spot{from: -1, to: -1})
	}
	if within.holder == nil && f.outmost != nil && !in.around(f.outmost, within) {
		return f.sign
	}
	sign, _ := in.signUpTo(l, within)
	return sign
}

// around reports whether an element contains a spot.
func (in *Inducer) around(n *html.Node, s *spot) bool {
	return in.Doc.Order(n) <= s.from && in.Doc.End(n)+1 >= s.to
}

// signUpTo returns the sign of a line in a record, and the outermost element in it.
func (in *Inducer) signUpTo(l *document.Line, within *spot) (sign string, outmost *html.Node) {
	var b strings.Builder
	above := -1
	for n := l.Leaves[0].Parent; n != nil && n.Type == html.ElementNode && above < 1; n = n.Parent {
		if n == within.holder || in.around(n, within) {
			break
		}
		if n == l.Block || above >= 0 {
			if above++; within.holder != nil && above > 0 {
				break // what contains a loose post may contain its neighbors
			}
		}
		b.WriteString(n.Data)
		if c := firstClass(n); c != "" {
			b.WriteString("." + c)
		}
		b.WriteByte('<')
		outmost = n
	}
	return b.String(), outmost
}
