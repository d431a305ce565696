package parser

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/charset"
	"github.com/blogferry/blogferry/parser/comments"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/feeds"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/weburl"
)

// Options configure a Parser. The zero value detects profiles.
type Options struct {
	// Profile is "" or "auto", the name of a built-in profile, the path of a YAML file,
	// or the YAML text itself. It takes precedence over Knowledge.Profile.
	Profile string
}

// Parser parses pages. It is safe for concurrent use.
type Parser struct {
	profiles []*profiles.Profile // by name
	words    *profiles.Profile
	forced   *profiles.Profile // nil: detected

	mu   sync.Mutex
	used map[string]*profiles.Profile // profiles by Knowledge.Profile
}

// New returns a Parser. It fails if the profile does not exist or is invalid.
func New(o Options) (*Parser, error) {
	words, err := profiles.Words()
	if err != nil {
		return nil, err
	}
	all, err := profiles.Builtin()
	if err != nil {
		return nil, err
	}
	p := &Parser{profiles: all, words: words, used: map[string]*profiles.Profile{}}
	if p.forced, err = profiles.Find(o.Profile, true); err != nil {
		return nil, err
	}
	return p, nil
}

// Profiles returns the names of the built-in profiles, sorted.
func (p *Parser) Profiles() []string {
	var names []string
	for _, profile := range p.profiles {
		names = append(names, profile.Name)
	}
	return names
}

