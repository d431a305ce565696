package export

import (
	"io"
	"path"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// htmlPage is what all pages have in common.
type htmlPage struct {
	Title, Blog, From, Root, Policy string
	Count                           int
	Sections                        []htmlLink
}

type htmlLink struct{ Name, Href string }

// unknownLanguage marks text of the blog, whose language is unknown.
func unknownLanguage() g.Node { return h.Lang("") }

// content returns a page with its main content.
func (p htmlPage) content(main ...g.Node) func(io.Writer) error {
	title := p.Title
	if title != p.Blog && title != "" {
		title += " – "
	}
	if p.Title != p.Blog {
		title += p.Blog
	}
	return h.Doctype(h.HTML(h.Lang("en"),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(g.Attr("http-equiv", "Content-Security-Policy"), h.Content(p.Policy)),
			h.Meta(h.Name("robots"), h.Content("noindex")),
			h.TitleEl(g.Text(title)),
			h.Link(h.Rel("stylesheet"), h.Href(p.Root+"style.css")),
		),
		h.Body(
			h.A(h.Class("skip"), h.Href("#main"), g.Text("Skip to the text")),
			h.Header(
				h.P(h.Class("blog"), h.A(h.Href(p.Root+"index.html"), unknownLanguage(), g.Text(p.Blog))),
				h.Nav(h.Aria("label", "Archive"), h.Ul(g.Map(p.Sections, func(s htmlLink) g.Node {
					return h.Li(h.A(h.Href(p.Root+s.Href), g.Text(s.Name)))
				}))),
			),
			h.Main(h.ID("main"), g.Group(main)),
			h.Footer(h.P(
				g.Text("Archive of "), p.origin(), g.Text(", "+plural(p.Count, "post")+". "),
				h.A(h.Href(p.Root+"about.html"), g.Text("About this archive")),
			)),
		),
	)).Render
}

func (p htmlPage) origin() g.Node {
	if p.From == "" {
		return g.Text(p.Blog)
	}
	return outward(p.From, p.From)
}

// outward returns an external link.
func outward(address, text string) g.Node {
	return h.A(h.Href(address), h.Rel("noreferrer"), unknownLanguage(), g.Text(text))
}

// postList is a page of a list of posts.
type postList struct {
	heading      string
	total        int
	lines        []archiveLine
	number, last int
	newer, older string // names of pages, "" for none
}

func (l postList) nodes() g.Node {
	return g.Group{
		h.H1(unknownLanguage(), g.Text(l.heading)),
		h.P(g.Text(plural(l.total, "post"))),
		h.Ul(h.Class("posts"), g.Map(l.lines, archiveLine.node)),
		g.If(l.last > 1, h.Nav(h.Class("pages"), h.Aria("label", "Pages"),
			g.If(l.newer != "", h.A(h.Href(path.Base(l.newer)), g.Text("Newer"))),
			h.Span(g.Text("Page "+strconv.Itoa(l.number)+" of "+strconv.Itoa(l.last))),
			g.If(l.older != "", h.A(h.Href(path.Base(l.older)), g.Text("Older"))),
		)),
	}
}

func (l archiveLine) node() g.Node {
	return h.Li(
		g.If(l.Day != "", g.Group{h.Time(h.DateTime(l.Day), g.Text(l.Day)), g.Text(" ")}),
		h.A(h.Href(l.Href), unknownLanguage(), g.Text(l.Title)),
		g.If(l.Author != "", g.Group{g.Text(" "), h.Span(h.Class("by"), unknownLanguage(), g.Text(l.Author))}),
	)
}

// counted is a link with a number after it.
type counted struct {
	htmlLink
	count int
}

func groupList(heading string, all []counted) g.Node {
	return g.Group{
		h.H1(g.Text(heading)),
		h.Ul(h.Class("groups"), g.Map(all, func(c counted) g.Node {
			return h.Li(h.A(h.Href(c.Href), unknownLanguage(), g.Text(c.Name)), g.Text(" "), h.Span(h.Class("count"), g.Text(strconv.Itoa(c.count))))
		})),
	}
}

// fact is a line of the page about the archive.
type fact struct{ name, value string }

