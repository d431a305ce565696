package export

import "github.com/blogferry/blogferry/blog"

// How much is read ahead: enough to keep both sides busy, and little enough to
// stay in memory when posts are huge.
const (
	aheadRecords = 32
	aheadBytes   = 64 << 10
	aheadParts   = 2 // that wait, besides the one read and the one written
)

// ahead reads records while earlier ones are being written: reading a post costs
// about as much as giving it a new form, and there is mostly a second core. When
// it returns, nothing is being read any more.
func ahead(records Records) Records {
	return func(yield func(*blog.Record, error) bool) {
		parts, enough := make(chan []*blog.Record, aheadParts), make(chan struct{})
		var failed error // of the reading; known once parts is closed
		go func() {
			defer close(parts)
			failed = readParts(records, parts, enough)
		}()
		defer func() {
			close(enough)
			for range parts { // until the reader has ended
			}
		}()
		for part := range parts {
			for _, r := range part {
				if !yield(r, nil) {
					return
				}
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

// readParts sends records some at a time, until it hears that they are enough.
func readParts(records Records, parts chan<- []*blog.Record, enough <-chan struct{}) error {
	var part []*blog.Record
	bytes := 0
	for r, err := range records {
		if err != nil {
			parts <- part
			return err
		}
		part, bytes = append(part, r), bytes+len(r.BodyHTML)+len(r.BodyText)
		if len(part) < aheadRecords && bytes < aheadBytes {
			continue
		}
		select {
		case parts <- part:
			part, bytes = nil, 0
		case <-enough:
			return nil
		}
		select { // which of two ready cases is taken above, chance decides
		case <-enough:
			return nil
		default:
		}
	}
	parts <- part
	return nil
}
