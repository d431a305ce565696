package export

import (
	"bufio"
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Comments are in a feed of their own, whose entries refer to the post or comment to
// which they reply (RFC 4685): in the feed of posts they would be taken for posts.

// atomComments is that feed. The zero value writes none.
type atomComments struct {
	w *bufio.Writer
}

func newAtomComments(a atom) atomComments {
	if a.o.Comments == nil {
		return atomComments{}
	}
	w := bufio.NewWriterSize(a.o.Comments, spill)
	_, _ = w.Write(a.appendHead(nil, "Comments: "+a.title, a.id("comments"))) // errors stay until Flush
	return atomComments{w}
}

func (c atomComments) write(entries []byte) {
	if c.w != nil {
		_, _ = c.w.Write(entries)
	}
}

// err returns the first error of writing.
func (c atomComments) err() error {
	if c.w == nil {
		return nil
	}
	_, err := c.w.Write(nil)
	return err
}

func (c atomComments) end() error {
	if c.w == nil {
		return nil
	}
	_, _ = c.w.WriteString(atomEnd)
	return c.w.Flush()
}

// appendTotal writes the number of a post's comments, if known, and where they are.
func (a atom) appendTotal(b []byte, r *blog.Record) []byte {
	total := len(r.Comments)
	if r.CommentCount != nil {
		total = *r.CommentCount
	}
	if r.CommentCount != nil || total > 0 {
		b = append(strconv.AppendInt(append(b, "<thr:total>"...), int64(total), 10), "</thr:total>\n"...)
	}
	if len(r.Comments) > 0 && a.o.CommentsName != "" && a.o.BaseURL != "" {
		b = appendElement(b, `<link rel="replies" type="application/atom+xml" href="`, a.o.BaseURL+"/"+a.o.CommentsName, `" thr:count="`)
		b = append(strconv.AppendInt(b, int64(len(r.Comments)), 10), "\"/>\n"...)
	}
	return b
}

// appendComments writes the comments of the n-th post. A comment without a date gets that
// of the previous one, or of the post, as its update time, which Atom requires.
func (a atom) appendComments(b []byte, n int, r *blog.Record) []byte {
	now, _ := a.addresses(n, r)
	ids := commentIDs(r)
	byURL := map[string]string{}
	for i, c := range r.Comments {
		byURL[orEmpty(c.URL)] = cmp.Or(byURL[orEmpty(c.URL)], ids[i])
	}
	delete(byURL, "")
	at, where := a.dated(a.plan.Entry(n), r), "alternate"
	if a.o.BaseURL != "" {
		where = "via"
	}
	for i := range r.Comments {
		c := &r.Comments[i]
		b = append(b, "<entry>\n"...)
		b = appendElement(b, "<title>", "Re: "+r.Title, "</title>\n")
		b = appendElement(b, "<id>", ids[i], "</id>\n")
		if own := parseDate(c.PublishedAt); !own.IsZero() {
			at = own
			b = appendElement(b, "<published>", at.Format(time.RFC3339), "</published>\n")
		}
		b = appendElement(b, "<updated>", at.Format(time.RFC3339), "</updated>\n")
		b = appendCommenter(b, c)
		b = appendLink(b, where, webAddress(orEmpty(c.URL)))
		b = appendReply(b, urn(r.ID), now)
		if parent := byURL[orEmpty(c.Parent)]; parent != "" && parent != ids[i] {
			b = appendReply(b, parent, "")
		}
		b = append(appendContent(b, c.BodyHTML, c.BodyText), "</entry>\n"...)
	}
	return b
}

func appendCommenter(b []byte, c *blog.RecordComment) []byte {
	b = appendElement(b, "<author><name>", cmp.Or(c.Author, "unknown"), "</name>")
	if site := webAddress(c.AuthorURL); site != "" {
		b = appendElement(b, "<uri>", site, "</uri>")
	}
	return append(b, "</author>\n"...)
}

func appendReply(b []byte, ref, address string) []byte {
	b = append(append(b, `<thr:in-reply-to ref="`...), ref...)
	if address != "" {
		b = appendXML(append(b, `" href="`...), address)
	}
	return append(b, "\"/>\n"...)
}

// commentIDs returns permanent ids of comments: made from their addresses, or else from
// their content.
func commentIDs(r *blog.Record) []string {
	ids, seen := make([]string, len(r.Comments)), map[string]int{}
	for i, c := range r.Comments {
		key := orEmpty(c.URL)
		if key == "" {
			key = fmt.Sprintf("%q %q %q", c.Author, orEmpty(c.PublishedAt), c.BodyText)
		}
		seen[key]++
		ids[i] = urn(fmt.Sprintf("%s comment %d %s", r.ID, seen[key], key))
	}
	return ids
}
