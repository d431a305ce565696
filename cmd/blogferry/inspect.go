package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/archive"
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/scraper"
)

type inspectOptions struct {
	fetchOptions
	readOptions
	WriteProfile string
}

func newInspectCmd(e *env) *cobra.Command {
	var o inspectOptions
	cmd := &cobra.Command{
		Use:   "inspect URL|FILE",
		Short: "Show how one page is read, without storing anything",
		Long: `Read one page, live or saved, and show the result: the profile and why it was
chosen, the pager, and each field of each post with the text it was read from.
Nothing is stored. --write-profile writes the selectors found to a new profile, to
be corrected and passed to --profile.`,
		Example: `  blogferry inspect http://old.example/blog
  blogferry inspect http://old.example/blog --write-profile mine.yaml
  blogferry inspect saved.html --profile mine.yaml --json`,
		Args: argCount(1, 1),
		RunE: e.do(func(ctx context.Context, args []string) error { return runInspect(ctx, e, o, args[0]) }),
	}
	o.fetchOptions.bind(cmd.Flags())
	o.readOptions.bind(cmd.Flags())
	cmd.Flags().StringVar(&o.WriteProfile, "write-profile", "", "write the selectors found to a new profile `FILE`")
	return cmd
}

// inspection is the result of inspect.
type inspection struct {
	Page   string `json:"page"` // address or file
	Status int    `json:"status,omitempty"`
	Bytes  int    `json:"bytes"`
	*blog.Listing
	// Evidence is, for each post and field, the text it was read from.
	Evidence []map[string]string `json:"evidence"`
	// Confidence is, for each field, from 0 to 1, how well the evidence agrees.
	Confidence map[string]float64 `json:"confidence"`
	Detail     *blog.Detail       `json:"detail,omitempty"` // when it is the page of one post
	Error      string             `json:"error,omitempty"`
}

func runInspect(ctx context.Context, e *env, o inspectOptions, target string) error {
	know, err := o.knowledge()
	if err != nil {
		return err
	}
	page, err := e.onePage(ctx, o, target)
	if err != nil {
		return fmt.Errorf("inspect %s: %w", target, err)
	}
	found, bad := inspectPage(page, know)
	err = e.results(func(w io.Writer) error {
		if e.global.JSON {
			return writeJSON(w, found)
		}
		return writeInspection(w, e.paint(), found)
	})
	if bad != nil {
		bad = fmt.Errorf("inspect %s: %w", target, bad)
	}
	if errors.Is(bad, blog.ErrNoPosts) {
		bad = &hintedError{err: bad, hint: "give a page that shows posts; " + profileHint}
	}
	if bad == nil && err == nil && o.WriteProfile != "" {
		err = writeProfile(page, know, o.WriteProfile)
	}
	return errors.Join(bad, err)
}

// knowledge converts the flags to the parser's input.
func (o inspectOptions) knowledge() (blog.Knowledge, error) {
	var src blog.Source
	all := func(string) bool { return true }
	err := o.readOptions.applyTo(&src, all)
	return src.Knowledge(), err
}

// onePage fetches an address or reads a file.
func (e *env) onePage(ctx context.Context, o inspectOptions, target string) (*blog.Page, error) {
	if !strings.HasPrefix(target, "http://") && !strings.HasPrefix(target, "https://") {
		return oneFile(ctx, e, o, target)
	}
	address, err := startAddress(target)
	if err != nil {
		return nil, err
	}
	if header, ok := credentials(target); ok {
		o.Headers = append(o.Headers, header)
	}
	if prefix, _ := scraper.SplitPlayback(target); prefix != "" {
		o.WebArchive = prefix
	}
	_, o.delayGiven = e.explicit["delay"]
	fetch, err := e.newScraper(o.fetchOptions, "")
	if err != nil {
		return nil, err
	}
	defer fetch.Close()
	return fetch.Fetch(ctx, blog.Request{URL: address}, blog.FetchOptions{Start: true})
}

func oneFile(ctx context.Context, e *env, o inspectOptions, path string) (*blog.Page, error) {
	for page, err := range archive.Read(ctx, []string{path}, archive.Options{MaxBody: int64(o.MaxBody), Stdin: e.stdin}) {
		var bad *blog.PageError
		switch {
		case errors.As(err, &bad):
			return nil, bad.Err
		case err != nil:
			return nil, err
		}
		return page.Page, nil // of a folder, the first page
	}
	return nil, archive.ErrNoPages
}

// inspectPage reads the page as a crawl would. With an error it returns what could
// be read.
func inspectPage(page *blog.Page, know blog.Knowledge) (*inspection, error) {
	found := &inspection{Page: cmp.Or(page.Address(), page.File), Status: page.Status, Bytes: len(page.Body)}
	p, err := parser.New(parser.Options{})
	if err != nil {
		return found, err
	}
	listing, err := p.Listing(page, know)
	if listing == nil {
		listing = &blog.Listing{}
	}
	found.Listing = listing
	found.Confidence = rounded(listing.Confidence)
	for i := range listing.Posts {
		found.Evidence = append(found.Evidence, listing.Posts[i].Evidence)
	}
	if err != nil {
		found.Error = err.Error()
		return found, err
	}
	if listing.Single && len(listing.Posts) > 0 {
		found.Detail, err = p.Detail(page, know, listing.Posts[0])
	}
	return found, err
}

