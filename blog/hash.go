package blog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NameKey returns the key by which names of authors, tags and categories are
// compared: case and white space are ignored.
func NameKey(name string) string { return strings.ToLower(Fold(name)) }

// Fold normalizes short texts for comparison: a run of white space (including
// no-break spaces) becomes one space, and zero-width characters are removed unless
// they are part of a word. Case is kept.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space, word, joiner := false, -1, rune(0) // pending space, start of the current word or -1, pending joiner
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

// Joins reports whether the zero-width character r is part of the word that
// continues with rest: Persian and Indic scripts are spelled with joiners, and emoji
// are composed with them.
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

// isFolded reports whether Fold would return s unchanged; most texts need no copy.
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

// Identities returns the keys by which a post is recognized within its source, the
// strongest first: its permalink, then its time and title. It returns none for a
// post without permalink, time and title.
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

// ID derives a public id from the parts: 20 hexadecimal digits.
func ID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:10])
}

// Hash returns the content hash: SHA-256 over what a reader would call the post's
// content, but not over bookkeeping, time zone or permalink. Nil and empty lists are
// equal.
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
