package comments

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// author finds the author of a comment: by the profile's selectors and the names of
// elements, by the link to the commenter's own site, in a line such as "Posted by Ann on
// June 3" or "Ann says:", or as a small heading. node is the element with the name.
func (c *reader) author(item, text *html.Node) (name, address string, node *html.Node) {
	for _, hint := range c.hints.Author {
		for _, n := range c.hinted(item, hint, text) {
			if name, address = c.named(n); name != "" {
				return name, address, n
			}
		}
	}
	for _, find := range [...]func(item, text *html.Node) *html.Node{c.namedAuthor, c.ownSite} {
		n := find(item, text)
		if name, address = c.named(n); name != "" {
			return name, address, n
		}
	}
	if name, address, node = c.signed(item, text); name != "" {
		return name, address, node
	}
	node = c.headed(item, text)
	name, address = c.named(node)
	return plausible(name), address, node
}

// headed returns a small heading above the text.
func (c *reader) headed(item, text *html.Node) (found *html.Node) {
	c.each(item, func(n *html.Node) {
		if found == nil && dom.HeadingLevel(n) >= 4 && text != nil && n != text && !dom.Within(n, text) {
			found = n
		}
	})
	return found
}

func (c *reader) namedAuthor(item, text *html.Node) *html.Node {
	return c.part(item, nil, authorParts, text)
}

// ownSite returns the link from a name to the commenter's site.
func (c *reader) ownSite(item, text *html.Node) (found *html.Node) {
	c.each(item, func(n *html.Node) {
		if found == nil && n.Data == "a" && n != text && !dom.Within(n, text) && strings.TrimSpace(dom.Text(n)) != "" &&
			(dom.HasToken(dom.Attr(n, "rel"), "external") || dom.HasToken(dom.Attr(n, "class"), "url")) {
			found = n
		}
	})
	return found
}

// named reads the name and address of a comment's author from an element. Words around
// the name ("Ann says:") are removed.
func (c *reader) named(n *html.Node) (name, address string) {
	if n == nil {
		return "", ""
	}
	if link := linkIn(n); link != nil {
		if href := dom.Attr(link, "href"); weburl.SafeMedia(href) && !strings.HasPrefix(weburl.Clean(href), "#") {
			address = weburl.Absolute(c.base, href)
		}
	}
	text := blog.Fold(dom.Text(n))
	if site, rest, ok := strings.Cut(text, " "); ok && weburl.IsHTTP(site) {
		text = rest // Disqus's version for readers without scripts
		if address == "" {
			address = site
		}
	}
	return bareName(c.withoutDate(text)), address
}

func linkIn(n *html.Node) *html.Node {
	if n.Data == "a" {
		return n
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "a" && dom.Attr(d, "href") != "" && strings.TrimSpace(dom.Text(d)) != "" {
			return d
		}
	}
	return nil
}

// saying matches what follows the name in the line above a comment.
var saying = pattern.Late(`(?i)\s+(?:says|said|wrote|writes|dijo|dice|escribió|disse|diz|escreveu|ha detto|ha scritto|scrive|a dit|dit|a écrit|écrit|` +
	`schreef|schrijft|zegt|schreibt|schrieb|sagt|sagte|meint|hat gesagt|pisze|napisał|napisała|sier|skrev|skriver|säger|sanoo|kirjoitti|írta|napsal|пишет)\s?(?:\.\.\.|[:.…]|$)$`)

// bareName removes words and punctuation around a name.
func bareName(s string) string {
	s = words.Unlabelled(strings.Trim(s, " |,·•"))
	s = saying.ReplaceAllString(strings.TrimSpace(s), "")
	return strings.TrimSpace(strings.TrimRight(s, " :|,·•-–—"))
}

// withoutDate removes the date from a line with the author: "21 July 2014 by Ann".
func (c *reader) withoutDate(text string) string {
	if m, ok := c.dates.Find(text); ok {
		return text[:m.Start] + text[m.End:]
	}
	return text
}

// beforeDate matches what may be between a name and the date.
var beforeDate = pattern.Late(`(?i)\s+(?:on|at|am|um|le|el|em|il|dne|den|op|à|w dniu)\.?$`)

// signed reads the author from a line outside of the text that says so: with a word for
// "by" before the name and a date after it, or with a word for "says".
func (c *reader) signed(item, text *html.Node) (name, address string, node *html.Node) {
	c.each(item, func(n *html.Node) {
		if name != "" || n == text || dom.Within(n, text) || dom.Within(text, n) || dom.Silent[n.Data] {
			return
		}
		shown, short := shortText(n, 2000)
		line := blog.Fold(shown)
		if !short || utf8.RuneCountInString(line) > 160 {
			return
		}
		if found, _ := c.signature(line); found != "" {
			name, node = found, n
			_, address = c.named(n)
		}
	})
	return name, address, node
}

// signature parses a line that names an author. ok is true even if the name was left
// empty.
func (c *reader) signature(line string) (name string, ok bool) {
	before := line
	m, dated := c.dates.Find(line)
	if dated {
		before = strings.TrimRight(line[:m.Start], " |,·•-–—")
	}
	if name := words.Unlabelled(before + " "); dated && name != before+" " {
		return plausible(beforeDate.ReplaceAllString(bareName(name), "")), true
	}
	if said := beforeDate.ReplaceAllString(before, ""); saying.MatchString(said) {
		return plausible(bareName(said)), true
	}
	return "", false
}

// plausible returns the name, or "" if it is too long.
func plausible(name string) string {
	if utf8.RuneCountInString(name) > 60 || len(strings.Fields(name)) > 6 {
		return ""
	}
	return name
}
