package parser

// records makes the records, and the rules for later pages.
func (t *titles) records() ([]record, *rules) {
	var out []record
	for i := range t.metas {
		out = append(out, t.record(i))
	}
	if len(t.metas) < 2 && t.s.ruled != nil {
		return out, t.s.ruled
	}
	return out, &rules{Place: t.place, Title: t.sig, Byline: t.bylinePlace()}
}

// bylinePlace is where most of the bylines stand.
func (t *titles) bylinePlace() string {
	counts := map[string]int{}
	for _, m := range t.metas {
		counts[placeOf(t.s.doc, m, m.at.to)]++
	}
	place, _ := mostFrequent(counts)
	return place
}

func (t *titles) record(i int) record {
	m := t.metas[i]
	r := record{meta: m, tags: t.tagsOf(i)}
	first := t.search(i).from
	if at := t.at[i]; at >= 0 {
		r.title = span{at, at + 1}
		first = at + 1
		if r.tags.has(at) {
			r.tags = span{m.at.to, m.at.to} // a title "Filed under: water"
		}
	} else if len(t.metas) == 1 || i == 0 && !t.wrapped {
		first = t.untitledStart(i)
	}
	switch t.place {
	case placeLast:
		r.body = span{first, m.at.from}
		r.extent = span{first, r.tags.to}
	default:
		r.body = span{max(first, r.tags.to), t.end(i)}
		r.extent = span{min(first, m.at.from), max(r.body.to, r.tags.to)}
	}
	if !r.title.empty() {
		r.extent.from = min(r.extent.from, r.title.from)
	}
	if r.body.to < r.body.from {
		r.body.to = r.body.from
	}
	t.s.trailingTags(&r)
	return r
}

// end is the line behind the last one of record i.
func (t *titles) end(i int) int {
	end := t.regions[i].to
	if t.wrapped || i+1 == len(t.metas) {
		return end
	}
	if t.place == placeTop {
		return t.metas[i+1].at.from
	}
	if next := t.at[i+1]; next >= 0 {
		return min(end, next)
	}
	return end
}

// untitledStart is where the body of a first record without a title begins:
// with the block that holds the line above its byline, since what is further
// up may be the head of the page.
func (t *titles) untitledStart(i int) int {
	m := t.metas[i].at.from
	in := t.search(i)
	at := m
	for at > in.from {
		l := &t.s.doc.lines[at-1]
		if l.aside || l.heading > 0 {
			break
		}
		at--
	}
	return at
}

// trailingTags takes a last line "Filed under: …" with links out of the body:
// some themes put the tags above the byline.
func (s *scan) trailingTags(r *record) {
	if !r.tags.empty() || r.body.empty() {
		return
	}
	end := r.body.to
	for end > r.body.from+1 && (s.doc.lines[end-1].trim || s.doc.lines[end-1].text == "") {
		end--
	}
	l := &s.doc.lines[end-1]
	if at := s.tagsAfter(s.doc, end-1); !l.quoted && len(l.links) > 0 && !at.empty() {
		r.tags, r.body.to = at, end-1
	}
}
