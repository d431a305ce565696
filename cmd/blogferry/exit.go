package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"syscall"

	"github.com/blogferry/blogferry/blog"
)

// exitCode is the exit code of the process. Scripts rely on the numbers.
type exitCode int

const (
	exitDone        exitCode = 0   // done and complete
	exitFailed      exitCode = 1   // failed
	exitUsage       exitCode = 2   // wrong usage
	exitIncomplete  exitCode = 3   // finished, but something is missing or failed
	exitInterrupted exitCode = 130 // SIGINT or SIGTERM
)

// severity orders the codes for a command that did several things: the highest wins.
var severity = map[exitCode]int{exitDone: 0, exitIncomplete: 1, exitFailed: 2, exitUsage: 3, exitInterrupted: 4}

// worse returns the more severe of two codes.
func (c exitCode) worse(other exitCode) exitCode {
	if severity[other] > severity[c] {
		return other
	}
	return c
}

// err returns the code as an error that needs no further report; nil for exitDone.
func (c exitCode) err() error {
	if c == exitDone {
		return nil
	}
	return &codeError{c}
}

// codeError ends a command that has already reported its outcome.
type codeError struct{ code exitCode }

func (e *codeError) Error() string { return fmt.Sprintf("exit code %d", int(e.code)) }

// usageError is a mistake on the command line, in the environment or in
// blogferry.yaml. Hint may be empty.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...)}
}

// hintedError is an error with its own hint, which takes precedence over hints.go.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// joined is what errors.Join returns.
type joined interface{ Unwrap() []error }

// unreported returns the part of err that was not reported yet: a command that has
// reported its outcome may still fail to close the database.
func unreported(err error) error {
	if list, ok := err.(joined); ok {
		var rest []error
		for _, e := range list.Unwrap() {
			rest = append(rest, unreported(e))
		}
		return errors.Join(rest...)
	}
	var code *codeError
	if errors.As(err, &code) {
		return nil
	}
	return err
}

// codeOf returns the exit code for err, the most severe one for joined errors.
func codeOf(ctx context.Context, err error) exitCode {
	if list, ok := err.(joined); ok {
		code := exitDone
		for _, e := range list.Unwrap() {
			code = code.worse(codeOf(ctx, e))
		}
		return code
	}
	var code *codeError
	var usage *usageError
	var wait *blog.WaitError
	switch {
	case err == nil, isClosedPipe(err):
		return exitDone
	case errors.As(err, &code):
		return code.code
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &wait):
		return exitIncomplete
	}
	return exitFailed
}

// codeOfReport returns the exit code of a finished crawl or sync.
func codeOfReport(r *blog.Report) exitCode {
	switch {
	case r.Interrupted:
		return exitInterrupted
	case r.Complete && len(r.Gaps) == 0 && len(r.Failed) == 0 && codeOfMedia(r.Media) == exitDone:
		return exitDone
	}
	return exitIncomplete
}

// codeOfMedia returns the exit code for images and files; m is nil if they were
// not requested.
func codeOfMedia(m *blog.MediaStanding) exitCode {
	if m != nil && len(m.Missing) > 0 {
		return exitIncomplete
	}
	return exitDone
}

// isClosedPipe reports whether the reader of our output has gone away, as in
// "blogferry export | head". That is not a failure.
func isClosedPipe(err error) bool {
	if errors.Is(err, syscall.EPIPE) {
		return true
	}
	var errno syscall.Errno
	const brokenPipe, noData = 109, 232 // ERROR_BROKEN_PIPE, ERROR_NO_DATA
	return runtime.GOOS == "windows" && errors.As(err, &errno) && (errno == brokenPipe || errno == noData)
}
