package blog

import "time"

// Wall is a wall-clock time without a zone, "2014-07-21T06:00:00", as a page
// shows it. The empty Wall means that no date is known. Walls sort as text.
type Wall string

const wallLayout = "2006-01-02T15:04:05"

// WallOf returns the wall-clock time of t in t's location.
func WallOf(t time.Time) Wall { return Wall(t.Format(wallLayout)) }

// In returns the time at which clocks in loc showed w. A time that occurs twice or
// not at all because of daylight saving time gets the offset in force before the
// change. It returns false for an empty or invalid Wall.
func (w Wall) In(loc *time.Location) (time.Time, bool) {
	naive, err := time.Parse(wallLayout, string(w))
	if err != nil {
		return time.Time{}, false
	}
	// If the offset changes around w, the one a day earlier is the one before the
	// change. Use it if it reproduces w, and in a gap, where neither does.
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

// inOffset returns t in loc, or at a fixed offset if loc has another one at t, so
// that formatting reproduces the wall-clock time.
func inOffset(t time.Time, loc *time.Location, offset int) time.Time {
	if _, off := t.In(loc).Zone(); off == offset {
		return t.In(loc)
	}
	return t.In(time.FixedZone("", offset))
}

// RFC3339 formats w in loc as RFC 3339; nil if w is empty.
func (w Wall) RFC3339(loc *time.Location) *string {
	t, ok := w.In(loc)
	if !ok {
		return nil
	}
	s := t.Format(time.RFC3339)
	return &s
}
