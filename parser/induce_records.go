package parser

import (
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// found is what induction read of one post.
type found struct {
	title            string
	url              string
	date             foundDate
	author, role     string
	tags, categories []string
	comments         *int
	body             span   // lines of its text
	drop             []span // lines of them that leave it
	cut              []*html.Node
	edges            []span // lines beside it that belong to the frame
	more             bool   // the listing shows only the beginning
	notes            map[string]string
}

// note keeps the first reason for a field.
func (f *found) note(field, evidence string) {
	if f.notes[field] == "" {
		f.notes[field] = evidence
	}
}

// share says in how many posts the same was found at the same place.
func share(n, all int) string {
	return fmt.Sprintf("%d of %d posts", n, all)
}

// draft is a record in the making.
type draft struct {
	spot
	title  int // line, -1 without one
	date   int // line of the date, -1 without one
	holder *html.Node
	body   span
	found  *found
}

// records reads the fields of all spots, each by what the spots agree on.
func (in *inducer) records(set *spotSet) []record {
	drafts := in.drafts(set.spots)
	in.pickTitles(drafts)
	in.pickLinks(drafts)
	in.pickDates(drafts)
	in.pickBodies(drafts)
	for _, d := range drafts {
		in.pickComments(d)
		in.pickTerms(d)
	}
	in.pickAuthors(drafts)
	for _, d := range drafts {
		in.pickClock(d)
	}
	in.fillStructured(drafts)
	in.fillYears(drafts)
	var out []record
	for _, d := range drafts {
		if in.isPost(d, len(drafts)) {
			out = append(out, in.record(d))
		}
	}
	return out
}

func (in *inducer) drafts(spots []spot) []*draft {
	var out []*draft
	for i := range spots {
		out = append(out, &draft{spot: spots[i], title: -1, date: -1, found: &found{notes: map[string]string{}}})
	}
	return out
}

// isPost drops what stands among posts in the same markup: notices and ads.
func (in *inducer) isPost(d *draft, all int) bool {
	f := d.found
	if f.title == "" && f.url == "" {
		return !f.date.empty() && !d.body.empty()
	}
	return all == 1 || f.url != "" || !f.date.empty() || in.wordsIn(d.body) > 0
}

func (in *inducer) record(d *draft) record {
	d.found.body = d.body
	r := record{found: d.found, body: d.body, extent: d.lines, item: d.node}
	if d.title >= 0 {
		r.title = span{d.title, d.title + 1}
	}
	r.meta.raw, r.meta.date = d.found.date.raw(), d.found.date.match()
	r.meta.comments, r.meta.author = d.found.comments, d.found.author
	if d.date >= 0 {
		r.meta.at = span{d.date, d.date + 1}
	}
	return r
}

// pickTitles finds the kind of line that is the title in most spots.
func (in *inducer) pickTitles(drafts []*draft) {
	type kind struct {
		spots, rank, heading, linked, many, hinted int
		texts                                      map[string]bool
	}
	kinds := map[string]*kind{}
	for _, d := range drafts {
		seen := map[string]bool{}
		rank := 0
		for i := d.lines.from; i < d.lines.to && rank < 16; i++ {
			if !in.mayTitle(i) {
				continue
			}
			rank++
			sig := in.sign(i, &d.spot)
			k := kinds[sig]
			if k == nil {
				k = &kind{texts: map[string]bool{}}
				kinds[sig] = k
			}
			if seen[sig] {
				k.many++
				continue
			}
			seen[sig] = true
			k.spots++
			k.rank += rank
			l := &in.doc.lines[i]
			k.texts[l.text] = true
			if l.heading > 0 {
				k.heading++
			}
			if in.siteLink(l) != "" {
				k.linked++
			}
			if titleHint(l.block) {
				k.hinted++
			}
		}
	}
	best, top := "", 0.0
	for sig, k := range kinds {
		n := float64(k.spots)
		share := n / float64(len(drafts))
		score := 2*share + 1.2*float64(k.heading)/n + float64(k.linked)/n + 0.8*float64(k.hinted)/n -
			0.12*float64(k.rank)/n - 0.3*float64(k.many)/n - 2*(1-float64(len(k.texts))/n)
		if k.heading == 0 && k.linked == 0 && k.hinted == 0 {
			score--
		}
		if score > top || score == top && sig < best {
			best, top = sig, score
		}
	}
	if top < 1.4 {
		best = ""
	}
	for _, d := range drafts {
		in.takeTitle(d, best)
		if k := kinds[best]; k != nil && d.title >= 0 {
			d.found.notes["title"] = fmt.Sprintf("%s, %s", best, share(k.spots, len(drafts)))
		}
	}
}

// mayTitle says whether a line can be a title: short, and not just a date or a
// field of another kind.
func (in *inducer) mayTitle(i int) bool {
	l := &in.doc.lines[i]
	if l.text == "" || l.aside || l.hidden || l.quoted || l.trim || len(l.text) > 400 {
		return false
	}
	return !in.fact(i).dateOnly && !(l.heading == 0 && in.isFurniture(i) && !in.linkTitle(i))
}

func titleHint(n *html.Node) bool {
	for level := 0; n != nil && level < 2; n, level = n.Parent, level+1 {
		if hasHint(n, "title", "headline", "subject", "p-name") {
			return true
		}
	}
	return false
}

// hasHint says whether a class, id or property of an element holds one of the
// words.
func hasHint(n *html.Node, hints ...string) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "itemprop", "property":
			v := strings.ToLower(a.Val)
			for _, h := range hints {
				if strings.Contains(v, h) {
					return true
				}
			}
		}
	}
	return false
}

