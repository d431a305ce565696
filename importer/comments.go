package importer

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/blogferry/blogferry/blog"
)

// readComments reads the further pages of a post's comments: those that follow
// the one shown, and then those before it, since some blogs show the newest first.
func (r *run) readComments(ctx context.Context, read *readDetail) error {
	asked := map[string]bool{read.pages[0].Request.Key(): true}
	first := read.detail.Pager
	for _, turn := range [...]func(blog.Pager, int) (blog.Request, bool){commentPage, earlierComments} {
		pager := first
		for n := 2; ; n++ {
			req, ok := turn(pager, n)
			if !ok || asked[req.Key()] {
				break
			}
			asked[req.Key()] = true
			page, more, err := r.detailPage(ctx, req, read.due.Shown)
			if noCommentPage(err) {
				read.detail.Warnings = append(read.detail.Warnings, fmt.Sprintf("comments, %s: %v", req.URL, err))
				break
			}
			if err != nil {
				return fmt.Errorf("comments, page %d: %w", n, err)
			}
			if !addComments(&read.detail.Post, more.Post.Comments) {
				break
			}
			read.pages = append(read.pages, page)
			pager = more.Pager
		}
	}
	return nil
}

// noCommentPage reports whether what looked like the address of further comments is not
// one: then the post's own page has all comments.
func noCommentPage(err error) bool {
	var status *blog.StatusError
	return errors.Is(err, errNotThere) || errors.As(err, &status) && status.Gone()
}

func commentPage(pager blog.Pager, n int) (blog.Request, bool) {
	if pager.Mode == "" || pager.Mode == blog.PagerNone {
		return blog.Request{}, false
	}
	if pager.LastKnown && n > pager.Last {
		return blog.Request{}, false
	}
	if pager.Next != nil && (pager.Current == 0 || pager.Current == n-1) {
		return *pager.Next, true
	}
	if pager.Current == n-1 && pager.Next == nil && pager.Links[n].URL == "" {
		return blog.Request{}, false
	}
	return pager.Page(n)
}

func earlierComments(pager blog.Pager, _ int) (blog.Request, bool) {
	if pager.Prev == nil {
		return blog.Request{}, false
	}
	return *pager.Prev, true
}

// addComments adds the comments of a further page, before or after the others by time. It
// returns false if there are no new ones: servers return the last page for a number past
// the end. Duplicates are added if the page has new comments, too.
func addComments(post *blog.Post, more []blog.Comment) bool {
	known := map[blog.Comment]bool{}
	for _, c := range post.Comments {
		known[anywhere(c)] = true
	}
	fresh := false
	for _, c := range more {
		fresh = fresh || !known[anywhere(c)]
	}
	if !fresh {
		return false
	}
	if have := post.Comments; len(have) > 0 && more[0].Published != "" && more[0].Published < have[0].Published {
		post.Comments = append(more, have...)
	} else {
		post.Comments = append(have, more...)
	}
	return true
}

// anywhere returns a comment without the address of the page it was on.
func anywhere(c blog.Comment) blog.Comment {
	c.URL, c.Parent = place(c.URL), place(c.Parent)
	return c
}

func place(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Fragment == "" {
		return address
	}
	return u.Fragment
}
