package export

import (
	"cmp"
	"io"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// writeAtom writes all posts as one Atom feed (RFC 4287).
func writeAtom(w io.Writer, records Records, o Options) (int, error) {
	f, err := newFeed(records, o)
	if err != nil {
		return 0, err
	}
	a := atom{f}
	comments := newAtomComments(a)
	entries := stream[made[feedMade]]{
		head: string(a.appendHead(nil, a.title, a.id(""))),
		record: func(buf []byte, _ int, m made[feedMade]) []byte {
			comments.write(m.result.comments)
			return f.spare.append(buf, m.result.entry)
		},
		tail: func(int) string { return atomEnd },
	}
	posts := f.pool(records, func(f *feed, b []byte, n int, r *blog.Record) feedMade {
		m := feedMade{entry: atom{f}.appendEntry(b, n, r)}
		if comments.w != nil && len(r.Comments) > 0 {
			m.comments = atom{f}.appendComments(nil, n, r)
		}
		return m
	})
	n, err := entries.write(w, unless(comments.err, posts.all))
	return n, cmp.Or(err, comments.end())
}

type atom struct{ *feed }

const atomEnd = "</feed>\n"

// appendHead starts a feed. Elements outside of Atom are from RFC 4685 or our own.
func (a atom) appendHead(b []byte, title, id string) []byte {
	b = append(b, `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:blogferry="https://github.com/blogferry/blogferry">
`...)
	b = appendElement(b, "<title>", title, "</title>\n")
	b = appendElement(b, "<id>", id, "</id>\n")
	b = appendElement(b, "<updated>", a.updated().Format(time.RFC3339), "</updated>\n")
	b = appendLink(b, "alternate", a.home())
	return append(b, `<generator uri="https://github.com/blogferry/blogferry">blogferry</generator>
`...)
}

// updated returns the date of the newest post, so that the same posts give the same
// bytes.
func (a atom) updated() time.Time {
	if a.at.IsZero() {
		return time.Unix(0, 0).UTC() // Atom requires a date
	}
	return a.at
}

func (a atom) appendEntry(b []byte, n int, r *blog.Record) []byte {
	now, old := a.addresses(n, r)
	b = append(b, "<entry>\n"...)
	b = appendElement(b, "<title>", r.Title, "</title>\n")
	b = appendElement(b, "<id>", urn(r.ID), "</id>\n")
	b = a.appendDates(b, a.plan.Entry(n), r)
	b = appendElement(b, "<author><name>", a.author(r), "</name>")
	if r.Role != "" {
		b = appendElement(b, "<blogferry:role>", r.Role, "</blogferry:role>")
	}
	b = append(b, "</author>\n"...)
	b = appendLink(b, "alternate", now)
	b = appendLink(b, "via", old)
	for _, name := range a.terms(r) {
		b = appendElement(b, `<category term="`, name, "\"/>\n")
	}
	if r.Excerpt != "" {
		b = appendElement(b, "<summary>", r.Excerpt, "</summary>\n")
	}
	b = a.appendTotal(b, r)
	return append(appendContent(b, r.BodyHTML, r.BodyText), "</entry>\n"...)
}

// appendContent writes HTML, or else text. Markup is in a CDATA section, as in the feeds
// of WordPress and Jekyll: some importers know no other form (@11ty/import), and some
// parsers limit the number of entities in a document. Titles have no type attribute,
// since some parsers do not read an element with an attribute as text.
func appendContent(b []byte, html, text string) []byte {
	if html == "" {
		return appendElement(b, `<content type="text">`, text, "</content>\n")
	}
	b = appendSection(append(b, `<content type="html">`...), html)
	return append(b, "</content>\n"...)
}

// dated returns when a post was published. Atom also requires the date of the last
// change, which pages do not show: it is the same, or, for a post without a date, when it
// was first stored.
func (a atom) dated(e Entry, r *blog.Record) time.Time {
	if !e.At.IsZero() {
		return e.At
	}
	if seen := parseDate(r.FirstSeenAt); !seen.IsZero() {
		return seen
	}
	return a.updated()
}

func (a atom) appendDates(b []byte, e Entry, r *blog.Record) []byte {
	at := a.dated(e, r)
	if e.At.IsZero() {
		a.o.warn(r, &Change{Altered, "it has no date; the feed says that it was updated when it was first stored"})
	} else {
		b = appendElement(b, "<published>", at.Format(time.RFC3339), "</published>\n")
	}
	return appendElement(b, "<updated>", at.Format(time.RFC3339), "</updated>\n")
}

// author returns the author, or the blog for a post without one, since Atom requires an
// author.
func (a atom) author(r *blog.Record) string {
	author, _ := a.plan.Author(r)
	return cmp.Or(author.Name, a.title, "unknown")
}

func appendLink(b []byte, rel, address string) []byte {
	if address == "" {
		return b
	}
	b = append(append(b, `<link rel="`...), rel...)
	return appendElement(b, `" href="`, address, "\"/>\n")
}

func appendElement(b []byte, start, text, end string) []byte {
	return append(appendXML(append(b, start...), text), end...)
}
