// Command blogferry migrates a legacy blog: from its listing pages, live or
// saved, into one SQLite file, and from there to JSON, CSV and other formats.
//
// This package holds flags, wiring and exit codes, one file per command; the work
// is done by the packages next to cmd. Each command has a new…Cmd function that
// binds its flags to an options struct and passes that to a run… function.
//
//	main.go     process: signals, arguments, exit code
//	exit.go     exit codes, and how errors map to them
//	hints.go    advice after an error
//	env.go      what all commands share: streams, console, store
//	flags.go    flags that several commands take
//	values.go   types of flag values: sizes, durations, choices
//	settings.go precedence: flag, environment, file, default
//	config.go   blogferry.yaml
//	address.go  addresses given by users
//	source.go   stored blogs by address, name or id; sourcesettings.go: their settings
//	profile.go  --profile
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

	// Windows and minimal containers have no time zone database.
	_ "time/tzdata"
)

// shutdownGrace is how long a graceful shutdown may take before the user is told
// how to force one.
const shutdownGrace = 5 * time.Second

func main() {
	os.Exit(process())
}

// process runs blogferry with the streams, arguments and signals of this
// process, and gives its exit code.
func process() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal starts a graceful shutdown and restores the default
	// handling, so that the second one kills.
	context.AfterFunc(ctx, func() {
		stop()
		time.Sleep(shutdownGrace)
		fmt.Fprintln(os.Stderr, "blogferry: still finishing; press Ctrl-C again to stop at once")
	})
	// Otherwise a closed pipe would kill the process while the database is open.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	// Pages become garbage as soon as they are stored: collecting twice as often
	// costs a few percent of the time and saves a quarter of the memory.
	setGCPercent(50)
	return run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// setGCPercent sets the garbage collector's target unless the user set GOGC.
func setGCPercent(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// run runs blogferry and returns its exit code. Canceling ctx acts like a signal.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := newEnv(stdin, stdout, stderr)
	root := newRootCmd(e)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return int(e.conclude(ctx, err))
}
