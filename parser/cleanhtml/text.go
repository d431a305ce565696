package cleanhtml

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// textWriter writes text as a reader sees it: blocks on lines of their own, white space
// collapsed, no zero-width characters.
type textWriter struct {
	b       []byte
	newline bool // a line break is due before the next word
	gap     byte // ' ' or '\t' is due before the next word; 0 for none
	joiner  rune // zero-width joiner before the next word; 0 for none
	pre     int  // number of open elements that preserve white space
}

func (t *textWriter) open(name string, kind dom.Kind) {
	switch {
	case kind&dom.IsCell != 0:
		t.gap = '\t'
	case kind&(dom.IsBlock|dom.ClosesP) != 0:
		t.newLine()
	}
	if name == "pre" {
		t.pre++
	}
}

func (t *textWriter) close(name string, kind dom.Kind) {
	if name == "pre" {
		t.pre--
	}
	if kind&(dom.IsBlock|dom.ClosesP) != 0 && kind&dom.IsCell == 0 {
		t.newLine()
	}
}

func (t *textWriter) newLine() {
	t.newline, t.gap = len(t.b) > 0, 0
}

// words writes text. Runs of words separated by single spaces, nearly all text, are copied
// whole.
func (t *textWriter) words(s string) {
	if t.pre > 0 {
		t.kept(s)
		return
	}
	from := -1 // start of the current run
	for i := 0; i < len(s); {
		if c := s[i]; from >= 0 && c > ' ' && c < 0x7f {
			i++
			continue
		}
		c, size, space, drop := s[i], 1, false, false
		var r rune
		switch {
		case c <= ' ' || c == 0x7f:
			space = true
		case c >= 0xc2 && oddLead[c]:
			r, size = utf8.DecodeRuneInString(s[i:])
			space, drop = unicode.IsSpace(r), unicode.Is(unicode.Cf, r)
		}
		switch {
		case !space && !drop:
			if from < 0 {
				from = i
			}
		case c == ' ' && from >= 0 && i+1 < len(s) && s[i+1] > ' ' && s[i+1] < 0x7f:
			// a single space within a run
		default:
			if from >= 0 {
				t.put(s[from:i])
				from = -1
			}
			if space && t.gap == 0 {
				t.gap = ' '
			}
			if drop {
				t.joiner = r
			}
		}
		i += size
	}
	if from >= 0 {
		t.put(s[from:])
	}
}

// oddLead are the first UTF-8 bytes of white space and zero-width characters.
var oddLead = [256]bool{0xc2: true, 0xd8: true, 0xdb: true, 0xdc: true, 0xe0: true, 0xe1: true, 0xe2: true, 0xe3: true, 0xef: true, 0xf0: true, 0xf3: true}

// put writes words, and what is due before them.
func (t *textWriter) put(words string) {
	if n := len(t.b); n > 0 && t.b[n-1] != '\n' {
		switch {
		case t.newline:
			t.b = append(t.b, '\n')
		case t.gap != 0:
			t.b = append(t.b, t.gap)
		case blog.Joins(t.joiner, words):
			t.b = utf8.AppendRune(t.b, t.joiner)
		}
	}
	t.newline, t.gap, t.joiner = false, 0, 0
	t.b = append(t.b, words...)
}

// kept writes preformatted text: line breaks and spaces stay.
func (t *textWriter) kept(s string) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	for line := range strings.Lines(s) {
		words := strings.TrimRight(line, "\n")
		if words != "" {
			t.put(words)
		}
		if len(words) < len(line) && len(t.b) > 0 && !t.newline {
			t.b = append(t.b, '\n')
		}
	}
}

// FromText returns a body with the paragraphs of a plain-text page. Line breaks within a
// paragraph stay; lines that start with a bullet become a list, even across paragraphs.
func FromText(paragraphs []string) Body {
	var b strings.Builder
	list := false
	for _, p := range paragraphs {
		var lines []string
		for line := range strings.Lines(p) {
			line = strings.TrimSpace(line)
			if line == "" {
				continue
			}
			item, bullet := cutBullet(line)
			switch {
			case bullet && !list:
				b.WriteString(paragraph(lines) + "<ul>")
				lines = nil
			case !bullet && list:
				b.WriteString("</ul>")
			}
			list = bullet
			if bullet {
				b.WriteString("<li>" + escaped(item) + "</li>")
			} else {
				lines = append(lines, escaped(line))
			}
		}
		b.WriteString(paragraph(lines))
	}
	if list {
		b.WriteString("</ul>")
	}
	nodes, err := html.ParseFragment(strings.NewReader(b.String()), Context())
	if err != nil {
		return Body{Text: strings.Join(paragraphs, "\n")}
	}
	out, _ := writeBody(nodes, nil, nil)
	return out
}

func paragraph(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "<p>" + strings.Join(lines, "<br/>") + "</p>"
}

func escaped(s string) string {
	return string(escape(nil, s, false))
}

// cutBullet removes a bullet and the space after it.
func cutBullet(line string) (string, bool) {
	for _, mark := range [...]string{"•", "◦", "▪", "●", "‣", "·"} {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			if item := strings.TrimSpace(rest); item != rest && item != "" {
				return item, true
			}
		}
	}
	return line, false
}
