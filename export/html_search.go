package export

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/blogferry/blogferry/blog"
)

// searchPart is the number of posts in a file of search words: small enough to load
// quickly, large enough for few files.
const searchPart = 400

// searchFiles writes the words of all posts, in several files. They are scripts, since a
// page opened from disk can load nothing else.
type searchFiles struct {
	tree  Tree
	part  int
	posts int // in the current part
	text  strings.Builder
}

// searchLine returns a post's entry in a file of search words.
func searchLine(l archiveLine, r *blog.Record) []byte {
	words := searchWords(r.Title, r.Author, strings.Join(r.Tags, " "), strings.Join(r.Categories, " "), r.Excerpt, r.BodyText)
	return appendList(nil, "", []string{l.Href, l.Title, l.Day, l.Author, words}, appendString)
}

// add adds a line.
func (s *searchFiles) add(line []byte) error {
	if s.posts > 0 {
		s.text.WriteString(",\n")
	}
	s.text.Write(line)
	if s.posts++; s.posts == searchPart {
		return s.flush()
	}
	return nil
}

// flush ends a part.
func (s *searchFiles) flush() error {
	if s.posts == 0 {
		return nil
	}
	s.part++
	err := s.tree.File(fmt.Sprintf("search/%d.js", s.part), func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "archivePart(%d, [\n%s\n]);\n", s.part, s.text.String())
		return err
	})
	s.posts = 0
	s.text.Reset()
	return err
}

// searchWords returns the distinct words of texts, without accents and in lower case, in
// order, each preceded by a space. html/search.js converts search terms in the same way.
func searchWords(texts ...string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, text := range texts {
		for word := range strings.FieldsFuncSeq(foldAccents(text), isNoWord) {
			if !seen[word] {
				seen[word] = true
				b.WriteByte(' ')
				b.WriteString(word)
			}
		}
	}
	return b.String()
}

func isNoWord(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M) }

func foldAccents(s string) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return strings.ToLower(plain)
}
