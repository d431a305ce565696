package demo

import (
	"net/url"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// Poison is a word that occurs in the bodies' scripts, event handlers and
// script addresses, and nowhere else: no export may contain it.
const Poison = "openTheSluice"

// Record is what should be read of a post. BodyHTML is the body as written, for
// reference only. Compare BodyText and comments after blog.Fold: how the cells of a
// table are separated is not specified. If a listing shows whole bodies, relative
// links are resolved there, even if the detail page is read, too.
type Record struct {
	blog.Post
	Links  []string // where the body's links lead, absolute, in order
	Embeds []string // what its frames show, absolute; script addresses left out
	// Teaser is the address of a teaser image in the template, "" if none is shown.
	Teaser string
	// QuotesByline and Unbalanced: see Post.
	QuotesByline bool
	Unbalanced   bool
}

// Truth returns what a complete crawl of the site at base ("http://127.0.0.1:8080")
// finds, newest first, with details read as --details says: auto, always or never. Only
// the posts that are shown now are in it; of a teaser's body it says nothing. Without a
// pager the listing itself leads to the newest page only, the rest is found in the month
// pages.
func (s *Site) Truth(base, details string) []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	var records []Record
	for i := range s.edition.posts {
		if p := &s.edition.posts[i]; !p.Hidden {
			records = append(records, s.record(p, base, s.readsDetail(p, details)))
		}
	}
	return records
}

// TextTruth returns what can be found in the site's pages of plain text.
func (s *Site) TextTruth() []Record {
	records := s.Truth("", "never")
	for i := range records {
		r := &records[i]
		*r = Record{QuotesByline: r.QuotesByline, Post: blog.Post{
			Title: r.Title, Author: r.Author, Role: r.Role, Published: r.Published, PublishedRaw: r.PublishedRaw,
			Tags: r.Tags, CommentCount: r.CommentCount, Excerpt: r.Excerpt, BodyText: r.BodyText, ExcerptOnly: r.ExcerptOnly,
		}}
	}
	return records
}

func (s *Site) readsDetail(p *Post, details string) bool {
	switch details {
	case "always":
		return true
	case "never":
		return false
	}
	return s.edition.template.summaries() || s.stated(p) > 0
}

// stated returns the number of comments that the templates show.
func (s *Site) stated(p *Post) int {
	if s.opts.External != "" {
		return 0 // the service counts for itself
	}
	return p.CommentCount()
}

func (s *Site) record(p *Post, base string, detail bool) Record {
	t := s.edition.template
	body := detail || !t.summaries()
	r := Record{QuotesByline: p.QuotesByline && body, Unbalanced: p.Unbalanced && body, Post: blog.Post{
		URL:            base + s.opts.permalink(p),
		Title:          blog.Fold(p.Title),
		Published:      s.wall(p.Date),
		PublishedRaw:   s.opts.date(p.Date),
		CommentCount:   blog.Int(s.stated(p)),
		CommentService: s.opts.External,
		ExcerptOnly:    !body,
	}}
	if base != "" {
		r.URL = blog.Canonical(r.URL)
	}
	if p.Account || body && p.Byline != "" {
		r.Author = blog.Fold(p.Author)
	}
	if t.summaries() {
		r.Excerpt = plain(p.Summary)
		r.Teaser = absolute(base, p.Teaser)
	}
	if detail || t.tagsListed() {
		r.Tags = mergedTags(p.Tags)
	}
	if detail && s.opts.External == "" {
		r.Comments = s.commentTruth(p)
	}
	if body {
		s.bodyTruth(&r, p, base)
	}
	return r
}

// wall returns the date as far as the site writes it.
func (s *Site) wall(t time.Time) blog.Wall {
	if s.opts.DateLayout == "" {
		return blog.WallOf(t)
	}
	shown, err := time.Parse(s.opts.DateLayout, t.Format(s.opts.DateLayout))
	if err != nil {
		panic("demo: date layout: " + err.Error())
	}
	return blog.WallOf(shown)
}

// mergedTags returns the tags as links show them, each once whatever its case.
func mergedTags(tags []string) []string {
	var merged []string
	seen := map[string]bool{}
	for _, t := range sortedTags(tags) {
		if fold := strings.ToLower(t); !seen[fold] {
			seen[fold] = true
			merged = append(merged, t)
		}
	}
	return merged
}

func (s *Site) commentTruth(p *Post) []blog.Comment {
	var comments []blog.Comment
	for _, c := range p.Comments {
		comments = append(comments, blog.Comment{
			Author:       blog.Fold(c.Name),
			AuthorURL:    c.Site,
			Published:    s.wall(c.Date),
			PublishedRaw: s.opts.date(c.Date),
			BodyText:     c.Text,
		})
	}
	return comments
}

func (s *Site) bodyTruth(r *Record, p *Post, base string) {
	if p.Byline.showsRole() {
		r.Role = blog.Fold(p.Role)
	}
	r.BodyHTML = p.Body
	r.BodyText = plain(p.Body)
	root, err := html.Parse(strings.NewReader(p.Body))
	if err != nil {
		panic("demo: read body: " + err.Error()) // a string can be read
	}
	page := base + s.opts.permalink(p)
	if !s.edition.template.summaries() {
		page = base + s.opts.listing()
	}
	for n := range root.Descendants() {
		r.gather(n, page)
	}
}

// gather notes where an element of a body leads.
func (r *Record) gather(n *html.Node, page string) {
	switch n.Data {
	case "a":
		if to := absolute(page, attr(n, "href")); to != "" {
			r.Links = append(r.Links, to)
		}
	case "iframe", "embed":
		if to := absolute(page, attr(n, "src")); to != "" {
			r.Embeds = append(r.Embeds, to)
		}
	case "img":
		src := attr(n, "src")
		if lazy := attr(n, "data-src"); lazy != "" {
			src = lazy
		}
		if to := absolute(page, src); to != "" && !r.hasImage(to) {
			r.Images = append(r.Images, blog.Image{URL: to, Alt: attr(n, "alt")})
		}
	}
}

func (r *Record) hasImage(address string) bool {
	for _, image := range r.Images {
		if image.URL == address {
			return true
		}
	}
	return false
}

// absolute resolves an address as Kentico and browsers do; "" for what must not
// be followed.
func absolute(page, address string) string {
	address = strings.TrimSpace(address)
	if rest, tilde := strings.CutPrefix(address, "~/"); tilde {
		address = "/" + rest
	}
	base, err := url.Parse(page)
	if address == "" || err != nil {
		return ""
	}
	to, err := base.Parse(address)
	if err != nil || to.Scheme != "http" && to.Scheme != "https" && to.Scheme != "mailto" && to.Scheme != "" {
		return ""
	}
	return to.String()
}
