package blog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NameKey is equal for spellings of one name of an author, tag or category: what
// differs in case only is one name.
func NameKey(name string) string { return strings.ToLower(Fold(name)) }

// Fold makes short texts comparable: every run of white space (no-break spaces
// included) is one space, characters without width are gone but where words are
// spelled with them, case stays.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space, word, joiner := false, -1, rune(0) // whether one is due, where the word at hand begins, what stood before
	put := func(part string) {
		switch {
		case space:
			b.WriteByte(' ')
		case b.Len() > 0 && Joins(joiner, part):
			b.WriteRune(joiner)
		}
		b.WriteString(part)
		space, word, joiner = false, -1, 0
	}
	for i, r := range s {
		if r > ' ' && r < utf8.RuneSelf {
			if word < 0 {
				word = i
			}
			continue
		}
		if word >= 0 {
			put(s[word:i])
		}
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case unicode.Is(unicode.Cf, r):
			joiner = r // or zero width space, byte order mark, soft hyphen, direction marks
		default:
			put(string(r))
		}
	}
	if word >= 0 {
		put(s[word:])
	}
	return b.String()
}

// Joins says whether a character without width is a part of the word that goes
// on with rest: Persian and the scripts of India are spelled with such ones, and
// emoji are put together.
func Joins(r rune, rest string) bool {
	if r != zeroWidthNonJoiner && r != zeroWidthJoiner {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(next) || unicode.IsSymbol(next)
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// isFolded says whether s is as Fold leaves it: most texts are, and need no copy.
func isFolded(s string) bool {
	if s != "" && (s[0] == ' ' || s[len(s)-1] == ' ') {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > ' ' && c < utf8.RuneSelf:
		case c == ' ':
			if s[i-1] == ' ' {
				return false
			}
		case c < ' ':
			if unicode.IsSpace(rune(c)) {
				return false
			}
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError || unicode.IsSpace(r) {
				return false
			}
			if r >= 0xad && unicode.Is(unicode.Cf, r) && (i == 0 || s[i-1] == ' ' || !Joins(r, s[i+size:])) {
				return false
			}
			i += size - 1
		}
	}
	return true
}

// Identities are the names under which a post is known in its source, the
// strongest first: its permalink, then its time and title. A post that shows
// neither permalink nor time nor title has none.
func (p *Post) Identities(fold bool) []string {
	var ids []string
	if p.URL != "" {
		ids = append(ids, "u:"+PathKey(p.URL, fold))
	}
	if p.Published != "" || p.Title != "" {
		ids = append(ids, "t:"+string(p.Published)+"|"+Fold(p.Title))
	}
	return ids
}

// ID makes a public text id out of the parts: 20 hexadecimal digits, the same
// for the same parts.
func ID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:10])
}

// Hash is the content hash: over everything that a reader of the post would
// call its content, and nothing that bookkeeping, a time zone or a moved
// permalink changes. Nil and empty lists hash alike.
func (p *Post) Hash() string {
	content := []any{
		p.Title, p.Author, p.Role, p.Published, nonNil(p.Tags), nonNil(p.Categories),
		p.CommentCount, nonNil(p.Comments), p.Excerpt, p.BodyHTML, nonNil(p.Images),
	}
	data, err := json.Marshal(content)
	if err != nil {
		// Strings, numbers and lists of them cannot fail to marshal.
		panic("blog: hash: " + err.Error())
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
