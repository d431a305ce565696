package importer

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// document is a saved page, and what is remembered of it while others are read.
// The page itself is read again when it is to be stored: there may be thousands.
type document struct {
	page  *blog.Page // without its body
	named bool
	body  func() ([]byte, error)
	err   error

	listing   *blog.Listing // without its posts: see outline
	posts     int           // how many it shows
	newest    blog.Wall     // latest time of them, "" if none has one
	first     string        // permalink of the first one
	urlKeys   []uint64      // keys of their permalinks
	titleKeys []uint64      // keys of their times and titles
	links     []int         // numbers of the pages that it links to
	post      string        // of a post's own page: the post's address
	part      int           // and which page of its comments this is, 0 if it does not say
	asked     string        // of the same: the address that the listing knows and that redirected to it
	past      bool          // a later crawl shows another state of this listing
}

// readSaved reads one file.
func readSaved(p Parser, saved SavedPage, o ImportOptions) *document {
	doc := &document{page: saved.Page, named: saved.Named, body: saved.Body}
	page, err := doc.load()
	if err != nil {
		doc.err = err
		return doc
	}
	k := o.Defaults.Knowledge()
	l, err := p.Listing(page, k)
	if err == nil && setAddress(page, l, o) {
		doc.page.URL = page.URL
		l, err = p.Listing(page, k)
	}
	if err == nil && len(l.Posts) == 0 {
		err = blog.ErrNoPosts
	}
	if err == nil && foreign(page, l, o) {
		err = blog.ErrForeign
	}
	if doc.err = err; err != nil {
		return doc
	}
	doc.remember(l)
	if l.Single {
		detail, err := p.Detail(page, k, l.Posts[0])
		if err != nil { // which is said when it is to be stored
			detail = &blog.Detail{}
		}
		doc.post, doc.part = strings.Clone(addressOf(detail, l, page)), detail.Pager.Current
	}
	return doc
}

// load gives the page with its body.
func (doc *document) load() (*blog.Page, error) {
	page := *doc.page
	var err error
	page.Body, err = doc.body()
	return &page, err
}

// remember notes what is needed of a page after it was read.
func (doc *document) remember(l *blog.Listing) {
	doc.listing, doc.posts = outline(l), len(l.Posts)
	doc.newest, doc.urlKeys, doc.titleKeys = "", nil, nil
	for i := range l.Posts {
		p := &l.Posts[i]
		if p.Title != "" && p.Published != "" {
			doc.titleKeys = append(doc.titleKeys, hashKey(string(p.Published)+" "+p.Title))
		}
		doc.newest = max(doc.newest, p.Published)
		if p.URL != "" && !l.Single {
			doc.urlKeys = append(doc.urlKeys, hashKey(blog.PathKey(p.URL, true)))
		}
	}
	doc.newest = blog.Wall(strings.Clone(string(doc.newest)))
	if len(l.Posts) > 0 {
		doc.first = strings.Clone(l.Posts[0].URL)
	}
	doc.links = slices.Sorted(maps.Keys(l.Pager.Links))
}

// outline is what a page tells of its listing, in memory of its own: a piece of a
// page's text keeps the whole text alive.
func outline(l *blog.Listing) *blog.Listing {
	out := &blog.Listing{
		Heading: strings.Clone(l.Heading), Address: strings.Clone(l.Address), Culture: strings.Clone(l.Culture),
		Rules: strings.Clone(l.Rules), Single: l.Single, CutOff: l.CutOff,
		Pager: blog.Pager{Mode: l.Pager.Mode, Current: l.Pager.Current},
	}
	for _, raw := range l.Dates {
		out.Dates = append(out.Dates, strings.Clone(raw))
	}
	if l.Range != nil {
		out.Range = &blog.Range{From: l.Range.From, To: l.Range.To, Total: l.Range.Total}
	}
	if l.Pager.Next != nil {
		out.Pager.Next = &blog.Request{}
	}
	if t := l.Pager.Template; t != nil {
		out.Pager.Template = &blog.NumberedRequest{Key: strings.Clone(t.Key), Request: blog.Request{Method: t.Request.Method}}
	}
	return out
}

// add notes what became of a file. It is false if that shows no posts.
func (sum *ImportSummary) add(doc *document) bool {
	switch file := doc.page.File; {
	case doc.err == nil:
		sum.Read = append(sum.Read, file)
	case doc.named:
		sum.Failed = append(sum.Failed, blog.Failure{URL: file, Error: doc.err.Error()})
	default:
		sum.Skipped = append(sum.Skipped, blog.Failure{URL: file, Error: doc.err.Error()})
	}
	return doc.err == nil
}

// setAddress settles where a saved page is from: what it says itself, if that is on
// the blog's host, or else what the user says. It is true if that is news.
func setAddress(page *blog.Page, l *blog.Listing, o ImportOptions) bool {
	if page.URL != "" {
		return false
	}
	page.URL = l.Address
	if o.URL != "" && !blog.SameHost(l.Address, o.URL) {
		page.URL = o.URL
	}
	return page.URL != l.Address
}

// foreign says whether a page was surely got from another host than the blog that
// the user named: a web archive may hold the pages of many.
func foreign(page *blog.Page, l *blog.Listing, o ImportOptions) bool {
	return o.URL != "" && fromWeb(page) && !blog.SameHost(page.URL, o.URL) && !blog.SameHost(l.Address, o.URL)
}

// fromWeb says whether a page is as a server sent it, with its address and time.
func fromWeb(page *blog.Page) bool { return page.Status != 0 }

// got is the time at which a page came from its server, the zero time where that is
// not known.
func (doc *document) got() (at time.Time) {
	if fromWeb(doc.page) {
		at = doc.page.Received
	}
	return at
}

// number is the page's number in a listing of size posts a page, 0 when it does
// not tell.
func (doc *document) number(size int) int {
	if doc.listing.Pager.Current > 0 {
		return doc.listing.Pager.Current
	}
	if rng := doc.listing.Range; rng != nil && size > 0 && (rng.From-1)%size == 0 {
		return (rng.From-1)/size + 1
	}
	return 0
}

// dedupKey is the same for pages with the same number and the same posts, "" for one
// that shows posts that cannot be told apart.
func (doc *document) dedupKey(size int) string {
	if len(doc.titleKeys) != doc.posts {
		return ""
	}
	return fmt.Sprint(doc.number(size), doc.titleKeys)
}

// savedReading is a saved page as it is read to be stored.
type savedReading struct {
	doc     *document
	page    *blog.Page
	listing *blog.Listing
	detail  *blog.Detail // of a post's own page
	err     error

	prepared any // of a listing: see Store.Prepare
}

// readAgain reads saved pages by what all of them taught, and prepares listings,
// readAhead of their storing.
func (r *run) readAgain(ctx context.Context, docs []*document) iter.Seq[savedReading] {
	k := r.k // storing them may teach more
	return inOrder(readers(), slices.Values(docs), func(doc *document) savedReading {
		read := savedReading{doc: doc}
		if read.page, read.err = doc.load(); read.err == nil {
			read.listing, read.err = r.Parser.Listing(read.page, k)
		}
		if doc.listing.Single && read.err == nil {
			read.detail, read.err = r.Parser.Detail(read.page, k, read.listing.Posts[0])
		} else if read.err == nil {
			read.prepared = r.Store.Prepare(ctx, &blog.ListingPut{Source: r.src, Page: read.page, Listing: read.listing, Saved: true})
		}
		if read.err != nil {
			read.err = fmt.Errorf("read %s: %w", doc.page.File, read.err)
		}
		return read
	})
}
