package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// savedDetail is a post's own page among saved ones, with the pages on which
// its comments go on.
type savedDetail struct {
	pages  []*blog.Page
	detail *blog.Detail
}

// putSavedDetails stores the posts' own pages.
func (r *run) putSavedDetails(ctx context.Context, docs []*document) error {
	details, err := r.savedDetails(docs)
	if err != nil {
		return err
	}
	for _, d := range details {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.warnElsewhere(d.detail.Post.Elsewhere)
		s, err := r.Store.PutDetail(ctx, &blog.DetailPut{
			Source: r.src, Run: r.id, Pages: d.pages, Detail: d.detail, Saved: true, At: r.Now().UTC(), Fold: r.fold,
			Partial: d.detail.Pager.Next != nil, // of its comments
		})
		if err != nil {
			return fmt.Errorf("store %s: %w", d.pages[0].File, err)
		}
		r.count(s)
	}
	return nil
}

// savedDetails reads the pages and brings together those of one post: the
// pager of the comments tells which address is the post's.
func (r *run) savedDetails(docs []*document) ([]*savedDetail, error) {
	read := make([]*savedDetail, 0, len(docs))
	for doc := range r.readAgain(docs) {
		if doc.err != nil {
			return nil, doc.err
		}
		detail := doc.detail
		detail.Post.URL = blog.Canonical(cmp.Or(detail.Post.URL, doc.listing.Address, doc.page.URL))
		if t := detail.Pager.Template; t != nil && t.Key != "" && t.Request.Method != "POST" {
			detail.Post.URL = withoutQuery(detail.Post.URL, t.Key)
		}
		read = append(read, &savedDetail{pages: []*blog.Page{doc.page}, detail: detail})
	}
	slices.SortStableFunc(read, func(a, b *savedDetail) int { return a.detail.Pager.Current - b.detail.Pager.Current })
	var posts []*savedDetail
	byURL := map[string]*savedDetail{}
	for _, d := range read {
		key := blog.PathKey(d.detail.Post.URL, r.fold)
		first := byURL[key]
		if first == nil || key == "" {
			byURL[key] = d
			posts = append(posts, d)
			continue
		}
		first.join(d)
	}
	return posts, nil
}

// join adds a further page of a post's comments.
func (d *savedDetail) join(more *savedDetail) {
	fresh := newComments(d.detail.Post.Comments, more.detail.Post.Comments)
	if len(fresh) == 0 {
		return // the same page, saved twice
	}
	d.detail.Post.Comments = append(d.detail.Post.Comments, fresh...)
	d.pages = append(d.pages, more.pages...)
	d.detail.Pager = more.detail.Pager
}
