package pager

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// pager converts the view to a blog.Pager.
func (v *view) pager() blog.Pager {
	p := blog.Pager{Mode: blog.PagerLinks, Current: v.current}
	switch {
	case v.posts() || v.event != nil:
		p.Mode = blog.PagerPostback
		v.postTemplate(&p)
	case v.by != nil:
		p.Mode = blog.PagerQuery
		t := v.by.template
		t.Request.Referer = v.page
		p.Template = &t
	}
	v.links(&p)
	next, prev := v.directions()
	v.neighbors(&p, next, prev)
	v.last(&p)
	p.Evidence = v.evidence(&p)
	return p
}

// postTemplate sets the request for any page of a postback pager, unless the server
// accepts only the numbers on the page.
func (v *view) postTemplate(p *blog.Pager) {
	if v.event == nil {
		return
	}
	t := blog.NumberedRequest{Request: v.request(*v.event), Key: v.event.name}
	for _, f := range t.Request.Form {
		if f.Name == "__EVENTVALIDATION" {
			t.LinkedOnly = true
		}
	}
	p.Template = &t
}

func (v *view) links(p *blog.Pager) {
	for n, t := range v.linked {
		if n == v.current {
			continue
		}
		if p.Links == nil {
			p.Links = map[int]blog.Request{}
		}
		p.Links[n] = v.request(t)
	}
}

// pageOfTarget returns the number of the page that a target leads to, 0 if unknown.
func (v *view) pageOfTarget(t target) int {
	if t.form != nil {
		if v.event != nil && t.event == v.event.event && t.name == v.event.name {
			n, _ := PageNumber(t.value)
			return n
		}
		return 0
	}
	if v.by == nil {
		return 0
	}
	return v.by.page(t.url)
}

// directions returns the links to older and newer posts: by numbers (larger ones are
// older), else by the words older and newer, else by rel, else by next and previous.
func (v *view) directions() (older, newer *item) {
	var rank [2]int
	take := func(it *item, i, strength int) {
		if it.double {
			strength--
		}
		if strength > rank[i] {
			rank[i] = strength
			if i == 0 {
				older = it
			} else {
				newer = it
			}
		}
	}
	for i := range v.group.items {
		it := &v.group.items[i]
		if it.target.none() || it.role == numberRole || it.role == firstRole || it.role == lastRole || it.role == jumpRole {
			continue
		}
		if n := v.pageOfTarget(it.target); n > 0 && v.current > 0 {
			switch n {
			case v.current + 1:
				take(it, 0, 20)
			case v.current - 1:
				take(it, 1, 20)
			}
			continue
		}
		switch v.byOffset(it) {
		case OlderRole:
			take(it, 0, 16)
		case NewerRole:
			take(it, 1, 16)
		default:
			v.byWord(it, take)
		}
	}
	return v.loneDirection(older, newer)
}

func (v *view) byWord(it *item, take func(*item, int, int)) {
	switch {
	case it.role == OlderRole || it.hint == OlderRole && it.role != NewerRole:
		take(it, 0, 12)
	case it.role == NewerRole || it.hint == NewerRole:
		take(it, 1, 12)
	case it.rel == "next":
		take(it, 0, 8)
	case it.rel == "prev":
		take(it, 1, 8)
	case it.role == NextRole:
		take(it, 0, 4)
	case it.role == PrevRole:
		take(it, 1, 4)
	}
}

// loneDirection reverses a single "previous" on what can only be the first page: nothing
// is newer.
func (v *view) loneDirection(older, newer *item) (*item, *item) {
	if older == nil && newer != nil && len(v.linked) == 0 && newer.role == PrevRole && newer.hint != NewerRole &&
		v.pageOfTarget(newer.target) == 0 && v.page != "" && !strings.Contains(v.page, "?") && !hasDigit(v.page) {
		return newer, nil
	}
	// "Previous entries" and "Next entries" with the classes of old WordPress versions.
	if older != nil && newer != nil && older.role == NextRole && newer.role == PrevRole && older.rel == "" && newer.rel == "" {
		if strings.Contains(newer.classes(), "nav-previous") {
			return newer, older
		}
	}
	return older, newer
}

