package demo

import (
	"fmt"
	"html"
	"strings"
	"sync"
	"time"
)

// Post is one post as its author meant it. What a template makes of it is the
// Site's business.
type Post struct {
	Path    string // below the blog's listing, "October-2014/Frozen-lock"
	Title   string // as typed, odd spaces and all
	Author  string // full name, "" for nobody
	Role    string // job title; shown only by a byline
	Account bool   // the template shows Author; if not it shows an empty name
	Byline  Byline // how the editor typed name and role into the body, "" for not at all
	Date    time.Time
	Tags    []string // as typed; the template sorts them

	Summary string // HTML, for templates that list summaries
	Teaser  string // address of the teaser image, "" for none
	Body    string // HTML as typed, without the byline

	Comments []Comment
	// Uncounted is how many comments the stated number has beyond those shown
	// (moderated away, trackbacks).
	Uncounted int

	// Hidden posts are counted and take a place in the paging, but are not shown.
	Hidden bool
	// QuotesByline is set if the body quotes lines that look like a template's
	// own, which a page of plain text cannot tell apart by their looks alone.
	QuotesByline bool
	// Unbalanced is set if the body closes an element too many or too few, so
	// that a template's own blocks end early or late.
	Unbalanced bool

	lengthen int // paragraphs that the reader of the file adds to the body
}

// Comment is one reader's answer, oldest first in a Post. A pingback is one too.
type Comment struct {
	Name string
	Site string // the reader's own address, "" for none
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

// html returns the body as the content management system stores it: with the byline that
// the editor typed.
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

// Posts returns the posts of the made-up blog, newest first. The slice is the caller's
// own.
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

// Fresh makes n further posts, newest first, an hour apart, the oldest an hour
// after the given time. Equal arguments give equal posts.
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
