package induce

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// groupKey is what elements that may each contain a post have in common: the path of tags
// to them (or only their tag, if unclosed elements nested the posts) and one of their
// classes.
type groupKey struct {
	path  int
	class string
	tag   string
}

// wrapped returns the guesses in which every post has its own element.
func (in *Inducer) wrapped() []spotSet {
	groups := in.groups()
	var out []spotSet
	seen := map[string]bool{}
	for _, k := range in.promising(groups) {
		set := spotSet{spots: in.spotsOf(groups[k]), note: describe(k), rule: Rule{Tag: k.tag, Class: k.class}}
		if k.path > 0 {
			set.rule.Path = tagPath(groups[k][0])
		}
		id := spotsID(set.spots)
		if len(set.spots) < 2 || seen[id] {
			continue
		}
		seen[id] = true
		out = append(out, set)
	}
	return out
}

// groupLimit returns the maximum number of groups to weigh: fewer on giant pages, so that
// the time is proportional to their size.
func (in *Inducer) groupLimit() int {
	const usual = 4000 // lines
	return max(10, min(maxGroups, maxGroups*usual/(len(in.Doc.Lines)+1)))
}

func describe(k groupKey) string {
	if k.class != "" {
		return "elements " + k.tag + "." + k.class
	}
	return "elements " + k.tag
}

func spotsID(spots []spot) string {
	var b strings.Builder
	for i := range spots {
		b.WriteString(strconv.Itoa(spots[i].lines.From) + "-" + strconv.Itoa(spots[i].lines.To) + " ")
	}
	return b.String()
}

// groups collects the elements of the page by key.
func (in *Inducer) groups() map[groupKey][]*html.Node {
	groups := map[groupKey][]*html.Node{}
	type step struct {
		parent int
		tag    string
	}
	ids := map[step]int{}
	in.paths = make([]int, in.Doc.Orders())
	for order, n := range in.Doc.Elements() {
		s := step{in.paths[in.Doc.Order(n.Parent)], n.Data}
		if ids[s] == 0 {
			ids[s] = len(ids) + 1
		}
		in.paths[order] = ids[s]
		if !mayWrap[n.Data] && !isCard(n) || in.isAside(n) {
			continue
		}
		add := func(k groupKey) { groups[k] = append(groups[k], n) }
		add(groupKey{path: ids[s], tag: n.Data})
		for _, c := range classes(n) {
			add(groupKey{path: ids[s], class: c, tag: n.Data})
			add(groupKey{class: c, tag: n.Data})
		}
	}
	return groups
}

var mayWrap = words.Set("div article section li td tr tbody table dl dd fieldset center blockquote main form")

// isCard reports whether a link contains whole elements: all of a post's teaser.
func isCard(n *html.Node) bool {
	if n.Data != "a" {
		return false
	}
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && dom.Blocks[c.Data] {
			return true
		}
	}
	return false
}

func (in *Inducer) isAside(n *html.Node) bool {
	at := in.Doc.LineAfter(in.Doc.Order(n) - 1)
	return at < len(in.Doc.Lines) && in.Doc.Lines[at].From <= in.Doc.End(n) && in.Doc.Lines[at].Aside
}

// promising returns the keys of groups of two or more elements that have much of the
// page's text, those with the most first.
func (in *Inducer) promising(groups map[groupKey][]*html.Node) []groupKey {
	type ranked struct {
		key  groupKey
		text int
		at   int
	}
	var all []ranked
	for k, nodes := range groups {
		if len(nodes) < 2 || len(nodes) > maxRecords {
			continue
		}
		text, last := 0, -1
		for _, n := range nodes {
			if in.Doc.Order(n) <= last {
				continue // nested in the previous one
			}
			last = in.Doc.End(n)
			text += in.wordsIn(in.Doc.LinesIn(n))
		}
		all = append(all, ranked{k, text, in.Doc.Order(nodes[0])})
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		switch {
		case a.text != b.text:
			return a.text > b.text
		case a.at != b.at:
			return a.at < b.at
		case a.key.class != b.key.class:
			return a.key.class < b.key.class
		}
		return a.key.path > b.key.path
	})
	var keys []groupKey
	page := in.plain[len(in.plain)-1]
	for i := 0; i < len(all) && i < in.groupLimit() && 14*all[i].text >= page; i++ {
		keys = append(keys, all[i].key)
	}
	return keys
}

