package parser

import (
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/comments"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

var (
	selCommentForm = selector.Must(`.CommentForm, .CommentFormContainer, .BlogPanel, .CommentDetail, #commentform, #respond,
		#comment-form, textarea[name*=Comment], textarea[name*=comment]`)
	// Where the comments of a page start, and what displays them.
	selCommentStart = selector.Must(`#comments, a[name=comments], #disqus_thread, #respond, #comment-form`)
	selCommentArea  = selector.Must(`.comments, .comment-list, .commentlist, .comments-area, .CommentsList, .CommentDetail,
		.CommentForm, .CommentFormContainer, .BlogPanel, .BlogCommentsTitle`)
	commentHeading = pattern.Late(`(?i)^(?:\p{Nd}+ )?(?:comments?|responses?|replies|leave a (?:comment|reply)|post a comment|add a comment|kommentare|commentaires)(?: \(\p{Nd}+\))?:?$`)
	countHeading   = pattern.Late(`(?i)^(\p{Nd}+) (?:comments?|responses?|replies|reply)(?: (?:to|on|for) .*| so far)?:?$`)
)

// Detail parses a post's own page. shown is the post as shown by the listing: on a page
// with unknown markup, its title and teaser tell where the post is. The error is
// blog.ErrNoPosts if the page does not show the post.
func (p *Parser) Detail(page *blog.Page, k blog.Knowledge, shown blog.Post) (*blog.Detail, error) {
	k.Rules = "" // learned from listings, which have another template
	sh, err := p.open(page, k)
	if err != nil {
		return nil, err
	}
	defer sh.close()
	if err := serverErrorPage(sh.doc); err != nil {
		return nil, err
	}
	sh.shown, sh.stated = blog.Fold(shown.Title), 1
	sh.excludeComments()
	sh.onlyShownDate(shown)
	set, at, ok := sh.findShown(shown)
	if !ok {
		return nil, sh.nothing()
	}
	return sh.detail(&set, at, shown), nil
}

// excludeComments excludes the comments and what follows them from the post.
func (sh *sheet) excludeComments() {
	if sh.doc.Root == nil {
		return
	}
	sh.doc.MarkAside(sh.doc.All(selCommentArea))
	var behind []document.Span
	exclude := func(order int, within *html.Node) { // the lines of an element that start after an order
		if within != nil {
			behind = append(behind, sh.doc.LinesBetween(order, sh.doc.End(within)+1))
		}
	}
	for _, n := range sh.doc.All(selCommentStart) {
		exclude(sh.doc.Order(n), n.Parent)
	}
	for i := range sh.doc.Lines {
		l := &sh.doc.Lines[i]
		if l.Heading > 0 && commentHeading.MatchString(l.Text) && l.Block != nil {
			exclude(l.From-1, l.Block.Parent)
		}
	}
	sh.doc.MarkLinesAside(behind)
}

// onlyShownDate drops bylines with another date than the post's, if there is one with it:
// comments and related posts have bylines, too.
func (sh *sheet) onlyShownDate(shown blog.Post) {
	var same []metaLine
	kept := sh.outsideAside(sh.all)
	for _, m := range kept {
		if !m.quoted && (m.raw == shown.PublishedRaw || m.date.Wall != "" && m.date.Wall == shown.Published) {
			same = append(same, m)
		}
	}
	if len(same) > 0 && shown.PublishedRaw != "" {
		kept = same
	}
	sh.all = kept
}

func (s *scan) outsideAside(metas []metaLine) []metaLine {
	var out []metaLine
	for _, m := range metas {
		if !s.doc.Lines[m.at.From].Aside {
			out = append(out, m)
		}
	}
	return out
}

// findShown chooses the reading of the page and, in it, the record of the post.
func (sh *sheet) findShown(shown blog.Post) (recordSet, int, bool) {
	var sets []recordSet
	if sh.doc.Plain {
		set, _ := sh.plainSet()
		sets = append(sets, set)
	} else {
		// The reading by words may resemble the listing more.
		sets = sh.withWords(sh.selected(sh.p.Detail, sh.p.Listing))
		if !sh.explained(sets) {
			sets = sh.withRepeats(sets)
		}
		sets = append(sets, sh.byTeaser(shown)...)
	}
	best, at, top := -1, 0, 0.0
	for i := range sets {
		for j := range sets[i].records {
			score := sh.weighRecord(&sets[i].records[j]) + sh.resemblance(&sets[i].records[j], shown)
			if sets[i].variant != nil {
				score += 0.25
			} else if shown.ExcerptOnly && sets[i].records[j].body.Empty() {
				score -= 3 // the page has the rest of the text
			}
			if best < 0 || score > top {
				best, at, top = i, j, score
			}
		}
	}
	if best < 0 {
		return recordSet{}, 0, false
	}
	return sets[best], at, true
}

// resemblance scores how much a record resembles the post on the listing.
func (sh *sheet) resemblance(r *record, shown blog.Post) float64 {
	score := 0.0
	title := sh.doc.Text(r.title)
	if r.titleNode != nil {
		title = blog.Fold(dom.Text(r.titleNode))
	}
	if shown.Title != "" {
		if sameTitle(title, sh.shown) {
			score += 3
		} else {
			score--
		}
	}
	if shown.Published != "" && r.meta.date.Wall == shown.Published {
		score += 2
	}
	if teaser := teaserOf(shown); teaser != "" && !r.body.Empty() {
		if strings.Contains(sh.doc.Text(r.body), teaser) {
			score += 2
		} else {
			score--
		}
	} else if !shown.ExcerptOnly && shown.BodyHTML == "" && !r.body.Empty() {
		score-- // the listing shows whole posts, but no text of this one
	}
	return score
}

// teaserOf returns the start of the text shown by the listing.
func teaserOf(shown blog.Post) string {
	line, _, _ := strings.Cut(strings.TrimSpace(wholeTeaser(shown)), "\n")
	return openingWords(line)
}

func openingWords(text string) string {
	opening := strings.Fields(blog.Fold(text))
	if len(opening) > 8 {
		opening = opening[:8]
	}
	return strings.TrimRight(strings.Join(opening, " "), ".… ")
}

// detail converts the record to the result.
func (sh *sheet) detail(set *recordSet, at int, shown blog.Post) *blog.Detail {
	if set.variant != nil && set.variant.SummaryOnly {
		whole := *set.variant // a listing's variant, used on the post's own page
		whole.SummaryOnly = false
		set.variant = &whole
	}
	r := &set.records[at]
	sh.readDatesAs(shown, r)
	sh.excludeTeaser(r, shown)
	post, warnings, dropped := sh.post(set, r)
	if shown.Title == "" && sh.know.Heading != "" && post.Title == blog.Fold(sh.know.Heading) {
		post.Title = "" // the post has none: this is the page's heading
		delete(post.Evidence, "title")
	}
	d := &blog.Detail{
		Post: post, Profile: sh.listing.Profile, Variant: set.name,
		Dropped: dropped, Warnings: append(sh.listing.Warnings, warnings...),
	}
	sh.settleURL(&d.Post, shown)
	if post.PublishedRaw != "" {
		d.Dates = []string{post.PublishedRaw}
	}
	// A selector for the body is right even if the body is empty; words are not.
	found := set.variant != nil && (len(r.bodies) > 0 || !set.variant.Body.Given())
	d.Post.ExcerptOnly = shown.ExcerptOnly && post.BodyHTML == "" && !found
	if sh.doc.Plain {
		d.Pager = pager.ReadText(sh.rawLines())
		return d
	}
	in := sh.inPost([]record{r.core()})
	d.Range = pageRange(sh.ranges, in)
	d.Pager = sh.commentPager(in, shown)
	d.Post.Comments = comments.Read(sh.doc.Root, sh.p.Comments, sh.dates, sh.baseURL)
	if d.Post.CommentCount == nil {
		d.Post.CommentCount = sh.countAboveComments(r)
	}
	d.Post.CommentService = sh.listing.CommentService
	if teaser := teaserOf(shown); shown.ExcerptOnly && teaser != "" && !strings.Contains(blog.Fold(post.BodyText+" "+post.Excerpt), teaser) {
		d.Warnings = append(d.Warnings, fmt.Sprintf("post %q: its own page does not start like the listing's teaser", post.Title))
	}
	return d
}

// countAboveComments returns the count in the heading of the comments: "12 Responses".
func (sh *sheet) countAboveComments(r *record) *int {
	for i := range sh.doc.Lines {
		l := &sh.doc.Lines[i]
		if l.Heading == 0 || r.body.Has(i) || i == r.title.From {
			continue
		}
		if m := countHeading.FindStringSubmatch(l.Text); m != nil {
			return words.Count(m[1])
		}
		if n := sh.countWhole(l.Text); n != nil {
			return n
		}
	}
	return nil
}

// commentPager returns the pager of the post's comments. A saved page of comments may not
// have the post's address: its own has a page number.
func (sh *sheet) commentPager(inPost func(*html.Node) bool, shown blog.Post) blog.Pager {
	h := sh.pagerHints(inPost)
	if shown.URL != "" {
		h.Of = []string{shown.URL, sh.page.Address()}
	}
	return pager.Read(sh.doc.Root, sh.page, sh.baseURL, h)
}

// readDatesAs reads the dates of the page in the order that gives the post the day shown
// by the listing: the page may have been saved before the blog changed its culture.
func (sh *sheet) readDatesAs(shown blog.Post, r *record) {
	raw := r.rawDate()
	for _, order := range []blog.DateOrder{sh.dates.Order, blog.MDY, blog.DMY} {
		as := sh.dates
		as.Order = order
		if m, ok := as.Find(raw); ok && shown.Published != "" && dayOf(m.Wall) == dayOf(shown.Published) {
			sh.dates = as
			return
		}
	}
}

func dayOf(w blog.Wall) string {
	day, _, _ := strings.Cut(string(w), "T")
	return day
}

// settleURL sets the post's address to that shown by the listing, or else to that of its
// page.
func (sh *sheet) settleURL(post *blog.Post, shown blog.Post) {
	own := []string{shown.URL, post.URL, sh.listing.Address, blog.Canonical(sh.page.Address())}
	post.URL = ""
	for _, u := range own {
		if weburl.IsHTTP(u) {
			post.URL = u
			return
		}
	}
}
