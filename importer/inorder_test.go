package importer

import (
	"slices"
	"sync/atomic"
	"testing"
)

// Results come in the order of the items, whatever each of them takes, and no more than
// the limit run at a time.
func TestInOrder(t *testing.T) {
	items := make([]int, 50)
	for i := range items {
		items[i] = i
	}
	for room := range 6 {
		var under, most atomic.Int32
		waits := make([]chan struct{}, len(items)+1)
		for i := range waits {
			waits[i] = make(chan struct{})
		}
		work := func(i int) int {
			if n := under.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer under.Add(-1)
			if room > 1 && i%2 == 0 { // ends after the one behind it
				<-waits[i+1]
			}
			close(waits[i])
			return i
		}
		got := slices.Collect(inOrder(room, slices.Values(items), work))
		if !slices.Equal(got, items) || int(most.Load()) > max(room, 1) {
			t.Errorf("room for %d: %d at a time, results %v", room, most.Load(), got)
		}
	}
}

// After an early break, no further items are taken, and no work is left running.
func TestInOrderLeft(t *testing.T) {
	var begun, ended atomic.Int32
	items := func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	}
	for got := range inOrder(3, items, func(i int) int { begun.Add(1); defer ended.Add(1); return i }) {
		if got == 4 {
			break
		}
	}
	if begun.Load() != 7 || ended.Load() != 7 {
		t.Errorf("%d begun, %d ended; want 7: five results and two ahead", begun.Load(), ended.Load())
	}
}