// inspectWriter builds colored text.
type inspectWriter struct {
	strings.Builder
	ui.Paint
}

func writeInspection(w io.Writer, paint ui.Paint, f *inspection) error {
	b := inspectWriter{Paint: paint}
	row := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%s %s\n", b.In(ui.Cyan, fmt.Sprintf("%-9s", name)), ui.Harmless(fmt.Sprintf(format, args...)))
	}
	list := func(name string, lines []string) {
		for i, line := range lines {
			row(label(i, name), "%s", line)
		}
	}
	row("page", "%s (%s)", f.Page, pageFacts(f))
	row("profile", "%s", strings.TrimSuffix(cmp.Or(f.Profile, "none")+", "+f.Variant, ", "))
	list("because", f.Why)
	if f.Heading != "" {
		row("heading", "%s", f.Heading)
	}
	if f.Range != nil {
		row("range", "%d-%d of %d, from %q", f.Range.From, f.Range.To, f.Range.Total, oneLine(f.Range.Raw))
	}
	list("pager", pagerLines(&f.Pager))
	list("feeds", f.Feeds)
	list("dropped", f.Dropped)
	list("doubts", append(lowConfidence(f.Confidence), f.Warnings...))
	if len(f.Confidence) > 0 {
		row("sure", "%s", confidenceText(f.Confidence))
	}
	kind := plural(len(f.Posts), "post")
	if f.Single {
		kind = "the page of one post"
	}
	row("posts", "%s", kind)
	for i := range f.Posts {
		b.post(i+1, &f.Posts[i])
	}
	if f.Detail != nil {
		fmt.Fprintf(&b, "\nas the page of one post, with %s\n", plural(len(f.Detail.Post.Comments), "comment"))
		b.post(1, &f.Detail.Post)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// pageFacts formats "status 200, 12345 bytes, utf-8, en-US".
func pageFacts(f *inspection) string {
	var facts []string
	if f.Status > 0 {
		facts = append(facts, fmt.Sprintf("status %d", f.Status))
	}
	facts = append(facts, plural(f.Bytes, "byte"))
	for _, fact := range []string{f.Charset, f.Culture} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	if f.FromText {
		facts = append(facts, "plain text")
	}
	return strings.Join(facts, ", ")
}

func pagerLines(p *blog.Pager) []string {
	if p.Mode == "" || p.Mode == blog.PagerNone {
		return []string{"none: the blog has one page"}
	}
	first := p.Mode
	if p.Current > 0 {
		first += fmt.Sprintf(", page %d", p.Current)
	}
	if p.Last > 0 {
		first += fmt.Sprintf(", highest number %d", p.Last)
		if p.LastKnown {
			first += " (the last)"
		}
	}
	all := []string{first}
	if p.Next != nil {
		all = append(all, "next "+p.Next.Key())
	}
	if p.Evidence != "" {
		all = append(all, "read from "+oneLine(p.Evidence))
	}
	return all
}

// post writes the fields of a post, each with the text it was read from.
func (b *inspectWriter) post(n int, p *blog.Post) {
	fmt.Fprintf(b, "\n%s\n", b.In(ui.Bold, fmt.Sprintf("%d. %s", n, cmp.Or(oneLine(p.Title), "(no title)"))))
	shown := map[string]bool{"title": true}
	field := func(name, value string) {
		shown[name] = true
		if value == "" {
			return
		}
		fmt.Fprintf(b, "   %s %s\n", b.In(ui.Cyan, fmt.Sprintf("%-13s", name)), shorten(oneLine(value), 100))
		b.evidence(p.Evidence[name])
	}
	shown["date"] = true // the parser's name for the evidence of published
	b.evidence(p.Evidence["title"])
	field("url", p.URL)
	field("published", strings.TrimSpace(string(p.Published)+" "+quoted(p.PublishedRaw)))
	b.evidence(p.Evidence["date"])
	field("author", p.Author)
	field("role", p.Role)
	field("tags", strings.Join(p.Tags, ", "))
	field("categories", strings.Join(p.Categories, ", "))
	if p.CommentCount != nil {
		field("comment_count", fmt.Sprint(*p.CommentCount))
	}
	field("comments", p.CommentService)
	field("excerpt", p.Excerpt)
	field("body", bodyFacts(p))
	for _, name := range slices.Sorted(maps.Keys(p.Evidence)) {
		if !shown[name] {
			fmt.Fprintf(b, "   %s\n", b.In(ui.Cyan, name))
			b.evidence(p.Evidence[name])
		}
	}
}

func (b *inspectWriter) evidence(from string) {
	if from != "" {
		fmt.Fprintf(b, "   %-13s   %s\n", "", b.In(ui.Faint, "from "+shorten(oneLine(from), 100)))
	}
}

// bodyFacts formats the size of a body and its beginning.
func bodyFacts(p *blog.Post) string {
	kind := ""
	if p.ExcerptOnly {
		kind = "teaser, "
	}
	if p.BodyText == "" {
		return strings.TrimSuffix(kind, ", ")
	}
	return fmt.Sprintf("%s%d characters, %s: %s", kind, len([]rune(p.BodyText)), plural(len(p.Images), "image"), p.BodyText)
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("(%q)", text)
}
