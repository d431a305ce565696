package importer

import (
	"slices"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestWarnUnsure(t *testing.T) {
	r := newRun(Deps{Now: func() (now time.Time) { return now }}, &blog.Source{}, Options{})
	r.learned.confidence.add(map[string]float64{"author": 0.3, "tags": 0.5, "title": 1})
	r.learned.confidence.add(map[string]float64{"author": 0.8, "tags": 0.9, "title": 1})
	r.warnUnsure()
	want := []string{"low confidence in author: compare some posts with their pages; inspect shows what they were read from"}
	if !slices.Equal(r.rep.Warnings, want) {
		t.Errorf("warnings = %q, want %q", r.rep.Warnings, want)
	}
}
