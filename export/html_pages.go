package export

import (
	"io"
	"path"
	"strconv"

	g "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"
)

// htmlPage is what all pages show.
type htmlPage struct {
	Title, Blog, From, Root, Policy string
	Count                           int
	Sections                        []htmlLink
}

type htmlLink struct{ Name, Href string }

// unknownLanguage marks what the blog said: it is not told in which language.
func unknownLanguage() g.Node { return Lang("") }

// content is a page around what it is about.
func (p htmlPage) content(main ...g.Node) func(io.Writer) error {
	title := p.Title
	if title != p.Blog && title != "" {
		title += " – "
	}
	if p.Title != p.Blog {
		title += p.Blog
	}
	return Doctype(HTML(Lang("en"),
		Head(
			Meta(Charset("utf-8")),
			Meta(Name("viewport"), Content("width=device-width, initial-scale=1")),
			Meta(g.Attr("http-equiv", "Content-Security-Policy"), Content(p.Policy)),
			Meta(Name("robots"), Content("noindex")),
			TitleEl(g.Text(title)),
			Link(Rel("stylesheet"), Href(p.Root+"style.css")),
		),
		Body(
			A(Class("skip"), Href("#main"), g.Text("Skip to the text")),
			Header(
				P(Class("blog"), A(Href(p.Root+"index.html"), unknownLanguage(), g.Text(p.Blog))),
				Nav(Aria("label", "Archive"), Ul(g.Map(p.Sections, func(s htmlLink) g.Node {
					return Li(A(Href(p.Root+s.Href), g.Text(s.Name)))
				}))),
			),
			Main(ID("main"), g.Group(main)),
			Footer(P(
				g.Text("Archive of "), p.origin(), g.Text(", "+plural(p.Count, "post")+". "),
				A(Href(p.Root+"about.html"), g.Text("About this archive")),
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

// outward is a link that leaves the archive.
func outward(address, text string) g.Node {
	return A(Href(address), Rel("noreferrer"), unknownLanguage(), g.Text(text))
}

// postList is a list of posts, on one of several pages.
type postList struct {
	heading      string
	total        int
	lines        []archiveLine
	number, last int
	newer, older string // names of pages, "" for none
}

func (l postList) nodes() g.Node {
	return g.Group{
		H1(unknownLanguage(), g.Text(l.heading)),
		P(g.Text(plural(l.total, "post"))),
		Ul(Class("posts"), g.Map(l.lines, archiveLine.node)),
		g.If(l.last > 1, Nav(Class("pages"), Aria("label", "Pages"),
			g.If(l.newer != "", A(Href(path.Base(l.newer)), g.Text("Newer"))),
			Span(g.Text("Page "+strconv.Itoa(l.number)+" of "+strconv.Itoa(l.last))),
			g.If(l.older != "", A(Href(path.Base(l.older)), g.Text("Older"))),
		)),
	}
}

func (l archiveLine) node() g.Node {
	return Li(
		g.If(l.Day != "", g.Group{Time(DateTime(l.Day), g.Text(l.Day)), g.Text(" ")}),
		A(Href(l.Href), unknownLanguage(), g.Text(l.Title)),
		g.If(l.Author != "", g.Group{g.Text(" "), Span(Class("by"), unknownLanguage(), g.Text(l.Author))}),
	)
}

// counted is a link with a number behind it.
type counted struct {
	htmlLink
	count int
}

func groupList(heading string, all []counted) g.Node {
	return g.Group{
		H1(g.Text(heading)),
		Ul(Class("groups"), g.Map(all, func(c counted) g.Node {
			return Li(A(Href(c.Href), unknownLanguage(), g.Text(c.Name)), g.Text(" "), Span(Class("count"), g.Text(strconv.Itoa(c.count))))
		})),
	}
}

// fact is a line of the page about the archive.
type fact struct{ name, value string }

func aboutPage(facts []fact) g.Node {
	return g.Group{
		H1(g.Text("About this archive")),
		P(g.Text("These pages hold the posts of a blog as they were read from it. They need no server and no network: all of it is in this folder.")),
		Dl(g.Map(facts, func(f fact) g.Node {
			return g.Group{Dt(g.Text(f.name)), Dd(unknownLanguage(), g.Text(f.value))}
		})),
	}
}

func searchPage(parts int) g.Node {
	return g.Group{
		H1(g.Text("Search")),
		Form(ID("search"), Role("search"),
			Label(For("words"), g.Text("Words that a post has to hold")),
			Input(ID("words"), Name("words"), Type("search"), AutoComplete("off")),
			Button(g.Text("Search")),
		),
		NoScript(P(g.Text("Searching needs JavaScript, which is switched off. The lists of posts do not."))),
		P(ID("found"), Role("status")),
		Ul(ID("results"), Class("posts")),
		Script(Src("search.js"), Data("parts", strconv.Itoa(parts))),
	}
}

func (p htmlPost) nodes() g.Node {
	return g.Group{
		Article(unknownLanguage(),
			H1(g.Text(p.Heading)),
			p.byline(),
			g.If(p.ExcerptOnly, P(Class("note"), Lang("en"), g.Text("Only a teaser of this post is known."))),
			g.If(p.Excerpt != "", P(Class("excerpt"), g.Text(p.Excerpt))),
			Div(Class("body"), g.Raw(p.Body)),
			g.If(len(p.Terms) > 0, P(Class("terms"), Lang("en"), g.Text("Filed under "), p.terms())),
			g.If(p.Old != "", P(Class("old"), Lang("en"), g.Text("Old address: "), outward(p.Old, p.Old))),
		),
		g.If(p.CommentNote != "", Section(Class("comments"), Aria("label", "Comments"), H2(g.Text(p.CommentNote)), commentList(p.Comments))),
		Nav(Class("pages"), Aria("label", "Posts"),
			neighbour(p.Newer, "← ", ""),
			neighbour(p.Older, "", " →"),
		),
	}
}

func (p htmlPost) byline() g.Node {
	var by g.Group
	if p.Author != nil {
		by = g.Group{g.Text("By "), A(Href(p.Page.Root+p.Author.Href), unknownLanguage(), g.Text(p.Author.Name))}
		if p.Role != "" {
			by = append(by, g.Text(", "), Span(unknownLanguage(), g.Text(p.Role)))
		}
	}
	when := Span(g.Text("Without a date"))
	if p.When != "" {
		when = Time(DateTime(p.At), g.Text(p.When))
	}
	return P(Class("byline"), Lang("en"), g.If(by != nil, Span(by)), when)
}

func (p htmlPost) terms() (list g.Group) {
	for i, t := range p.Terms {
		if i > 0 {
			list = append(list, g.Text(", "))
		}
		list = append(list, A(Href(p.Page.Root+t.Href), unknownLanguage(), g.Text(t.Name)))
	}
	return list
}

func neighbour(l *archiveLine, before, after string) g.Node {
	if l == nil {
		return nil
	}
	return A(Href(l.Href), unknownLanguage(), g.Text(before+l.Title+after))
}

func commentList(all []*htmlComment) g.Node {
	if len(all) == 0 {
		return nil
	}
	return Ol(g.Map(all, func(c *htmlComment) g.Node {
		name := c.Author
		if name == "" {
			name = "No name"
		}
		return Li(
			P(Class("byline"), Span(unknownLanguage(), g.Text(name)), g.If(c.When != "", Time(DateTime(c.At), g.Text(c.When)))),
			Div(Class("body"), unknownLanguage(), g.Raw(c.Body)),
			commentList(c.Answers),
		)
	}))
}