// spotsOf makes spots of elements in document order. One that starts within another ends
// it: an unclosed element nested the following posts.
func (in *Inducer) spotsOf(nodes []*html.Node) []spot {
	var spots []spot
	for _, n := range nodes {
		s := in.spotOf(n)
		if s.lines.Empty() || n.Data != "td" && in.onlyDate(s.lines) {
			continue // the heading of a day
		}
		if k := len(spots) - 1; k >= 0 && spots[k].to > s.from {
			spots[k].to = s.from
			spots[k].lines.To = max(spots[k].lines.From, s.lines.From)
		}
		spots = append(spots, s)
	}
	return spots
}

// onlyDate reports whether lines have nothing but a date.
func (in *Inducer) onlyDate(at document.Span) bool {
	dated := false
	for i := at.From; i < at.To; i++ {
		switch {
		case in.Doc.Lines[i].Text == "":
		case in.fact(i).dateOnly:
			dated = true
		default:
			return false
		}
	}
	return dated
}

// headers finds, for each spot, the line above it that is only a date: a day may have
// several posts.
func (in *Inducer) headers(spots []spot) {
	for i := range spots {
		s := &spots[i]
		s.header = -1
		from := 0
		if i > 0 {
			from = spots[i-1].lines.To
			s.header = spots[i-1].header
		}
		if i == 0 {
			from = max(0, s.lines.From-4)
		}
		for k := s.lines.From - 1; k >= from; k-- {
			l := &in.Doc.Lines[k]
			if l.Aside || l.Hidden {
				continue
			}
			if f := in.fact(k); f.dateOnly {
				s.header = k
				break
			}
			if len(spots) == 1 && words.Longer(l.Text, 20) {
				break // the date of something else
			}
		}
	}
}

// tagPath returns the tags from the root to an element.
func tagPath(n *html.Node) string {
	var tags []string
	for ; n != nil && n.Type == html.ElementNode; n = n.Parent {
		tags = append(tags, n.Data)
	}
	return strings.Join(tags, "<")
}

// onPath reports whether a path is that of an element.
func onPath(n *html.Node, path string) bool {
	for ; n != nil && n.Type == html.ElementNode; n = n.Parent {
		above, ok := strings.CutPrefix(path, n.Data)
		if !ok {
			return false
		}
		path = strings.TrimPrefix(above, "<")
	}
	return path == ""
}

// wrappedByRule finds the wrappers that a rule describes, unless most elements of their
// kind are elsewhere on this page because an unclosed tag added a level.
func (in *Inducer) wrappedByRule(rule Rule) spotSet {
	var nodes, astray []*html.Node
	for _, n := range in.Doc.Elements() {
		if n.Data != rule.Tag || rule.Class != "" && !slices.Contains(classes(n), rule.Class) || in.isAside(n) {
			continue
		}
		if rule.Path != "" && !onPath(n, rule.Path) {
			astray = append(astray, n)
		} else {
			nodes = append(nodes, n)
		}
	}
	if (rule.Class != "" || rule.Tag == "article") && len(astray) > len(nodes) {
		if len(astray) > 1 || rule.Class == "" {
			return spotSet{}
		}
		nodes = astray // there is nothing to compare the one post of an archive page with
	}
	return spotSet{spots: in.spotsOf(nodes), rule: rule, note: describe(groupKey{tag: rule.Tag, class: rule.Class}) + ", as on earlier pages"}
}
