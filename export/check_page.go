package export

import (
	"cmp"
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"
)

func checkPage(c *Check, style string) g.Node {
	var posts g.Group
	for i, p := range c.Posts {
		posts = append(posts, p.article(i+1))
	}
	return Doctype(HTML(Lang("en"),
		Head(
			Meta(Charset("utf-8")),
			Meta(Name("viewport"), Content("width=device-width, initial-scale=1")),
			Meta(g.Attr("http-equiv", "Content-Security-Policy"), Content("script-src 'none'; object-src 'none'; base-uri 'none'")),
			TitleEl(g.Textf("Did everything come across? %d of %d posts to check", len(c.Posts), c.Of)),
			StyleEl(g.Raw(style)),
		),
		Body(
			H1(g.Text("Did everything come across?")),
			Pre(g.Text(c.Standing)),
			P(g.Textf("Below are %d of %d posts, chosen at random (seed %d): on the left the old page as it was received, on the right what is stored. Tick what is right, and note what is not.", len(c.Posts), c.Of, c.Seed)),
			posts,
			P(Class("sign"), Span(g.Text("Checked by")), Span(g.Text("Date"))),
		),
	))
}

func (p CheckedPost) article(number int) g.Node {
	stored := "Stored "
	if p.Record.ExcerptOnly {
		stored = "Stored: only a teaser "
	}
	return Article(
		H2(g.Text(strconv.Itoa(number)+". "), Span(unknownLanguage(), g.Text(cmp.Or(p.Record.Title, "Untitled")))),
		Table(TBody(g.Map(checkedFields(p.Record), checkedField.row))),
		Div(Class("pair"),
			Section(Aria("label", "Old page"), p.source(),
				g.Iff(p.Page != "", func() g.Node {
					return IFrame(g.Attr("sandbox", ""), TitleAttr("Old page"), g.Attr("srcdoc", p.frame()))
				}),
			),
			Section(Aria("label", "Stored"),
				P(g.Text(stored), tick("the text is whole")),
				Div(Class("body"), unknownLanguage(), g.Raw(p.Record.BodyHTML)), // safe as stored
			),
		),
	)
}

// source says which page it is.
func (p CheckedPost) source() g.Node {
	if p.Kind == "" {
		return P(g.Text("No page is kept"))
	}
	which := "that lists it"
	if p.Kind == "detail" {
		which = "of the post"
	}
	return P(g.Text(fmt.Sprintf("The old page (%s) ", which)), g.If(p.Address != "", outward(p.Address, p.Address)))
}

func (f checkedField) row() g.Node {
	value := g.Text(f.Value)
	if f.Value == "" {
		value = Span(Class("empty"), Lang("en"), g.Text("the page shows none"))
	}
	return Tr(
		Th(Scope("row"), g.Text(f.Name)),
		Td(unknownLanguage(), value, g.If(f.Raw != "", g.Group{g.Text(" "), Span(Class("empty"), Lang("en"), g.Text("written as")), g.Text(" " + f.Raw)})),
		Td(Class("tick"), tick("right"), g.Text(" "), tick("wrong")),
	)
}

func tick(what string) g.Node { return Label(Input(Type("checkbox")), g.Text(" "+what)) }
