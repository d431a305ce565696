package blog

import (
	"net/url"
	"strconv"
	"strings"
)

// Range is what a listing page states of itself: "Displaying results 1-10 (of
// 127)" is {1, 10, 127}.
type Range struct {
	From  int    `json:"from"`
	To    int    `json:"to"`
	Total int    `json:"total"`
	Raw   string `json:"raw"`
}

// Pager modes.
const (
	PagerNone     = "none"     // the page shows no way to another
	PagerQuery    = "query"    // numbered by a query parameter or path
	PagerPostback = "postback" // ASP.NET form posts
	PagerLinks    = "links"    // older and newer links without numbers
)

// Pager is the way from one listing page to the others, as this page shows it.
type Pager struct {
	Mode    string `json:"mode"`
	Current int    `json:"current,omitempty"` // number of this page; 0 when it does not say
	Last    int    `json:"last,omitempty"`    // highest page number seen or linked; 0 when unknown
	// LastKnown says that Last is the last page and not only the highest number
	// in sight: the pager has a link to the last page, or shows no further one.
	LastKnown bool             `json:"last_known,omitempty"`
	Next      *Request         `json:"next,omitempty"` // the page with older posts
	Prev      *Request         `json:"prev,omitempty"`
	Links     map[int]Request  `json:"links,omitempty"` // by page number
	Template  *NumberedRequest `json:"template,omitempty"`
	Evidence  string           `json:"evidence,omitempty"` // what it was read from, for inspect
	// Archives are listings of parts of the blog that the page links to: the way
	// to the other posts where no pager leads through all of them, and a witness
	// where one claims to. Numbered pages have them on the first one only.
	Archives []Archive `json:"archives,omitempty"`
}

// Kinds of Archive, the ones to walk first before the others.
const (
	ArchiveMonth = "month"
	ArchiveYear  = "year"
	ArchiveIndex = "index" // a page that leads to archives
	ArchiveLabel = "label" // a tag or category
	ArchiveMenu  = "menu"  // another page of the site's menu, which may lead to archives
)

// Archive is a listing of a part of a blog's posts.
type Archive struct {
	URL  string `json:"url"`
	Kind string `json:"kind"`
	// Period is the month "2014-07" or year "2014" of it, "" for other kinds.
	Period string `json:"period,omitempty"`
	// Count is how many posts it holds as the link states, 0 if it does not.
	Count int `json:"count,omitempty"`
}

// NumberedRequest asks for any page by number. The number stands in a query
// parameter of a GET, in a form field of a POST, or, when Key is empty, at the
// place of "{page}" in the path.
type NumberedRequest struct {
	Request Request `json:"request"`
	Key     string  `json:"key,omitempty"`
	// First and Step turn page numbers into values: value = First + (n-1)*Step.
	// Step 0 means 1, and First then means the number itself.
	First int `json:"first,omitempty"`
	Step  int `json:"step,omitempty"`
	// LinkedOnly says that the server accepts only numbers that the page shows
	// (ASP.NET event validation).
	LinkedOnly bool `json:"linked_only,omitempty"`
}

// AtLast says that the pager knows of no page after this one.
func (p *Pager) AtLast() bool {
	_, linked := p.Links[p.Current+1]
	return p.Mode != PagerNone && p.Mode != "" && p.Current > 0 && p.Next == nil && !linked && p.Last <= p.Current
}

// Page gives the request for page n: the page's own link where there is one,
// else one made from the pattern of the others. It is false when the page
// shows no way there.
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

// Page gives the request for page n.
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

// setQuery sets one query parameter and leaves the order and spelling of the
// others alone: old servers are known to care.
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
