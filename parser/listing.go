package parser

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/cleanhtml"
	"github.com/blogferry/blogferry/parser/comments"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// Listing parses the posts of a page, in page order. If there are none, the error is
// blog.ErrNoPosts, with a listing that has the pager: the home page of some blogs has
// only links to its archives. If the page shows an error instead of posts, it is
// blog.ErrErrorPage.
func (p *Parser) Listing(page *blog.Page, k blog.Knowledge) (*blog.Listing, error) {
	sh, err := p.open(page, k)
	if err != nil {
		return nil, err
	}
	defer sh.close()
	if err := serverErrorPage(sh.doc); err != nil {
		return nil, err
	}
	var set recordSet
	var heading string
	if sh.doc.Plain {
		set, heading = sh.plainSet()
	} else {
		set = sh.markupSet()
		heading = sh.heading(set.records)
	}
	if len(set.records) == 0 {
		return sh.empty(heading), sh.nothing()
	}
	sh.listing.Heading = heading
	sh.fill(&set)
	return sh.listing, nil
}

// markupSet finds the records of an HTML page.
func (sh *sheet) markupSet() recordSet {
	if sh.doc.First(selCommentForm) != nil {
		sh.excludeComments()
		sh.all = sh.outsideAside(sh.all)
		sh.lone = len(sh.doc.All(selCommentStart)) == 1
	}
	if r := pageRange(sh.ranges, nowhere); r != nil {
		sh.stated = r.To - r.From + 1
		sh.paged = r.Total > sh.stated
	}
	sets, explained := sh.selectedFirst(sh.p.Listing, sh.p.Detail)
	if !explained {
		if sets = sh.withWords(sets); !sh.settled(sets) {
			sets = sh.withRepeats(sets)
		}
	}
	sets = slices.DeleteFunc(sets, func(s recordSet) bool { return sh.isFrame(&s) })
	set, _ := sh.bestSet(sets)
	return set
}

// isFrame reports whether induction took the frame of a page without posts for one: if
// the platform is known, its single record would have the platform's markup or words.
func (sh *sheet) isFrame(set *recordSet) bool {
	return sh.listing.Profile != "" && set.induced > 0 && len(set.records) < 2 && !sh.surely(set)
}

// plainSet finds the records of a text page.
func (sh *sheet) plainSet() (recordSet, string) {
	if r := sh.plainRange(); r != nil {
		sh.stated = r.To - r.From + 1
	}
	metas := sh.chooseMetas(sh.all, sh.stated)
	if len(metas) == 0 {
		return recordSet{}, ""
	}
	records, heading := sh.plainRecords(sh.doc, metas, blog.Fold(sh.know.Heading))
	set := recordSet{records: records, name: "text", why: fmt.Sprintf("%d posts by the words of their bylines", len(records))}
	if heading.Empty() {
		return set, ""
	}
	return set, sh.doc.Lines[heading.To-1].Text
}

// plainRange returns the range stated by a text page: on the last short line that has
// one, since bodies may contain ranges, too.
func (s *scan) plainRange() *blog.Range {
	for i := len(s.doc.Lines) - 1; i >= 0; i-- {
		if t := s.doc.Lines[i].Text; len(t) < 200 {
			if r := pager.FindRange(t); r != nil {
				return r
			}
		}
	}
	return nil
}

