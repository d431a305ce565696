package parser

import (
	"fmt"
)

// byInduction reads the records that repeat on the page.
func (s *scan) byInduction() (recordSet, bool) {
	if s.doc.Root == nil {
		return recordSet{}, false
	}
	rule := s.learnt
	if rule == nil && s.rival != nil {
		rule = s.rival.Spots
	}
	read, ok := s.inducer().find(rule, s.taken)
	if !ok {
		return recordSet{}, false
	}
	set := recordSet{
		name: "induced", why: fmt.Sprintf("%d posts by what repeats: %s", len(read.posts), read.by),
		shape: read.rule.shape(), rules: &rules{Induced: read.rule}, induced: read.weight, left: read.left,
	}
	for _, p := range read.posts {
		set.records = append(set.records, recordOf(p))
	}
	return set, true
}

func recordOf(p *found) record {
	r := record{found: p, title: p.titleAt, body: p.body, extent: p.extent, item: p.item}
	r.meta.raw, r.meta.date = p.date.raw(), p.date.match()
	r.meta.comments, r.meta.author = p.comments, p.author
	r.meta.at = p.dateAt
	return r
}

// inducer is asked for more than once, and made when it is first needed.
func (s *scan) inducer() *inducer {
	if s.inducing == nil {
		s.inducing = newInducer(page{
			doc: s.doc, title: pageTitle(s.doc), address: s.page.Address(), baseURL: s.baseURL,
			base: s.base, key: s.key, dates: s.dates, frames: s.frame(),
			byline: func(line string) (name, role string, ok bool) {
				if !s.p.Byline.Re.MatchString(line) {
					return "", "", false
				}
				return s.parseByline([]string{line})
			},
			end: s.endOfPosts,
		})
	}
	return s.inducing
}

// frame knows the lines that are no text wherever they stand.
func (s *scan) frame() *frames {
	if s.frames == nil {
		s.frames = newFrames(s.doc)
	}
	return s.frames
}
