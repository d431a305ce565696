// Command blogferry carries a legacy blog across: from its listing pages, live
// or saved, into one SQLite file, and from there to JSON, CSV and other forms.
//
// This package holds flags, wiring and exit codes, a file per command; what the
// commands do is done by the packages beside cmd. Every command is built by a
// new…Cmd function, binds its flags to an options struct, and hands that to a
// run… function, which reads as the story of the command.
//
//	main.go     process: signals, arguments, exit code
//	exit.go     exit codes and how errors become one
//	hints.go    what the user can try after an error
//	env.go      what all commands share: streams, console, store
//	flags.go    flags that several commands take
//	values.go   types of flag values: sizes, durations, choices
//	settings.go flag before environment before file before default
//	config.go   blogferry.yaml
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	// Time zones are part of the program: Windows and bare containers have none.
	_ "time/tzdata"
)

// shutdownGrace is how long an orderly end may take before the user is told of the
// other one.
const shutdownGrace = 5 * time.Second

func main() {
	os.Exit(process())
}

// process runs blogferry with the streams, arguments and signals of this
// process, and gives its exit code.
func process() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end; after it the default handling is
	// back, so that the second one kills.
	context.AfterFunc(ctx, func() {
		stop()
		time.Sleep(shutdownGrace)
		fmt.Fprintln(os.Stderr, "blogferry: still at work; another Ctrl-C ends it at once")
	})
	// Without this a closed pipe would kill the process with the database open.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	// Pages are garbage as soon as they are stored: collecting twice as often
	// costs a few per cent and saves a quarter of the memory.
	setGCPercent(50)
	return run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// setGCPercent collects garbage when the heap has grown by so many per cent, unless
// the user has a word in it.
func setGCPercent(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// run is blogferry as a function. Cancelling ctx is what a signal does.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := newEnv(stdin, stdout, stderr)
	root := newRootCmd(e)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return int(e.conclude(ctx, err))
}
