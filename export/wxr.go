package export

import (
	"io"
	"net/url"
	"path"
	"slices"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// wxr writes WordPress's export format, WXR 1.2, in the same element order as WordPress. The
// importer silently drops and merges posts; what would be lost is changed here and reported.
//
// The importer is https://github.com/WordPress/wordpress-importer.
type wxr struct {
	o     Options
	plan  *Plan
	posts *wxrPosts
	files *wxrFiles
	spare spare
}

func writeWXR(w io.Writer, records Records, o Options) (int, error) {
	x, err := newWXR(records, o)
	if err != nil {
		return 0, err
	}
	return stream[made[wxrMade]]{head: x.head(), record: x.append, tail: func(int) string { return wxrEnd }}.write(w, x.pool(records).all)
}

// newWXR reads the records once.
func newWXR(records Records, o Options) (*wxr, error) {
	posts := &wxrPosts{}
	if o.Outlines == nil {
		o.Outlines = records
	}
	o.Outlines = posts.watch(o.Outlines)
	plan, err := NewPlan(records, o)
	if err != nil {
		return nil, err
	}
	posts.settle(plan)
	return &wxr{o: o, plan: plan, posts: posts, files: newWXRFiles(o.Media, posts), spare: newSpare()}, nil
}

// wxrMade is a post as written to the file, and the files that it refers to.
type wxrMade struct {
	item  []byte
	files []wxrFile
}

func (x *wxr) pool(records Records) pool[wxrMade] {
	return pool[wxrMade]{warn: x.o.Warn, read: just(records), worker: func(warn func(*blog.Record, error)) func(int, *blog.Record) wxrMade {
		own := *x
		own.o.Warn = warn
		b := &bodies{plan: x.plan, o: own.o, address: func(path string) string { return x.o.BaseURL + path }}
		return func(n int, r *blog.Record) (m wxrMade) {
			b.seen = func(old, address string) { m.files = x.files.note(m.files, r, old, address) }
			m.item = own.item(x.spare.take(), n, b.record(r))
			own.reportFiles(r, m.files)
			return m
		}
	}}
}

// append adds a post to the document, and the files that no earlier post refers to.
func (x *wxr) append(buf []byte, n int, m made[wxrMade]) []byte {
	e := elements(x.spare.append(buf, m.result.item))
	x.files.write(&e, x.posts.at(n, x.plan), m.result.files)
	return e
}

// wxrItem is what posts and attachments have in common, in WordPress's order.
type wxrItem struct {
	title, link, author, guid, excerpt string   // HTML, but for link, author and guid
	content                            []string // HTML in pieces

	id       uint32
	at       time.Time
	undated  bool
	comments string // open or closed
	slug     string
	status   string
	parent   uint32
	kind     string
}

const (
	wxrTime  = time.DateTime
	wxrNever = "0000-00-00 00:00:00" // GMT date of a draft without a date
)

// dates returns those of an item in GMT.
func (i *wxrItem) dates() (pubDate, gmt string) {
	if i.undated {
		return "", wxrNever
	}
	return i.at.UTC().Format(time.RFC1123Z), i.at.UTC().Format(wxrTime)
}

func (e *elements) item(i wxrItem) {
	const indent = "\t\t"
	pubDate, gmt := i.dates()
	e.cdata(indent, "title", i.title)
	e.text(indent, "link", i.link)
	e.text(indent, "pubDate", pubDate)
	e.cdata(indent, "dc:creator", i.author)
	e.raw(indent, `<guid isPermaLink="false">`)
	e.escaped(i.guid)
	e.raw("</guid>\n", indent, "<description></description>\n")
	e.cdata(indent, "content:encoded", i.content...)
	e.cdata(indent, "excerpt:encoded", i.excerpt)
	e.number(indent, "wp:post_id", int64(i.id))
	e.cdata(indent, "wp:post_date", i.at.Format(wxrTime))
	e.cdata(indent, "wp:post_date_gmt", gmt)
	e.cdata(indent, "wp:post_modified", i.at.Format(wxrTime))
	e.cdata(indent, "wp:post_modified_gmt", gmt)
	e.cdata(indent, "wp:comment_status", i.comments)
	e.cdata(indent, "wp:ping_status", "closed")
	e.cdata(indent, "wp:post_name", i.slug)
	e.cdata(indent, "wp:status", i.status)
	e.number(indent, "wp:post_parent", int64(i.parent))
	e.number(indent, "wp:menu_order", 0)
	e.cdata(indent, "wp:post_type", i.kind)
	e.cdata(indent, "wp:post_password", "")
	e.number(indent, "wp:is_sticky", 0)
}

// item appends the n-th post.
func (x *wxr) item(buf []byte, n int, r *blog.Record) []byte {
	post, e := x.posts.at(n, x.plan), elements(buf)
	tags, categories := x.plan.Terms(r)
	x.report(n, r, post, slices.Concat(tags, categories))
	e.raw("\t<item>\n")
	e.item(x.post(n, r, post))
	e.terms("category", categories)
	e.terms("post_tag", tags)
	e.meta("blogferry_id", r.ID)
	e.meta("blogferry_permalink", orEmpty(r.URL))
	e.meta("blogferry_role", wxrMeta(r.Role))
	e.comments(r, post)
	e.raw("\t</item>\n")
	return e
}

func (x *wxr) post(n int, r *blog.Record, post wxrPost) wxrItem {
	author, _ := x.plan.Author(r)
	title, _ := wxrText(r.Title)
	excerpt, _ := wxrText(r.Excerpt)
	body, cut := wxrBody(r)
	if cut {
		x.o.warn(r, &Change{Cut, "the body is too large for PHP: only the beginning of its text is there"})
	}
	i := wxrItem{
		title: title, link: x.link(n, r), author: wxrLogin(author), guid: wxrGUID(r), content: body, excerpt: excerpt,
		id: post.id, at: post.at, undated: post.undated, comments: "closed", slug: post.slug, status: "publish", kind: "post",
	}
	if r.CommentCount != nil || len(r.Comments) > 0 {
		i.comments = "open" // as they were on the old blog
	}
	if post.undated {
		i.status = "draft"
	}
	return i
}

// link returns the old permalink. A post without one, or with a name that cannot be a
// file name, gets its new address: some importers make paths of links, and Nikola's gives
// up if that fails.
func (x *wxr) link(n int, r *blog.Record) string {
	old := orEmpty(r.URL)
	name, err := url.PathUnescape(path.Base(old))
	if old == "" || err != nil || len(name) > maxWXRSlug {
		return x.o.BaseURL + x.plan.Path(x.plan.Entry(n))
	}
	return old
}

// wxrGUID returns the old permalink, by which feed readers may know the post.
func wxrGUID(r *blog.Record) string {
	if u := orEmpty(r.URL); u != "" && len(u) <= maxWXRGUID {
		return u
	}
	return "urn:blogferry:" + r.ID
}

func (e *elements) terms(domain string, terms []Term) {
	for _, t := range terms {
		name, _ := wxrName(t.Name, t.Slug)
		e.raw("\t\t<category domain=\"", domain, "\" nicename=\"")
		e.escaped(t.Slug)
		e.raw("\">")
		e.section(name)
		e.raw("</category>\n")
	}
}

func (e *elements) meta(key, value string) {
	if value == "" {
		return
	}
	e.raw("\t\t<wp:postmeta>\n")
	e.cdata("\t\t", "wp:meta_key", key)
	e.cdata("\t\t", "wp:meta_value", value)
	e.raw("\t\t</wp:postmeta>\n")
}
