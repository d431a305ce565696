package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const rootLong = `blogferry migrates a legacy blog: every post with title, body, author, role,
date, tags, comments, images and permalink, from its listing pages into one
SQLite file, and from there to JSON, CSV and other formats. It reports what is
missing.

Every flag can also be set in the environment (--delay as BLOGFERRY_DELAY) and
in the file blogferry.yaml in the current folder ("delay: 2s").

Exit codes: 0 done and complete, 1 failed, 2 wrong usage,
3 finished but something is missing or failed, 130 interrupted.`

const rootExample = `  blogferry demo
  blogferry crawl http://old.example/blog
  blogferry status
  blogferry export --format json --out posts.json`

func newRootCmd(e *env) *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:     "blogferry COMMAND",
		Short:   "Migrate a legacy blog to SQLite, JSON, CSV and other platforms",
		Long:    rootLong,
		Example: rootExample,
		Args:    knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			e.started = true
			if showVersion {
				return runVersion(e)
			}
			return cmd.Help()
		},
		SilenceErrors: true, // conclude reports them
		SilenceUsage:  true,

		SuggestionsMinimumDistance: 2,
	}
	// Not root.Version: cobra's template for it keeps every exported method in the binary.
	root.Flags().BoolVar(&showVersion, "version", false, "show the version")
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.SetFlagErrorFunc(flagError)
	bindGlobal(root, &e.global)
	addCommands(root, e)
	root.SetHelpCommand(newHelpCmd(e))
	root.InitDefaultHelpCmd()
	root.SetUsageFunc(showUsage)
	completeAll(e, root)
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

func addCommands(root *cobra.Command, e *env) {
	root.AddGroup(
		&cobra.Group{ID: "in", Title: "Read a blog:"},
		&cobra.Group{ID: "out", Title: "Use what is stored:"},
		&cobra.Group{ID: "more", Title: "More:"},
	)
	add := func(group string, commands ...*cobra.Command) {
		for _, cmd := range commands {
			cmd.GroupID = group
			root.AddCommand(cmd)
		}
	}
	add("in", newCrawlCmd(e), newSyncCmd(e), newImportCmd(e), newMediaCmd(e), newDemoCmd(e))
	add("out", newStatusCmd(e), newMapCmd(e), newExportCmd(e), newVerifyCmd(e), newCheckCmd(e), newSearchCmd(e), newHistoryCmd(e))
	add("more", newInspectCmd(e), newReparseCmd(e), newVersionCmd(e), newCompletionCmd(e))
}

func bindGlobal(root *cobra.Command, o *globalOptions) {
	o.DB, o.LogFormat = "blog.db", "text"
	flags := root.PersistentFlags()
	flags.StringVar(&o.DB, "db", o.DB, "database `FILE`")
	flags.StringVar(&o.Config, "config", "", "settings `FILE` (default: blogferry.yaml, if it exists)")
	flags.BoolVar(&o.JSON, "json", false, "machine-readable results, one object per source and line")
	flags.BoolVar(&o.Quiet, "quiet", false, "errors only: no progress, no warnings")
	flags.BoolVarP(&o.Verbose, "verbose", "v", false, "say more on standard error")
	flags.Var(choiceFlag{&o.LogFormat, []string{"text", "json"}}, "log-format", "format of messages on standard error")
}

// knownCommand rejects an unknown command and suggests a similar one.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := &usageError{err: fmt.Errorf("unknown command %q", args[0])}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		err.hint = fmt.Sprintf("did you mean %q?", "blogferry "+near[0])
	} else if strings.Contains(args[0], "://") {
		err.hint = fmt.Sprintf("did you mean \"blogferry crawl %s\"?", args[0])
	}
	return err
}

// unlimited lifts the upper bound of argCount.
const unlimited = math.MaxInt

// argCount checks the number of arguments; its error shows the usage.
func argCount(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= least && len(args) <= most {
			return nil
		}
		got := "got none"
		if len(args) > 0 {
			got = fmt.Sprintf("got %d: %s", len(args), strings.Join(args, " "))
		}
		want := "no argument"
		if fields := strings.Fields(cmd.Use); len(fields) > 1 {
			want = strings.Join(fields[1:], " ")
		}
		return &usageError{
			err:  fmt.Errorf("%s: want %s, %s", cmd.Name(), want, got),
			hint: fmt.Sprintf("\"blogferry %s --help\" shows how to use it", cmd.Name()),
		}
	}
}

// flagError turns an error of pflag into a usage error that suggests a similar flag.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "bool" {
		err = fmt.Errorf("invalid argument %q for \"--%s\" flag: %w", invalid.GetValue(), invalid.GetFlag().Name, plainCause(invalid.GetFlag(), err))
	}
	usage := &usageError{err: err, hint: fmt.Sprintf("\"%s --help\" shows its flags", cmd.CommandPath())}
	name, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return usage
	}
	var flags []string
	keys := keysOf(cmd.Root())
	for _, key := range keys.common {
		if cmd.Flag(key) != nil {
			flags = append(flags, key)
		}
	}
	if near := nearest(name, flags); near != "" {
		usage.hint = fmt.Sprintf("did you mean \"--%s\"?", near)
	}
	return usage
}
