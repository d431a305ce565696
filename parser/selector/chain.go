package selector

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Selectors are cascadia's. They are also decomposed here, so that an index finds
// candidates and most checks are one or two comparisons. Where readChain is not exact,
// cascadia decides; FuzzSelector compares both.

// compound is a selector's conditions on one element: "div.post" in "div.post > h2 a".
type compound struct {
	tag   string // "" for any
	tests []attrTest
	rare  trait // the rarest of the conditions
	child bool  // the element is a child of the previous compound's, not just a descendant
}

// attrTest is a condition on an attribute; ids and classes are attributes, too.
type attrTest struct {
	key, value string
	op         byte // as in [key~=value]; 0 for presence only
	fold       bool // ignore case
}

// readChain decomposes a selector as written by cascadia. It is not exact if it omits
// unknown conditions: then the chain matches at least what the selector matches.
func readChain(text string) (chain []compound, exact bool) {
	r := chainReader{rest: text, exact: true}
	r.compound(false)
	for r.rest != "" && !r.lost {
		between, rest := r.rest[:min(3, len(r.rest))], r.rest[min(3, len(r.rest)):]
		r.rest = rest
		switch between {
		case "   ", " > ":
			r.compound(between == " > ")
		case " + ", " ~ ": // what precedes it is omitted
			r.exact, r.chain = false, nil
			r.compound(false)
		default:
			r.lost = true
		}
	}
	if r.lost {
		return []compound{{}}, false
	}
	return r.chain, r.exact
}

type chainReader struct {
	rest  string
	chain []compound
	exact bool
	lost  bool // the text was not understood
}

// compound reads the conditions on one element.
func (r *chainReader) compound(child bool) {
	s := compound{child: child, tag: r.until(".#[: ")}
	if s.tag == "*" {
		s.tag = ""
	}
	for r.rest != "" && r.rest[0] != ' ' && !r.lost {
		sign := r.rest[0]
		r.rest = r.rest[1:]
		switch sign {
		case '.':
			s.tests = append(s.tests, attrTest{key: "class", value: r.until(".#[: "), op: '~'})
		case '#':
			s.tests = append(s.tests, attrTest{key: "id", value: r.until(".#[: "), op: '='})
		case '[':
			r.attribute(&s)
		default:
			r.pseudo()
		}
	}
	r.chain = append(r.chain, s)
}

// until reads a name up to one of some characters, without escapes.
func (r *chainReader) until(signs string) string {
	var name []byte
	for i := 0; i < len(r.rest); i++ {
		switch c := r.rest[i]; {
		case c == '\\' && i+1 < len(r.rest):
			i++
			name = append(name, r.rest[i])
		case strings.IndexByte(signs, c) >= 0:
			r.rest = r.rest[i:]
			return string(name)
		default:
			name = append(name, c)
		}
	}
	r.rest = ""
	return string(name)
}

// attribute reads a condition on an attribute.
func (r *chainReader) attribute(s *compound) {
	key := r.until("~|^$*!#=]")
	if rest, ok := strings.CutPrefix(r.rest, "]"); ok {
		r.rest = rest
		s.tests = append(s.tests, attrTest{key: key})
		return
	}
	op, rest, _ := strings.Cut(r.rest, `"`)
	value, rest, _ := strings.Cut(rest, `"`)
	flag, rest, closed := strings.Cut(rest, "]")
	r.rest = rest
	fold := flag == " i"
	switch {
	case !closed || len(op) > len("~="):
		r.lost = true
	case (flag == "" || fold) && strings.TrimSpace(value) != "" && slices.Contains([]string{"^=", "$=", "*="}, op):
		if fold {
			value = strings.ToLower(value)
		}
		s.tests = append(s.tests, attrTest{key, value, op[0], fold})
	case flag == "" && (op == "=" || op == "~=" && value != ""):
		s.tests = append(s.tests, attrTest{key, value, op[0], false})
	case fold && op == "=":
		s.tests = append(s.tests, attrTest{key, value, op[0], true})
	default:
		r.exact = false
	}
}

// pseudo skips a condition like :not(.x).
func (r *chainReader) pseudo() {
	r.exact = false
	open, quoted := 0, false
	for i := 0; i < len(r.rest); i++ {
		switch c := r.rest[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			open++
		case c == ')':
			open--
		case open == 0 && strings.IndexByte(".#[: ", c) >= 0:
			r.rest = r.rest[i:]
			return
		}
	}
	r.rest, r.lost = "", open != 0 || quoted
}

// fits reports whether n matches a chain.
func fits(chain []compound, n *html.Node) bool {
	last := &chain[len(chain)-1]
	if !last.fits(n) {
		return false
	}
	if len(chain) == 1 {
		return true
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if fits(chain[:len(chain)-1], p) {
			return true
		}
		if last.child {
			break
		}
	}
	return false
}

func (s *compound) fits(n *html.Node) bool {
	if n.Type != html.ElementNode || s.tag != "" && n.Data != s.tag {
		return false
	}
	for i := range s.tests {
		if !s.tests[i].fits(n) {
			return false
		}
	}
	return true
}

func (t *attrTest) fits(n *html.Node) bool {
	for i := range n.Attr {
		if a := &n.Attr[i]; a.Key == t.key && t.holds(a.Val) {
			return true
		}
	}
	return false
}

func (t *attrTest) holds(value string) bool {
	if t.fold && t.op != '=' {
		value = strings.ToLower(value)
	}
	switch t.op {
	case '=':
		return value == t.value || t.fold && strings.EqualFold(value, t.value)
	case '~':
		return holdsWord(value, t.value)
	case '^':
		return strings.HasPrefix(value, t.value)
	case '$':
		return strings.HasSuffix(value, t.value)
	case '*':
		return strings.Contains(value, t.value)
	}
	return true
}

// holdsWord reports whether a space-separated list, as in class="a b", contains a word.
func holdsWord(list, word string) bool {
	const space = " \t\r\n\f"
	for from := 0; ; {
		i := strings.Index(list[from:], word)
		if i < 0 {
			return false
		}
		at, end := from+i, from+i+len(word)
		if (at == 0 || strings.IndexByte(space, list[at-1]) >= 0) && (end == len(list) || strings.IndexByte(space, list[end]) >= 0) {
			return true
		}
		from = at + 1
	}
}
