package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// Run reports as text, for people. Scripts read the JSON of blog.Report.

// report writes a run report as JSON or as text; named adds the source's name. A
// closed pipe is not an error.
func (e *env) report(r *blog.Report, named bool) error {
	tidyReport(r)
	if !e.global.JSON {
		for _, warning := range r.Warnings {
			e.console.Warn("%s: %s", r.Source, warning)
		}
	}
	err := e.results(func(w io.Writer) error {
		if e.global.JSON {
			return writeJSON(w, r)
		}
		if named {
			fmt.Fprintf(w, "%s:\n", r.Source)
		}
		return writeReport(w, r)
	})
	if isClosedPipe(err) {
		return nil
	}
	return err
}

// tidyReport replaces nil lists with empty ones: scripts rely on arrays.
func tidyReport(r *blog.Report) {
	if r.Gaps == nil {
		r.Gaps = []blog.Gap{}
	}
	if r.Failed == nil {
		r.Failed = []blog.Failure{}
	}
	if r.Warnings == nil {
		r.Warnings = []string{}
	}
}

func writeReport(w io.Writer, r *blog.Report) error {
	var b strings.Builder
	fmt.Fprintln(&b, changes(r))
	fmt.Fprintln(&b, standing(r.Stored, r.StatedTotal, r.Complete, r.AcceptedMissing))
	if r.Looked != "" {
		fmt.Fprintln(&b, r.Looked)
	}
	for _, line := range gapLines(r.Gaps) {
		fmt.Fprintln(&b, "gap: "+line)
	}
	for _, f := range r.Failed {
		fmt.Fprintln(&b, "failed: "+failure(f))
	}
	writeMedia(&b, r.Media)
	_, err := io.WriteString(w, b.String())
	return err
}

// changes formats "12 new, 0 changed, 0 unchanged".
func changes(r *blog.Report) string {
	text := fmt.Sprintf("%d new, %d changed, %d unchanged", r.New, r.Changed, r.Unchanged)
	if r.Removed > 0 {
		text += fmt.Sprintf(", %d removed", r.Removed)
	}
	if r.Restored > 0 {
		text += fmt.Sprintf(", %d restored", r.Restored)
	}
	return text
}

// standing formats "127 of 127 posts stored: complete".
func standing(stored int, total *int, complete bool, accepted int) string {
	text := plural(stored, "post") + " stored"
	missing := 0
	if total != nil {
		text = fmt.Sprintf("%d of %s stored", stored, plural(*total, "post"))
		missing = *total - stored
	}
	switch {
	case complete && accepted > 0:
		text += fmt.Sprintf(": complete, %d accepted as missing", accepted)
	case complete && missing < 0:
		text += fmt.Sprintf(": complete, %d more than the blog counts", -missing)
	case complete && total == nil:
		text += ": complete (the blog states no total)"
	case complete:
		text += ": complete"
	case missing > 0:
		text += fmt.Sprintf(": %d missing", missing)
	default:
		text += ": not known to be complete"
	}
	return text
}

// gapLines formats gaps, one per line. Consecutive pages of which only the number is
// known share one: a blog may state 1,500 pages, none of which could be read.
func gapLines(gaps []blog.Gap) []string {
	var lines []string
	for len(gaps) > 0 {
		first, n := gaps[0], 0
		for n < len(gaps) && gaps[n] == (blog.Gap{Kind: "page", Page: first.Page + n, Reason: first.Reason}) {
			n++
		}
		line := gap(first)
		if n > 1 {
			line = fmt.Sprintf("pages %d-%d: %s", first.Page, gaps[n-1].Page, first.Reason)
		}
		lines, gaps = append(lines, line), gaps[max(n, 1):]
	}
	return lines
}

// gap formats "page 3 (posts 21-30) http://…: the server answered 500".
func gap(g blog.Gap) string {
	posts := fmt.Sprintf("posts %d-%d", g.From, g.To)
	if g.From == g.To {
		posts = fmt.Sprintf("post %d", g.From)
	}
	text := g.Kind
	switch {
	case g.Kind == "range" && g.From > 0:
		text = posts
	case g.Kind == "page" && g.Page > 0:
		text = fmt.Sprintf("page %d", g.Page)
		if g.From > 0 {
			text += " (" + posts + ")"
		}
	}
	if g.URL != "" {
		text += " " + g.URL
	}
	if g.Reason != "" {
		text += ": " + g.Reason
	}
	return text
}

func failure(f blog.Failure) string {
	text := f.URL
	if f.Page > 0 {
		text = strings.TrimSpace(fmt.Sprintf("%s (page %d)", text, f.Page))
	}
	return text + ": " + f.Error
}

// plural formats "1 post" or "2 posts", "1 address" or "2 addresses".
func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		return strconv.Itoa(n) + " " + noun + "es"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
