package parser

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/words"
)

// byline is the content of "Posted by: NAME | ROLE", and the lines of it and its copies.
type byline struct {
	name, role string
	at         document.Span
}

// maxByline is the maximum number of lines of a byline and its copies.
const maxByline = 10

// bylineAtEnd finds the byline at the end of a region: on one line, on several, or
// repeated. One in the middle of a body or in a quotation does not count.
func (r *reading) bylineAtEnd(d *document.Document, region document.Span) (byline, bool) {
	end := region.To
	for end > region.From && (d.Lines[end-1].Text == "" || d.Lines[end-1].Trim) {
		end-- // images and share buttons may follow
	}
	var found byline
	ok := false
	for from := end - 1; from >= max(region.From, end-maxByline); from-- {
		l := &d.Lines[from]
		if l.Quoted || utf8.RuneCountInString(l.Text) > 300 {
			break
		}
		if d.Plain && from+1 < end && d.Lines[from+1].Gap > 1 {
			break
		}
		if !r.p.Byline.Re.MatchString(l.Text) {
			continue
		}
		if name, role, fits := r.parseByline(d.Texts(document.Span{From: from, To: end})); fits {
			found, ok = byline{name, role, document.Span{From: from, To: end}}, true
		}
	}
	return found, ok
}

// parseByline parses lines, of which the first starts with the label, as one byline. It
// fails if they say anything else.
func (r *reading) parseByline(lines []string) (name, role string, ok bool) {
	var parts []string
	for _, t := range lines {
		t = strings.TrimSpace(r.p.Byline.Re.ReplaceAllString(t, ""))
		if t != "" && !slices.Contains(parts, t) {
			parts = append(parts, t)
		}
	}
	if len(parts) == 0 {
		return "", "", false
	}
	for _, p := range parts {
		name, role = words.NameAndRole(p)
		if name != "" && role != "" && allPartsOf(parts, p, name, role) {
			return name, role, plausibleName(name) && plausibleRole(role)
		}
	}
	return joinByline(parts)
}

// joinByline joins a byline whose name and role are on different lines: the name ends
// with the bar, or the role starts with it.
func joinByline(parts []string) (name, role string, ok bool) {
	if len(parts) == 1 {
		name, role = words.NameAndRole(parts[0])
		if role == "" && strings.Contains(parts[0], "|") {
			return name, "", plausibleName(name)
		}
		return name, role, words.ArePersonNames(name) && (role == "" || plausibleRole(role))
	}
	joined := strings.Join(parts, " ")
	broken := strings.HasSuffix(parts[0], "|") || strings.HasPrefix(parts[1], "|")
	if first, rest := words.NameAndRole(parts[0]); rest != "" && first != "" {
		last := rest[len(rest)-1]
		broken = last == '-' || last == ',' || last == '&'
	}
	if !broken || len(parts) > 4 {
		return "", "", false
	}
	name, role = words.NameAndRole(joined)
	return name, role, plausibleName(name) && plausibleRole(role)
}

// allPartsOf reports whether every line repeats the whole byline or a part of it.
func allPartsOf(parts []string, whole, name, role string) bool {
	for _, p := range parts {
		p = strings.TrimSpace(strings.Trim(p, "|"))
		if p != whole && p != name && p != role && !(len(p) > 3 && strings.HasSuffix(role, p)) {
			return false
		}
	}
	return true
}

// plausibleName rejects what is too long for a name: the sentence of a body that happens
// to contain a bar.
func plausibleName(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= 80 && len(strings.Fields(s)) <= 8 && !words.EndsSentence(s)
}

func plausibleRole(s string) bool {
	n := utf8.RuneCountInString(s)
	return s != "" && n <= 200 && !(n > 60 && strings.HasSuffix(s, ".")) && strings.Count(s, ". ") < 2
}
