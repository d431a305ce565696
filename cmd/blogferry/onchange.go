package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// hookGrace is how long a user's command may take to stop when asked to. It is less
// than shutdownGrace.
const hookGrace = 3 * time.Second

// hasChanges reports whether a run changed the stored posts.
func hasChanges(r *blog.Report) bool { return r.New+r.Changed+r.Removed+r.Restored > 0 }

// onChange runs the user's command with a run report on its standard input. If it
// fails, the exit code is exitIncomplete: the posts are stored.
func (e *env) onChange(ctx context.Context, command string, r *blog.Report) exitCode {
	if ctx.Err() != nil {
		e.console.Warn("%s: --on-change was not run: interrupted", r.Source)
		return exitInterrupted
	}
	var report bytes.Buffer
	if err := writeJSON(&report, r); err != nil {
		return e.fail(ctx, err)
	}
	cmd := shell(ctx, command)
	cmd.Stdin = &report
	// Our standard output is for results only, since scripts read it.
	said := &hookLines{say: func(line string) { e.console.Say("on-change: %s", line) }}
	cmd.Stdout, cmd.Stderr = said, said
	cmd.Env = append(os.Environ(), envName("db")+"="+e.global.DB)
	cmd.WaitDelay = hookGrace
	err := cmd.Run()
	said.flush()
	if err == nil {
		return exitDone
	}
	if said.last != "" {
		err = fmt.Errorf("%w: %s", err, said.last)
	}
	e.console.Error(fmt.Errorf("%s: --on-change: %w", r.Source, err), "the posts are stored; the command can be run again by hand")
	if ctx.Err() != nil {
		return exitInterrupted
	}
	return exitIncomplete
}

// hookLines passes on the output of a command line by line, so that it does not get
// mixed up with other messages.
type hookLines struct {
	say  func(line string)
	rest []byte
	last string // last line that was not empty
}

func (h *hookLines) Write(b []byte) (int, error) {
	h.rest = append(h.rest, b...)
	for {
		line, rest, whole := bytes.Cut(h.rest, []byte("\n"))
		if !whole && len(h.rest) < maxHookLine {
			return len(b), nil
		}
		h.rest = rest
		h.line(line)
	}
}

// maxHookLine is the length at which an endless line is broken.
const maxHookLine = 4 << 10

func (h *hookLines) line(line []byte) {
	if text := strings.TrimSpace(string(line)); text != "" {
		h.last = text
		h.say(text)
	}
}

func (h *hookLines) flush() {
	h.line(h.rest)
	h.rest = nil
}

// shell returns a command that runs line in the system's shell. When ctx ends, the
// command is interrupted.
func shell(ctx context.Context, line string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		return exec.CommandContext(ctx, "cmd", "/C", line)
	}
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", line)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	return cmd
}