// fill fills in the listing from the records.
func (sh *sheet) fill(set *recordSet) {
	l := sh.listing
	sh.settleDates(set.records)
	sh.readPosts(set)
	l.Shape = cmp.Or(set.shape, set.name)
	l.Confidence = confidence(l.Posts, set.records)
	l.Variant, l.Why = set.name, append(l.Why, set.why)
	l.Rules = sh.know.Rules
	if set.rules != nil {
		l.Rules = set.rules.String()
	}
	l.Rules = withRival(l.Rules, sh.rivalOf(set, l.Posts))
	l.ExcerptSet = set.variant != nil && set.variant.SummaryOnly
	if sh.doc.Plain {
		l.Range = sh.plainRange()
		l.Pager = pager.ReadText(sh.rawLines())
	} else {
		in := sh.inPost(set.records)
		switch {
		case sh.paged && sh.stated == 1 && len(set.records) == 1:
			in = nowhere // a single post may include all of the page, even its pager
		case set.lone() && !sh.ownPage(l):
			in = sh.inPost([]record{set.records[0].core()})
		}
		l.Range = pageRange(sh.ranges, in)
		l.Pager = sh.fromNewest(sh.olderAsTold(pager.Read(sh.doc.Root, sh.page, sh.baseURL, sh.pagerHints(in))))
		l.Rules = sh.numbering(l.Rules, l.Pager.Template)
		sh.addArchives(in)
		if l.Range == nil && l.Pager.Mode == blog.PagerNone && !slices.ContainsFunc(l.Pager.Archives, leadsToDates) {
			l.Unshown = sh.unshownPosts(in)
		}
		l.Single = sh.single(set, l)
		if l.Range == nil && l.Pager.Mode == blog.PagerNone && len(l.Pager.Archives) == 0 && !l.Single {
			l.Unfollowed = pager.Unfollowed(sh.doc.Root, in)
		}
		if l.Range == nil {
			l.Range = sh.firstRange(in)
		}
		l.Unsure = set.variant == nil && !l.Single && allShort(l.Posts)
	}
	if l.Range != nil && l.Range.To-l.Range.From+1 != len(l.Posts) {
		l.Warnings = append(l.Warnings, fmt.Sprintf("the page states posts %d to %d, %d were found", l.Range.From, l.Range.To, len(l.Posts)))
	}
	sh.doubtLeft(set)
}

// doubtLeft warns about rejected records among the posts, unless the page states that
// there are no more: a notice has neither title nor date, but sometimes a post has
// neither.
func (sh *sheet) doubtLeft(set *recordSet) {
	l := sh.listing
	if len(set.left) == 0 || l.Range != nil && l.Range.To-l.Range.From+1 == len(l.Posts) {
		return
	}
	for _, text := range set.left {
		l.Dropped = append(l.Dropped, "from among the posts: "+text)
	}
	l.Warnings = append(l.Warnings, "text among the posts, with the same markup but without title, address and date, was not taken for a post; inspect shows it")
}

// readPosts reads the fields of all records, and again if induction turns out to be
// needed.
func (sh *sheet) readPosts(set *recordSet) {
	before, records := *sh.listing, slices.Clone(set.records)
	sh.readFields(set)
	if sh.asksRival(set, sh.listing.Posts) {
		*sh.listing, set.records = before, records
		sh.witnesses(set, sh.other)
		sh.readFields(set)
	}
}

func (sh *sheet) readFields(set *recordSet) {
	l := sh.listing
	for i := range set.records {
		post, warnings, dropped := sh.post(set, &set.records[i])
		post.CommentService = l.CommentService
		l.Posts = append(l.Posts, post)
		l.Warnings = append(l.Warnings, warnings...)
		l.Dropped = append(l.Dropped, dropped...)
		if post.PublishedRaw != "" {
			l.Dates = append(l.Dates, post.PublishedRaw)
		}
	}
	sh.unshareLinks(set)
}

// unshareLinks gives posts with different titles but the same permalink another one, or
// none: the selector matched the link to their category.
func (sh *sheet) unshareLinks(set *recordSet) {
	titles := map[string]string{}
	shared := map[string]bool{}
	for i := range sh.listing.Posts {
		p := &sh.listing.Posts[i]
		if title, ok := titles[p.URL]; ok && title != p.Title {
			shared[p.URL] = true
		}
		titles[p.URL] = p.Title
	}
	for i := range set.records {
		p, r := &sh.listing.Posts[i], &set.records[i]
		if p.URL == "" || !shared[p.URL] || r.found != nil {
			continue
		}
		href := cmp.Or(sh.titleLink(r), r.meta.link)
		if href == "" && r.witness != nil {
			href = r.witness.URL
		}
		delete(p.Evidence, "url")
		if p.URL = ""; href != "" && weburl.IsHTTP(sh.base(href)) && !shared[sh.base(href)] {
			p.URL = sh.base(href)
			p.Evidence["url"] = "not what several posts link to"
		}
	}
}

