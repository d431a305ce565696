package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/blogferry/blogferry/blog"
)

// SavedPage is a page from disk. Named is set if the user named the file itself; files
// found in a folder may be anything.
type SavedPage struct {
	Page  *blog.Page // without its body
	Named bool
	// Body reads the body. It is called when the page is first parsed and again when it
	// is stored.
	Body func() ([]byte, error)
}

// ImportOptions control Import.
type ImportOptions struct {
	// URL is the listing that the pages were saved from. If empty, pages are grouped by
	// the addresses stated in them, or else by heading.
	URL string
	// Defaults has the time zone, date order and profile of new sources. Those that are
	// set override the settings of known sources.
	Defaults blog.Source
	// Details, NoComments and AcceptMissing are as in Options. Due details are recorded
	// for a later crawl.
	Details       string
	NoComments    bool
	AcceptMissing bool
}

// ImportSummary is the outcome for each file.
type ImportSummary struct {
	Read    []string       `json:"read"`
	Skipped []blog.Failure `json:"skipped"` // found in a folder or an archive, without posts of the blog
	Failed  []blog.Failure `json:"failed"`  // named by the user, without posts
}

// Import stores the posts of saved pages and returns one report per blog found. For a
// post known from a live listing, it only fills in what is missing.
func Import(ctx context.Context, d Deps, pages []SavedPage, o ImportOptions) ([]*blog.Report, *ImportSummary, error) {
	sum := &ImportSummary{Read: []string{}, Skipped: []blog.Failure{}, Failed: []blog.Failure{}}
	var docs []*savedDoc
	for doc := range inOrder(readers(), untilDone(ctx, pages), func(page SavedPage) *savedDoc { return readSaved(d.Parser, page, o) }) {
		if sum.add(doc) {
			d.Progress.Page(0, doc.page.File, doc.posts)
			docs = append(docs, doc)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, sum, err
	}
	var reports []*blog.Report
	groups, err := group(ctx, d, docs, o)
	if err != nil {
		return nil, sum, err
	}
	for _, g := range groups {
		rep, err := g.store(ctx, d, o)
		if rep != nil {
			reports = append(reports, rep)
		}
		if err != nil {
			return reports, sum, err
		}
	}
	return reports, sum, nil
}

// blogPages are the saved pages of one blog.
type blogPages struct {
	src       *blog.Source
	known     bool // src is in the store already
	listings  []*savedDoc
	details   []*savedDoc
	urlKeys   keySet // hashes of the permalinks that the listings show
	titleKeys keySet // hashes of their posts' times and titles
}

func newBlogPages(url, heading string) *blogPages {
	return &blogPages{src: &blog.Source{URL: url, Name: heading}, urlKeys: keySet{}, titleKeys: keySet{}}
}

// size returns the number of posts on a full listing page.
func (g *blogPages) size() int {
	size := 0
	for _, doc := range g.listings {
		if rng := doc.listing.Range; rng != nil {
			size = max(size, rng.To-rng.From+1)
		}
	}
	return size
}

// store puts the pages of one blog, the oldest state of the listing first, so that the
// newest one wins.
func (g *blogPages) store(ctx context.Context, d Deps, o ImportOptions) (*blog.Report, error) {
	r := newRun(d, g.src, Options{Kind: "import", Details: o.Details, NoComments: o.NoComments, AcceptMissing: o.AcceptMissing})
	if g.known { // load what is stored before it is replaced
		if err := r.begin(ctx); err != nil {
			return nil, err
		}
	}
	if err := d.Store.SaveSource(ctx, g.src); err != nil {
		return nil, err
	}
	if err := r.begin(ctx); err != nil {
		return nil, err
	}
	g.order()
	r.learnFromSaved(g)
	err := r.putSaved(ctx, g)
	if err == nil {
		err = r.applyKnowledge(ctx)
	}
	return r.finishImport(ctx, err)
}

// learnFromSaved learns date order and rules from all pages before any is stored.
func (r *run) learnFromSaved(g *blogPages) {
	var dates [][]string
	for _, doc := range g.listings {
		dates = append(dates, doc.listing.Dates)
		r.learned.culture = cmp.Or(doc.listing.Culture, r.learned.culture)
	}
	v := r.Parser.DateOrder(slices.Values(dates), r.learned.culture)
	if r.src.DateOrder == "" {
		r.src.DateOrder = v.Order
	}
	r.k.DateOrder = r.src.DateOrder
	if r.k.Rules == "" {
		r.k.Rules = g.rules()
		r.src.Rules = r.k.Rules
	}
}

// rules returns the rules learned from the page with the most posts: nothing can be
// learned from a last page with one post.
func (g *blogPages) rules() string {
	most, rules := 0, ""
	for _, doc := range g.listings {
		if doc.posts > most && doc.listing.Rules != "" {
			most, rules = doc.posts, doc.listing.Rules
		}
	}
	return rules
}

// putSaved stores listings and details, and judges what the newest state of the listing
// proves. It records no pass, since a live crawl could not resume it.
func (r *run) putSaved(ctx context.Context, g *blogPages) error {
	r.walks++
	p := r.newPass()
	r.pass = p
	edition, size := g.newestState(), g.size()
	older := len(g.listings) - len(edition)
	seen := map[string]bool{}
	for read := range r.readAgain(ctx, g.listings) {
		if err := cmp.Or(read.err, ctx.Err()); err != nil {
			return err
		}
		read.doc.remember(read.listing)
		looks := read.doc.dedupKey(size)
		if err := r.putListing(ctx, p, &read, read.doc.number(size), older <= 0 && !seen[looks]); err != nil {
			return err
		}
		if older--; older < 0 && looks != "" {
			seen[looks] = true
		}
	}
	if err := r.putSavedDetails(ctx, g.details); err != nil {
		return err
	}
	if _, err := r.checkTeasers(ctx); err != nil {
		return err
	}
	r.proof = r.savedVerdict(p, edition)
	return r.applySaved(ctx, edition)
}

// putListing stores one saved listing page. Only the newest state of the listing counts
// for the pass, and of duplicate pages only the first.
func (r *run) putListing(ctx context.Context, p *pass, read *savedReading, n int, inEdition bool) error {
	r.learn(read.listing)
	r.warnNoAddress(read.listing)
	put := r.newPut(read.page, markTeasers(r.src, read.listing), n)
	put.Saved, put.Prepared = true, read.prepared
	if inEdition {
		put.Walk, put.Step = p.walk, p.free(n)
	}
	stored, err := r.storePage(ctx, put)
	if err == nil && inEdition {
		p.add(put.Step, read.page.File, read.listing, stored)
	}
	return err
}

// savedVerdict judges what saved pages prove. There can be no last look at page 1, so it
// suffices that all pages of one state agree and none is missing.
func (r *run) savedVerdict(p *pass, edition []*savedDoc) proof {
	if len(edition) == 0 {
		return proof{outcome: blog.PassInconsistent, reason: "no listing page among the saved pages"}
	}
	if i := slices.IndexFunc(edition, func(doc *savedDoc) bool { return doc.listing.CutOff }); i >= 0 {
		return proof{outcome: blog.PassInconsistent, reason: edition[i].page.File + ": " + blog.ErrCutOff.Error()}
	}
	if len(p.missing()) > 0 {
		return proof{outcome: blog.PassCut, reason: r.unsavedReason(p)}
	}
	if why := p.contradiction(); why != "" {
		return proof{outcome: blog.PassInconsistent, reason: why}
	}
	if len(p.totals) == 0 {
		if way := unsavedPage(edition); way != "" {
			return proof{outcome: blog.PassFailed, reason: way}
		}
		return proof{ok: true, outcome: blog.PassConsistent}
	}
	v := r.againstTotal(p)
	if r.previous.short != 0 {
		v.reason = "the saved pages show " + apart(r.previous.short)
	}
	return v
}

// unsavedReason explains why a range is a gap, and how many of its posts are stored from
// pages of an earlier state, which do not show where the posts are listed now.
func (r *run) unsavedReason(p *pass) string {
	why := "not among the saved pages"
	if older := r.live - p.posts; older > 0 {
		why += fmt.Sprintf("; %d older posts, stored from other pages, belong somewhere in it", older)
	}
	return why
}

// unsavedPage describes a page that a saved listing links to and that was not saved, ""
// if there is none.
func unsavedPage(edition []*savedDoc) string {
	numbers := map[int]bool{}
	for _, doc := range edition {
		numbers[doc.number(0)] = true
	}
	for _, doc := range edition {
		for _, n := range doc.links {
			if !numbers[n] {
				return fmt.Sprintf("page %d is not among the saved pages", n)
			}
		}
	}
	last := edition[len(edition)-1].listing.Pager
	if last.Next != nil && last.Mode == blog.PagerLinks && len(edition) == 1 {
		return "the next page is not among the saved pages"
	}
	return ""
}

// applySaved marks posts as removed only if the saved pages show the newest known state
// completely. If the blog was ever crawled live, only a crawl can mark posts as removed.
func (r *run) applySaved(ctx context.Context, edition []*savedDoc) error {
	if !r.proof.ok {
		return nil
	}
	ended, unfinished, err := r.Store.LastPasses(ctx, r.src.ID)
	if err != nil || ended != nil || unfinished != nil {
		return err
	}
	var newest blog.Wall
	for _, doc := range edition {
		newest = max(newest, doc.newest)
	}
	if newest < r.before.Newest {
		r.proof = proof{outcome: blog.PassConsistent, reason: "the saved pages are older than what is stored"}
		return nil
	}
	applied, err := r.Store.ApplyPass(ctx, r.walkOf(r.pass), r.Now().UTC())
	r.rep.Removed += len(applied.Removed)
	return err
}

// finishImport is like finish for a run without a network.
func (r *run) finishImport(ctx context.Context, err error) (*blog.Report, error) {
	r.rep.FinishedAt = r.Now().UTC()
	r.rep.Pages = r.learned.pages
	r.rep.Interrupted = err != nil && cancelled(ctx, err)
	if err != nil && !r.rep.Interrupted {
		r.rep.Error = err.Error()
	}
	return r.rep, errors.Join(err, r.record(persist(ctx)))
}
