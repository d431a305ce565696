package importer

import "github.com/blogferry/blogferry/blog"

// route is the way through the listing: where the pager of the latest page leads.
type route struct {
	pager   blog.Pager // of the page received last
	pagerOf int        // number of that page
	asked   keySet     // request keys
}

// request returns the request for page n according to the latest page.
func (w *route) request(n int) (blog.Request, bool) {
	if w.pagerOf == n-1 && w.pager.Current == 0 {
		if on, ok := w.unnumbered(); ok {
			return on, true
		}
		if w.pager.Next != nil {
			return *w.pager.Next, true
		}
	}
	return w.pager.Page(n)
}

// unnumbered returns the request for the next page if pages have no numbers: the
// neighbor that was not requested yet. "Previous" means older on some blogs and newer
// on others, but one neighbor is always where the walk came from.
func (w *route) unnumbered() (blog.Request, bool) {
	if w.pager.Mode != blog.PagerLinks || w.pager.Current != 0 {
		return blog.Request{}, false
	}
	ways := []*blog.Request{w.pager.Next, w.pager.Prev}
	if w.pagerOf == 1 {
		ways = ways[:1] // its other neighbor comes last: see parts
	}
	for _, way := range ways {
		if way != nil && !w.wasAsked(*way) {
			return *way, true
		}
	}
	return blog.Request{}, false
}

// leadsOn reports whether the latest page, number n, links to a later one that was not
// read yet.
func (w *route) leadsOn(n int) bool {
	_, linked := w.pager.Links[n+1]
	next := w.pager.Next
	return linked || next != nil && !w.wasAsked(*next)
}

// wasAsked reports whether a page was requested, by this or an equivalent address.
func (w *route) wasAsked(req blog.Request) bool {
	return w.asked.has(req.Key()) || req.Method == "" && w.asked.has(withoutIndex(req.URL))
}

func (w *route) ask(req blog.Request) {
	w.asked.add(req.Key())
	if req.Method == "" {
		w.asked.add(withoutIndex(req.URL))
	}
}

// turn sets the pager from page n. A page without links to others does not invalidate
// earlier pages' links to later ones.
func (w *route) turn(n int, pager blog.Pager) {
	if pager.Mode != blog.PagerNone || w.pager.Template == nil || n >= w.pager.Last {
		w.pager, w.pagerOf = pager, n
	}
}

// update sets the pager and the stated total from page n.
func (p *pass) update(n int, l *blog.Listing) {
	p.turn(n, l.Pager)
	if l.Range != nil {
		p.totals[l.Range.Total] = true
		p.stated = l.Range.Total
	}
}

// updateForm takes over the form of a page received instead of page n: servers with
// view state accept only the values of their latest response.
func (p *pass) updateForm(n int, l *blog.Listing) {
	from := p.pagerOf
	p.update(n, l)
	p.pagerOf = from
}

// mustExist reports whether page n must exist according to the listing.
func (p *pass) mustExist(n int) bool {
	if p.parts.on {
		return false
	}
	return n <= p.count() || p.pager.LastKnown && n <= p.pager.Last
}

// numbered reports whether the pager numbers page n. Where that is not known to be the
// last page, it is doubted if the page before showed nothing new: some pagers number on
// without end.
func (p *pass) numbered(n int) bool {
	return p.mustExist(n) || n <= p.pager.Last && p.latest.fresh > 0
}

// states reports whether the listing and its pager state that there is a page n.
func (p *pass) states(n int) bool {
	_, linked := p.pager.Links[n]
	count := p.count()
	return (linked || count > 0 || p.pager.LastKnown) && (count == 0 || n <= count) && (!p.pager.LastKnown || n <= p.pager.Last)
}

// atEnd reports whether no page follows page n: by the stated range if there is one,
// else by the pager.
func (p *pass) atEnd(n int) bool {
	page, read := p.pages[n]
	if page.stated {
		more := p.pagerOf == n && p.leadsOn(n) // there are more than stated
		return page.to >= page.total && !more || p.pagerOf == n && p.pager.AtLast()
	}
	if p.parts.on || p.partsLeft() {
		return !p.partsLeft()
	}
	if c := p.count(); c > 0 {
		return n >= c
	}
	if read && p.pagerOf == n {
		_, linked := p.pager.Links[n+1]
		_, on := p.unnumbered()
		return p.pager.Next == nil && !linked && !on
	}
	if p.pager.LastKnown {
		return n >= p.pager.Last
	}
	// Nothing is known of a page that failed: try one more, but not endlessly.
	_, failed := p.failed[n]
	_, before := p.failed[n-1]
	return failed && before
}

// displaced reports whether the response is not the requested page n: servers return
// the last or the first page for a number past the end. size is the number of posts on
// a full page, 0 if unknown.
func displaced(size, n int, l *blog.Listing) bool {
	if l.Pager.Current > 0 && l.Pager.Current != n {
		return true
	}
	return l.Range != nil && size > 0 && l.Range.From != (n-1)*size+1
}

// misplaced reports whether the response is not page n although, by its own account,
// page n exists.
func misplaced(size, n int, l *blog.Listing) bool {
	if l.Pager.Current == n || !displaced(size, n, l) {
		return false
	}
	if l.Range != nil && size > 0 {
		return n <= pageCount(l.Range, size)
	}
	return n <= l.Pager.Last
}
