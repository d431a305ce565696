package importer

import (
	"iter"
	"runtime"
)

// inOrder works on up to room items at a time and gives the results in the order
// of the items, each item being taken when there is room for it. No work goes on
// when the loop has ended. With room for one, everything is done in turn.
func inOrder[In, Out any](room int, items iter.Seq[In], work func(In) Out) iter.Seq[Out] {
	return func(yield func(Out) bool) {
		var under []chan Out
		defer func() {
			for _, done := range under {
				<-done
			}
		}()
		next := func() bool {
			out := <-under[0]
			under = under[1:]
			return yield(out)
		}
		for item := range items {
			done := make(chan Out, 1)
			under = append(under, done)
			go func() { done <- work(item) }()
			if len(under) >= room && !next() {
				return
			}
		}
		for len(under) > 0 {
			if !next() {
				return
			}
		}
	}
}

// readers is the room for reading pages that are at hand: as many as there are
// processors, while one more is stored.
func readers() int { return runtime.GOMAXPROCS(0) + 1 }
