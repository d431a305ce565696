package blog

import "strings"

// Readings are the versions of one post as shown by different kinds of pages, each
// as last seen.
type Readings struct {
	Listing *Post // from a live listing page
	Detail  *Post // from the post's own page
	Saved   *Post // from a saved listing page or a text
	Feed    *Post // from the blog's feed
}

// Merge combines the readings into one post. The listing comes first, since every
// run sees it. The detail page adds what listings do not show and replaces a teaser;
// saved pages fill in the rest. A teaser never replaces a body. The feed comes last:
// it provides the time, the permalink and the body if no page shows them, but neither
// author nor tags, since feeds often contain login names and internal categories.
func (r Readings) Merge() Post {
	p := r.mergePages()
	switch {
	case r.Feed == nil:
		return p
	case r.Listing == nil && r.Saved == nil && r.Detail == nil:
		return *r.Feed
	}
	p.addFromFeed(r.Feed)
	return p
}

// addFromFeed adds from a feed what no page shows.
func (p *Post) addFromFeed(f *Post) {
	if p.URL == "" {
		p.URL = f.URL
	}
	if p.Published == "" && f.Published != "" {
		p.Published = f.Published
		if p.PublishedRaw == "" {
			p.PublishedRaw = f.PublishedRaw
		}
	}
	if f.BodyText != "" && (p.BodyText == "" && p.BodyHTML == "" || p.ExcerptOnly && !f.ExcerptOnly) {
		if p.Excerpt == "" {
			p.Excerpt = p.BodyText
		}
		p.takeBody(f)
		p.ExcerptOnly = f.ExcerptOnly
	}
}

// mergePages merges the readings from pages.
func (r Readings) mergePages() Post {
	var p Post
	switch {
	case r.Listing != nil:
		p = *r.Listing
	case r.Saved != nil:
		p = *r.Saved
	case r.Detail != nil:
		return *r.Detail
	default:
		return p
	}
	if r.Detail != nil {
		p.complete(r.Detail)
	}
	if r.Listing != nil && r.Saved != nil {
		p.fill(r.Saved) // last: a saved body may be older than the detail's
	}
	return p
}

// fill completes p from a less reliable reading.
func (p *Post) fill(from *Post) {
	p.fillFields(from)
	if p.ExcerptOnly && !from.ExcerptOnly && from.BodyText != "" {
		p.takeBody(from)
	}
}

func (p *Post) fillFields(from *Post) {
	fill := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	fill(&p.URL, from.URL)
	fill(&p.Title, from.Title)
	fill(&p.Author, from.Author)
	fill(&p.Role, from.Role)
	fill(&p.Excerpt, from.Excerpt)
	fill(&p.CommentService, from.CommentService)
	if p.Published == "" {
		p.Published, p.PublishedRaw = from.Published, from.PublishedRaw
	}
	if p.CommentCount == nil {
		p.CommentCount = from.CommentCount
	}
	if len(p.Tags) == 0 {
		p.Tags = from.Tags
	}
	if len(p.Categories) == 0 {
		p.Categories = from.Categories
	}
	if len(p.Comments) == 0 {
		p.Comments = from.Comments
	}
}

// complete adds the detail page's reading.
func (p *Post) complete(d *Post) {
	if cut, ok := strings.CutSuffix(p.Title, "…"); ok && strings.HasPrefix(d.Title, strings.TrimSpace(cut)) {
		p.Title = d.Title
	} else if cut, ok := strings.CutSuffix(p.Title, "..."); ok && strings.HasPrefix(d.Title, strings.TrimSpace(cut)) {
		p.Title = d.Title
	}
	// The detail is where tags are shown in full; comments are only there.
	if len(d.Tags) > 0 {
		p.Tags = d.Tags
	}
	if len(d.Categories) > 0 {
		p.Categories = d.Categories
	}
	p.Comments = nil
	p.fillFields(d)
	// A detail that shows an empty body is still the whole post.
	if !d.ExcerptOnly && (p.ExcerptOnly || p.BodyHTML == "" && d.BodyHTML != "") {
		if p.Excerpt == "" && p.ExcerptOnly {
			p.Excerpt = p.BodyText
		}
		p.takeBody(d)
	}
}

func (p *Post) takeBody(from *Post) {
	p.BodyHTML, p.BodyText, p.Images = from.BodyHTML, from.BodyText, from.Images
	p.ExcerptOnly = false
}
