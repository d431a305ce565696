package importer

import (
	"iter"
	"runtime"
)

// inOrder calls work for up to room items concurrently and yields the results in the
// order of the items. Items are pulled when there is room. When the iteration ends, no
// call is left running. With room 1, everything is sequential.
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

// readers returns the room for parsing pages: one per processor, and one for storing.
func readers() int { return runtime.GOMAXPROCS(0) + 1 }
