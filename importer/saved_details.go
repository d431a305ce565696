package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// savedDetail is a saved detail page with the further pages of its comments.
type savedDetail struct {
	pages  []*blog.Page
	detail *blog.Detail
	of     string // key of the post's address, "" if unknown
	part   int    // the number of its first page
}

// putSavedDetails stores the detail pages.
func (r *run) putSavedDetails(ctx context.Context, docs []*savedDoc) error {
	var post *savedDetail
	for read := range r.readAgain(ctx, byPost(docs, r.learned.fold)) {
		if read.err != nil {
			return read.err
		}
		read.detail.Post.URL = cmp.Or(read.doc.asked, addressOf(read.detail, read.listing, read.page))
		page := &savedDetail{pages: []*blog.Page{read.page}, detail: read.detail, of: blog.PathKey(read.doc.post, r.learned.fold), part: read.doc.part}
		if post != nil && page.of != "" && page.of == post.of && !page.follows(post) {
			post.join(page)
			continue
		}
		if err := r.putSavedDetail(ctx, post); err != nil {
			return err
		}
		post = page
	}
	return r.putSavedDetail(ctx, post)
}

// follows reports whether a page is a later capture of a post's first page, rather than
// another page of its comments. Only web archives tell.
func (d *savedDetail) follows(post *savedDetail) bool {
	page, first := d.pages[0], post.pages[0]
	return fromWeb(page) && page.URL == first.URL && d.part == post.part && page.Received.After(first.Received)
}

func (r *run) putSavedDetail(ctx context.Context, d *savedDetail) error {
	if d == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	r.warnCommentService(d.detail.Post.CommentService)
	s, err := r.Store.PutDetail(ctx, &blog.DetailPut{
		Source: r.src, Run: r.id, Pages: d.pages, Detail: d.detail, Saved: true, At: r.Now().UTC(), Fold: r.learned.fold,
		Partial: d.detail.Pager.Next != nil, // of its comments
	})
	if err != nil {
		return fmt.Errorf("store %s: %w", d.pages[0].File, err)
	}
	r.count(s)
	return nil
}

// byPost sorts detail pages by post, then by page of comments, then, in web archives, by
// time.
func byPost(docs []*savedDoc, fold bool) []*savedDoc {
	docs = slices.Clone(docs)
	slices.SortStableFunc(docs, func(a, b *savedDoc) int {
		return cmp.Or(a.part-b.part, a.got().Compare(b.got()))
	})
	place := map[string]int{}
	for i, doc := range docs {
		if _, ok := place[blog.PathKey(doc.post, fold)]; !ok {
			place[blog.PathKey(doc.post, fold)] = i
		}
	}
	slices.SortStableFunc(docs, func(a, b *savedDoc) int {
		return place[blog.PathKey(a.post, fold)] - place[blog.PathKey(b.post, fold)]
	})
	return docs
}

// addressOf returns the post's address for a detail or comment page, without the
// comment pager's page number.
func addressOf(d *blog.Detail, l *blog.Listing, page *blog.Page) string {
	address := blog.Canonical(cmp.Or(d.Post.URL, l.Address, page.URL))
	if t := d.Pager.Template; t != nil && t.Key != "" && t.Request.Method != "POST" {
		address = withoutQuery(address, t.Key)
	}
	return address
}

// join adds a further page of a post's comments.
func (d *savedDetail) join(more *savedDetail) {
	if !addComments(&d.detail.Post, more.detail.Post.Comments) {
		return // the same page, saved twice
	}
	d.pages = append(d.pages, more.pages...)
	d.detail.Pager = more.detail.Pager
}