func (in *inducer) takeTitle(d *draft, sig string) {
	if sig != "" {
		for i := d.lines.from; i < d.lines.to; i++ {
			if in.mayTitle(i) && in.sign(i, &d.spot) == sig {
				d.title = i
				break
			}
		}
	}
	if d.title < 0 { // a heading with a link at the top, in a template of its own
		for i, seen := d.lines.from, 0; i < d.lines.to && seen < 4; i++ {
			l := &in.doc.lines[i]
			if l.text != "" {
				seen++
			}
			if l.heading > 0 && in.mayTitle(i) && in.siteLink(l) != "" {
				d.title = i
				break
			}
		}
	}
	if d.title < 0 {
		return
	}
	d.found.title = in.titleText(d.title)
}

// titleText is the title's line, or the link in it where the rest is another
// field: "21/07: A title (3)".
func (in *inducer) titleText(i int) string {
	l := &in.doc.lines[i]
	var own []link
	for _, a := range l.links {
		if _, dated := in.dates.whole(a.text); dated {
			continue
		}
		if in.ownLink(a.href) != "" && a.text != "" && !commentLink(a) && !in.termLink(a) {
			own = append(own, a)
		}
	}
	if len(own) == 1 && own[0].text != l.text {
		rest := strings.TrimSpace(strings.Replace(l.text, own[0].text, "", 1))
		if f := in.fact(i); f.dated || holdsDigit(rest) || permaWords.MatchString(rest) || len(l.links) > 1 || !hasWord(rest) {
			if len(rest) < 60 {
				return own[0].text
			}
		}
	}
	if len(own) == 2 && !hasWord(own[1].text) { // a mark for the permalink
		return own[0].text
	}
	return l.text
}

// pickLinks finds each post's own address: the one that most things lead to
// which lead to a post.
func (in *inducer) pickLinks(drafts []*draft) {
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
			d.found.url = best
			d.found.notes["url"] = "what title, date or comments lead to"
		}
	}
}

// linkVotes weighs the addresses in a spot by what leads there.
func (in *inducer) linkVotes(d *draft) map[string]float64 {
	votes := map[string]float64{}
	voted := map[string]bool{}
	vote := func(u, why string, points float64) {
		if u != "" && !voted[u+" "+why] {
			voted[u+" "+why] = true
			votes[u] += points
		}
	}
	for i := d.lines.from; i < d.lines.to; i++ {
		l := &in.doc.lines[i]
		if l.aside {
			continue
		}
		for _, a := range l.links {
			u := in.ownLink(a.href)
			if u == "" || in.isHome(u) {
				continue
			}
			rel := strings.ToLower(attr(a.node, "rel"))
			if _, dated := in.dates.whole(a.text); !dated && i == d.title && !in.termLink(a) && !commentLink(a) {
				vote(u, "title", 4)
			}
			if hasToken(rel, "bookmark") || hasToken(attr(a.node, "class"), "u-url") || hasToken(attr(a.node, "itemprop"), "url") {
				vote(u, "bookmark", 3)
			}
			if permaWords.MatchString(a.text) || permaWords.MatchString(attr(a.node, "title")) || hasHint(a.node, "permalink", "permanent") || a.text == "#" || a.text == "¶" || a.text == "∞" {
				vote(u, "permalink", 2.5)
			}
			if len(a.text) < 60 && in.fact(i).asked && (in.facts[i].dated || in.facts[i].clock != "" || in.facts[i].partial.month > 0) && holdsDigit(a.text) && !in.termLink(a) {
				vote(u, "date", 2)
			}
			if commentLink(a) && strings.Contains(a.href, "#") {
				vote(u, "comments", 1.6)
			}
			if moreLink.MatchString(a.text) && len(a.text) < 120 {
				vote(u, "more", 1.6)
			}
		}
	}
	return votes
}

func (in *inducer) isHome(u string) bool {
	return in.baseURL != nil && blog.PathKey(u, true) == blog.PathKey(in.baseURL.Scheme+"://"+in.baseURL.Host+"/", true)
}
