package main

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

// repeat calls round at intervals until ctx ends. Rounds do not overlap. A failed
// round is reported like any other; only wrong usage ends the service, since it
// would fail every time.
func repeat(ctx context.Context, e *env, every time.Duration, round func() error) error {
	for n := 1; ; n++ {
		started := e.now()
		code := e.fail(ctx, round())
		if ctx.Err() != nil {
			return exitInterrupted.err()
		}
		if code == exitUsage {
			return code.err()
		}
		took := e.now().Sub(started)
		wait := nextStart(every, took)
		e.console.Log().Info("waiting", "round", n, "exit_code", int(code),
			"seconds", took.Round(time.Millisecond).Seconds(), "next", e.now().Add(wait).UTC().Format(time.RFC3339))
		if !sleep(ctx, wait) {
			return exitInterrupted.err()
		}
	}
}

// nextStart returns the wait before the next round: the rest of the interval plus
// random jitter of up to a tenth of it, so that several machines do not hit the old
// server at the same time. A round that took longer than the interval skips the
// missed starts.
func nextStart(every, took time.Duration) time.Duration {
	left := every - max(took, 0)%every // took is negative if the clock was set back
	return left + rand.N(every/10+1)
}

// sleep waits for d; it returns false if ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// fullDue reports whether a full pass is due: the last one started at least every
// ago, or in the future because the clock was wrong.
func (e *env) fullDue(ctx context.Context, st *store.DB, src *blog.Source, every time.Duration) (bool, error) {
	if every == 0 || src.ID == "" {
		return false, nil
	}
	ended, _, err := st.LastPasses(ctx, src.ID)
	if err != nil || ended == nil {
		return err == nil, err
	}
	age := e.now().Sub(ended.Started)
	due := age >= every || age < 0
	e.console.Log().Debug("full pass", "source", src.Label(), "last", ended.Started, "due", due)
	return due, nil
}
