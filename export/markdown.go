package export

import "github.com/blogferry/blogferry/blog"

// withMarkdown sets body_markdown of every record, in a dialect, or in plain CommonMark
// for nil. read returns the records, see pool.
func withMarkdown(read func(warn func(*blog.Record, error)) Records, o Options, d *dialect) pool[*blog.Record] {
	return pool[*blog.Record]{warn: o.Warn, read: read, worker: func(warn func(*blog.Record, error)) func(int, *blog.Record) *blog.Record {
		m := newMarkdowner(d)
		return func(_ int, r *blog.Record) *blog.Record {
			c := *r // do not change the caller's record
			if err := m.fillAs(d, &c); err != nil && warn != nil {
				warn(r, err)
			}
			return &c
		}
	}}
}

func (m *markdowner) fillAs(d *dialect, r *blog.Record) error {
	if d == nil {
		return m.fill(r)
	}
	return d.fill(m, r)
}
