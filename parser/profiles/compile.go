package profiles

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
	"github.com/blogferry/blogferry/parser/words"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// compiler compiles a profile's texts to selectors and patterns, and records errors with
// their places in the file.
type compiler struct {
	profile *Profile
	words   *Profile // the profile from which it inherits words
	file    string
	tree    *ast.File
	errs    []error
}

func (c *compiler) fail(path string, err error) {
	where := ""
	if p, err := yaml.PathString("$." + path); err == nil {
		if n, err := p.FilterFile(c.tree); err == nil && n != nil {
			where = fmt.Sprintf("line %d: ", n.GetToken().Position.Line)
		}
	}
	c.errs = append(c.errs, fmt.Errorf("profile %s: %skey %s: %w", c.file, where, path, err))
}

func (c *compiler) selector(path string, s *Selector) {
	if strings.TrimSpace(s.text) == "" {
		return
	}
	var err error
	if s.Selector, err = selector.Parse(s.text); err != nil {
		c.fail(path, err)
	}
}

func (c *compiler) pattern(path string, p *Pattern) {
	if p.text == "" {
		return
	}
	var err error
	if p.Re, err = pattern.New(p.text); err != nil {
		p.Re = nil
		c.fail(path, err)
	}
}

// hints compiles what detection needs.
func (c *compiler) hints() {
	for i := range c.profile.Hints {
		h := &c.profile.Hints[i]
		c.hint(fmt.Sprintf("hints[%d]", i), cmp.Or(h.Group, fmt.Sprintf("hint %d", i+1)), h)
	}
}

// rest compiles everything else.
func (c *compiler) rest() {
	p := c.profile
	if c.words != nil {
		c.inherit(c.words.Ready())
	} else {
		c.vocabulary()
	}
	c.selector("ignore", &p.Ignore)
	c.selector("not_body", &p.NotBody)
	c.selector("pager", &p.Pager)
	c.selector("older", &p.Older)
	for i := range p.Listing {
		c.variant(fmt.Sprintf("listing[%d]", i), &p.Listing[i])
	}
	for i := range p.Detail {
		c.variant(fmt.Sprintf("detail[%d]", i), &p.Detail[i])
	}
}

// vocabulary compiles the patterns of bylines and the words around them.
func (c *compiler) vocabulary() {
	p := c.profile
	comments := alternatives(p.CommentWords.words)
	for i := range p.Meta {
		c.meta(fmt.Sprintf("meta[%d]", i), &p.Meta[i], comments)
	}
	c.pattern("meta_start", &p.MetaStart)
	p.Byline.compile(`^(?:%s)[\s:]*:[\s:]*`)
	p.Filed.compile(`(?:^|[\s|])(?:%s)\s*:\s*`)
	p.More.compile(`(?:^|[\s.…\[(])(?:%s)[\s.…»›>→\])]*$`)
	p.CommentWords.compile(`(` + words.NumberPattern + `)\s*(?:%s)`)
}

// meta compiles a byline pattern.
func (c *compiler) meta(path string, p *Pattern, comments string) {
	whole := Pattern{text: expandMacros(p.text, comments)}
	if c.pattern(path, &whole); whole.Given() && whole.Re.SubexpIndex("date") < 0 {
		c.fail(path, errors.New("no {date} in the pattern"))
		return
	}
	p.Re = whole.Re
}

// inherit takes from the profile "words" what this profile does not define.
func (c *compiler) inherit(words *Profile) {
	p := c.profile
	ownComments := len(p.CommentWords.words) > 0
	if !ownComments {
		p.CommentWords = words.CommentWords
	} else if len(p.Meta) == 0 {
		p.Meta = slices.Clone(words.Meta) // with the words of this profile
	}
	ownMeta := len(p.Meta) > 0
	c.vocabulary()
	if !ownMeta {
		p.Meta = words.Meta
	}
	if p.MetaStart.text == "" {
		p.MetaStart = words.MetaStart
	}
	p.Byline.orElse(&words.Byline)
	p.Filed.orElse(&words.Filed)
	p.More.orElse(&words.More)
	if !ownComments {
		p.CommentWords = words.CommentWords
	}
	p.Ignore.text = joinSelectors(p.Ignore.text, words.Ignore.text)
	p.NotBody.text = joinSelectors(p.NotBody.text, words.NotBody.text)
}

func joinSelectors(a, b string) string {
	a = strings.ReplaceAll(a, " || ", ", ")
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

func (c *compiler) hint(path, group string, h *Hint) {
	set := 0
	for _, text := range []string{h.Select.text, h.Source.text, h.Line.text} {
		if text != "" {
			set++
		}
	}
	if set != 1 {
		c.fail(path, errors.New("needs exactly one of select, source and line"))
	}
	h.group = group
	c.selector(path+".select", &h.Select)
	c.pattern(path+".source", &h.Source)
	c.pattern(path+".line", &h.Line)
}

func (c *compiler) variant(path string, v *Variant) {
	c.pattern(path+".when", &v.When)
	for _, s := range []struct {
		key string
		*Selector
	}{
		{"needs", &v.Needs}, {"item", &v.Item}, {"title", &v.Title}, {"body", &v.Body}, {"meta", &v.Meta},
		{"summary", &v.Summary}, {"link", &v.Link}, {"date", &v.Date}, {"author", &v.Author}, {"role", &v.Role},
		{"tags", &v.Tags}, {"categories", &v.Categories}, {"tag_block", &v.TagBlock}, {"day", &v.Day},
		{"count", &v.Count}, {"more_link", &v.MoreLink}, {"start", &v.Start},
	} {
		c.selector(path+"."+s.key, s.Selector)
	}
	c.pattern(path+".author_in", &v.AuthorIn)
	if v.AuthorIn.Given() && v.AuthorIn.Re.NumSubexp() == 0 {
		c.fail(path+".author_in", errors.New("needs a group"))
	}
	if v.Item.text == "" && v.Start.text == "" && v.Title.text == "" && v.Body.text == "" && v.Meta.text == "" {
		c.fail(path, errors.New("needs item, start, title, body or meta"))
	}
}

// compile compiles the words to a pattern of the given shape.
func (l *WordList) compile(shape string) {
	if len(l.words) == 0 {
		return
	}
	p, err := pattern.New(fmt.Sprintf(strings.ReplaceAll(shape, "%s", "%[1]s"), alternatives(l.words)))
	if err != nil {
		panic("profiles: words: " + err.Error()) // impossible: they are quoted
	}
	l.Re = p
}

// orElse copies another list if this one is empty.
func (l *WordList) orElse(other *WordList) {
	if len(l.words) == 0 {
		*l = *other
	}
}

// alternatives joins words for a pattern: quoted, the longest first.
func alternatives(list []string) string {
	var quoted []string
	for _, w := range list {
		w = regexp.QuoteMeta(strings.Join(strings.Fields(w), " "))
		at := len(quoted)
		for at > 0 && len(quoted[at-1]) < len(w) {
			at--
		}
		quoted = append(quoted[:at], append([]string{w}, quoted[at:]...)...)
	}
	return strings.Join(quoted, "|")
}

func expandMacros(text, comments string) string {
	return strings.NewReplacer(
		"{date}", `(?P<date>\S[^|]*?)`,
		"{author}", `(?P<author>[^|]*?)`,
		"{role}", `(?P<role>[^|]*?)`,
		"{comments}", `(?P<comments>`+words.NonePattern+`|`+words.NumberPattern+`)\s*(?:`+comments+`)`,
		"{tags}", `(?P<tags>.+)`,
	).Replace(text)
}
