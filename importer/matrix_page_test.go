package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

const pageHead = `# What happens when…

Taken from the tests: ` + "`go test ./importer -run TestMatrix -update`" + ` plays every fault
below against the made-up blog and writes this page; without ` + "`-update`" + ` the test
fails if the page is not what happens. Numbers are HTTP requests of the run,
robots.txt included. The blogs are small: eleven posts, four to a listing page.

What holds for every line, and is checked for every line: the rest of the blog
is read, no post is marked as removed, "complete" means that every field of
every post is there, the run after it is complete without fetching everything
again, and memory stays under 256 MiB.

*Asked again* means up to three more tries, with pauses of about half a second,
one and two, or what ` + "`Retry-After`" + ` asks for.
`

// page writes what was played as tables for people.
func (tb *table) page(t *testing.T) string {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, p := range places {
		fmt.Fprintf(&b, "\n## A fault on %s\n\n", p.what)
		fmt.Fprintf(&b, "Undisturbed: %s.\n\n", tb.undisturbed(t, p))
		b.WriteString("| what goes wrong | if it passes | while it lasts | the report says | the run after |\n|---|---|---|---|---|\n")
		for _, f := range faults {
			for _, line := range tb.lines(p, f) {
				b.WriteString(line + "\n")
			}
		}
	}
	return b.String()
}

// undisturbed counts the requests of a run in which nothing goes wrong.
func (tb *table) undisturbed(t *testing.T, p place) string {
	w := newWorld(t, p.options)
	first := w.run(t, p, played{})
	text := fmt.Sprintf("%d requests", first.requests)
	if p.known {
		w.site.Apply(demo.PublishNew(1))
		text = fmt.Sprintf("%d requests, for one new post", w.run(t, p, played{}).requests)
	}
	return text
}

// lines are the table's lines for one fault: one if query-string and postback
// paging fare alike, or else two.
func (tb *table) lines(p place, f played) []string {
	query, postback := tb.line(p, f, demo.PagerQuery, ""), tb.line(p, f, demo.PagerPostback, "")
	if query == postback {
		return []string{query}
	}
	return []string{tb.line(p, f, demo.PagerQuery, ", query paging"), tb.line(p, f, demo.PagerPostback, ", postback paging")}
}

func (tb *table) line(p place, f played, pager demo.Pager, suffix string) string {
	r := tb.rows[p.what+"|"+f.what+"|"+string(pager)]
	return fmt.Sprintf("| %s%s | %s, %d | %s, %d | %s | %s, %d |", f.what, suffix, r.once.outcome, r.once.requests,
		r.lasting.outcome, r.lasting.requests, r.lasting.says, r.next.outcome, r.next.requests)
}

func shiftPage(rows []shiftRow) string {
	var b strings.Builder
	b.WriteString(`
## Pages that shift while they are read

Fourteen posts, four to a page: four listing pages. Each change is made before
every listing request of the crawl in turn, from the second on, under
query-string and under postback paging. In the end exactly what the blog shows
is stored, or the run says that it proves nothing.

| what changes | outcome | listing requests (limit) |
|---|---|---|
`)
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.what, r.outcome, r.requests)
	}
	return b.String()
}

func journeyPage(rows []journeyRow) string {
	var b strings.Builder
	b.WriteString(`
## The way to the blog

| what goes wrong | the run | the report says | the run after |
|---|---|---|---|
`)
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s, %d | %s | %s, %d |\n", r.what, r.run.outcome, r.run.requests, r.run.says, r.next.outcome, r.next.requests)
	}
	return b.String()
}
