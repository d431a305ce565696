package importer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// ReparseOptions say how kept pages are read again.
type ReparseOptions struct {
	// DryRun reports what would change and changes nothing.
	DryRun bool
}

// ReparseReport says what reading the kept pages again changed, or would.
type ReparseReport struct {
	Source  string         `json:"source"`
	Pages   int            `json:"pages"`
	Posts   int            `json:"posts"`
	Changed int            `json:"changed"`
	New     int            `json:"new"`
	Fields  map[string]int `json:"fields"` // field name → posts in which it differs
	Diffs   []ReparseDiff  `json:"diffs"`
	Failed  []blog.Failure `json:"failed"`
	DryRun  bool           `json:"dry_run"`
	At      time.Time      `json:"at"`
}

// ReparseDiff is one post that reads differently now.
type ReparseDiff struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Fields []string `json:"fields"`
}

// Reparse reads the kept pages of a source again, with today's parser and the
// knowledge in src, without the network.
func Reparse(ctx context.Context, d Deps, src *blog.Source, o ReparseOptions) (*ReparseReport, error) {
	if !o.DryRun {
		if src.DateOrderBy == byFlag {
			forgetDateDoubt(src)
		}
		if err := d.Store.SaveSource(ctx, src); err != nil {
			return nil, err
		}
	}
	fold := d.Parser.Fold(src.Knowledge())
	return reparse(ctx, d, src, reparseOptions{dry: o.DryRun, cause: blog.CauseReparse, fold: fold})
}

type reparseOptions struct {
	dry   bool
	cause string
	run   int64
	fold  bool
}

func reparse(ctx context.Context, d Deps, src *blog.Source, o reparseOptions) (*ReparseReport, error) {
	rep := &ReparseReport{Source: src.Label(), Fields: map[string]int{}, Diffs: []ReparseDiff{}, Failed: []blog.Failure{}, DryRun: o.dry, At: d.Now().UTC()}
	posts := map[string]bool{}
	for page, err := range d.Store.KeptPages(ctx, src.ID) {
		if err != nil {
			return rep, err
		}
		if err := ctx.Err(); err != nil {
			return rep, err
		}
		stored, err := reread(ctx, d, src, page, o)
		if errors.Is(err, errUnreadable) {
			rep.Failed = append(rep.Failed, blog.Failure{URL: page.Page.Address(), Page: page.Number, Error: err.Error()})
			continue
		}
		if err != nil {
			return rep, err
		}
		rep.Pages++
		for _, s := range stored {
			posts[s.ID] = true
			rep.add(s)
		}
	}
	rep.Posts = len(posts)
	return rep, nil
}

func (rep *ReparseReport) add(s blog.Stored) {
	if s.State == blog.StateNew {
		rep.New++
	}
	if len(s.Fields) == 0 {
		return
	}
	rep.Changed++
	for _, f := range s.Fields {
		rep.Fields[f]++
	}
	rep.Diffs = append(rep.Diffs, ReparseDiff{ID: s.ID, Title: s.Post.Title, Fields: s.Fields})
}

// errUnreadable is a kept page that the parser finds no posts on any more.
var errUnreadable = errors.New("the kept page does not read any more")

// reread parses one kept page and puts what it shows.
func reread(ctx context.Context, d Deps, src *blog.Source, kept *blog.KeptPage, o reparseOptions) ([]blog.Stored, error) {
	switch kept.Kind {
	case "listing":
		l, err := d.Parser.Listing(&kept.Page, src.Knowledge())
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errUnreadable, err)
		}
		return d.Store.PutListing(ctx, &blog.ListingPut{
			Source: src, Run: o.run, Number: kept.Number, Page: &kept.Page, Listing: l, Saved: kept.Saved,
			At: d.Now().UTC(), Fold: o.fold, Cause: o.cause, KeptPage: kept.ID, DryRun: o.dry,
			Owes: func(*blog.Stored) string { return "" },
		})
	case "detail":
		detail, err := rereadDetail(d, src, kept)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errUnreadable, err)
		}
		s, err := d.Store.PutDetail(ctx, &blog.DetailPut{
			Source: src, Run: o.run, Post: kept.Post, Pages: []*blog.Page{&kept.Page}, Detail: detail, Saved: kept.Saved,
			At: d.Now().UTC(), Fold: o.fold, Cause: o.cause, KeptPage: kept.ID, DryRun: o.dry,
		})
		if err != nil {
			return nil, err
		}
		return []blog.Stored{*s}, nil
	}
	return nil, nil
}

func rereadDetail(d Deps, src *blog.Source, kept *blog.KeptPage) (*blog.Detail, error) {
	detail, err := d.Parser.Detail(&kept.Page, src.Knowledge(), kept.Shown)
	if err != nil {
		return nil, err
	}
	for i := range kept.Comments {
		more, err := d.Parser.Detail(&kept.Comments[i], src.Knowledge(), kept.Shown)
		if err != nil {
			return nil, err
		}
		detail.Post.Comments = append(detail.Post.Comments, more.Post.Comments...)
	}
	return detail, nil
}
