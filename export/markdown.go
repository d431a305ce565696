package export

import (
	"runtime"
	"sync"

	"github.com/blogferry/blogferry/blog"
)

// How much is converted at a time: enough to keep the cores busy, and little
// enough to stay in memory when posts are huge.
const (
	batchRecords = 64
	batchBytes   = 1 << 20
)

// withMarkdown gives every record its body_markdown: that of a dialect, or plain
// CommonMark for nil. Records are converted some at a time on all cores, and
// passed on in their order.
func withMarkdown(records Records, o Options, d *dialect) Records {
	return func(yield func(*blog.Record, error) bool) {
		b := batch{workers: make([]*markdowner, min(runtime.GOMAXPROCS(0), 8)), dialect: d, warn: o.Warn}
		for r, err := range records {
			if err == nil {
				b.add(r)
				if !b.full() {
					continue
				}
			}
			if !b.pass(yield) {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
		b.pass(yield)
	}
}

// batch is some records on their way through the workers.
type batch struct {
	records []*blog.Record
	errs    []error
	bytes   int
	workers []*markdowner // made when first needed
	dialect *dialect
	warn    func(*blog.Record, error)
}

// add takes a copy: the caller's record is not ours to change.
func (b *batch) add(r *blog.Record) {
	c := *r
	b.records = append(b.records, &c)
	b.bytes += len(r.BodyHTML)
}

func (b *batch) full() bool { return len(b.records) >= batchRecords || b.bytes >= batchBytes }

// pass converts what was added, yields it and empties the batch.
func (b *batch) pass(yield func(*blog.Record, error) bool) bool {
	b.convert()
	for i, r := range b.records {
		if b.errs[i] != nil && b.warn != nil {
			b.warn(r, b.errs[i])
		}
		if !yield(r, nil) {
			return false
		}
	}
	clear(b.records)
	b.records, b.bytes = b.records[:0], 0
	return true
}

func (b *batch) convert() {
	b.errs = make([]error, len(b.records))
	todo := make(chan int, len(b.records))
	for i := range b.records {
		todo <- i
	}
	close(todo)
	var wg sync.WaitGroup
	for k := range min(len(b.workers), len(b.records)) {
		if b.workers[k] == nil {
			b.workers[k] = newMarkdowner(b.dialect)
		}
		wg.Go(func() {
			for i := range todo {
				b.errs[i] = b.fill(b.workers[k], b.records[i])
			}
		})
	}
	wg.Wait()
}

func (b *batch) fill(m *markdowner, r *blog.Record) error {
	if b.dialect == nil {
		return m.fill(r)
	}
	return b.dialect.fill(m, r)
}
