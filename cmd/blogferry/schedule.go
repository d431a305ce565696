package main

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

// repeat does a round of work now and then again and again, until ctx ends.
// Rounds do not overlap. One that failed is reported like any other; only wrong
// usage ends the service, since it would fail for ever.
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

// nextStart is the time to wait for the next round: what is left of the
// interval, and up to a tenth of it more, so that the services of several
// machines do not meet at the old server every time. A round that took longer
// than the interval is followed by the next start that would have been due.
func nextStart(every, took time.Duration) time.Duration {
	left := every - max(took, 0)%every // a clock that was put back makes took negative
	return left + rand.N(every/10+1)
}

// sleep waits, and is false when ctx ended first.
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

// fullDue says whether it is time to read every listing page of a source again:
// the last pass that was read to its end began that long ago, or in the future,
// which is what a clock leaves behind that was wrong.
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
