package namefile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/blogferry/blogferry/blog"
)

// findAlike finds names that may be the same person: "J. Doe", "Doe, Jane", "Dr. Jane M.
// Doe". These are suggestions: two people may share a surname and an initial.
func findAlike(all []*Found) {
	type person struct {
		given []string
		found *Found
	}
	bySurname := map[string][]person{}
	for _, f := range all {
		parts := nameParts(f.Name)
		if len(parts) == 0 {
			continue
		}
		given, surname := parts[:len(parts)-1], parts[len(parts)-1]
		for _, other := range bySurname[surname] {
			if mayBeOne(given, other.given) {
				f.Alike = append(f.Alike, other.found)
				other.found.Alike = append(other.found.Alike, f)
			}
		}
		bySurname[surname] = append(bySurname[surname], person{given, f})
	}
}

// findParts finds names that join those of other authors: "Jane Doe and Bo Ray". Names of
// one word are not enough evidence.
func findParts(all []*Found) {
	known := map[string]*Found{}
	for _, f := range all {
		known[blog.NameKey(f.Name)] = f
	}
	for _, f := range all {
		for _, part := range joined.Split(f.Name, -1) {
			author := known[blog.NameKey(part)]
			if author != nil && author != f && strings.Contains(strings.TrimSpace(part), " ") {
				f.Parts = append(f.Parts, author)
			}
		}
	}
}

// joined separates the names of several authors.
var joined = regexp.MustCompile(`(?i)\s+(?:and|und|et|y|e|en|och|og|i|ja)\s+|[,;&+/|]`)

// nameParts returns the words of a name in lower case without accents, the surname last.
func nameParts(name string) []string {
	if surname, given, ok := strings.Cut(name, ","); ok && !strings.Contains(given, ",") {
		name = given + " " + surname
	}
	letters := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(name))
	return slices.DeleteFunc(strings.Fields(letters), func(word string) bool {
		return slices.Contains([]string{"dr", "prof", "mr", "mrs", "ms", "sir"}, word)
	})
}

// mayBeOne compares given names as far as both are known; an initial matches a name. No
// given name does not match any.
func mayBeOne(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] && !isInitial(a[i], b[i]) && !isInitial(b[i], a[i]) {
			return false
		}
	}
	return true
}

func isInitial(initial, name string) bool {
	return len([]rune(initial)) == 1 && strings.HasPrefix(name, initial)
}
