package export

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// wxrComment is a comment with its id, time and parent in WordPress.
type wxrComment struct {
	*blog.RecordComment
	at     time.Time
	id     int64
	parent *wxrComment
}

// maxWXRComments is the number of comments of a post that get ids of their own.
const maxWXRComments = 1 << 20

func (c *wxrComment) parentID() int64 {
	if c.parent == nil {
		return 0
	}
	return c.parent.id
}

// wxrComments returns a post's comments, each after its parent and otherwise by time:
// WordPress imports them in the order of their ids, and misplaces a reply that precedes
// its parent. Ids do not change when later comments are added. A comment without a date
// gets that of the previous one, or of the post.
func wxrComments(r *blog.Record, post wxrPost) []*wxrComment {
	list := make([]*wxrComment, len(r.Comments))
	byURL := map[string]*wxrComment{}
	at := post.at
	for i := range r.Comments {
		c := &wxrComment{RecordComment: &r.Comments[i]}
		if own := parseDate(c.PublishedAt); !own.IsZero() {
			at = own
		}
		c.at, list[i], byURL[orEmpty(c.URL)] = at, c, c
	}
	delete(byURL, "")
	for _, c := range list {
		c.parent = byURL[orEmpty(c.Parent)]
	}
	slices.SortStableFunc(list, func(a, b *wxrComment) int { return a.at.Compare(b.at) })
	return threaded(list, int64(post.id)*maxWXRComments)
}

// threaded assigns ids, in the order of which each comment follows its parent.
func threaded(list []*wxrComment, base int64) []*wxrComment {
	sorted := make([]*wxrComment, 0, len(list))
	const inWork = -1
	var place func(c *wxrComment)
	place = func(c *wxrComment) {
		if c.id != 0 {
			return
		}
		c.id = inWork
		if c.parent != nil {
			place(c.parent)
		}
		if c.parent != nil && c.parent.id == inWork { // they reply to each other
			c.parent = nil
		}
		sorted = append(sorted, c)
		c.id = base + int64(len(sorted))
	}
	for _, c := range list {
		place(c)
	}
	return sorted
}

func (e *elements) comments(r *blog.Record, post wxrPost) {
	for _, c := range wxrComments(r, post) {
		e.raw("\t\t<wp:comment>\n")
		e.comment(c)
		e.raw("\t\t</wp:comment>\n")
	}
}

func (e *elements) comment(c *wxrComment) {
	const indent = "\t\t\t"
	name, _ := wxrPen(c.Author)
	body, _ := commentBody(c.RecordComment)
	e.number(indent, "wp:comment_id", c.id)
	e.cdata(indent, "wp:comment_author", name)
	e.cdata(indent, "wp:comment_author_email", "")
	e.text(indent, "wp:comment_author_url", webAddress(c.AuthorURL))
	e.cdata(indent, "wp:comment_author_IP", "")
	e.cdata(indent, "wp:comment_date", c.at.Format(wxrTime))
	e.cdata(indent, "wp:comment_date_gmt", c.at.UTC().Format(wxrTime))
	e.cdata(indent, "wp:comment_content", body)
	e.cdata(indent, "wp:comment_approved", "1")
	e.cdata(indent, "wp:comment_type", cmp.Or(c.Type, "comment"))
	e.number(indent, "wp:comment_parent", c.parentID())
	e.number(indent, "wp:comment_user_id", 0)
}

// lineBreak matches a line break in HTML, which WordPress would turn into <br>, except in
// preformatted text.
var lineBreak = regexp.MustCompile(`(?is)<pre\b.*?</pre>|[ \t\r]*\n\s*`)

// commentBody returns a comment as stored by WordPress: HTML in which line breaks are
// shown. If that is too long, it is the start of the text.
func commentBody(c *blog.RecordComment) (html string, cut bool) {
	if c.BodyHTML == "" {
		return wxrText(c.BodyText)
	}
	if len(c.BodyHTML) > maxWXRText {
		text, _ := wxrText(c.BodyText)
		return text, true
	}
	if !strings.Contains(c.BodyHTML, "\n") {
		return c.BodyHTML, false
	}
	return lineBreak.ReplaceAllStringFunc(strings.TrimSpace(c.BodyHTML), func(found string) string {
		if found[0] == '<' {
			return found
		}
		return " "
	}), false
}