// known returns the profile set for a source, nil if it is to be detected.
func (p *Parser) known(k blog.Knowledge) (*profiles.Profile, error) {
	if p.forced != nil {
		return p.forced, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if profile, ok := p.used[k.Profile]; ok {
		return profile, nil
	}
	profile, err := profiles.Find(k.Profile, false)
	if err == nil {
		p.used[k.Profile] = profile
	}
	return profile, err
}

// Fold reports whether case and extension of paths do not matter on the source's site.
func (p *Parser) Fold(k blog.Knowledge) bool {
	profile, err := p.known(k)
	if err != nil || profile == nil {
		return k.FoldPath
	}
	return profile.FoldPath
}

// DateOrder infers the order of day and month from all dates of a source, by page; it may
// iterate twice. declared is the culture that the pages declare.
func (p *Parser) DateOrder(pages iter.Seq[[]string], declared string) blog.DateVerdict {
	return dates.SettleOrder(pages, declared)
}

// sheet is a page being parsed: decoded, divided into lines, with its profile.
type sheet struct {
	*scan
	listing *blog.Listing // the result
	source  string        // decoded text
	ranges  []statedRange // of an HTML page
	// countsUp means that the blog numbers its pages from the oldest.
	countsUp bool
	fromZero bool // the second page has number 1
}

// open does what is common to all kinds of pages.
func (p *Parser) open(page *blog.Page, k blog.Knowledge) (*sheet, error) {
	profile, err := p.known(k)
	if err != nil {
		return nil, err
	}
	sh := &sheet{scan: &scan{page: page, know: k}}
	if err := sh.readLines(); err != nil {
		return nil, err
	}
	known := parseRules(k.Rules)
	sh.ruled, sh.learned, sh.rival = known.parts()
	if known != nil {
		sh.countsUp, sh.fromZero = known.CountsUp, known.FromZero
	}
	sh.choose(p, profile)
	sh.locate()
	sh.breakBylines()
	sh.readDates()
	sh.breakDatelines()
	if !sh.doc.Plain {
		sh.ranges = rangesOf(sh.doc)
	}
	return sh, nil
}

// readLines decodes the page and divides it into lines.
func (sh *sheet) readLines() error {
	text := charset.Decode(sh.page)
	l := &blog.Listing{Charset: text.Charset, Warnings: text.Warnings, Posts: []blog.Post{}}
	sh.source, sh.listing = text.Text, l
	if charset.IsPlain(sh.page, sh.source) {
		sh.doc, l.FromText = document.FromText(sh.source), true
		return nil
	}
	root, err := parseTree(sh.source)
	if err != nil {
		l.Warnings = append(l.Warnings, "the markup cannot be parsed ("+err.Error()+"): its text is read instead")
		sh.doc = document.FromText(tokenText(sh.source))
		return nil
	}
	if pre := document.LonePre(root); pre != "" {
		sh.doc, l.FromText = document.FromText(pre), true
		return nil
	}
	if breaksOff(sh.source) {
		if sh.page.File == "" {
			return blog.ErrCutOff
		}
		l.CutOff = true
		l.Warnings = append(l.Warnings, blog.ErrCutOff.Error()+": its last post may not be whole")
	}
	sh.archived = unarchive(root, sh.source)
	sh.doc = document.New(root, strings.Count(sh.source, "<"))
	if sh.doc.Cut {
		l.Warnings = append(l.Warnings, "an element has an attribute such as class or id of more than 2000 bytes: the rest of it was not read")
	}
	return nil
}

// close is called when the page has been parsed.
func (sh *sheet) close() {
	sh.doc.Free()
	if sh.inducing != nil {
		sh.inducing.Free()
	}
}

// choose sets the profile.
func (sh *sheet) choose(p *Parser, profile *profiles.Profile) {
	l := sh.listing
	if profile != nil {
		l.Why = []string{"profile " + profile.Name + ": as told"}
		sh.own = profile != p.words && !slices.Contains(p.profiles, profile)
	} else if profile, l.Why = profiles.Detect(p.profiles, sh.doc, sh.source); profile == nil {
		profile = p.words
	}
	if profile != p.words {
		l.Profile = profile.Name
	}
	sh.p = profile.Ready()
	sh.mark()
}

// mark marks the parts of the page that the profile names.
func (sh *sheet) mark() {
	if sh.doc.Root != nil {
		sh.doc.MarkAside(sh.postless(margins(sh.doc, sh.doc.All(sh.p.Ignore.Selector))))
		sh.doc.MarkTrim(sh.doc.All(sh.p.NotBody.Selector))
	}
}

// locate sets the page's base, address and culture.
func (sh *sheet) locate() {
	sh.base = func(ref string) string { return blog.Canonical(ref) }
	sh.key = weburl.Remembering(func(ref string) string { return blog.PathKey(sh.base(ref), true) })
	if sh.doc.Root == nil {
		return
	}
	sh.baseURL = baseOf(sh.doc, sh.page)
	sh.base = weburl.Remembering(func(ref string) string { return blog.Canonical(weburl.Absolute(sh.baseURL, ref)) })
	l := sh.listing
	l.Address = cmp.Or(sh.archived, address(sh.doc, sh.source, sh.baseURL))
	if sh.page.Address() == "" && l.Address != "" { // a saved page that states its address
		own := *sh.page
		own.URL = l.Address
		sh.page, sh.baseURL = &own, baseOf(sh.doc, &own)
	}
	if sh.archived == "" {
		sh.named = otherName(sh.doc, sh.page.Address(), cmp.Or(l.Address, sh.page.Address()), sh.baseURL)
	}
	l.Culture = culture(sh.doc, sh.page.Address())
	l.Feeds = feeds.Links(sh.doc, sh.baseURL)
	l.CommentService = comments.Elsewhere(sh.doc)
}

// readDates finds all lines that look like bylines and infers the order of day and month
// on this page, unless the source's is known.
func (sh *sheet) readDates() {
	sh.dates = dates.Reader{Order: sh.know.DateOrder, Culture: sh.listing.Culture}
	sh.all = sh.bylines()
	if sh.joined >= maxJoined {
		sh.listing.Warnings = append(sh.listing.Warnings, "thousands of lines start like a byline and are none: bylines of several lines may be missing")
	}
	sh.seeTags(sh.doc, sh.all)
	if sh.know.DateOrder == "" || sh.know.DateOrder == blog.DateOrderAuto {
		var raws []string
		for _, m := range sh.all {
			if !m.quoted {
				raws = append(raws, m.raw)
			}
		}
		sh.dates.Order = dates.SettleOrder(dates.OnePage(raws), sh.listing.Culture).Order
	}
	for i := range sh.all {
		if d, ok := sh.dates.Whole(sh.all[i].raw); ok {
			sh.all[i].date = d
		}
	}
}

// Feed parses a feed: RSS, RDF, Atom or JSON.
func (p *Parser) Feed(page *blog.Page) (*blog.Feed, error) { return feeds.Read(page) }
