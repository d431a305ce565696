package importer

import (
	"context"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// ReparseOptions control Reparse.
type ReparseOptions struct {
	// DryRun reports what would change without changing it.
	DryRun bool
}

// ReparseReport is what Reparse changed, or would change.
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

// ReparseDiff is a post that is parsed differently now.
type ReparseDiff struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Fields []string `json:"fields"`
}

// Reparse parses the stored pages of a source again, with the current parser and the
// knowledge in src, without the network.
func Reparse(ctx context.Context, d Deps, src *blog.Source, o ReparseOptions) (*ReparseReport, error) {
	if !o.DryRun {
		if src.DateOrderBy == blog.DateOrderByFlag {
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
	r := &reparser{
		Deps: d, src: src, k: src.Knowledge(), o: o, posts: map[string]int{},
		rep: &ReparseReport{Source: src.Label(), Fields: map[string]int{}, Diffs: []ReparseDiff{}, Failed: []blog.Failure{}, DryRun: o.dry, At: d.Now().UTC()},
	}
	for page := range inOrder(readers(), r.load(ctx), r.read) {
		if err := r.take(ctx, page); err != nil {
			return r.rep, err
		}
	}
	r.rep.Posts = len(r.posts)
	return r.rep, nil
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
