package induce

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// Post is what was found of one post.
type Post struct {
	Title            string
	URL              string
	Date             Date
	Author, Role     string
	Tags, Categories []string
	Comments         *int
	Extent           document.Span     // all of its lines, including its comments
	Item             *html.Node        // its element, or nil
	TitleAt, DateAt  document.Span     // the lines with title and date, or empty
	Body             document.Span     // the lines of its text
	Drop             []document.Span   // lines within it that are not part of it
	Cut              []*html.Node      // nodes within it that are not part of it
	Edges            []document.Span   // lines beside it that are fields
	More             bool              // the listing shows only the start
	Notes            map[string]string // the evidence for each field
}

// note records the first evidence for a field.
func (f *Post) note(field, evidence string) {
	if f.Notes[field] == "" {
		f.Notes[field] = evidence
	}
}

// share describes in how many posts the same was found at the same place.
func share(n, all int) string {
	return fmt.Sprintf("%d of %d posts", n, all)
}

// draft is a post being read.
type draft struct {
	spot
	whole  document.Span // its lines, including its comments
	title  int           // line of the title, or -1
	date   int           // line of the date, or -1
	core   *html.Node    // block of the longest line of text
	holder *html.Node
	body   document.Span
	found  *Post
}

// read reads the fields of all spots from the places on which they agree. left are
// possible posts that have too little.
func (in *Inducer) read(set *spotSet) (posts []*Post, left []*draft) {
	drafts := in.drafts(set.spots)
	in.pickTitles(drafts, &set.rule)
	for _, d := range drafts {
		in.cutComments(d)
	}
	in.pickLinks(drafts)
	in.leaveDays(drafts)
	in.pickDates(drafts)
	in.pickBodies(drafts)
	for _, d := range drafts {
		in.pickComments(d)
		in.pickTerms(d)
	}
	in.uncounted(drafts)
	in.pickAuthors(drafts)
	in.pickUnlabelled(drafts, &set.rule)
	for _, d := range drafts {
		in.pickClock(d)
	}
	in.fillStructured(drafts)
	in.fillYears(drafts)
	for _, d := range drafts {
		in.pickAge(d)
	}
	for _, d := range drafts {
		if in.isPost(d, len(drafts)) {
			posts = append(posts, in.post(d))
		} else if d.found.Date.Empty() && in.wordsIn(d.body) >= fewWords {
			left = append(left, d)
		}
	}
	return posts, left
}

func (in *Inducer) drafts(spots []spot) []*draft {
	var out []*draft
	for i := range spots {
		out = append(out, &draft{spot: spots[i], whole: spots[i].lines, title: -1, date: -1, found: &Post{Notes: map[string]string{}}})
	}
	return out
}

// leaveDays takes the day of the last header from the posts below the end of the days.
func (in *Inducer) leaveDays(drafts []*draft) {
	var places []UnderDay
	for _, d := range drafts {
		places = append(places, UnderDay{Title: d.title, Header: d.header})
	}
	for _, d := range drafts[EndOfDays(in.Doc, places):] {
		d.header = -1
	}
}

// fewWords is the width below which a text without title, address and date is not a post
// but, for example, a cell of a calendar.
const fewWords = 40

// lettersIn counts the letters of some lines, up to enough for a text: a calendar has
// hardly any.
func (in *Inducer) lettersIn(at document.Span) int {
	n := 0
	for i := at.From; i < at.To && n < fewWords; i++ {
		n += words.Width(strings.Map(onlyLetters, in.Doc.Lines[i].Text))
	}
	return n
}

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// isPost rejects notices and ads that have the same markup as posts.
func (in *Inducer) isPost(d *draft, all int) bool {
	f := d.found
	if f.Title == "" && f.URL == "" {
		said := d.date != d.header || d.header == d.lines.From-1 && sentenceEnd.MatchString(in.Doc.Text(d.body)) || f.Comments != nil || in.lettersIn(d.body) >= fewWords || in.pictured(d.body)
		return !f.Date.Empty() && !d.body.Empty() && said
	}
	if all > 1 && f.URL == "" && f.Comments == nil && d.date == d.header && in.wordsIn(d.body) == 0 && !in.pictured(d.body) {
		return false // a heading of the sidebar, below the last day
	}
	return all == 1 || f.URL != "" || !f.Date.Empty() || in.wordsIn(d.body) > 0
}

