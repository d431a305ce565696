package export

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
)

// hugoTerms are the tags or categories that are written as slugs. Hugo makes addresses of
// names: it fails on "../x", confuses "C/C++" with the tag "C", has one page for "a&b" and
// "ab", and none for "!". The page of such a term has its name as title.
type hugoTerms struct {
	bySlug map[Term]string
	told   map[Term]bool
}

func newHugoTerms(terms []Term) hugoTerms {
	h := hugoTerms{bySlug: map[Term]string{}, told: map[Term]bool{}}
	taken := newTaken()
	var odd []Term
	for _, t := range terms {
		if key := hugoKey(t.Name); key == "" || taken.has(key) {
			odd = append(odd, t)
		} else {
			taken.claim(key)
		}
	}
	for _, t := range odd {
		h.bySlug[t] = taken.claim(t.Slug)
	}
	return h
}

// hugoKey is equal for names that might get the same address, and "" for those that might
// get none or an odd one.
func hugoKey(name string) string {
	if strings.ContainsAny(name, `/\`) || strings.Contains(name, "..") || strings.HasPrefix(name, ".") || strings.HasSuffix(strings.ToLower(name), ".html") {
		return ""
	}
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return unicode.IsSpace(r) || r == '-' })
	for i, word := range words {
		words[i] = strings.Map(func(r rune) rune {
			if unicode.In(r, unicode.Letter, unicode.Mark, unicode.Number) || strings.ContainsRune("_.+#", r) {
				return r
			}
			return -1
		}, word)
	}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
	key := strings.TrimRight(strings.Join(words, "-"), ".")
	if len(key) > maxSlug || strings.IndexFunc(key, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return ""
	}
	return key
}

// path returns the path of a term's page, by a pattern of SitePaths.
func (h hugoTerms) path(pattern string, t Term) string {
	name := h.bySlug[t]
	if name == "" {
		name = hugoPath(t.Name)
	}
	return strings.NewReplacer(":slug", t.Slug, ":term", url.PathEscape(name)).Replace(pattern)
}

// hugoPath returns a name as converted by Hugo for an address: lower-case letters, digits
// and some punctuation, and a dash for spaces. If both spaces and removed characters are
// between words, newer versions have two dashes.
func hugoPath(name string) string {
	var b strings.Builder
	space, dash := false, false
	for _, r := range strings.ToLower(name) {
		switch {
		case unicode.In(r, unicode.Letter, unicode.Mark, unicode.Nd) || strings.ContainsRune("._#+~-@", r):
			dash = r == '-'
			if space && !dash {
				b.WriteByte('-')
			}
			space = false
			b.WriteRune(r)
		case unicode.IsSpace(r):
			space = space || b.Len() > 0 && !dash
		}
	}
	return b.String()
}

// of returns the names for a post's front matter. Changed ones are reported at their
// first post.
func (h hugoTerms) of(terms []Term, report func(error)) (list []string) {
	for _, t := range terms {
		slug, odd := h.bySlug[t]
		if !odd {
			list = append(list, t.Name)
			continue
		}
		list = append(list, slug)
		if !h.told[t] {
			h.told[t] = true
			report(&Change{Kind: Renamed, What: fmt.Sprintf("%q is %q in front matter, since Hugo makes no address of its own of that name; its page has the name", t.Name, slug)})
		}
	}
	return list
}

// write writes the pages with the names of terms.
func (h hugoTerms) write(t Tree, folder string) error {
	for term, slug := range h.bySlug {
		f := newFrontMatter()
		f.mustText("title", term.Name)
		if err := t.File(path.Join(folder, slug, "_index.md"), content(f.end())); err != nil {
			return err
		}
	}
	return nil
}
