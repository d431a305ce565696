package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"syscall"

	"github.com/blogferry/blogferry/blog"
)

// exitCode is what scripts see of a run. The numbers are part of the contract.
type exitCode int

const (
	exitDone        exitCode = 0   // done and complete
	exitFailed      exitCode = 1   // could not do it
	exitUsage       exitCode = 2   // wrong usage
	exitIncomplete  exitCode = 3   // finished, but something is missing or failed
	exitInterrupted exitCode = 130 // SIGINT or SIGTERM
)

// severity orders the codes for a command that did several things.
var severity = map[exitCode]int{exitDone: 0, exitIncomplete: 1, exitFailed: 2, exitUsage: 3, exitInterrupted: 4}

// worse gives the code that tells more of the two.
func (c exitCode) worse(other exitCode) exitCode {
	if severity[other] > severity[c] {
		return other
	}
	return c
}

// err is the code as an error that was reported already; nil for exitDone.
func (c exitCode) err() error {
	if c == exitDone {
		return nil
	}
	return &codeError{c}
}

// codeError ends a command whose report has said everything.
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

// hintedError is an error that knows better than hints.go what to try.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// joined are errors that came together.
type joined interface{ Unwrap() []error }

// unreported is what of err has still to be told: a command that has reported its
// outcome may yet fail to close the database.
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

// codeOf is the exit code that err stands for: of several, the one that tells most.
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

// codeOfReport is the exit code of a finished crawl or sync.
func codeOfReport(r *blog.Report) exitCode {
	switch {
	case r.Interrupted:
		return exitInterrupted
	case r.Complete && len(r.Gaps) == 0 && len(r.Failed) == 0 && codeOfMedia(r.Media) == exitDone:
		return exitDone
	}
	return exitIncomplete
}

// codeOfMedia is the exit code for images and files; nil if none were asked for.
func codeOfMedia(m *blog.MediaStanding) exitCode {
	if m != nil && len(m.Missing) > 0 {
		return exitIncomplete
	}
	return exitDone
}

// isClosedPipe says whether writing ended because nobody reads on, as in
// "blogferry export | head". That is no failure of ours.
func isClosedPipe(err error) bool {
	if errors.Is(err, syscall.EPIPE) {
		return true
	}
	var errno syscall.Errno
	const brokenPipe, noData = 109, 232 // how Windows says it
	return runtime.GOOS == "windows" && errors.As(err, &errno) && (errno == brokenPipe || errno == noData)
}
