package parser

import (
	"sort"

	"github.com/blogferry/blogferry/parser/document"
)

// Weights for the choice among lines that look like bylines. Only their relation matters:
// a matching link outweighs a date out of order, which outweighs appearance.
const (
	weightMeta     = 1.0
	weightQuoted   = -4.0
	weightUsual    = 1.0  // in the same place as most others
	weightLink     = 2.0  // has the same link as a line above
	weightUnknown  = -2.0 // not in the same place as on earlier pages
	weightNoLink   = -2.5
	weightTitle    = 1.0 // what follows the previous one looks like a title
	weightNoTitle  = -1.5
	weightDisorder = -3.0
	weightSkipped  = -0.5
	weightAdjacent = -3.0
	weightStated   = 3.0 // as many as the page states
	maxSkip        = 12
	maxChoice      = 600
)

// chooser finds the bylines of a page's posts among all lines that look like one. A post
// may quote a byline; quotations are recognized by dates, links and the number of posts
// on the page.
type chooser struct {
	r      *reading
	d      *document.Document
	metas  []metaLine
	usual  []bool           // by index: in the most frequent place
	keys   []string         // by index: key of the link
	where  map[string][]int // lines by key of their links
	rising bool             // dates ascend down the page
	linked bool             // most have a link, or all links are those of titles
	agreed bool             // for most, the link is that of a line above, the title's
	opened bool             // most regions between them start with a heading or a link
	headed bool             // most have a heading or a link right above
	known  string           // place of bylines on earlier pages
	key    baseFunc
}

// chooseMetas chooses the bylines. stated is the number of posts that the page states, 0
// if none.
func (s *scan) chooseMetas(metas []metaLine, stated int) []metaLine {
	if len(metas) < 2 {
		return metas
	}
	if len(metas) > maxChoice {
		return unquoted(metas)
	}
	c := &chooser{r: &s.reading, d: s.doc, metas: metas, key: s.key}
	if s.ruled != nil {
		c.known = s.ruled.Byline
	}
	c.survey()
	chain, score := c.eitherWay(0)
	if stated > 0 && len(chain) != stated {
		if exact, s := c.eitherWay(stated); exact != nil && s+weightStated >= score && c.strangers(exact) <= c.strangers(chain) {
			chain = exact
		}
	}
	out := make([]metaLine, len(chain))
	for i, at := range chain {
		out[i] = metas[at]
	}
	return out
}

// strangers counts the lines of a chain that lack the link that most have. The stated
// number does not justify including one: sites count hidden posts.
func (c *chooser) strangers(chain []int) int {
	n, from := 0, 0
	for _, j := range chain {
		if c.linked && c.agreement(j, from) < 0 {
			n++
		}
		from = c.metas[j].at.To
	}
	return n
}

func unquoted(metas []metaLine) []metaLine {
	var out []metaLine
	for _, m := range metas {
		if !m.quoted {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return metas
	}
	return out
}

// eitherWay finds the best chain with the newest post first or last. The direction is not
// known in advance: quoted dates are in any order.
func (c *chooser) eitherWay(count int) ([]int, float64) {
	c.rising = false
	chain, score := c.best(count)
	c.rising = true
	if up, s := c.best(count); up != nil && (chain == nil || s > score) {
		return up, s
	}
	return chain, score
}

type step struct {
	score float64
	prev  int
	ok    bool
}

// best finds the chain with the highest score; if count > 0, among those with that
// length.
func (c *chooser) best(count int) ([]int, float64) {
	n := len(c.metas)
	rows := max(count, 1)
	table := make([][]step, rows)
	for r := range table {
		table[r] = make([]step, n)
	}
	for j := 0; j < n; j++ {
		c.startAt(table, j)
		for i := j - 1; i >= 0 && i >= j-1-maxSkip; i-- {
			s := c.score(i, j)
			for r := 0; r < rows; r++ {
				from, to := r, r
				if count > 0 {
					if to = r + 1; to >= rows {
						break
					}
				}
				if t := table[from][i]; t.ok && (!table[to][j].ok || t.score+s > table[to][j].score) {
					table[to][j] = step{t.score + s, i, true}
				}
			}
		}
	}
	return c.trace(table)
}

func (c *chooser) startAt(table [][]step, j int) {
	if j <= maxSkip {
		table[0][j] = step{c.score(-1, j), -1, true}
	}
}

// trace reads the best chain from the table. It ends in the last row.
func (c *chooser) trace(table [][]step) ([]int, float64) {
	row, end, score := len(table)-1, -1, 0.0
	for j := range c.metas {
		if t := table[row][j]; t.ok {
			s := t.score + weightSkipped*float64(len(c.metas)-1-j)
			if end < 0 || s >= score { // on a tie the last one: bylines end posts
				end, score = j, s
			}
		}
	}
	if end < 0 {
		return nil, 0
	}
	var chain []int
	for j, r := end, row; j >= 0; {
		chain = append([]int{j}, chain...)
		j = table[r][j].prev
		if len(table) > 1 {
			r--
		}
	}
	return chain, score
}

// score rates j as the byline that follows i (-1 for none).
func (c *chooser) score(i, j int) float64 {
	m := c.metas[j]
	s := weightMeta
	if m.quoted {
		s += weightQuoted
	}
	switch {
	case c.usual[j]:
		s += weightUsual
	case c.known != "":
		s += weightUnknown
	}
	for k := i + 1; k < j; k++ {
		if !c.metas[k].quoted {
			s += weightSkipped
		}
	}
	from := 0
	if i >= 0 {
		from = c.r.tagsAfter(c.d, c.metas[i].at.To).To
		s += c.order(c.metas[i], m)
		s += c.opening(from, m.at.From)
	} else if c.titled(m.at.From - 1) {
		s += weightTitle / 2
	}
	if c.linked {
		s += c.agreement(j, from)
	}
	return s
}

func (c *chooser) order(a, b metaLine) float64 {
	if a.date.Wall == "" || b.date.Wall == "" || a.date.Wall == b.date.Wall {
		return 0
	}
	if (b.date.Wall > a.date.Wall) != c.rising {
		return weightDisorder
	}
	return 0
}

// agreement rates whether a line between links to the page of j's comments.
func (c *chooser) agreement(j, from int) float64 {
	if c.keys[j] == "" {
		return weightNoLink
	}
	switch {
	case c.leadsThere(c.keys[j], from, c.metas[j].at.From):
		return weightLink
	case c.agreed:
		return weightNoLink
	}
	return 0
}

// leadsThere reports whether one of the lines [from, to) has a link with a key.
func (c *chooser) leadsThere(key string, from, to int) bool {
	lines := c.where[key]
	at := sort.SearchInts(lines, from)
	return at < len(lines) && lines[at] < to
}

// opening rates the region between two bylines by its first line.
func (c *chooser) opening(from, to int) float64 {
	for from < to && c.d.Lines[from].Text == "" { // images
		from++
	}
	if from >= to {
		return weightAdjacent
	}
	if c.d.Plain {
		if titleLike(c.d, from) {
			return weightTitle
		}
		return weightNoTitle
	}
	switch {
	case c.headed && c.titled(to-1), c.opened && c.titled(from):
		return weightTitle
	case c.headed || c.opened:
		return weightNoTitle
	}
	return 0
}
