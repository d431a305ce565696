package export

import (
	"bufio"
	"fmt"
	"io"
	"iter"
)

// writeWXRParts writes files of at most Options.Split bytes, unless a single post is
// larger: PHP limits uploads to two megabytes by default. Each file has all authors and
// terms, so that they can be imported in any order.
func writeWXRParts(t Tree, records Records, o Options) (int, error) {
	x, err := newWXR(records, o)
	if err != nil {
		return 0, err
	}
	next, stop := iter.Pull2(x.items(records))
	defer stop()
	p := wxrParts{head: x.head(), size: o.Split, next: next}
	p.advance()
	for n := 1; n == 1 || p.more; n++ {
		if err := t.File(fmt.Sprintf("wordpress-%03d.xml", n), p.write); err != nil {
			return p.posts, err
		}
	}
	return p.posts, nil
}

// items yields the posts as written to the file. Each is valid until the next one.
func (x *wxr) items(records Records) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		var buf []byte
		for m, err := range x.pool(records).all {
			if err == nil {
				buf = x.append(buf[:0], m.n, m)
			}
			if !yield(buf, err) {
				return
			}
		}
	}
}

type wxrParts struct {
	head string
	size int64
	next func() ([]byte, error, bool)

	item  []byte // the next to be written
	err   error
	more  bool
	posts int // written
}

func (p *wxrParts) advance() { p.item, p.err, p.more = p.next() }

// write writes one part.
func (p *wxrParts) write(w io.Writer) error {
	b := bufio.NewWriterSize(w, spill)
	_, _ = b.WriteString(p.head) // errors stay until Flush
	size := int64(len(p.head) + len(wxrEnd))
	for first := true; p.more && (first || size+int64(len(p.item)) <= p.size); first = false {
		if p.err != nil {
			return p.err
		}
		size += int64(len(p.item))
		if _, err := b.Write(p.item); err != nil {
			return err
		}
		p.posts++
		p.advance()
	}
	_, _ = b.WriteString(wxrEnd)
	return b.Flush()
}
