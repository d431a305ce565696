package parser

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// roleNearName looks for a role that the byline does not give: after the name, on the
// line below, in an element with a class for roles, in a tooltip. Unless a class says so, it
// must be a job title, since places, companies and categories are shown there, too.
func (f *fields) roleNearName() {
	f.nameAlone()
	if f.p.Author == "" || f.p.Role != "" {
		return
	}
	if name, role := words.NameAndJob(f.p.Author); role != "" {
		f.p.Author, f.p.Role = name, role
		f.p.Evidence["role"] = f.p.Evidence["author"]
		return
	}
	if f.s.doc.Plain {
		return
	}
	for i := f.r.extent.From; i < f.r.extent.To; i++ {
		l := &f.s.doc.Lines[i]
		if f.r.body.Has(i) || l.Hidden || len(l.Text) > document.ShortLine || !strings.Contains(l.Text, f.p.Author) {
			continue
		}
		if role, at := f.roleNear(i); role != "" {
			f.p.Role = role
			if name := strings.TrimSuffix(f.p.Author, " "+role); name != "" {
				f.p.Author = name
			}
			f.lineNote("role", document.Span{From: at, To: at + 1})
			return
		}
	}
}

// nameAlone cuts off what follows the name in an element of its own, if only the style
// sheet separates the two.
func (f *fields) nameAlone() {
	if f.p.Author == "" || f.s.doc.Plain {
		return
	}
	for i := f.r.extent.From; i < f.r.extent.To; i++ {
		l := &f.s.doc.Lines[i]
		if f.r.body.Has(i) || l.Hidden || len(l.Text) > document.ShortLine {
			continue
		}
		for _, leaf := range l.Leaves {
			name := blog.Fold(leaf.Data)
			rest, ok := strings.CutPrefix(f.p.Author, name)
			if leaf.Type != html.TextNode || !ok || rest == "" || !strings.Contains(name, " ") || !words.IsPersonName(name) {
				continue
			}
			first, _ := utf8.DecodeRuneInString(rest)
			if unicode.IsLetter(first) && leaf.Parent != l.Block || l.Text == name && words.NamesJob(rest) {
				f.p.Author = name
				return
			}
		}
	}
}

// roleNear returns the role beside the name in a line, and the line that shows it.
func (f *fields) roleNear(i int) (role string, at int) {
	l := &f.s.doc.Lines[i]
	name := f.p.Author
	for _, leaf := range l.Leaves {
		for n := leaf.Parent; n != nil && f.s.doc.End(n) <= l.To && blog.Fold(dom.Text(n)) == name; n = n.Parent {
			if role := tooltipRole(n, name); role != "" {
				return role, i
			}
		}
	}
	_, rest, _ := strings.Cut(l.Text, name)
	if role := f.calledRole(l); role != "" {
		return role, i
	}
	if role := jobBehind(rest); role != "" {
		return role, i
	}
	if strings.Trim(rest, " ,") != "" || i+1 >= len(f.s.doc.Lines) {
		return "", 0
	}
	return f.roleBelow(i)
}

// tooltipRole returns the job in the tooltip of an element with a name.
func tooltipRole(n *html.Node, name string) string {
	for _, key := range [...]string{"title", "data-original-title", "data-title", "data-tooltip"} {
		tip := blog.Fold(dom.Attr(n, key))
		if words.NamesJob(tip) && looksLikeRole(tip) && !strings.Contains(tip, name) {
			return tip
		}
	}
	return ""
}

// calledRole returns the text of an element whose class says that it is a role.
func (f *fields) calledRole(l *document.Line) string {
	for _, leaf := range l.Leaves {
		for n := leaf.Parent; n != nil && f.s.doc.End(n) <= l.To; n = n.Parent {
			if !isCalledRole(n) {
				continue
			}
			if text := blog.Fold(dom.Text(n)); looksLikeRole(text) && !strings.Contains(text, f.p.Author) {
				return text
			}
		}
	}
	return ""
}

var roleClasses = words.Set("role author-role author_role authorrole job jobtitle job-title job_title author-job author-title author_title authortitle " +
	"position author-position author_position designation author-designation profession")

func isCalledRole(n *html.Node) bool {
	if dom.Attr(n, "itemprop") == "jobTitle" {
		return true
	}
	for class := range strings.FieldsSeq(strings.ToLower(dom.Attr(n, "class"))) {
		if roleClasses[class] {
			return true
		}
	}
	return false
}

// jobBehind returns the job that directly follows a name: ", JOB", " - JOB", " (JOB)" or
// " | JOB", up to the next field.
func jobBehind(rest string) string {
	for _, sep := range [...]string{" (", ", ", " – ", " — ", " - ", " | "} {
		role, ok := strings.CutPrefix(rest, sep)
		if !ok {
			continue
		}
		role, _, _ = strings.Cut(role, " | ")
		role, _, _ = strings.Cut(role, " · ")
		if sep == " (" {
			if role, ok = strings.CutSuffix(role, ")"); !ok {
				return ""
			}
		}
		return asJob(role)
	}
	return ""
}

// asJob returns text if it is a job title and nothing else, or "".
func asJob(text string) string {
	const longest = 8 // words of a job that no element sets off
	text = strings.TrimSpace(text)
	first, _ := utf8.DecodeRuneInString(text)
	if !unicode.IsUpper(first) || !words.NamesJob(text) || !looksLikeRole(text) || words.EndsSentence(text) || len(strings.Fields(text)) > longest {
		return ""
	}
	return text
}

// roleBelow returns the role on the line below the name, in the same block or in the
// next one, and removes it from the body.
func (f *fields) roleBelow(i int) (role string, at int) {
	above, l := &f.s.doc.Lines[i], &f.s.doc.Lines[i+1]
	if above.Block == nil || l.Block == nil || l.Hidden || l.Heading > 0 {
		return "", 0
	}
	switch {
	case f.calledRole(l) != "":
		role = f.calledRole(l)
	case l.Block == above.Block || l.Block.Parent == above.Block.Parent && !f.amongText(i+1):
		text, _, _ := strings.Cut(l.Text, " | ")
		role = cmp.Or(labelledRole(text), asJob(text))
	}
	if role == "" || slices.ContainsFunc(l.Links, func(a document.Link) bool { return strings.Contains(a.Text, role) }) {
		return "", 0 // a link there is a category
	}
	if f.r.body.Has(i + 1) {
		f.drop = append(f.drop, document.Span{From: i + 1, To: i + 2})
		if f.r.body.From == i+1 {
			f.r.body.From++
		}
	}
	return role, i + 1
}

// roleLabels announce a role on a line of its own.
var roleLabels = words.Set("role position title rolle funktion fonction poste functie funkce pozice befattning cargo puesto ruolo stanowisko stilling tehtävä")

// labelledRole returns the role of "Position: ROLE", "" if a text is not that.
func labelledRole(text string) string {
	label, role, ok := strings.Cut(text, ":")
	label = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(label)), "job ")
	if role = strings.TrimSpace(role); !ok || !roleLabels[label] || !looksLikeRole(role) {
		return ""
	}
	return role
}

// amongText reports whether a line and the next one are both in the post's text.
func (f *fields) amongText(i int) bool {
	return f.r.body.Has(i) && i+1 < f.r.body.To && f.s.doc.Lines[i+1].Block != nil && f.s.doc.Lines[i+1].Block.Parent == f.s.doc.Lines[i].Block.Parent
}
