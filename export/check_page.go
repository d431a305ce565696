package export

import (
	"cmp"
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

func checkPage(c *Check, style string) g.Node {
	var posts g.Group
	for i, p := range c.Posts {
		posts = append(posts, p.article(i+1))
	}
	return h.Doctype(h.HTML(h.Lang("en"),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(g.Attr("http-equiv", "Content-Security-Policy"), h.Content("script-src 'none'; object-src 'none'; base-uri 'none'")),
			h.TitleEl(g.Textf("Did everything come across? %d of %d posts to check", len(c.Posts), c.Of)),
			h.StyleEl(g.Raw(style)),
		),
		h.Body(
			h.H1(g.Text("Did everything come across?")),
			h.Pre(g.Text(c.Standing)),
			h.P(g.Textf("Below are %d of %d posts, chosen at random (seed %d): on the left the old page as it was received, on the right what is stored. Tick what is right, and note what is not.", len(c.Posts), c.Of, c.Seed)),
			posts,
			h.P(h.Class("sign"), h.Span(g.Text("Checked by")), h.Span(g.Text("Date"))),
		),
	))
}

func (p CheckedPost) article(number int) g.Node {
	stored := "Stored "
	if p.Record.ExcerptOnly {
		stored = "Stored: only a teaser "
	}
	return h.Article(
		h.H2(g.Text(strconv.Itoa(number)+". "), h.Span(unknownLanguage(), g.Text(cmp.Or(p.Record.Title, "Untitled")))),
		h.Table(h.TBody(g.Map(checkedFields(p.Record), checkedField.row))),
		h.Div(h.Class("pair"),
			h.Section(h.Aria("label", "Old page"), p.source(),
				g.Iff(p.Page != "", func() g.Node {
					return h.IFrame(g.Attr("sandbox", ""), h.Title("Old page"), g.Attr("srcdoc", p.frame()))
				}),
			),
			h.Section(h.Aria("label", "Stored"),
				h.P(g.Text(stored), tick("the text is whole")),
				h.Div(h.Class("body"), unknownLanguage(), g.Raw(p.Record.BodyHTML)), // safe as stored
			),
		),
	)
}

// source describes the page.
func (p CheckedPost) source() g.Node {
	if p.Kind == "" {
		return h.P(g.Text("No page is kept"))
	}
	which := "that lists it"
	if p.Kind == "detail" {
		which = "of the post"
	}
	return h.P(g.Text(fmt.Sprintf("The old page (%s) ", which)), g.If(p.Address != "", outward(p.Address, p.Address)))
}

func (f checkedField) row() g.Node {
	value := g.Text(f.Value)
	if f.Value == "" {
		value = h.Span(h.Class("empty"), h.Lang("en"), g.Text("the page shows none"))
	}
	return h.Tr(
		h.Th(h.Scope("row"), g.Text(f.Name)),
		h.Td(unknownLanguage(), value, g.If(f.Raw != "", g.Group{g.Text(" "), h.Span(h.Class("empty"), h.Lang("en"), g.Text("written as")), g.Text(" " + f.Raw)})),
		h.Td(h.Class("tick"), tick("right"), g.Text(" "), tick("wrong")),
	)
}

func tick(what string) g.Node { return h.Label(h.Input(h.Type("checkbox")), g.Text(" "+what)) }
