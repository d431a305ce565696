package export

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/blogferry/blogferry/blog"
)

// ghostPermalink is where Ghost has posts unless its routes say otherwise.
const ghostPermalink = "/:slug/"

// writeGhost writes a file for Ghost's importer: a JSON document or, with Options.Zip, a zip
// archive with images and files. Ghost silently drops the whole import for one invalid
// value, so all its limits are enforced here.
func writeGhost(w io.Writer, records Records, o Options) (int, error) {
	if o.Permalink == "" {
		o.Permalink = ghostPermalink
	}
	plan, err := NewPlan(records, o)
	if err != nil {
		return 0, err
	}
	if o.Zip {
		return writeGhostZip(w, records, plan, o)
	}
	return newGhost(plan, o).write(w, records, nil)
}

// ghost writes a document for Ghost's importer.
type ghost struct {
	plan  *Plan
	o     Options
	spare spare

	users *ghostUsers
	tags  *ghostTags

	// For the lists after the posts: the author of each post, 0 for none, and its tags,
	// which end in terms at the index in ends.
	authors []int32
	terms   []int32
	ends    []int32

	comments *bufio.Writer // nil without Options.Comments
	err      error         // of comments
}

func newGhost(plan *Plan, o Options) *ghost {
	g := &ghost{
		plan: plan, o: o, spare: newSpare(), users: newGhostUsers(plan, o), tags: newGhostTags(plan, o),
		authors: make([]int32, 0, plan.Len()), ends: make([]int32, 0, plan.Len()),
	}
	if o.Comments != nil {
		g.comments = bufio.NewWriter(o.Comments)
	}
	return g
}

func (g *ghost) write(w io.Writer, records Records, files *copies) (int, error) {
	posts := stream[made[[]byte]]{head: string(g.appendHead(nil)), record: g.appendMade}
	n, err := posts.write(w, unless(func() error { return g.err }, g.pool(records, files).all))
	if err == nil {
		err = g.writeRelations(w)
	}
	if err == nil && g.comments != nil {
		err = g.comments.Flush()
	}
	return n, err
}

// pool converts posts; what depends on other posts is done by appendMade.
func (g *ghost) pool(records Records, files *copies) pool[[]byte] {
	return pool[[]byte]{
		warn: g.o.Warn,
		read: func(warn func(*blog.Record, error)) Records {
			b := &bodies{plan: g.plan, o: g.o, copies: files}
			b.o.Warn = warn
			return b.records(records)
		},
		worker: func(warn func(*blog.Record, error)) func(int, *blog.Record) []byte {
			p := &ghostPosts{plan: g.plan, o: g.o}
			p.o.Warn = warn
			return func(n int, r *blog.Record) []byte { return p.append(g.spare.take(), n, r) }
		},
	}
}

// appendMade adds a post to the document, and records its relations.
func (g *ghost) appendMade(b []byte, n int, m made[[]byte]) []byte {
	g.relate(m.record)
	g.writeComments(n, m.record)
	if n > 0 {
		b = append(b, ',')
	}
	return g.spare.append(b, m.result)
}

// appendHead writes everything before the posts. The version is that of the format, which
// is the same in Ghost 5 and 6.
func (g *ghost) appendHead(b []byte) []byte {
	b = append(b, `{"db":[{"meta":{"exported_on":`...)
	b = strconv.AppendInt(b, g.newest(), 10)
	b = append(b, `,"version":"5.0.0"},"data":{`...)
	b = g.users.append(b)
	b = g.tags.append(append(b, ",\n"...))
	return append(b, ",\n\"posts\":["...)
}

// newest returns the date of the newest post in milliseconds, so that the same posts give
// the same bytes.
func (g *ghost) newest() (at int64) {
	for _, e := range g.plan.Entries() {
		if !e.At.IsZero() {
			at = max(at, e.At.UnixMilli())
		}
	}
	return at
}

// writeRelations writes which tags and authors belong to which post. A post's first tag
// is its primary tag.
func (g *ghost) writeRelations(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("\n],\n\"posts_tags\":[")
	between, start := "\n", 0
	for post, end := range g.ends {
		for order, tag := range g.terms[start:end] {
			fmt.Fprintf(b, `%s{"post_id":%d,"tag_id":%d,"sort_order":%d}`, between, post+1, tag, order)
			between = ",\n"
		}
		start = int(end)
	}
	b.WriteString("\n],\n\"posts_authors\":[")
	between = "\n"
	for post, author := range g.authors {
		if author > 0 {
			fmt.Fprintf(b, `%s{"post_id":%d,"author_id":%d,"sort_order":0}`, between, post+1, author)
			between = ",\n"
		}
	}
	b.WriteString("\n]}}]}\n")
	return b.Flush() // returns the first error
}

// appendRow starts an item of a list, on a line of its own.
func appendRow(b []byte, first *bool) []byte {
	if !*first {
		b = append(b, ',')
	}
	*first = false
	return append(b, '\n')
}