// settleDates infers the order of day and month again from the posts alone, without
// quoted dates.
func (sh *sheet) settleDates(records []record) {
	var raws []string
	for i := range records {
		if raw := records[i].rawDate(); raw != "" {
			raws = append(raws, raw)
		}
	}
	known := sh.know.DateOrder != "" && sh.know.DateOrder != blog.DateOrderAuto
	switch {
	case len(raws) == 0 || known && sh.know.DateOrderFixed:
	case known: // from the other pages of the blog, whose culture may have been different
		sh.dates.Order = cmp.Or(dates.OfPage(raws, sh.listing.Culture), sh.know.DateOrder)
	default:
		sh.dates.Order = dates.SettleOrder(dates.OnePage(raws), sh.listing.Culture).Order
	}
}

func (r *record) rawDate() string {
	if r.meta.raw == "" && r.witness != nil {
		return r.witness.Date.Raw()
	}
	return r.meta.raw
}

func (s *scan) rawLines() []string {
	var out []string
	for i := range s.doc.Lines {
		out = append(out, s.doc.Lines[i].Raw)
	}
	return out
}

// pagerHints returns what the profile and earlier pages say about the pager.
func (sh *sheet) pagerHints(inPost func(*html.Node) bool) pager.Hints {
	h := pager.Hints{InPost: inPost, FromZero: sh.fromZero, Named: sh.named}
	if sh.p.Pager.Given() {
		h.Prefer = sh.p.Pager.Match
	}
	return h
}

// single reports whether the page is a post's own page: it has comments or a comment
// form, or its address is the permalink.
func (sh *sheet) single(set *recordSet, l *blog.Listing) bool {
	if len(l.Posts) != 1 || l.Range != nil {
		return false
	}
	if set.variant != nil && sh.isDetailShape(set) || sh.ownPage(l) {
		return true
	}
	return sh.doc.First(selCommentForm) != nil ||
		len(comments.Read(sh.doc.Root, sh.p.Comments, sh.dates, sh.baseURL)) > 0
}

// ownPage reports whether the page's address is the permalink of its first post.
func (sh *sheet) ownPage(l *blog.Listing) bool {
	own := cmp.Or(l.Address, sh.page.Address())
	return own != "" && l.Posts[0].URL != "" && blog.PathKey(own, true) == blog.PathKey(l.Posts[0].URL, true)
}

func (s *scan) isDetailShape(set *recordSet) bool {
	for i := range s.p.Detail {
		if set.variant == &s.p.Detail[i] {
			return true
		}
	}
	return false
}

func allShort(posts []blog.Post) bool {
	for i := range posts {
		t := posts[i].BodyText
		if posts[i].ExcerptOnly || utf8.RuneCountInString(t) > cleanhtml.ShortBody || strings.Contains(strings.TrimSpace(t), "\n") {
			return false
		}
	}
	return true
}

// nothing returns the error for a page without records: what was searched for, and what
// was nearly found.
func (sh *sheet) nothing() error {
	// UTF-16 and pages with stray control characters are detected as octet streams.
	if kind := http.DetectContentType(sh.page.Body); !strings.HasPrefix(kind, "text/") && kind != "application/octet-stream" {
		return fmt.Errorf("%w: not a page but %s", blog.ErrNoPosts, kind)
	}
	if err := otherErrorPage(sh.doc); err != nil {
		return err
	}
	var tried []string
	for i := range sh.p.Listing {
		v := &sh.p.Listing[i]
		if sh.doc.Root != nil {
			n := len(sh.anchors(v)) + len(sh.doc.All(v.Item.Selector))
			tried = append(tried, fmt.Sprintf("%s: %d elements", v.Name, n))
		}
	}
	looked := fmt.Sprintf("%d of %d lines of text read as a byline", len(sh.all), len(sh.doc.Lines))
	if len(tried) > 0 {
		looked += "; selectors of profile " + sh.p.Name + ": " + strings.Join(tried, ", ")
	}
	return fmt.Errorf("%w (%s)", blog.ErrNoPosts, looked)
}
