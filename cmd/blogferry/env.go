package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/scraper"
)

// env holds what all commands share: streams, settings and the console.
type env struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	lookup func(string) (string, bool) // environment variables
	now    func() time.Time

	global  globalOptions
	console *ui.Console
	config  *config
	// explicit are the settings from flags and environment. They take precedence
	// over a blog's own settings, which take precedence over the rest of
	// blogferry.yaml.
	explicit layer
	args     []string // of the command
	pacer    *scraper.Pacer
	started  bool       // the command line was valid and the command is running
	stdoutMu sync.Mutex // held while a result is written to stdout
}

// globalOptions are the flags of every command.
type globalOptions struct {
	DB        string
	Config    string
	JSON      bool
	Quiet     bool
	Verbose   bool
	LogFormat string
}

func newEnv(stdin io.Reader, stdout, stderr io.Writer) *env {
	e := &env{stdin: stdin, stdout: stdout, stderr: stderr, lookup: os.LookupEnv, now: time.Now, pacer: scraper.NewPacer(math.MaxInt)}
	e.console = e.newConsole()
	return e
}

func (e *env) newConsole() *ui.Console {
	terminal := ui.IsTerminal(e.stderr)
	return ui.NewConsole(e.stderr, ui.Options{
		Quiet: e.global.Quiet, Verbose: e.global.Verbose, JSON: e.global.LogFormat == "json",
		Terminal: terminal, Color: terminal && !e.noColor(),
	})
}

// noColor follows no-color.org: any non-empty value disables color.
func (e *env) noColor() bool {
	value, ok := e.lookup("NO_COLOR")
	dumb, _ := e.lookup("TERM")
	return ok && value != "" || dumb == "dumb"
}

// paint colors results on a terminal.
func (e *env) paint() ui.Paint { return ui.Paint(ui.IsTerminal(e.stdout) && !e.noColor()) }

// do returns a RunE that resolves the settings before it calls f.
func (e *env) do(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := e.start(cmd); err != nil {
			return err
		}
		e.started, e.args = true, args
		return f(cmd.Context(), args)
	}
}

// start fills in settings from the environment and blogferry.yaml, and creates the
// console.
func (e *env) start(cmd *cobra.Command) error {
	flags := cmd.Flags()
	environment := envLayer(flags, e.lookup)
	e.explicit = changedLayer(flags).over(environment)
	file, asked := configName, false
	if g, ok := e.explicit["config"]; ok {
		file, asked = g.texts[0], true
	}
	var err error
	if e.config, err = readConfig(file, asked, keysOf(cmd.Root())); err != nil {
		return err
	}
	if err := e.config.check(cmd.Root()); err != nil {
		return err
	}
	if err := apply(flags, environment, e.config.common); err != nil {
		return err
	}
	if e.global.DB == "" {
		return errors.New("--db: no file given")
	}
	e.console = e.newConsole()
	return nil
}

// keysOf returns the keys allowed in blogferry.yaml: the flags of all commands and,
// for single blogs, those of crawl.
func keysOf(root *cobra.Command) configKeys {
	var keys configKeys
	for _, cmd := range append(root.Commands(), root) {
		add := func(f *pflag.Flag) {
			if f.Name != "help" && f.Name != "config" && f.Name != "version" {
				keys.common = append(keys.common, f.Name)
			}
			if cmd.Name() == "crawl" && isSourceSetting(f.Name) {
				keys.source = append(keys.source, f.Name)
			}
		}
		cmd.LocalFlags().VisitAll(add)
		cmd.PersistentFlags().VisitAll(add)
	}
	return keys
}

// conclude reports the error of a command and returns the exit code.
func (e *env) conclude(ctx context.Context, err error) exitCode {
	if err != nil && !e.started {
		// Whatever fails before a command runs is a usage error.
		var usage *usageError
		if !errors.As(err, &usage) {
			err = &usageError{err: err}
		}
	}
	return e.fail(ctx, err)
}

// fail reports err, unless already done, and returns its exit code.
func (e *env) fail(ctx context.Context, err error) exitCode {
	code := codeOf(ctx, err)
	err = unreported(err)
	switch {
	case err == nil, isClosedPipe(err):
	case code == exitInterrupted:
		e.console.Say("interrupted")
	default:
		e.console.Error(err, hints(err)...)
	}
	return code
}

// results calls f with a buffered standard output. It serializes the output of
// sources that are processed in parallel.
func (e *env) results(f func(w io.Writer) error) error {
	e.stdoutMu.Lock()
	defer e.stdoutMu.Unlock()
	w := bufio.NewWriterSize(e.stdout, 64<<10)
	if err := f(w); err != nil {
		return err
	}
	return w.Flush()
}

// writeJSON writes values as JSON, one per line.
func writeJSON[T any](w io.Writer, values ...T) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}
