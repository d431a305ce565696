package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/store"
)

// completeAll registers shell completion for all flags and arguments, derived from
// their usage texts: the values of a choiceFlag, SOURCE and FILE.
func completeAll(e *env, root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		if cmd.ValidArgsFunction == nil && cmd.ValidArgs == nil {
			cmd.ValidArgsFunction = e.completionOf(cmd.Use)
		}
		complete := func(f *pflag.Flag) {
			if words := e.completionOfFlag(f); words != nil {
				_ = cmd.RegisterFlagCompletionFunc(f.Name, words) // fails only if registered twice
			}
		}
		cmd.LocalNonPersistentFlags().VisitAll(complete)
		cmd.PersistentFlags().VisitAll(complete)
	}
}

func (e *env) completionOfFlag(f *pflag.Flag) cobra.CompletionFunc {
	if c, ok := f.Value.(choiceFlag); ok {
		return cobra.FixedCompletions(c.allowed, cobra.ShellCompDirectiveNoFileComp)
	}
	if f.Name == "profile" {
		return completeProfiles
	}
	placeholder, _ := pflag.UnquoteUsage(f)
	return e.completionOf(placeholder)
}

// completionOf returns the completion for the placeholders in a usage text; nil
// leaves it to the shell, which completes file names.
func (e *env) completionOf(usage string) cobra.CompletionFunc {
	switch {
	case strings.Contains(usage, "SOURCE"):
		return e.completeSources
	case strings.Contains(usage, "FILE"), strings.Contains(usage, "PATH..."):
		return nil
	}
	return cobra.NoFileCompletions
}

// completeSources offers the blogs in the database, if it exists.
func (e *env) completeSources(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const none = cobra.ShellCompDirectiveNoFileComp
	if err := e.start(cmd); err != nil {
		return nil, none
	}
	st, err := e.openStore(cmd.Context(), store.Options{ReadOnly: true})
	if err != nil {
		return nil, none
	}
	defer st.Close()
	var labels []cobra.Completion
	sources, _ := st.Sources(cmd.Context())
	for _, src := range sources {
		labels = append(labels, cobra.CompletionWithDesc(src.Label(), src.Name))
	}
	return labels, none
}

// completeProfiles offers the built-in profiles; the shell adds file names.
func completeProfiles(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names := []cobra.Completion{"auto"}
	if p, err := parser.New(parser.Options{}); err == nil {
		names = append(names, p.Profiles()...)
	}
	return names, cobra.ShellCompDirectiveDefault
}
