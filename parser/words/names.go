package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/pattern"
)

// EndsSentence reports whether a text ends with a word of three or more letters and a
// full stop or the like.
func EndsSentence(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '.' && c != '!' && c != '?' {
			continue
		}
		if ends := i+1 == len(s) || strings.IndexByte(Space, s[i+1]) >= 0; ends && endsInWord(s[:i]) {
			return true
		}
	}
	return false
}

// Space is the white space that \s matches in patterns.
const Space = "\t\n\f\r "

func endsInWord(s string) bool {
	if Abbreviates(s) {
		return false
	}
	for range 3 {
		r, size := utf8.DecodeLastRuneInString(s)
		if !unicode.IsLetter(r) {
			return false
		}
		s = s[:len(s)-size]
	}
	return true
}

// Abbreviates reports whether a full stop after a text belongs to an initial or a title
// before a name: "Alan J", "Ing".
func Abbreviates(s string) bool {
	word, begin := Last(s)
	return utf8.RuneCountInString(word) == 1 && begin > 0 || honorifics[word]
}

var honorifics = Set("dr prof ing mag mgr dipl phil mr mrs ms rev capt mme mlle dott avv geom arch mudr judr phdr rndr")

// IsPersonName reports whether a text without a role can only be a name: a few words,
// each capitalized unless it is a particle.
func IsPersonName(s string) bool {
	parts := strings.Fields(s)
	if len(parts) == 0 || len(parts) > 5 || EndsSentence(s) {
		return false
	}
	for _, w := range parts {
		first, _ := utf8.DecodeRuneInString(w)
		if !particles[strings.ToLower(w)] && (unicode.IsLower(first) || !unicode.IsLetter(first)) {
			return false
		}
	}
	return true
}

var particles = Set("van von der den de del della di da dos du la le el al bin ibn ter ten zu y e")

// NameAndRole splits "NAME | ROLE" at the first bar: roles may contain further ones.
func NameAndRole(s string) (name, role string) {
	name, role, _ = strings.Cut(s, "|")
	return strings.TrimSpace(name), strings.TrimSpace(role)
}

// byLabel is a label before a name in the same element. Particles that start names ("da
// Vinci") count only after another word.
var byLabel = pattern.Late(`(?i)^(?:posted|written|published|submitted|entered) by\b[\s:]*|` +
	`^(?:by|par|por|door|autor|author|auteur|oleh)\b[\s:]*|^(?:автор|аутор|מאת|โดย)[\s:]+|^(?-i:von|av|af|від|от|од|από)\s+|` +
	`^napsala?(?: uživatel)?\s+|^(?:geschrieben|veröffentlicht|verfasst|eingestellt|eingetragen|erstellt|soumis|enviado|ingediend|publié|écrit|posté|publicado|escrito|pubblicato|scritto|inviato|` +
	`postato|geplaatst|geschreven|skriven|skrevet|opublikowane)\s+(?:von|da|di|od|av|af|przez|par|por|door)\b[\s:]*|` +
	`^(?:(?:lo )?dijo|(?:lo )?escribió|(?:lo )?publicó|ha scritto|a écrit|escreveu|schrieb|schreef|(?-i:said|wrote))[\s:]+`)

// Unlabelled removes a label such as "Posted by" before a name.
func Unlabelled(name string) string { return byLabel.ReplaceAllString(name, "") }

// ArePersonNames reports whether a text can be the name of a person, or of several.
func ArePersonNames(s string) bool { return IsPersonName(s) || AreSeveralNames(s) }

// AreSeveralNames reports whether a text can be the names of several people: "Ann Lee,
// Bo Dahl and Cy Ek". Each must have at least two words.
func AreSeveralNames(s string) bool {
	first := nameLength(s)
	return first < len(s) && strings.Contains(s[:first], " ") && IsPersonName(s[:first]) && MoreNames(s[first:]) == s[first:]
}

var betweenNames = pattern.Late(`, (?:and )?| (?:and|&|und|et) `)

// MoreNames returns the start of a text after a name that consists of further names:
// " and Bo Dahl" of " and Bo Dahl | 3 comments".
func MoreNames(after string) string {
	end := 0
	for {
		at := betweenNames.FindStringIndex(after[end:])
		if at == nil || at[0] != 0 {
			return after[:end]
		}
		name := after[end+at[1]:]
		name = name[:nameLength(name)]
		if !strings.Contains(name, " ") || !IsPersonName(name) || NamesJob(name) {
			return after[:end]
		}
		end += at[1] + len(name)
	}
}

// nameLength returns the length of the name at the start of a text: up to the next name or
// a separator.
func nameLength(s string) int {
	end := len(s)
	if at := betweenNames.FindStringIndex(s); at != nil {
		end = at[0]
	}
	if at := strings.IndexAny(s[:end], "|·•–—([;:<>/@"); at >= 0 {
		end = at
	}
	return len(strings.TrimRight(s[:end], " "))
}
