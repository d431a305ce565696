package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestWorse(t *testing.T) {
	for _, test := range []struct{ a, b, want exitCode }{
		{exitDone, exitDone, exitDone},
		{exitDone, exitIncomplete, exitIncomplete},
		{exitIncomplete, exitFailed, exitFailed},
		{exitFailed, exitInterrupted, exitInterrupted},
		{exitIncomplete, exitInterrupted, exitInterrupted},
	} {
		if got := test.a.worse(test.b); got != test.want {
			t.Errorf("%d.worse(%d) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := test.b.worse(test.a); got != test.want {
			t.Errorf("%d.worse(%d) = %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestCodeOf(t *testing.T) {
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	for _, test := range []struct {
		name string
		ctx  context.Context
		err  error
		want exitCode
	}{
		{"nothing", context.Background(), nil, exitDone},
		{"any error", context.Background(), errors.New("x"), exitFailed},
		{"usage, wrapped", context.Background(), fmt.Errorf("a: %w", usagef("b")), exitUsage},
		{"reported", context.Background(), exitIncomplete.err(), exitIncomplete},
		{"reported and more", context.Background(), errors.Join(exitIncomplete.err(), nil), exitIncomplete},
		{"reported and worse", context.Background(), errors.Join(exitIncomplete.err(), errors.New("x")), exitFailed},
		{"worse and reported", context.Background(), errors.Join(syscall.EPIPE, exitFailed.err()), exitFailed},
		{"a signal", stopped, fmt.Errorf("fetch: %w", context.Canceled), exitInterrupted},
		{"cancelled by itself", context.Background(), context.Canceled, exitFailed},
		{"an error while a signal came", stopped, errors.New("x"), exitFailed},
		{"asked to come back", context.Background(), &blog.WaitError{}, exitIncomplete},
		{"nobody reads on", context.Background(), fmt.Errorf("write: %w", syscall.EPIPE), exitDone},
	} {
		if got := codeOf(test.ctx, test.err); got != test.want {
			t.Errorf("%s: code %d, want %d", test.name, got, test.want)
		}
	}
}

func TestUnreported(t *testing.T) {
	full := errors.New("the disk is full")
	for _, test := range []struct{ err, want error }{
		{exitIncomplete.err(), nil},
		{errors.Join(exitIncomplete.err(), nil), nil},
		{errors.Join(exitIncomplete.err(), full), full},
		{full, full},
	} {
		if got := unreported(test.err); got != test.want && !errors.Is(got, test.want) {
			t.Errorf("unreported(%v) = %v, want %v", test.err, got, test.want)
		}
	}
}

func TestCodeOfReport(t *testing.T) {
	gap, failure := []blog.Gap{{Kind: "page"}}, []blog.Failure{{URL: "u"}}
	for _, test := range []struct {
		report blog.Report
		want   exitCode
	}{
		{blog.Report{Complete: true}, exitDone},
		{blog.Report{}, exitIncomplete},
		{blog.Report{Complete: true, Gaps: gap}, exitIncomplete},
		{blog.Report{Complete: true, Failed: failure}, exitIncomplete},
		{blog.Report{Complete: true, Interrupted: true}, exitInterrupted},
	} {
		if got := codeOfReport(&test.report); got != test.want {
			t.Errorf("code of %+v = %d, want %d", test.report, got, test.want)
		}
	}
}

// docs/exit-codes.md and the help have every code and no other.
func TestExitCodesPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/exit-codes.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| (\d+) \| \S`).FindAllSubmatch(page, -1)
	if len(rows) != len(severity) {
		t.Errorf("the page has %d codes, the program %d", len(rows), len(severity))
	}
	for _, row := range rows {
		code, err := strconv.Atoi(string(row[1]))
		if _, known := severity[exitCode(code)]; err != nil || !known {
			t.Errorf("the page has a code %s, the program has none", row[1])
		}
		if !regexp.MustCompile(`\b` + string(row[1]) + ` `).MatchString(rootLong) {
			t.Errorf("the help does not name the code %s", row[1])
		}
	}
	for _, cmd := range newRootCmd(newEnv(nil, nil, nil)).Commands() {
		if name := cmd.Name(); name != "help" && name != "version" && name != "completion" && !bytes.Contains(page, []byte("`"+name+"`")) {
			t.Errorf("the page does not say what the codes of %s mean", name)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil || !bytes.Contains(readme, []byte("(docs/exit-codes.md)")) {
		t.Errorf("the README does not lead to the page: %v", err)
	}
}
