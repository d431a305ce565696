package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// The Prometheus text format, for the textfile collector of its node exporter.
// Alerts rely on names and labels: do not change them.

// metric is one gauge for all sources. value returns its values by additional
// labels; none if unknown.
type metric struct {
	name, help string
	value      func(h health) map[string]float64
}

// gapKinds are always listed: alerts need metrics that do not come and go.
var gapKinds = []string{"page", "range", "post", "detail"}

var metrics = []metric{
	{"last_success_timestamp_seconds", "When the last complete run ended, 0 if none was.", func(h health) map[string]float64 {
		if h.success.IsZero() {
			return single(0)
		}
		return single(float64(h.success.Unix()))
	}},
	{"last_success_age_seconds", "How long ago that was when this was written.", func(h health) map[string]float64 {
		if h.success.IsZero() {
			return nil
		}
		return single(float64(int64(h.age.Seconds())))
	}},
	{"last_run_timestamp_seconds", "When the last run began.", func(h health) map[string]float64 {
		if run := lastRun(h.Standing); run != nil {
			return single(float64(run.StartedAt.Unix()))
		}
		return nil
	}},
	{"complete", "1 if every post that the blog states is stored.", func(h health) map[string]float64 {
		return boolGauge(h.Complete && len(h.Gaps) == 0)
	}},
	{"behind", "1 if the last complete run is longer ago than --max-age.", func(h health) map[string]float64 { return boolGauge(h.behind) }},
	{"posts_stored", "Posts stored that the blog still shows.", func(h health) map[string]float64 { return single(float64(h.Stored)) }},
	{"posts_stated", "Posts that the blog says it has.", func(h health) map[string]float64 {
		if h.StatedTotal == nil {
			return nil
		}
		return single(float64(*h.StatedTotal))
	}},
	{"posts_removed", "Posts stored that the blog no longer shows.", func(h health) map[string]float64 { return single(float64(h.RemovedPosts)) }},
	{"gaps", "What is known to exist and is not stored, by kind.", func(h health) map[string]float64 {
		byKind := map[string]float64{}
		for _, kind := range gapKinds {
			byKind[`,kind="`+kind+`"`] = 0
		}
		for _, g := range h.Gaps {
			byKind[`,kind="`+g.Kind+`"`]++
		}
		return byKind
	}},
	{"media_missing", "Images and files that posts name and that are not stored.", func(h health) map[string]float64 {
		if h.Media == nil {
			return nil // nobody asked for them
		}
		return single(float64(len(h.Media.Missing)))
	}},
	{"failures", "What the last run asked for and did not get.", func(h health) map[string]float64 {
		if run := lastRun(h.Standing); run != nil {
			return single(float64(len(run.Failed)))
		}
		return single(0)
	}},
}

// single returns a value without additional labels.
func single(v float64) map[string]float64 { return map[string]float64{"": v} }

func boolGauge(yes bool) map[string]float64 {
	if yes {
		return single(1)
	}
	return single(0)
}

// lastRun returns the newest run that was not a reparse; nil if there is none.
func lastRun(s *blog.Standing) *blog.RunBrief {
	for i := range s.LastRuns {
		if s.LastRuns[i].Kind != "reparse" {
			return &s.LastRuns[i]
		}
	}
	return nil
}

func writePrometheus(w io.Writer, all []health) error {
	var b strings.Builder
	for _, m := range metrics {
		name := "blogferry_" + m.name
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n", name, m.help, name)
		for _, h := range all {
			values := m.value(h)
			for _, labels := range slices.Sorted(maps.Keys(values)) {
				fmt.Fprintf(&b, "%s{source=\"%s\"%s} %.0f\n", name, labelText.Replace(h.Source), labels, values[labels])
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// labelText escapes the value of a label.
var labelText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
