package export

import (
	"strings"
	"time"
)

// texts stores many short strings in one buffer. Separate strings would take twice the
// memory, and the garbage collector would scan each of them.
type texts struct {
	all  strings.Builder
	ends []uint32
}

func (t *texts) add(s string) {
	t.all.WriteString(s)
	t.ends = append(t.ends, uint32(t.all.Len()))
}

func (t *texts) at(n int) string {
	start := uint32(0)
	if n > 0 {
		start = t.ends[n-1]
	}
	return t.all.String()[start:t.ends[n]]
}

func (t *texts) len() int { return len(t.ends) }

// moments are many times to the second, in the zones in which they were given.
type moments struct {
	seconds []int64
	zones   []int32 // seconds east of UTC, or noTime
	known   map[int32]*time.Location
}

const noTime = -1 << 31

func (m *moments) add(at time.Time) {
	_, offset := at.Zone()
	zone := int32(offset)
	if at.IsZero() {
		zone = noTime
	} else if m.known[zone] == nil {
		if m.known == nil {
			m.known = map[int32]*time.Location{0: time.UTC}
		}
		if zone != 0 {
			m.known[zone] = time.FixedZone("", offset)
		}
	}
	m.seconds, m.zones = append(m.seconds, at.Unix()), append(m.zones, zone)
}

// at returns the n-th time, the zero time where none is known.
func (m *moments) at(n int) time.Time {
	if m.zones[n] == noTime {
		return time.Time{}
	}
	return time.Unix(m.seconds[n], 0).In(m.known[m.zones[n]])
}
