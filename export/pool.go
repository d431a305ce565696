package export

import (
	"iter"
	"runtime"
	"sync"

	"github.com/blogferry/blogferry/blog"
)

// Batch sizes of a pool: large enough to keep all cores busy, small enough for huge posts.
const (
	partRecords = 32
	partBytes   = 64 << 10
	mostWorkers = 8
)

// pool converts records on all cores, while further records are read and earlier results
// are written. Results and warnings are in the order of the records, so that the same
// records give the same bytes.
type pool[T any] struct {
	warn func(r *blog.Record, err error) // nil ignores warnings

	// read returns the records. It is called in one goroutine, so it may keep state.
	read func(warn func(*blog.Record, error)) Records

	// worker returns a function that converts the n-th record, from 0. Each is used by
	// one goroutine.
	worker func(warn func(*blog.Record, error)) func(n int, r *blog.Record) T
}

// made is a record and the result for it.
type made[T any] struct {
	n      int
	record *blog.Record
	result T
	said   []warning // about it, until earlier records are written
}

type warning struct {
	record *blog.Record
	err    error
}

// part is a batch of records.
type part[T any] struct {
	posts []made[T]
	bytes int
	err   error         // of reading, after these records
	done  chan struct{} // closed when all are made
}

// all yields all results. When it returns, no goroutine is left running.
func (p pool[T]) all(yield func(made[T], error) bool) {
	workers := min(runtime.GOMAXPROCS(0), mostWorkers)
	queue, enough := make(chan *part[T], workers), make(chan struct{})
	todo := make(chan *part[T], workers+1) // as many as wait in the queue or to enter it
	var working sync.WaitGroup
	working.Go(func() {
		defer close(queue)
		defer close(todo)
		p.readParts(func(next *part[T]) bool {
			todo <- next
			select {
			case queue <- next:
			case <-enough:
			}
			select { // which of two ready cases is taken above, chance decides
			case <-enough:
				return false
			default:
				return true
			}
		})
	})
	for range workers {
		working.Go(func() { p.work(todo) })
	}
	defer working.Wait()
	defer close(enough)
	for next := range queue {
		<-next.done
		if !p.pass(next, yield) {
			return
		}
	}
}

// pass yields the results of a part.
func (p pool[T]) pass(ready *part[T], yield func(made[T], error) bool) bool {
	for _, post := range ready.posts {
		for _, w := range post.said {
			p.warn(w.record, w.err)
		}
		if !yield(post, nil) {
			return false
		}
	}
	return ready.err == nil || yield(made[T]{}, ready.err)
}

// readParts reads the records in parts until give returns false.
func (p pool[T]) readParts(give func(*part[T]) bool) {
	warnings := collector{on: p.warn != nil}
	next, n := &part[T]{done: make(chan struct{})}, 0
	for r, err := range p.read(warnings.warner()) {
		if err != nil {
			next.err = err
			break
		}
		next.posts = append(next.posts, made[T]{n: n, record: r, said: warnings.take()})
		next.bytes += len(r.BodyHTML) + len(r.BodyText)
		n++
		if len(next.posts) < partRecords && next.bytes < partBytes {
			continue
		}
		if !give(next) {
			return
		}
		next = &part[T]{done: make(chan struct{})}
	}
	give(next)
}

// work makes parts until there are no more.
func (p pool[T]) work(todo <-chan *part[T]) {
	warnings := collector{on: p.warn != nil}
	var do func(int, *blog.Record) T
	for next := range todo {
		if do == nil { // it can be costly, and small blogs do not need it
			do = p.worker(warnings.warner())
		}
		for i := range next.posts {
			post := &next.posts[i]
			post.result = do(post.n, post.record)
			post.said = append(post.said, warnings.take()...)
		}
		close(next.done)
	}
}

// collector keeps warnings until they are taken.
type collector struct {
	on   bool
	kept []warning
}

func (c *collector) warner() func(*blog.Record, error) {
	if !c.on {
		return nil
	}
	return func(r *blog.Record, err error) { c.kept = append(c.kept, warning{r, err}) }
}

func (c *collector) take() []warning {
	kept := c.kept
	c.kept = nil
	return kept
}

// just returns the records unchanged, for a pool without work while reading.
func just(records Records) func(func(*blog.Record, error)) Records {
	return func(func(*blog.Record, error)) Records { return records }
}

// results returns what a pool makes, without the rest.
func (p pool[T]) results() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for m, err := range p.all {
			if !yield(m.result, err) {
				return
			}
		}
	}
}
