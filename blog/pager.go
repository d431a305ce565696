package blog

import (
	"net/url"
	"strconv"
	"strings"
)

// Range is the range stated on a listing page: "Displaying results 1-10 (of 127)" is
// {1, 10, 127}.
type Range struct {
	From  int    `json:"from"`
	To    int    `json:"to"`
	Total int    `json:"total"`
	Raw   string `json:"raw"`
}

// Pager modes.
const (
	PagerNone     = "none"     // no links to other pages
	PagerQuery    = "query"    // page number in the query or path
	PagerPostback = "postback" // ASP.NET form posts
	PagerLinks    = "links"    // older and newer links without numbers
)

// Pager holds the links from one listing page to the others.
type Pager struct {
	Mode    string `json:"mode"`
	Current int    `json:"current,omitempty"` // number of this page; 0 if unknown
	Last    int    `json:"last,omitempty"`    // highest page number shown; 0 if unknown
	// LastKnown is set if Last is the last page, not just the highest number shown:
	// the pager has a link to the last page, or no link to a later one.
	LastKnown bool             `json:"last_known,omitempty"`
	Next      *Request         `json:"next,omitempty"` // the page with older posts
	Prev      *Request         `json:"prev,omitempty"`
	Links     map[int]Request  `json:"links,omitempty"` // by page number
	Template  *NumberedRequest `json:"template,omitempty"`
	Evidence  string           `json:"evidence,omitempty"` // what it was read from, for inspect
	// Archives are links to partial listings. They lead to the other posts where
	// there is no complete pager, and serve as a cross-check where there is one. On
	// numbered pages only the first page has them.
	Archives []Archive `json:"archives,omitempty"`
}

// Kinds of Archive, in the order in which they are read.
const (
	ArchiveMonth = "month"
	ArchiveYear  = "year"
	ArchiveIndex = "index" // a page with links to archives
	ArchiveLabel = "label" // a tag or category
	ArchiveMenu  = "menu"  // a page in the site's menu, which may link to archives
)

// Archive is a listing of a part of a blog's posts.
type Archive struct {
	URL  string `json:"url"`
	Kind string `json:"kind"`
	// Period is the month "2014-07" or year "2014", "" for other kinds.
	Period string `json:"period,omitempty"`
	// Count is the number of posts stated by the link, 0 if unknown.
	Count int `json:"count,omitempty"`
}

// NumberedRequest is a template for requesting a page by number. The number goes
// into the query parameter Key of a GET, the form field Key of a POST, or, if Key is
// empty, in place of "{page}" in the path.
type NumberedRequest struct {
	Request Request `json:"request"`
	Key     string  `json:"key,omitempty"`
	// First and Step convert page numbers to values: value = First + (n-1)*Step.
	// If Step is 0, the value is the page number itself.
	First int `json:"first,omitempty"`
	Step  int `json:"step,omitempty"`
	// LinkedOnly is set if the server accepts only the numbers shown on the page
	// (ASP.NET event validation).
	LinkedOnly bool `json:"linked_only,omitempty"`
}

// AtLast reports whether the pager shows no page after this one.
func (p *Pager) AtLast() bool {
	_, linked := p.Links[p.Current+1]
	return p.Mode != PagerNone && p.Mode != "" && p.Current > 0 && p.Next == nil && !linked && p.Last <= p.Current
}

// Page returns the request for page n: the pager's own link, or else one built from
// the template. It returns false if there is neither.
func (p *Pager) Page(n int) (Request, bool) {
	if r, ok := p.Links[n]; ok {
		return r, true
	}
	if p.Next != nil && p.Current > 0 && n == p.Current+1 {
		return *p.Next, true
	}
	if p.Template == nil || p.Template.LinkedOnly {
		return Request{}, false
	}
	return p.Template.Page(n), true
}

// Page returns the request for page n.
func (t *NumberedRequest) Page(n int) Request {
	value := n
	if t.Step != 0 {
		value = t.First + (n-1)*t.Step
	}
	r, v := t.Request, strconv.Itoa(value)
	switch {
	case t.Key == "":
		r.URL = strings.Replace(r.URL, "{page}", v, 1)
	case r.Method == "POST":
		r.Form = append([]Field(nil), r.Form...)
		for i := range r.Form {
			if r.Form[i].Name == t.Key {
				r.Form[i].Value = v
			}
		}
	default:
		r.URL = setQuery(r.URL, t.Key, v)
	}
	return r
}

// setQuery sets one query parameter and keeps the order and spelling of the others,
// which matter to some old servers.
func setQuery(address, key, value string) string {
	base, fragment, _ := strings.Cut(address, "#")
	path, query, _ := strings.Cut(base, "?")
	pair := url.QueryEscape(key) + "=" + url.QueryEscape(value)
	var parts []string
	done := false
	for _, part := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err == nil && strings.EqualFold(plain, key) {
			if !done {
				parts = append(parts, pair)
			}
			done = true
		} else if part != "" {
			parts = append(parts, part)
		}
	}
	if !done {
		parts = append(parts, pair)
	}
	out := path + "?" + strings.Join(parts, "&")
	if fragment != "" {
		out += "#" + fragment
	}
	return out
}
