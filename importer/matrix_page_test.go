package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

const pageHead = `# What happens when…

A test writes this page: ` + "`go test ./importer -run TestMatrix -update`" + ` tries every fault
on the demo blog. Without ` + "`-update`" + `, the test fails if the page is out of date. Numbers
are HTTP requests of the run, robots.txt included. The blogs are small: eleven posts,
four on each listing page.

The test also checks in every case that the rest of the blog is read, no post is marked
as removed, "complete" means that every field of every post is stored, the next run is
complete without fetching everything again, and memory stays under 256 MiB.

Failed requests are tried again up to three times, with pauses of about half a second,
one and two seconds, or what ` + "`Retry-After`" + ` says.
`

// page returns the results as tables for readers.
func (tb *table) page(t *testing.T) string {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, p := range places {
		fmt.Fprintf(&b, "\n## A fault on %s\n\n", p.what)
		fmt.Fprintf(&b, "Without a fault: %s.\n\n", tb.undisturbed(t, p))
		b.WriteString("| what goes wrong | if it happens once | while it lasts | the report says | the next run |\n|---|---|---|---|---|\n")
		for _, f := range faults {
			for _, line := range tb.lines(p, f) {
				b.WriteString(line + "\n")
			}
		}
	}
	return b.String()
}

// undisturbed counts the requests of a run without a fault.
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

// lines returns the table's lines for one fault: one if the results are the same with
// query-string and postback paging, else two.
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
## Changes of the blog during a crawl

Fourteen posts on four listing pages. Each change is tried before each listing
request of the crawl from the second on, with query-string and with postback
paging. In the end, exactly what the blog shows is stored, or the run says that
it proves nothing.

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
## Name lookup, connection, certificate and clock

| what goes wrong | the run | the report says | the next run |
|---|---|---|---|
`)
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s, %d | %s | %s, %d |\n", r.what, r.run.outcome, r.run.requests, r.run.says, r.next.outcome, r.next.requests)
	}
	return b.String()
}
