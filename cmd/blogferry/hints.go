package main

import (
	"errors"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// hints says what the user can try after an error.
func hints(err error) []string {
	var usage *usageError
	if errors.As(err, &usage) {
		return []string{or(usage.hint, `"blogferry --help" lists the commands, "blogferry COMMAND --help" their flags`)}
	}
	var hinted *hintedError
	if errors.As(err, &hinted) {
		return []string{hinted.hint}
	}
	if errors.Is(err, blog.ErrNoPosts) {
		return []string{"give the page that lists the posts; \"blogferry inspect\" shows what was looked for, " + teach}
	}
	if hint := or(store.Hint(err), scraper.Hint(err)); hint != "" {
		return []string{hint}
	}
	return nil
}

// teach is for pages that show posts, but not so that they were found.
const teach = "--profile FILE.yaml teaches blogferry the markup"

// or is the first value unless it is zero.
func or[T comparable](value, other T) T {
	var zero T
	if value == zero {
		return other
	}
	return value
}
