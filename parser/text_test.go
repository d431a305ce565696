package parser

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

var (
	blockEnds = regexp.MustCompile(`</(?:p|div|li|h\d|blockquote)>`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
)

// plainBlocks renders a body as a text browser would: a line for a block, an
// empty line between paragraphs when spaced is set.
func plainBlocks(markup string, spaced bool) string {
	markup = strings.ReplaceAll(markup, "<li>", "<li>  • ")
	if i := strings.Index(markup, `<div style="display: none">`); i >= 0 {
		markup = markup[:i] // a text rendering does not show it
	}
	text := html.UnescapeString(anyTag.ReplaceAllString(blockEnds.ReplaceAllString(markup, "\n"), ""))
	text = regexp.MustCompile(`\n\n+`).ReplaceAllString(strings.TrimRight(text, "\n"), "\n")
	if spaced {
		text = strings.ReplaceAll(text, "\n", "\n\n")
	}
	return text
}

// asText is the listing as text, as the browser's text rendering gives it.
func asText(posts []madePost, heading, ranges string, spaced bool) string {
	var b strings.Builder
	if heading != "" {
		b.WriteString(heading + "\n\n")
	}
	for _, p := range posts {
		b.WriteString(p.title + "\n\n" + plainBlocks(p.body, spaced) + "\n")
		for _, line := range p.byline {
			if text := plainBlocks(line, false); text != "" {
				b.WriteString(text + "\n")
			}
		}
		fmt.Fprintf(&b, "Posted: %s by %s | with %d comments\n", p.date, p.shownAuthor(), p.comments)
		if len(p.tags) > 0 {
			b.WriteString("Filed under: " + strings.Join(p.tags, ", ") + "\n")
		}
		b.WriteString("\n")
	}
	b.WriteString(ranges + "\n\u00a0|<\u00a0 <\u00a01 - 2 - 3\u00a0\u00a0>\u00a0\u00a0>|\n")
	return b.String()
}

func TestTextPages(t *testing.T) {
	p := newParser(t)
	unix := asText(made, "Quayside Notes", "Displaying results 1-5 (of 27)", false)
	for name, text := range map[string]string{
		"unix":          unix,
		"windows":       strings.ReplaceAll(unix, "\n", "\r\n"),
		"old mac":       strings.ReplaceAll(unix, "\n", "\r"),
		"indented":      "    " + strings.ReplaceAll(unix, "\n", "\n    "),
		"trailing":      strings.ReplaceAll(unix, "\n", " \t\n"),
		"byte mark":     "\ufeff" + unix,
		"spaced":        asText(made, "Quayside Notes", "Displaying results 1-5 (of 27)", true),
		"czech range":   asText(made, "Quayside Notes", "Zobrazeny výsledky  1-5 (z 27)", false),
		"no range":      asText(made, "Quayside Notes", "", false),
		"no-break text": strings.ReplaceAll(unix, "Posted: ", "Posted:\u00a0"),
	} {
		t.Run(name, func(t *testing.T) {
			l, err := p.Listing(textPage(text), blog.Knowledge{})
			if err != nil {
				t.Fatal(err)
			}
			if l.Heading != "Quayside Notes" || !l.FromText {
				t.Errorf("heading = %q, from text %v", l.Heading, l.FromText)
			}
			checkMade(t, l, made, false)
		})
	}
}

func TestTextWithoutHeading(t *testing.T) {
	posts := made[1:]
	l, err := newParser(t).Listing(textPage(asText(posts, "", "Displaying results 2-5 (of 27)", false)), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Heading != "" {
		t.Errorf("heading = %q, want none", l.Heading)
	}
	checkMade(t, l, posts, false)
}

// TestTextTitles: a sub-heading is body, and a title is never made out of body.
func TestTextTitles(t *testing.T) {
	long := strings.Repeat("Here is a sentence of a paragraph that nobody would call a title. ", 5)
	text := "Salt Road\n\nFirst Title\n\nA sub-heading below it\n\nThe body of the first.\nPosted: 5/22/2012 9:00:00 AM by A B | with 0 comments\n\n" +
		long + "\nMore of it.\nPosted: 5/21/2012 9:00:00 AM by A B | with 0 comments\n\n" +
		"Alone but long: " + long + "\n\nThe end.\nPosted: 5/20/2012 9:00:00 AM by A B | with 0 comments\n\n" +
		"What it \u200bcosts\u00a0you?\n\n" + long + "\nPosted: 5/19/2012 9:00:00 AM by A B | with 0 comments\n"
	l, err := newParser(t).Listing(textPage(text), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"First Title", "", "", "What it costs you?"}
	if len(l.Posts) != len(want) {
		t.Fatalf("posts = %s", titlesOf(l))
	}
	for i, w := range want {
		if l.Posts[i].Title != w {
			t.Errorf("title %d = %q, want %q", i, l.Posts[i].Title, w)
		}
	}
	if !strings.HasPrefix(l.Posts[0].BodyText, "A sub-heading below it") {
		t.Errorf("body = %q", l.Posts[0].BodyText)
	}
	if !strings.HasPrefix(l.Posts[1].BodyText, "Here is a sentence") {
		t.Errorf("body = %q", l.Posts[1].BodyText)
	}
}

// TestTextAgreesWithMarkup: the same page as HTML and as text gives the same
// posts.
func TestTextAgreesWithMarkup(t *testing.T) {
	p := newParser(t)
	markup, err := p.Listing(htmlPage(frame(shapes["stock preview"](made), len(made))), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.Listing(textPage(asText(made, "Quayside Notes", "Displaying results 1-5 (of 27)", false)), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if len(markup.Posts) != len(text.Posts) {
		t.Fatalf("%d posts from markup, %d from text", len(markup.Posts), len(text.Posts))
	}
	for i := range markup.Posts {
		a, b := markup.Posts[i], text.Posts[i]
		if a.Title != b.Title || a.Author != b.Author || a.Role != b.Role || a.Published != b.Published || strings.Join(a.Tags, ";") != strings.Join(b.Tags, ";") || *a.CommentCount != *b.CommentCount {
			t.Errorf("markup %+v\ntext %+v", a, b)
		}
		if bareWords(a.BodyText) != bareWords(b.BodyText) {
			t.Errorf("body from markup %q, from text %q", a.BodyText, b.BodyText)
		}
	}
}

// bareWords is a text without line breaks and bullets, which renderings set as they
// like.
func bareWords(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("•", " ", "- ", " ").Replace(s)), " ")
}
