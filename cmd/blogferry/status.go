package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

const (
	shownRuns   = 5  // runs shown as text; --json has more
	shownGaps   = 20 // gaps shown as text; --json has all
	shownMonths = 24 // a longer histogram has one line per year
	chartWidth  = 40
)

type statusOptions struct {
	Format string
	MaxAge durationFlag
}

func newStatusCmd(e *env) *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status [SOURCE...]",
		Short: "Show what is stored and what is missing of each blog",
		Long: `Show for each blog its stated total, what is stored and what is missing, its last
runs and its posts per month. Blogs listed in blogferry.yaml are shown even if they
were never crawled. Exit code 3 means that a blog is not complete or, with
--max-age, that its last complete run is too old.`,
		Example: `  blogferry status
  blogferry status http://old.example/blog --json
  blogferry status --max-age 1d --quiet
  blogferry status --format prometheus > blogferry.prom`,
		RunE: e.do(func(ctx context.Context, args []string) error { return runStatus(ctx, e, o, args) }),
	}
	flags := cmd.Flags()
	o.Format = formatText
	flags.Var(choiceFlag{&o.Format, []string{formatText, formatPrometheus}}, "format", "format of the result; --json has all details")
	markSharedName(flags.Lookup("format"))
	flags.Var(&o.MaxAge, "max-age", "maximum age of a blog's last complete run (0: no limit)")
	return cmd
}

// Formats of the result.
const (
	formatText       = "text"
	formatPrometheus = "prometheus" // for the textfile collector
)

func runStatus(ctx context.Context, e *env, o statusOptions, names []string) error {
	if e.global.JSON && o.Format == formatPrometheus {
		return usagef("--json and --format prometheus exclude each other")
	}
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	code, err := showStatus(ctx, e, st, o, names)
	return errors.Join(err, code.err(), st.Close())
}

// showStatus writes the status of the sources and returns the exit code.
func showStatus(ctx context.Context, e *env, st *store.DB, o statusOptions, names []string) (exitCode, error) {
	all, err := e.health(ctx, st, o, names)
	if err != nil {
		return exitDone, err
	}
	code := exitDone
	for _, h := range all {
		if h.behind || !h.Complete || len(h.Gaps) > 0 || codeOfMedia(h.Media) != exitDone {
			code = exitIncomplete
		}
	}
	return code, e.results(func(w io.Writer) error { return e.writeHealth(w, o, all) })
}

func (e *env) writeHealth(w io.Writer, o statusOptions, all []health) error {
	switch {
	case o.Format == formatPrometheus:
		return writePrometheus(w, all)
	case len(all) == 0 && !e.global.JSON:
		_, err := fmt.Fprintln(w, "no blog is stored yet")
		return err
	}
	for i, h := range all {
		if e.global.JSON {
			if err := writeJSON(w, h.json()); err != nil {
				return err
			}
			continue
		}
		var b strings.Builder
		if i > 0 {
			b.WriteByte('\n')
		}
		describe(&b, h.Standing)
		h.describe(&b)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// describe writes the status of one source as a table.
func describe(b *strings.Builder, s *blog.Standing) {
	fmt.Fprintln(b, s.Source)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(b, "  %-9s %s\n", name, fmt.Sprintf(format, args...))
	}
	if s.Name != "" && s.Name != s.Source {
		row("name", "%s", oneLine(s.Name))
	}
	row("posts", "%s", standing(s.Stored, s.StatedTotal, s.Complete, s.AcceptedMissing))
	if s.RemovedPosts > 0 {
		row("removed", "%s kept that the blog no longer shows", plural(s.RemovedPosts, "post"))
	}
	if s.Oldest != nil && s.Newest != nil {
		row("oldest", "%s", clock(*s.Oldest))
		row("newest", "%s", clock(*s.Newest))
	}
	for i, run := range s.LastRuns {
		if i == shownRuns {
			break
		}
		row(label(i, "runs"), "%s", runLine(run))
	}
	gaps := gapLines(s.Gaps)
	for i, line := range gaps {
		if i == shownGaps {
			row("", "and %d more", len(gaps)-shownGaps)
			break
		}
		row(label(i, "gaps"), "%s", line)
	}
	describeMedia(row, s.Media)
	for i, warning := range s.Warnings {
		row(label(i, "warnings"), "%s", warning)
	}
	for i, line := range histogram(s.Months) {
		row(label(i, "months"), "%s", line)
	}
}

// label returns name for the first of several lines, else "".
func label(i int, name string) string {
	if i > 0 {
		return ""
	}
	return name
}

// runLine formats "2026-01-02 10:00 crawl: 12 new, 0 changed, 0 unchanged, 14 requests".
func runLine(r blog.RunBrief) string {
	text := fmt.Sprintf("%s %s: %s", r.StartedAt.UTC().Format("2006-01-02 15:04"), r.Kind, changes(&r.Report))
	if r.Requests > 0 {
		text += ", " + plural(r.Requests, "request")
	}
	switch {
	case r.Interrupted:
		text += ", interrupted"
	case r.Error != "":
		text += ", " + r.Error
	case r.FinishedAt.IsZero():
		text += ", never finished"
	case r.Complete:
		text += ", complete"
	default:
		text += ", incomplete"
	}
	return text
}

// clock formats an RFC 3339 time for reading, with its offset.
func clock(text string) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return t.Format("2006-01-02 15:04 -07:00")
}

// histogram draws posts per month: a bar per month, or a line per year for long
// blogs. Months without posts are visible.
func histogram(months []blog.Month) []string {
	if len(months) > shownMonths {
		return calendar(months)
	}
	most := 0
	for _, m := range months {
		most = max(most, m.Posts)
	}
	var rows []string
	for _, m := range months {
		bar := strings.Repeat("#", scale(m.Posts, most))
		rows = append(rows, strings.TrimRight(fmt.Sprintf("%s %4d %s", m.Month, m.Posts, bar), " "))
	}
	return rows
}

// scale returns the length of a bar, at least 1 if n > 0.
func scale(n, most int) int {
	if most <= chartWidth {
		return n
	}
	return (n*chartWidth + most - 1) / most
}

// calendar returns one line per year, with the posts of each month and a total. Months
// without posts are dots; months before the first and after the last post are blank.
func calendar(months []blog.Month) []string {
	posts, sums, years := map[string]int{}, map[string]int{}, []string{}
	for _, m := range months {
		year, _, _ := strings.Cut(m.Month, "-")
		posts[m.Month] = m.Posts
		sums[year] += m.Posts
		if !slices.Contains(years, year) {
			years = append(years, year)
		}
	}
	rows := []string{"     Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"}
	for _, year := range years {
		line := year
		for month := 1; month <= 12; month++ {
			n, known := posts[fmt.Sprintf("%s-%02d", year, month)]
			switch {
			case n > 0:
				line += fmt.Sprintf("%4d", n)
			case known:
				line += "   ."
			default:
				line += "    "
			}
		}
		rows = append(rows, fmt.Sprintf("%s %6d", line, sums[year]))
	}
	return rows
}
