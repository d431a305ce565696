package parser

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
)

// hints compiles what detection needs.
func (c *compiler) hints() {
	for i := range c.profile.Hints {
		h := &c.profile.Hints[i]
		c.hint(fmt.Sprintf("hints[%d]", i), cmp.Or(h.Group, fmt.Sprintf("hint %d", i+1)), h)
	}
}

// rest compiles all but the hints.
func (c *compiler) rest() {
	p := c.profile
	if c.words != nil {
		c.inherit(c.words.ready())
	} else {
		c.vocabulary()
	}
	p.c.ignore = c.selector("ignore", p.Ignore)
	p.c.notBody = c.selector("not_body", p.NotBody)
	p.c.pager = c.selector("pager", p.Pager)
	p.c.older = c.selector("older", p.Older)
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
	comments := alternatives(p.CommentWords)
	for i, text := range p.Meta {
		re := c.pattern(fmt.Sprintf("meta[%d]", i), expandMacros(text, comments))
		if re != nil && re.SubexpIndex("date") < 0 {
			c.fail(fmt.Sprintf("meta[%d]", i), errors.New("no {date} in the pattern"))
			re = nil
		}
		p.c.meta = append(p.c.meta, re)
	}
	p.c.metaStart = c.pattern("meta_start", p.MetaStart)
	p.c.byline = c.wordList(p.Byline, `^(?:%s)[\s:]*:[\s:]*`)
	p.c.filed = c.wordList(p.Filed, `(?:^|[\s|])(?:%s)\s*:\s*`)
	p.c.more = c.wordList(p.More, `(?:^|[\s.…\[(])(?:%s)[\s.…»›>→\])]*$`)
	p.c.commentWords = c.wordList(p.CommentWords, `(`+countShape+`)\s*(?:%s)`)
}

// inherit takes from the profile "words" what this one does not say itself.
func (c *compiler) inherit(words *Profile) {
	p := c.profile
	ownComments := len(p.CommentWords) > 0
	if !ownComments {
		p.CommentWords = words.CommentWords
	} else if len(p.Meta) == 0 {
		p.Meta = words.Meta // with the words of this profile in them
	}
	ownMeta := len(p.Meta) > 0
	c.vocabulary()
	w := &words.c
	if !ownMeta {
		p.Meta, p.c.meta = words.Meta, w.meta
	}
	if p.MetaStart == "" {
		p.MetaStart, p.c.metaStart = words.MetaStart, w.metaStart
	}
	if len(p.Byline) == 0 {
		p.Byline, p.c.byline = words.Byline, w.byline
	}
	if len(p.Filed) == 0 {
		p.Filed, p.c.filed = words.Filed, w.filed
	}
	if len(p.More) == 0 {
		p.More, p.c.more = words.More, w.more
	}
	if !ownComments {
		p.c.commentWords = w.commentWords
	}
	p.Ignore = joinSelectors(p.Ignore, words.Ignore)
	p.NotBody = joinSelectors(p.NotBody, words.NotBody)
}

func (c *compiler) hint(path, group string, h *Hint) {
	set := 0
	for _, s := range []string{h.Select, h.Source, h.Line} {
		if s != "" {
			set++
		}
	}
	if set != 1 {
		c.fail(path, errors.New("needs exactly one of select, source and line"))
	}
	c.profile.c.hints = append(c.profile.c.hints, compiledHint{
		group:  group,
		sel:    c.selector(path+".select", h.Select),
		source: c.pattern(path+".source", h.Source),
		line:   c.pattern(path+".line", h.Line),
	})
}

func (c *compiler) variant(path string, v *Variant) {
	sel := func(key, text string) selector.Selector { return c.selector(path+"."+key, text) }
	v.c = compiledVariant{
		when:  c.pattern(path+".when", v.When),
		needs: sel("needs", v.Needs), item: sel("item", v.Item), title: sel("title", v.Title),
		body: sel("body", v.Body), meta: sel("meta", v.Meta), summary: sel("summary", v.Summary),
		link: sel("link", v.Link), date: sel("date", v.Date), author: sel("author", v.Author),
		role: sel("role", v.Role), tags: sel("tags", v.Tags), categories: sel("categories", v.Categories),
		tagBlock: sel("tag_block", v.TagBlock), day: sel("day", v.Day), count: sel("count", v.Count),
		moreLink: sel("more_link", v.MoreLink), start: sel("start", v.Start),
		authorIn: c.pattern(path+".author_in", v.AuthorIn),
	}
	if re := v.c.authorIn; re != nil && re.NumSubexp() == 0 {
		c.fail(path+".author_in", errors.New("needs a group"))
	}
	if v.Item == "" && v.Start == "" && v.Title == "" && v.Body == "" && v.Meta == "" {
		c.fail(path, errors.New("needs item, start, title, body or meta"))
	}
}

// wordList compiles a pattern around a list of words; nil when the list is empty.
func (c *compiler) wordList(list []string, shape string) *pattern.Pattern {
	if len(list) == 0 {
		return nil
	}
	p, err := pattern.New(fmt.Sprintf(strings.ReplaceAll(shape, "%s", "%[1]s"), alternatives(list)))
	if err != nil {
		panic("parser: words: " + err.Error()) // they are quoted
	}
	return p
}

// alternatives joins words for a pattern, quoted, the longest first.
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
		"{comments}", `(?P<comments>no|`+countShape+`)\s*(?:`+comments+`)`,
		"{tags}", `(?P<tags>.+)`,
	).Replace(text)
}
