package blog

import "time"

// Wall is a wall-clock time without a zone, "2014-07-21T06:00:00", as a page
// shows it. The empty Wall means that no date is known. Walls sort as text.
type Wall string

const wallLayout = "2006-01-02T15:04:05"

// WallOf gives the clock reading of t in t's own location.
func WallOf(t time.Time) Wall { return Wall(t.Format(wallLayout)) }

// In is the moment at which clocks in loc showed w. A reading that occurs twice
// or never there (change of daylight saving time) takes the earlier offset, that
// is the one in force before the change. It is false for an empty or broken Wall.
func (w Wall) In(loc *time.Location) (time.Time, bool) {
	naive, err := time.Parse(wallLayout, string(w))
	if err != nil {
		return time.Time{}, false
	}
	// The offset in force a day before the reading is the earlier one whenever
	// a change lies between; it is the answer if it reproduces the reading, and
	// in a gap, where no offset does.
	_, before := naive.Add(-24 * time.Hour).In(loc).Zone()
	_, after := naive.Add(24 * time.Hour).In(loc).Zone()
	early := naive.Add(-time.Duration(before) * time.Second)
	if _, off := early.In(loc).Zone(); off == before || before == after {
		return inOffset(early, loc, before), true
	}
	late := naive.Add(-time.Duration(after) * time.Second)
	if _, off := late.In(loc).Zone(); off == after {
		return inOffset(late, loc, after), true
	}
	return inOffset(early, loc, before), true
}

// inOffset keeps loc where it agrees with the wanted offset, and else shows t
// at that fixed offset, so that formatting gives the reading as it stood.
func inOffset(t time.Time, loc *time.Location, offset int) time.Time {
	if _, off := t.In(loc).Zone(); off == offset {
		return t.In(loc)
	}
	return t.In(time.FixedZone("", offset))
}

// RFC3339 is w as RFC 3339 in loc, nil when w is empty.
func (w Wall) RFC3339(loc *time.Location) *string {
	t, ok := w.In(loc)
	if !ok {
		return nil
	}
	s := t.Format(time.RFC3339)
	return &s
}
