package main

import (
	"cmp"
	"errors"
	"io/fs"
	"syscall"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// hints returns advice for the user after an error.
func hints(err error) []string {
	var usage *usageError
	if errors.As(err, &usage) {
		return []string{cmp.Or(usage.hint, `"blogferry --help" lists the commands, "blogferry COMMAND --help" their flags`)}
	}
	var hinted *hintedError
	if errors.As(err, &hinted) {
		return []string{hinted.hint}
	}
	if errors.Is(err, blog.ErrNoPosts) {
		return []string{"give the page that lists the posts; \"blogferry inspect\" shows how the page was read, " + profileHint}
	}
	if hint := cmp.Or(store.Hint(err), scraper.Hint(err), fileHint(err)); hint != "" {
		return []string{hint}
	}
	return nil
}

// fileHint returns advice for files that cannot be read or written.
func fileHint(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "free some space on that disk, or choose another"
	case errors.Is(err, fs.ErrPermission):
		return "change the permissions, or choose another place"
	case errors.Is(err, fs.ErrNotExist):
		return "check the spelling; folders must exist already"
	case errors.Is(err, syscall.ENOTDIR):
		return "a file is in the place of a folder: choose another place"
	}
	return ""
}

// profileHint is advice for pages whose posts were not found.
const profileHint = "--profile FILE.yaml teaches blogferry the markup"
