package induce

import (
	"encoding/json"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
)

// posting is a post in a page's JSON-LD (schema.org).
type posting struct {
	author, date string
	keywords     []string
	comments     *int
}

// maxDepth is the maximum nesting of such data that is read.
const maxDepth = 12

// postings returns the posts in the page's JSON-LD by address. Invalid JSON is ignored.
func (in *Inducer) postings() map[string]posting {
	out := map[string]posting{}
	for _, at := range in.Doc.Named("script") {
		n := in.Doc.Node(at)
		if n.FirstChild == nil || !strings.Contains(dom.Attr(n, "type"), "ld+json") {
			continue
		}
		var data any
		if json.Unmarshal([]byte(n.FirstChild.Data), &data) == nil {
			in.postingsIn(data, out, 0)
		}
	}
	return out
}

func (in *Inducer) postingsIn(data any, out map[string]posting, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := data.(type) {
	case []any:
		for _, e := range v {
			in.postingsIn(e, out, depth+1)
		}
	case map[string]any:
		in.addPosting(v, out)
		for _, key := range []string{"@graph", "blogPost", "blogPosts", "itemListElement", "item", "mainEntity", "hasPart"} {
			if e, ok := v[key]; ok {
				in.postingsIn(e, out, depth+1)
			}
		}
	}
}

func (in *Inducer) addPosting(v map[string]any, out map[string]posting) {
	date := firstText(v["datePublished"])
	address := firstText(v["url"])
	if address == "" {
		address = firstText(v["mainEntityOfPage"])
	}
	if u := in.ownLink(address); u != "" && date != "" {
		p := posting{author: firstText(v["author"]), date: date, keywords: allTexts(v["keywords"])}
		if n, ok := v["commentCount"].(float64); ok && n >= 0 {
			p.comments = blog.Int(int(n))
		}
		out[blog.PathKey(u, true)] = p
	}
}

// firstText returns a value that may be a string, an object with a name or an address, or
// a list of these.
func firstText(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case []any:
		if len(v) > 0 {
			if s, ok := v[0].(string); ok {
				return strings.TrimSpace(s)
			}
			if m, ok := v[0].(map[string]any); ok {
				return firstText(m)
			}
		}
	case map[string]any:
		for _, key := range []string{"name", "@id", "url"} {
			if s, ok := v[key].(string); ok {
				return strings.TrimSpace(s)
			}
		}
	}
	return ""
}

func allTexts(v any) []string {
	switch v := v.(type) {
	case string:
		return words.Distinct(strings.Split(v, ","))
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return words.Distinct(out)
	}
	return nil
}

// fillStructured fills missing fields from the page's JSON-LD. What is visible takes
// precedence.
func (in *Inducer) fillStructured(drafts []*draft) {
	all := in.postings()
	if len(all) == 0 {
		return
	}
	for _, d := range drafts {
		f := d.found
		p, ok := all[blog.PathKey(f.URL, true)]
		if f.URL == "" || !ok {
			continue
		}
		if m, ok := in.Dates.Whole(p.date); ok && f.Date.attr.Wall == "" {
			f.Date.attr = m
			f.note("date", "JSON-LD")
		}
		if f.Author == "" && in.isName(p.author) && !strings.EqualFold(p.author, in.Title) {
			f.Author = p.author
			f.note("author", "JSON-LD")
		}
		if len(f.Tags) == 0 && len(f.Categories) == 0 {
			f.Tags = p.keywords
		}
		if f.Comments == nil {
			f.Comments = p.comments
		}
	}
}
