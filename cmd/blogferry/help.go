package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/export"
)

// helpWidth is where lines of flags are broken.
const helpWidth = 100

// newHelpCmd is like cobra's help command, except that an unknown command is an
// error.
func newHelpCmd(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Show how a command is used",
		Example: "  blogferry help crawl",
		Args:    argCount(0, 1),
		GroupID: "more",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err == nil && len(rest) > 0 {
				err = knownCommand(cmd.Root(), rest)
			}
			if err != nil {
				return err
			}
			e.started = true
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
	cmd.ValidArgsFunction = func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var names []cobra.Completion
		for _, c := range cmd.Root().Commands() {
			if !c.Hidden {
				names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	return cmd
}

// showUsage prints the usage of a command. Cobra's own template prints all flags as
// one list and does not wrap lines.
func showUsage(cmd *cobra.Command) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage:\n  %s\n", strings.Replace(cmd.UseLine(), " [flags]", " [FLAGS]", 1))
	if cmd.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", cmd.Example)
	}
	for _, group := range cmd.Groups() {
		fmt.Fprintf(&b, "\n%s\n", group.Title)
		for _, c := range cmd.Commands() {
			if c.GroupID == group.ID {
				fmt.Fprintf(&b, "  %-*s %s\n", c.NamePadding(), c.Name(), c.Short)
			}
		}
	}
	for _, group := range flagGroups(cmd) {
		if group.flags.HasAvailableFlags() {
			fmt.Fprintf(&b, "\n%s:\n%s", group.title, group.flags.FlagUsagesWrapped(helpWidth))
		}
	}
	if cmd.HasSubCommands() {
		fmt.Fprintf(&b, "\n\"%s COMMAND --help\" shows the flags of a command.\n", cmd.Name())
	}
	_, err := io.WriteString(cmd.OutOrStderr(), b.String())
	return err
}

type flagGroup struct {
	title string
	flags *pflag.FlagSet
	has   func(name string) bool
}

// flagGroups groups the flags of a command: those of a shared options struct, and
// those of export that only some formats use.
func flagGroups(cmd *cobra.Command) []flagGroup {
	own := cmd.LocalNonPersistentFlags()
	groups := []flagGroup{
		{title: "Flags", has: func(string) bool { return true }},
		{title: "Flags of some formats", has: func(name string) bool { return cmd.Name() == "export" && len(export.FormatsUsing(name)) > 0 }},
		{title: "Reading pages", has: shared(own, new(readOptions).bind)},
		{title: "Requests", has: shared(own, new(fetchOptions).bind)},
		{title: "Flags of every command", has: func(name string) bool { return name == "help" }},
	}
	for i := range groups {
		groups[i].flags = pflag.NewFlagSet("", pflag.ContinueOnError)
	}
	own.VisitAll(func(f *pflag.Flag) {
		last := len(groups) - 1
		for !groups[last].has(f.Name) {
			last--
		}
		groups[last].flags.AddFlag(f)
	})
	groups[len(groups)-1].flags.AddFlagSet(cmd.Root().PersistentFlags())
	return groups
}

// shared returns whether a flag is one of those that bind defines, provided that
// the command has all of them.
func shared(own *pflag.FlagSet, bind func(*pflag.FlagSet)) func(name string) bool {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	bind(set)
	all := true
	set.VisitAll(func(f *pflag.Flag) { all = all && own.Lookup(f.Name) != nil })
	return func(name string) bool { return all && set.Lookup(name) != nil }
}