func aboutPage(facts []fact) g.Node {
	return g.Group{
		h.H1(g.Text("About this archive")),
		h.P(g.Text("These pages hold the posts of a blog as they were read from it. They need no server and no network: all of it is in this folder.")),
		h.Dl(g.Map(facts, func(f fact) g.Node {
			return g.Group{h.Dt(g.Text(f.name)), h.Dd(unknownLanguage(), g.Text(f.value))}
		})),
	}
}

func searchPage(parts int) g.Node {
	return g.Group{
		h.H1(g.Text("Search")),
		h.Form(h.ID("search"), h.Role("search"),
			h.Label(h.For("words"), g.Text("Words that a post has to hold")),
			h.Input(h.ID("words"), h.Name("words"), h.Type("search"), h.AutoComplete("off")),
			h.Button(g.Text("Search")),
		),
		h.NoScript(h.P(g.Text("Searching needs JavaScript, which is switched off. The lists of posts do not."))),
		h.P(h.ID("found"), h.Role("status")),
		h.Ul(h.ID("results"), h.Class("posts")),
		h.Script(h.Src("search.js"), h.Data("parts", strconv.Itoa(parts))),
	}
}

func (p htmlPost) nodes() g.Node {
	return g.Group{
		h.Article(unknownLanguage(),
			h.H1(g.Text(p.Heading)),
			p.byline(),
			g.If(p.ExcerptOnly, h.P(h.Class("note"), h.Lang("en"), g.Text("Only a teaser of this post is known."))),
			g.If(p.Excerpt != "", h.P(h.Class("excerpt"), g.Text(p.Excerpt))),
			h.Div(h.Class("body"), g.Raw(p.Body)),
			g.If(len(p.Terms) > 0, h.P(h.Class("terms"), h.Lang("en"), g.Text("Filed under "), p.terms())),
			g.If(p.Old != "", h.P(h.Class("old"), h.Lang("en"), g.Text("Old address: "), outward(p.Old, p.Old))),
		),
		g.If(p.CommentNote != "", h.Section(h.Class("comments"), h.Aria("label", "Comments"), h.H2(g.Text(p.CommentNote)), commentList(p.Comments))),
		h.Nav(h.Class("pages"), h.Aria("label", "Posts"),
			neighbour(p.Newer, "← ", ""),
			neighbour(p.Older, "", " →"),
		),
	}
}

func (p htmlPost) byline() g.Node {
	var by g.Group
	if p.Author != nil {
		by = g.Group{g.Text("By "), h.A(h.Href(p.Page.Root+p.Author.Href), unknownLanguage(), g.Text(p.Author.Name))}
		if p.Role != "" {
			by = append(by, g.Text(", "), h.Span(unknownLanguage(), g.Text(p.Role)))
		}
	}
	when := h.Span(g.Text("Without a date"))
	if p.When != "" {
		when = h.Time(h.DateTime(p.At), g.Text(p.When))
	}
	return h.P(h.Class("byline"), h.Lang("en"), g.If(by != nil, h.Span(by)), g.Text(" "), when) // the space is for readers without styles
}

func (p htmlPost) terms() (list g.Group) {
	for i, t := range p.Terms {
		if i > 0 {
			list = append(list, g.Text(", "))
		}
		list = append(list, h.A(h.Href(p.Page.Root+t.Href), unknownLanguage(), g.Text(t.Name)))
	}
	return list
}

func neighbour(l *archiveLine, before, after string) g.Node {
	if l == nil {
		return nil
	}
	return h.A(h.Href(l.Href), unknownLanguage(), g.Text(before+l.Title+after))
}

func commentList(all []*htmlComment) g.Node {
	if len(all) == 0 {
		return nil
	}
	return h.Ol(g.Map(all, func(c *htmlComment) g.Node {
		name := c.Author
		if name == "" {
			name = "No name"
		}
		return h.Li(
			h.P(h.Class("byline"), h.Span(unknownLanguage(), g.Text(name)), g.Text(" "), g.If(c.When != "", h.Time(h.DateTime(c.At), g.Text(c.When)))),
			h.Div(h.Class("body"), unknownLanguage(), g.Raw(c.Body)),
			commentList(c.Answers),
		)
	}))
}
