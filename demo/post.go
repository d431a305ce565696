package demo

import (
	"fmt"
	"html"
	"strings"
	"sync"
	"time"
)

// Post is a post as written by its author, independent of templates.
type Post struct {
	Path    string // below the blog's listing, "October-2014/Frozen-lock"
	Title   string // as typed, including odd spaces
	Author  string // full name, "" for none
	Role    string // job title; shown only by a byline
	Account bool   // the template shows Author; otherwise an empty name
	Byline  Byline // how name and role are typed into the body, "" if they are not
	Date    time.Time
	Tags    []string // as typed; the template sorts them

	Summary string // HTML, for templates that list summaries
	Teaser  string // address of the teaser image, "" for none
	Body    string // HTML as typed, without the byline

	Comments []Comment
	// Uncounted is the number of comments that are counted but not shown (moderated,
	// trackbacks).
	Uncounted int

	// Hidden posts are counted and take a place in the paging, but are not shown.
	Hidden bool
	// QuotesByline is set if the body quotes lines that look like a byline, which a
	// plain-text page cannot distinguish.
	QuotesByline bool
	// Unbalanced is set if the body has an end tag too many or too few, so that a
	// template's elements end too early or too late.
	Unbalanced bool

	lengthen int // number of generated paragraphs added to the body
}

// Comment is a reader's comment or a pingback; a Post has the oldest first.
type Comment struct {
	Name string
	Site string // the reader's site, "" for none
	Date time.Time
	Text string // plain text with line breaks
}

// CommentCount returns the number that the templates state.
func (p *Post) CommentCount() int { return len(p.Comments) + p.Uncounted }

// GUID returns the node's identifier, as feeds and /getdoc/ show it.
func (p *Post) GUID() string {
	h := hash("guid", p.Path)
	return fmt.Sprintf("%s-%s-%s-%s-%s", h[:8], h[8:12], h[12:16], h[16:20], h[20:32])
}

// account returns the name in the template's place for it.
func (p *Post) account() string {
	if p.Account {
		return html.EscapeString(p.Author)
	}
	return ""
}

// html returns the body as stored by the CMS: with the byline typed by the editor.
func (p *Post) html() string { return p.Byline.appendTo(p.Body, p) }

// month returns the folder of the permalink, "October-2014".
func (p *Post) month() string {
	folder, _, found := strings.Cut(p.Path, "/")
	if !found {
		return ""
	}
	return folder
}

var loadPosts = sync.OnceValue(func() []Post {
	posts, err := readPosts(postsFile)
	if err != nil {
		// The file is part of the program; a test reads it.
		panic("demo: " + err.Error())
	}
	return posts
})

// Posts returns the posts of the blog, newest first. The caller may change the slice.
func Posts() []Post { return clonePosts(loadPosts()) }

func clonePosts(posts []Post) []Post {
	out := make([]Post, len(posts))
	for i, p := range posts {
		p.Tags = append([]string(nil), p.Tags...)
		p.Comments = append([]Comment(nil), p.Comments...)
		out[i] = p
	}
	return out
}

// Fresh generates n further posts, newest first, an hour apart, the oldest an hour after
// the given time. Equal arguments give equal posts.
func Fresh(n int, after time.Time) []Post {
	posts := make([]Post, n)
	for i := range posts {
		date := after.Add(time.Duration(n-i) * time.Hour)
		posts[i] = freshPost(date)
	}
	return posts
}

func freshPost(date time.Time) Post {
	number := date.Format("0102-1504")
	return Post{
		Path:    date.Format("January-2006") + "/Lock-bulletin-" + number,
		Title:   "Lock bulletin " + number,
		Author:  "Odile Marchbanks",
		Account: true,
		Date:    date,
		Tags:    []string{"Bulletin"},
		Summary: "<p>The keeper's bulletin " + number + ".</p>",
		Body:    "<p>All gates work. The keeper of bulletin " + number + " asks for more grease.</p>",
	}
}
