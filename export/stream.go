package export

import (
	"io"
	"iter"
)

// spill is the size of the write buffer.
const spill = 64 << 10

// stream is a format whose records are written one after the other.
type stream[T any] struct {
	head   string
	record func(buf []byte, n int, r T) []byte // appends the n-th record, from 0
	tail   func(n int) string                  // of a document of n records; may be nil
}

// write ends at the first error without the tail, so that a broken export does
// not look like a whole one where the format can show it.
func (s stream[T]) write(w io.Writer, records iter.Seq2[T, error]) (n int, err error) {
	buf := append(make([]byte, 0, 2*spill), s.head...)
	for r, err := range records {
		if err != nil {
			// The cause counts; whether the rest can still be written does not.
			_, _ = w.Write(buf)
			return n, err
		}
		buf = s.record(buf, n, r)
		n++
		if len(buf) < spill {
			continue
		}
		if _, err := w.Write(buf); err != nil {
			return n, err
		}
		buf = buf[:0]
	}
	if s.tail != nil {
		buf = append(buf, s.tail(n)...)
	}
	_, err = w.Write(buf)
	return n, err
}

// spare are buffers in which a pool writes records. They come back when a stream
// has copied them: a new one for each record would be most of the garbage.
type spare chan []byte

// How many buffers are kept, and up to which size.
const (
	mostSpare = 4 * mostWorkers * partRecords
	spareSize = 8 << 10
)

func newSpare() spare { return make(spare, mostSpare) }

func (s spare) take() []byte {
	select {
	case buf := <-s:
		return buf[:0]
	default:
		return nil
	}
}

func (s spare) back(buf []byte) {
	if cap(buf) > spareSize {
		return
	}
	select {
	case s <- buf:
	default:
	}
}

// append adds a buffer to another one and takes it back.
func (s spare) append(buf, spare []byte) []byte {
	buf = append(buf, spare...)
	s.back(spare)
	return buf
}

// unless ends records when something else has failed that is written with them.
func unless[T any](failed func() error, records iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for r, err := range records {
			if err == nil {
				err = failed()
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}
