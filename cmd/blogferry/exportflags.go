package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// format returns the requested format, in its folder form if it is to be split.
func (o *exportOptions) format() (export.Format, error) {
	format, err := export.Lookup(o.Format)
	if err != nil {
		return format, &usageError{err: err}
	}
	if err := o.checkFlags(format); err != nil {
		return format, err
	}
	o.dropUnused(format)
	if o.Split == 0 {
		return format, nil
	}
	parts, _ := format.InParts()
	return parts, nil
}

// checkFlags rejects flags that the format does not use.
func (o *exportOptions) checkFlags(format export.Format) error {
	for _, flag := range o.given {
		if others := export.FormatsUsing(flag); len(others) > 0 && !format.Uses(flag) {
			return &usageError{
				err:  fmt.Errorf("export --format %s: --%s has no effect", format.Name, flag),
				hint: fmt.Sprintf("--%s is for --format %s", flag, strings.Join(others, ", ")),
			}
		}
	}
	return nil
}

// dropUnused clears settings from the environment and blogferry.yaml that are meant
// for other formats.
func (o *exportOptions) dropUnused(format export.Format) {
	if !format.Uses("authors") {
		o.Authors, o.Tags = "", ""
	}
	if !format.Uses("media") {
		o.Media = mediaAuto
	}
	if !format.Uses("comments") {
		o.Comments = ""
	}
	if !format.Uses("split") {
		o.Split = 0
	}
}

// check validates the flags before the database is opened.
func (o *exportOptions) check(format export.Format) (err error) {
	if err := checkDates(o.Filter); err != nil {
		return err
	}
	if err := export.Permalink(o.Permalink).Check(); err != nil && o.Permalink != "" {
		return &usageError{err: err, hint: "write patterns as /:year/:month/:slug/"}
	}
	if o.BaseURL != "" && !isWebAddress(o.BaseURL) {
		return &usageError{err: fmt.Errorf("--base-url %q: not an http address", o.BaseURL), hint: "give the root of the new site, such as --base-url https://new.example"}
	}
	if err := o.checkMedia(format); err != nil {
		return err
	}
	if o.paths, err = o.redirectFlags.paths(); err != nil {
		return err
	}
	if format.IsFolder() && !o.Preflight && (o.Out == "" || o.Out == "-") {
		return o.noFolder(format)
	}
	return nil
}

func (o *exportOptions) noFolder(format export.Format) error {
	if o.Split > 0 {
		return &usageError{err: errors.New("export --split: no folder given"), hint: "it writes several files: add --out DIR"}
	}
	return &usageError{err: fmt.Errorf("export --format %s: no folder given", format.Name), hint: "the format writes a folder of files: add --out DIR"}
}

func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// checkDates rejects bounds that are not dates, which would silently match nothing.
func checkDates(f blog.Filter) error {
	for _, bound := range []struct{ flag, text string }{{"since", f.Since}, {"until", f.Until}} {
		if bound.text != "" && !isDate(bound.text) {
			return &usageError{
				err:  fmt.Errorf("--%s %q: not a date", bound.flag, bound.text),
				hint: "write dates as 2014, 2014-07, 2014-07-01 or 2014-07-01T06:00:00+02:00",
			}
		}
	}
	return nil
}

func isDate(text string) bool {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05", "2006-01", "2006"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

func formatNames() []string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return names
}

func formatList() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-10s %s\n", f.Name, f.Description)
	}
	return strings.TrimRight(b.String(), "\n")
}
