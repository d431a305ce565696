package induce

import "github.com/blogferry/blogferry/parser/document"

// UnderDay is a post by its lines: its title and the header above with its day, or -1.
type UnderDay struct{ Title, Header int }

// EndOfDays returns the first post below a heading that ends the days of a page, such as
// "Older posts" above a list of titles, or the number of posts if there is none. A heading
// found again, or above a header, is part of the posts, such as "Comments".
func EndOfDays(d *document.Document, posts []UnderDay) int {
	end := len(posts)
	for i, p := range posts {
		from := 0
		if i == 0 {
			from = max(0, p.Header) // above is the heading of the page
		}
		if !belowHeading(d, p, from) {
			continue
		}
		if end < len(posts) || i == 0 || p.Header != posts[i-1].Header || p.Header != posts[len(posts)-1].Header {
			return len(posts)
		}
		end = i
	}
	if end < len(posts) && posts[0].Header == posts[end].Header && !bareTitles(d, posts[end:]) {
		return len(posts) // a single day does not show whether all posts end like that
	}
	return end
}

// belowHeading reports whether a post with a linked heading comes, but for its header,
// directly below a heading, from a line on, that leads nowhere and has at least its rank.
func belowHeading(d *document.Document, p UnderDay, from int) bool {
	if p.Title < 0 || p.Title >= len(d.Lines) || p.Header < 0 {
		return false
	}
	title := &d.Lines[p.Title]
	for k := p.Title - 1; k >= from && len(title.Links) > 0; k-- {
		if l := &d.Lines[k]; k != p.Header && !unseen(l) {
			return l.Heading > 0 && l.Heading <= title.Heading && len(l.Links) == 0
		}
	}
	return false
}

// bareTitles reports whether there is nothing between the first posts' titles.
func bareTitles(d *document.Document, posts []UnderDay) bool {
	if len(posts) < 2 {
		return false
	}
	for k := posts[0].Title + 1; k < posts[1].Title; k++ {
		if !unseen(&d.Lines[k]) {
			return false
		}
	}
	return true
}

func unseen(l *document.Line) bool { return l.Aside || l.Hidden || len(l.Leaves) == 0 }
