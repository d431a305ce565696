package export

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// Ghost's limits, in characters.
const (
	maxGhostTitle   = 255
	maxGhostExcerpt = 300
	maxGhostName    = 191 // of users and tags
	maxGhostBio     = 250
)

const ghostUntitled = "(Untitled)" // as Ghost itself calls such posts

// ghostPosts converts posts. It is for one goroutine.
type ghostPosts struct {
	plan *Plan
	o    Options
	card []byte // of the current post
}

func (g *ghostPosts) append(b []byte, n int, r *blog.Record) []byte {
	if slug := g.plan.wanted(n); ghostSlugs.MatchString(slug) {
		g.o.warn(r, &Change{Renamed, fmt.Sprintf("Ghost keeps the slug %q for itself: it becomes %q", slug, g.plan.Entry(n).Slug)})
	}
	b = strconv.AppendInt(append(b, "\n{\"id\":"...), int64(n+1), 10)
	b = appendText(b, `,"uuid":`, strings.TrimPrefix(urn(r.ID), "urn:uuid:"))
	b = appendText(b, `,"comment_id":`, r.ID)
	b = appendText(b, `,"title":`, g.title(r))
	b = appendText(b, `,"slug":`, g.plan.Entry(n).Slug)
	b = g.appendLexical(append(b, `,"lexical":`...), ghostBody(r))
	b = append(b, `,"type":"post","visibility":"public","featured":0`...)
	b = g.appendDates(b, g.plan.Entry(n), r)
	if excerpt := g.cut(r, "excerpt", r.Excerpt, maxGhostExcerpt); excerpt != "" {
		b = appendText(b, `,"custom_excerpt":`, excerpt)
	}
	return append(b, '}')
}

// relate records the author and tags of the next post.
func (g *ghost) relate(r *blog.Record) {
	author, ok := g.plan.Author(r)
	if ok {
		g.users.report(r, author)
	} else {
		g.plan.reportNoAuthor(len(g.authors), r, g.o, "Ghost shows the site's owner")
	}
	g.authors = append(g.authors, g.users.id[author.Slug])
	start := len(g.terms)
	tags, categories := g.plan.Terms(r)
	for _, t := range append(categories, tags...) {
		id := g.tags.id[blog.NameKey(t.Name)]
		if !slices.Contains(g.terms[start:], id) {
			g.tags.report(r, id)
			g.terms = append(g.terms, id)
		}
	}
	g.ends = append(g.ends, int32(len(g.terms)))
}

func (g *ghostPosts) title(r *blog.Record) string {
	title := g.cut(r, "title", r.Title, maxGhostTitle)
	if title == "" {
		g.o.warn(r, &Change{Altered, "it has no title; Ghost shows " + ghostUntitled})
		return ghostUntitled
	}
	return title
}

// appendDates writes times in UTC, as in Ghost.
func (g *ghostPosts) appendDates(b []byte, e Entry, r *blog.Record) []byte {
	if e.At.IsZero() {
		g.o.warn(r, &Change{Altered, "it has no date; it becomes a draft"})
		b = append(b, `,"status":"draft","published_at":null`...)
		if found := parseDate(r.FirstSeenAt); !found.IsZero() {
			b = appendText(b, `,"created_at":`, ghostTime(found))
		}
		return b
	}
	at := ghostTime(e.At)
	b = appendText(b, `,"status":"published","published_at":`, at)
	b = appendText(b, `,"created_at":`, at)
	return appendText(b, `,"updated_at":`, at)
}

func ghostTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// ghostBody returns the body as HTML.
func ghostBody(r *blog.Record) string {
	if r.BodyHTML == "" {
		return paragraphs(r.BodyText)
	}
	return r.BodyHTML
}

// appendLexical writes a body as one HTML card of Ghost's editor, which is JSON within a
// JSON string. Ghost keeps such a card unchanged; plain "html" it would convert to
// paragraphs and cards, with losses.
func (g *ghostPosts) appendLexical(b []byte, markup string) []byte {
	g.card = appendText(g.card[:0], `{"root":{"children":[{"type":"html","version":1,"html":`, cleanXML(markup))
	g.card = append(g.card, `}],"direction":null,"format":"","indent":0,"type":"root","version":1}}`...)
	return appendString(b, string(g.card))
}

// cut truncates a text that is too long, and reports it.
func (g *ghostPosts) cut(r *blog.Record, what, text string, most int) string {
	short := ghostText(text, most)
	if strings.HasSuffix(short, "…") && !strings.HasSuffix(strings.TrimSpace(text), "…") {
		g.o.warn(r, &Change{Cut, fmt.Sprintf("its %s has %d characters, and %d in Ghost", what, utf8.RuneCountInString(text), most)})
	}
	return short
}

// ghostText returns a text in at most so many characters, without those that databases
// don't take.
func ghostText(text string, most int) string {
	text = strings.TrimSpace(cleanXML(text))
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most-1])) + "…"
}

// writeComments writes the comments, which Ghost does not import: a line for each post
// with comments.
func (g *ghost) writeComments(n int, r *blog.Record) {
	switch {
	case len(r.Comments) == 0:
	case g.comments == nil:
		g.o.warn(r, &Change{Dropped, fmt.Sprintf("its comments (%d); --comments FILE keeps them", len(r.Comments))})
	case g.err == nil:
		line := appendText(nil, `{"id":`, r.ID)
		line = appendText(line, `,"slug":`, g.plan.Entry(n).Slug)
		line = appendNullable(line, `,"url":`, r.URL)
		line = appendList(line, `,"comments":`, r.Comments, appendComment)
		_, g.err = g.comments.Write(append(line, "}\n"...))
	}
}
