package importer

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// savedDoc is a saved page and what is kept of it while the others are read. The page is
// read again when it is stored, since there may be thousands.
type savedDoc struct {
	page  *blog.Page // without its body
	named bool
	body  func() ([]byte, error)
	err   error

	listing   *blog.Listing // without its posts: see outline
	posts     int           // number of posts
	newest    blog.Wall     // their latest time, "" if none
	first     string        // permalink of the first one
	urlKeys   []uint64      // hashes of their permalinks
	titleKeys []uint64      // hashes of their times and titles
	links     []int         // numbers of the pages linked by the pager
	post      string        // for a detail page: the post's address
	part      int           // for a detail page: the number of this page of comments, 0 if unknown
	asked     string        // for a detail page: its address on the listing, which redirected here
	past      bool          // a later capture shows another state of this listing
}

// readSaved reads one file.
func readSaved(p Parser, saved SavedPage, o ImportOptions) *savedDoc {
	doc := &savedDoc{page: saved.Page, named: saved.Named, body: saved.Body}
	page, err := doc.load()
	if err != nil {
		doc.err = err
		return doc
	}
	k := o.Defaults.Knowledge()
	l, err := p.Listing(page, k)
	// Without its address, links of a page cannot tell what a post is.
	if (err == nil || l != nil && o.URL != "" && errors.Is(err, blog.ErrNoPosts)) && setAddress(page, l, o) {
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
		if err != nil { // reported when it is stored
			detail = &blog.Detail{}
		}
		doc.post, doc.part = strings.Clone(addressOf(detail, l, page)), detail.Pager.Current
	}
	return doc
}

// load returns the page with its body.
func (doc *savedDoc) load() (*blog.Page, error) {
	page := *doc.page
	var err error
	page.Body, err = doc.body()
	return &page, err
}

// remember keeps what is needed of a page after it was parsed.
func (doc *savedDoc) remember(l *blog.Listing) {
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

// outline copies what is needed of a listing: a substring of the page's text would
// keep the whole text in memory.
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

// add records the outcome for a file. It returns false if the file has no posts.
func (sum *ImportSummary) add(doc *savedDoc) bool {
	switch file := doc.page.File; {
	case doc.err == nil:
		sum.Read = append(sum.Read, file)
	case doc.named:
		sum.Failed = append(sum.Failed, blog.Failure{URL: file, Error: doc.err.Error()})
	default:
		why := doc.err.Error()
		if errors.Is(doc.err, blog.ErrNoPosts) {
			why = blog.ErrNoPosts.Error() // without what was looked for, which is known of most files
		}
		sum.Skipped = append(sum.Skipped, blog.Failure{URL: file, Error: why})
	}
	return doc.err == nil
}

// setAddress sets the address of a saved page: the one stated in it, if that is on the
// blog's host, or else the one given by the user. It reports whether the address
// changed.
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

// foreign reports whether a page is from another host than the blog named by the user: a
// web archive may contain many sites.
func foreign(page *blog.Page, l *blog.Listing, o ImportOptions) bool {
	return o.URL != "" && fromWeb(page) && !blog.SameHost(page.URL, o.URL) && !blog.SameHost(l.Address, o.URL)
}

// fromWeb reports whether a page is as received from a server, with its address and time.
func fromWeb(page *blog.Page) bool { return page.Status != 0 }

// got returns the time at which a page was received from its server, zero if unknown.
func (doc *savedDoc) got() (at time.Time) {
	if fromWeb(doc.page) {
		at = doc.page.Received
	}
	return at
}

// number returns the page's number in a listing with size posts per page, 0 if
// unknown.
func (doc *savedDoc) number(size int) int {
	if doc.listing.Pager.Current > 0 {
		return doc.listing.Pager.Current
	}
	if rng := doc.listing.Range; rng != nil && size > 0 && (rng.From-1)%size == 0 {
		return (rng.From-1)/size + 1
	}
	return 0
}

// dedupKey returns a key that is equal for pages with the same number and posts, "" if
// some post has no time or title.
func (doc *savedDoc) dedupKey(size int) string {
	if len(doc.titleKeys) != doc.posts {
		return ""
	}
	return fmt.Sprint(doc.number(size), doc.titleKeys)
}

// savedReading is a saved page read again to be stored.
type savedReading struct {
	doc     *savedDoc
	page    *blog.Page
	listing *blog.Listing
	detail  *blog.Detail // of a post's own page
	err     error

	prepared any // of a listing: see Store.Prepare
}

// readAgain parses saved pages again with what was learned from all of them, and prepares
// listings for storing.
func (r *run) readAgain(ctx context.Context, docs []*savedDoc) iter.Seq[savedReading] {
	k := r.k // r.k may change while they are stored
	return inOrder(readers(), slices.Values(docs), func(doc *savedDoc) savedReading {
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
