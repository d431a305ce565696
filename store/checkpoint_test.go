package store

import (
	"math/rand/v2"
	"os"
	"testing"
)

// The write-ahead log is copied into the database file during writes, and does not grow
// with what is written.
func TestLogBeginsAnew(t *testing.T) {
	w := newWorld(t)
	noise := rand.NewChaCha8([32]byte{})
	const pages = 80
	for n := 1; n <= pages; n++ {
		put := w.listing(n, post(n))
		put.Page.Body = make([]byte, 1<<20)
		_, _ = noise.Read(put.Page.Body)
		w.put(put)
	}
	written := w.size("") + w.size("-wal")
	if log := w.size("-wal"); log < pages<<20/8 || log > pages<<20*5/8 {
		t.Errorf("the log has %d bytes of %d", log, written)
	}
	if file := w.size(""); file < pages<<20/2 {
		t.Errorf("the database file has %d bytes of %d before it is closed", file, written)
	}
}

func (w *world) size(suffix string) int64 {
	w.Helper()
	info, err := os.Stat(w.db.Path() + suffix)
	w.must(err)
	return info.Size()
}