func hasDigit(address string) bool {
	_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
	return strings.ContainsAny(path, "0123456789")
}

// classes returns the classes of a link and of its parent.
func (it *item) classes() string {
	s := dom.Attr(it.node, "class")
	if p := it.node.Parent; p != nil && p.Type == html.ElementNode {
		s += " " + dom.Attr(p, "class")
	}
	return s
}

// neighbors sets the next and previous page. Links to the page itself are ignored.
func (v *view) neighbors(p *blog.Pager, older, newer *item) {
	p.Next = v.neighbor(older, v.current+1)
	p.Prev = v.neighbor(newer, v.current-1)
}

func (v *view) neighbor(it *item, n int) *blog.Request {
	if v.current > 0 && v.linked != nil {
		if t, ok := v.linked[n]; ok {
			r := v.request(t)
			return &r
		}
	}
	if it == nil {
		return nil
	}
	if to := v.pageOfTarget(it.target); to > 0 && v.current > 0 && to != n {
		return nil
	}
	r := v.request(it.target)
	if it.target.form == nil && v.page != "" && SameAddress(r.URL, v.page) {
		return nil
	}
	return &r
}

// last sets the last page: the target of "last", the total of "Page 3 of 13", or the
// highest number if nothing leads further.
func (v *view) last(p *blog.Pager) {
	for n := range v.linked {
		p.Last = max(p.Last, n)
	}
	p.Last = max(p.Last, v.current)
	if p.Next != nil && v.current > 0 {
		p.Last = max(p.Last, v.current+1)
	}
	if v.group.last > 0 {
		p.Last, p.LastKnown = max(p.Last, v.group.last), true
		return
	}
	if n := v.lastLinked(); n >= p.Last && n > 0 {
		p.Last, p.LastKnown = n, true
		return
	}
	if p.Next == nil && p.Last > 0 && p.Last == v.current {
		p.LastKnown = !v.jumpsOn()
	}
}

// lastLinked returns the number of the page that a "last" link leads to.
func (v *view) lastLinked() int {
	last := 0
	for _, it := range v.group.items {
		n := v.pageOfTarget(it.target)
		switch {
		case it.target.none() || n == 0:
		case it.role == lastRole:
			last = max(last, n)
		case it.role == NextRole && it.double && v.current > 0 && n > v.current+1:
			last = max(last, n) // a double arrow beside a single one
		}
	}
	return last
}

// jumpsOn reports whether an ellipsis leads to further numbers.
func (v *view) jumpsOn() bool {
	highest := false
	for _, it := range v.group.items {
		if it.role == numberRole && it.number >= v.current {
			highest = true
		}
		if it.role == jumpRole && highest && !it.target.none() {
			return true
		}
	}
	return false
}

func (v *view) evidence(p *blog.Pager) string {
	var parts []string
	if len(v.linked) > 0 {
		numbers := slices.Sorted(maps.Keys(v.linked))
		parts = append(parts, fmt.Sprintf("links to pages %d to %d", numbers[0], numbers[len(numbers)-1]))
	}
	switch {
	case p.Mode == blog.PagerPostback && v.event != nil && v.event.event != "":
		parts = append(parts, "postback to "+v.event.event)
	case p.Mode == blog.PagerPostback:
		parts = append(parts, "postback")
	case v.by != nil && v.by.slot.key != "":
		parts = append(parts, "parameter "+v.by.template.Key)
	case v.by != nil:
		parts = append(parts, "path "+v.by.template.Request.URL)
	}
	for _, it := range v.group.items {
		if it.role != numberRole && it.role != jumpRole && !it.target.none() && it.label != "" {
			parts = append(parts, "“"+it.label+"”")
		}
	}
	return strings.Join(parts, ", ")
}
