package parser

import (
	"fmt"

	"github.com/blogferry/blogferry/parser/archives"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/words"
)

// byInduction finds the records that repeat on the page.
func (s *scan) byInduction() (recordSet, bool) {
	if s.doc.Root == nil {
		return recordSet{}, false
	}
	rule := s.learned
	if rule == nil && s.rival != nil {
		rule = s.rival.Spots
	}
	read, ok := s.inducer().Find(rule, s.taken)
	if !ok || areMonths(read.Posts) || s.listsMonths(read.Posts) {
		return recordSet{}, false
	}
	set := recordSet{
		name: "induced", why: fmt.Sprintf("%d posts by what repeats: %s", len(read.Posts), read.By),
		shape: read.Rule.Shape(), rules: &rules{Induced: read.Rule}, induced: read.Weight, left: read.Left,
	}
	for _, p := range read.Posts {
		set.records = append(set.records, recordOf(p))
	}
	return set, true
}

// areMonths reports whether most records of an index of archives are months, each with
// the titles of its posts.
func areMonths(posts []*induce.Post) bool {
	months := 0
	for _, p := range posts {
		if archives.IsPeriod(p.Title, p.URL) {
			months++
		}
	}
	return months > 1 && 2*months > len(posts)
}

// listsMonths reports whether the page is an index of archives whose posts are but titles
// below months. The pages of the months have the rest.
func (s *scan) listsMonths(posts []*induce.Post) bool {
	const fewMonths, shortText = 3, 60
	titles, months := 0, 0
	for _, p := range posts {
		if !words.Longer(s.doc.Text(p.Body), shortText) {
			titles++
		}
	}
	for i := range s.doc.Lines {
		l := &s.doc.Lines[i]
		if l.Heading > 0 && len(l.Links) == 1 && l.Whole(l.Links[0]) && archives.IsPeriod(l.Text, s.base(l.Links[0].Href)) {
			months++
		}
	}
	return months >= fewMonths && 2*titles > len(posts)
}

func recordOf(p *induce.Post) record {
	r := record{found: p, title: p.TitleAt, body: p.Body, extent: p.Extent, item: p.Item}
	r.meta.raw, r.meta.date = p.Date.Raw(), p.Date.Match()
	r.meta.comments, r.meta.author = p.Comments, p.Author
	r.meta.at = p.DateAt
	return r
}

// inducer returns the page's inducer, created when first needed.
func (s *scan) inducer() *induce.Inducer {
	if s.inducing == nil {
		s.inducing = induce.New(induce.Page{
			Doc: s.doc, Title: pageTitle(s.doc), Address: s.page.Address(), Named: s.named, BaseURL: s.baseURL,
			Base: s.base, Key: s.key, Dates: s.dates, Frames: s.frame(),
			Byline: func(line string) (name, role string, ok bool) {
				if !s.p.Byline.Re.MatchString(line) {
					return "", "", false
				}
				return s.parseByline([]string{line})
			},
			End: s.endOfPosts,
		})
	}
	return s.inducing
}

// frame returns the lines that are never part of a text.
func (s *scan) frame() *induce.Frames {
	if s.frames == nil {
		s.frames = induce.NewFrames(s.doc)
	}
	return s.frames
}
