package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/internal/atomicfile"
	"github.com/blogferry/blogferry/parser/charset"
	"github.com/blogferry/blogferry/store"
)

type checkOptions struct {
	Sample countFlag
	Seed   countFlag
	Out    string
	Source string
}

func newCheckCmd(e *env) *cobra.Command {
	o := checkOptions{Sample: 20, Seed: 1, Out: "check.html"}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Write a page on which the blog's owner can check random posts",
		Long: `Write one HTML page for the blog's owner: what is stored, what is missing, and
randomly chosen posts next to the pages they were read from, field by field, with
checkboxes. The same seed chooses the same posts.`,
		Example: `  blogferry check --sample 20 --out check.html`,
		Args:    argCount(0, 0),
		RunE:    e.do(func(ctx context.Context, _ []string) error { return runCheck(ctx, e, o) }),
	}
	cmd.Flags().Var(&o.Sample, "sample", "number of posts to show (0: all)")
	cmd.Flags().Var(&o.Seed, "seed", "seed of the random choice")
	cmd.Flags().StringVar(&o.Out, "out", o.Out, "`FILE` to write, - for standard output")
	cmd.Flags().StringVar(&o.Source, "source", "", "only posts of this `SOURCE`: address, name or id")
	return cmd
}

func runCheck(ctx context.Context, e *env, o checkOptions) error {
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	check, err := newCheck(ctx, e, st, o)
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	write := func(w io.Writer) error { return export.WriteCheck(w, check) }
	if o.Out == "" || o.Out == "-" {
		return e.results(write)
	}
	if err := atomicfile.Write(o.Out, write); err != nil {
		return err
	}
	e.console.Say("wrote %d of %s to %s (seed %d)", len(check.Posts), plural(check.Of, "post"), o.Out, o.Seed)
	return nil
}

// newCheck collects the contents of the page.
func newCheck(ctx context.Context, e *env, st *store.DB, o checkOptions) (*export.Check, error) {
	filter := blog.Filter{SkipRemoved: true}
	var names []string
	if o.Source != "" {
		src, err := mustFindSource(ctx, st, o.Source)
		if err != nil {
			return nil, err
		}
		filter.Source, names = src.ID, []string{src.ID}
	}
	all, err := e.health(ctx, st, statusOptions{}, names)
	if err != nil {
		return nil, err
	}
	var standing strings.Builder
	for _, h := range all {
		describe(&standing, h.Standing)
	}
	check := &export.Check{Standing: standing.String(), Seed: uint64(o.Seed)}
	return check, addSample(ctx, st, check, filter, int(o.Sample))
}

// addSample reads the posts twice: once to count them, once to collect the chosen
// ones.
func addSample(ctx context.Context, st *store.DB, check *export.Check, filter blog.Filter, sample int) error {
	snapshot, err := st.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	for _, err := range snapshot.Outlines(filter) {
		if err != nil {
			return err
		}
		check.Of++
	}
	chosen, n := choose(check.Of, sample, check.Seed), 0
	for r, err := range snapshot.Records(filter) {
		if err != nil {
			return err
		}
		if chosen[n] {
			post, err := checkedPost(ctx, st, r)
			if err != nil {
				return err
			}
			check.Posts = append(check.Posts, post)
		}
		n++
	}
	return nil
}

// choose picks sample of the numbers below n, the same ones for the same seed;
// sample 0 picks all.
func choose(n, sample int, seed uint64) map[int]bool {
	if sample == 0 || sample > n {
		sample = n
	}
	chosen := map[int]bool{}
	for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(n)[:sample] {
		chosen[i] = true
	}
	return chosen
}

func checkedPost(ctx context.Context, st *store.DB, r *blog.Record) (export.CheckedPost, error) {
	post := export.CheckedPost{Record: r}
	kept, err := st.PageOf(ctx, r.ID)
	if err != nil {
		return post, fmt.Errorf("check %s: %w", r.ID, err)
	}
	if kept != nil {
		post.Kind, post.Address = kept.Kind, kept.Page.Address()
		post.Page, post.Plain = charset.Text(&kept.Page)
	}
	return post, nil
}