func (in *Inducer) post(d *draft) *Post {
	f := d.found
	f.Body, f.Extent, f.Item = d.body, d.whole, d.node
	if d.title >= 0 {
		f.TitleAt = document.Span{From: d.title, To: d.title + 1}
	}
	if d.date >= 0 {
		f.DateAt = document.Span{From: d.date, To: d.date + 1}
	}
	return f
}

// pickLinks finds each post's permalink: the address with the most votes.
func (in *Inducer) pickLinks(drafts []*draft) {
	counts := map[string]int{}
	each := make([]map[string]float64, len(drafts))
	for i, d := range drafts {
		each[i] = in.linkVotes(d)
		for u := range each[i] {
			counts[u]++
		}
	}
	for i, d := range drafts {
		best, top := "", 0.0
		for u, votes := range each[i] {
			if counts[u] > 1 && len(drafts) > 2 {
				votes -= 2.5 * float64(counts[u]-1)
			}
			if votes > top || votes == top && u < best {
				best, top = u, votes
			}
		}
		if top >= 1.5 {
			d.found.URL = best
			d.found.Notes["url"] = "what title, date or comments lead to"
		}
	}
}

// linkVotes scores the addresses in a spot by the links to them. Each reason counts once.
func (in *Inducer) linkVotes(d *draft) map[string]float64 {
	votes := map[string]float64{}
	voted := map[string]bool{}
	for i := d.lines.From; i < d.lines.To; i++ {
		l := &in.Doc.Lines[i]
		if l.Aside {
			continue
		}
		for _, a := range l.Links {
			u := in.ownLink(a.Href)
			if u == "" || in.isHome(u) {
				continue
			}
			in.reasons(d, i, a, func(why string, points float64) {
				if !voted[u+" "+why] {
					voted[u+" "+why] = true
					votes[u] += points
				}
			})
		}
	}
	return votes
}

// reasons votes for a link of a line as the permalink.
func (in *Inducer) reasons(d *draft, i int, a document.Link, vote func(why string, points float64)) {
	if in.ofTitle(d, i, a) {
		vote("title", 4)
	}
	if dom.HasToken(dom.Attr(a.Node, "rel"), "bookmark") || dom.HasToken(dom.Attr(a.Node, "class"), "u-url") || dom.HasToken(dom.Attr(a.Node, "itemprop"), "url") {
		vote("bookmark", 3)
	}
	if permaWords.MatchString(a.Text) || permaWords.MatchString(dom.Attr(a.Node, "title")) || hasHint(a.Node, "permalink", "permanent") || permaSigns[strings.ToLower(a.Text)] {
		vote("permalink", 2.5)
	}
	if !words.Longer(a.Text, 60) && in.fact(i).asked && (in.facts[i].dated || in.facts[i].clock != "" || in.facts[i].partial.month > 0) && words.HasDigit(a.Text) && !in.termLink(a) {
		if dayArchive.MatchString(in.ownLink(a.Href)) {
			vote("date", 1.8) // all posts of the day, if another link leads to this one
		} else {
			vote("date", 2)
		}
	}
	if commentLink(a) && strings.Contains(a.Href, "#") {
		vote("comments", 1.6)
	}
	if moreLink.MatchString(a.Text) && !words.Longer(a.Text, 120) {
		vote("more", 1.6)
	}
}

// ofTitle reports whether a link is the title's, and leads neither to other posts nor to
// comments.
func (in *Inducer) ofTitle(d *draft, i int, a document.Link) bool {
	if i != d.title || in.termLink(a) || commentLink(a) && (!in.Doc.Lines[i].Whole(a) || strings.Contains(a.Href, "#")) {
		return false
	}
	_, dated := in.Dates.Whole(a.Text)
	return !dated
}

// permaSigns are link texts that only mean "permalink".
var permaSigns = words.Set("# ¶ ∞ § link url ссылка lien enlace odkaz länk リンク")

// isHome reports whether a canonical address is the site's front page, without a path.
func (in *Inducer) isHome(u string) bool {
	return in.home != "" && strings.Count(u, "/") <= 3 && in.Key(u) == in.home
}
