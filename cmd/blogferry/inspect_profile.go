package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/atomicfile"
	"github.com/blogferry/blogferry/parser"
)

// writeProfile writes a profile with the selectors found on a page. It does not
// overwrite a file, which may have been edited by hand.
func writeProfile(page *blog.Page, know blog.Knowledge, file string) error {
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fs.ErrExist
		}
		return fmt.Errorf("write profile %s: %w", file, cause(err))
	}
	p, err := parser.New(parser.Options{})
	if err != nil {
		return err
	}
	draft, err := p.Draft(page, know)
	if err != nil {
		return fmt.Errorf("write profile %s: %w", file, err)
	}
	return atomicfile.Write(file, func(w io.Writer) error {
		if len(draft.Differs) > 0 {
			fmt.Fprintf(w, "# With this profile, these fields are read differently on some posts: %s.\n", strings.Join(draft.Differs, ", "))
		}
		_, err := io.WriteString(w, draft.YAML)
		return err
	})
}

// rounded rounds shares to two decimals.
func rounded(shares map[string]float64) map[string]float64 {
	out := map[string]float64{}
	for name, share := range shares {
		out[name] = math.Round(100*share) / 100
	}
	return out
}

// confidenceText formats "author 70 %, title 100 %".
func confidenceText(confidence map[string]float64) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(confidence)) {
		all = append(all, fmt.Sprintf("%s %.0f %%", name, 100*confidence[name]))
	}
	return strings.Join(all, ", ")
}

// lowConfidence lists the fields whose confidence is too low.
func lowConfidence(confidence map[string]float64) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(confidence)) {
		if confidence[name] < blog.LowConfidence {
			all = append(all, fmt.Sprintf("low confidence in %s: %.0f %%", name, 100*confidence[name]))
		}
	}
	return all
}
