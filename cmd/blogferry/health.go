package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

// health is the status of one source with the time since its last complete run.
type health struct {
	*blog.Standing
	success time.Time     // end of the last complete run, zero if there was none
	age     time.Duration // since success
	behind  bool          // age exceeds --max-age
}

// healthJSON is a Standing with the fields that depend on the current time.
type healthJSON struct {
	*blog.Standing
	AgeSeconds *int64 `json:"age_seconds"` // since last_success, null before the first
	Behind     bool   `json:"behind"`      // longer than --max-age
}

func (h health) json() healthJSON {
	out := healthJSON{Standing: h.Standing, Behind: h.behind}
	if !h.success.IsZero() {
		seconds := int64(h.age.Seconds())
		out.AgeSeconds = &seconds
	}
	return out
}

// describe adds the age to the text of a Standing.
func (h health) describe(b *strings.Builder) {
	switch {
	case h.behind && h.success.IsZero():
		fmt.Fprintln(b, "  behind    it was never complete")
	case h.behind:
		fmt.Fprintf(b, "  behind    it was complete last %s ago\n", approxDuration(h.age))
	}
}

// approxDuration formats d in its largest unit.
func approxDuration(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", d/(24*time.Hour))
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", d/time.Hour)
	case d >= 2*time.Minute:
		return fmt.Sprintf("%d minutes", d/time.Minute)
	}
	return d.Round(time.Second).String()
}

// health returns the status of the named sources, or of all sources in the database
// and blogferry.yaml.
func (e *env) health(ctx context.Context, st *store.DB, o statusOptions, names []string) ([]health, error) {
	sources, err := sourcesOf(ctx, st, names)
	if err != nil {
		return nil, err
	}
	var all []health
	for _, src := range sources {
		standing, err := st.Standing(ctx, src.ID)
		if err != nil {
			return nil, err
		}
		// Saved pages do not get old.
		all = append(all, healthOf(standing, e.now(), time.Duration(o.MaxAge), src.URL != ""))
	}
	if len(names) > 0 {
		return all, nil
	}
	fresh, err := e.uncrawled(ctx, st)
	for _, src := range fresh {
		all = append(all, healthOf(neverCrawled(src), e.now(), time.Duration(o.MaxAge), true))
	}
	return all, err
}

func neverCrawled(src *blog.Source) *blog.Standing {
	return &blog.Standing{
		Source: src.Label(), Gaps: []blog.Gap{{Kind: "page", Page: 1, URL: src.URL, Reason: "never crawled"}},
		LastRuns: []blog.RunBrief{}, Months: []blog.Month{}, Warnings: []string{},
	}
}

func healthOf(s *blog.Standing, now time.Time, maxAge time.Duration, live bool) health {
	h := health{Standing: s}
	if s.LastSuccess != nil {
		if at, err := time.Parse(time.RFC3339, *s.LastSuccess); err == nil {
			h.success, h.age = at, now.Sub(at)
		}
	}
	// A success in the future comes from a wrong clock; believing it would hide for
	// years that nothing happens any more.
	late := h.success.IsZero() || h.age > maxAge || h.age < -maxAge
	h.behind = live && maxAge > 0 && late
	return h
}
