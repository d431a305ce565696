package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/store"
)

// completeAll tells the shell what may follow flags and commands. It goes by what
// they say of themselves: the words of a choice, SOURCE and FILE in their usage.
func completeAll(e *env, root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		if cmd.ValidArgsFunction == nil && cmd.ValidArgs == nil {
			cmd.ValidArgsFunction = e.completionOf(cmd.Use)
		}
		complete := func(f *pflag.Flag) {
			if words := e.completionOfFlag(f); words != nil {
				_ = cmd.RegisterFlagCompletionFunc(f.Name, words) // fails if it were there already
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

// completionOf is what may stand where a usage line has these words; nil for
// files, which shells complete by themselves.
func (e *env) completionOf(usage string) cobra.CompletionFunc {
	switch {
	case strings.Contains(usage, "SOURCE"):
		return e.completeSources
	case strings.Contains(usage, "FILE"), strings.Contains(usage, "PATH..."):
		return nil
	}
	return cobra.NoFileCompletions
}

// completeSources offers the blogs of the database, if there is one.
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

// completeProfiles offers those of the program; files come from the shell.
func completeProfiles(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names := []cobra.Completion{"auto"}
	if p, err := parser.New(parser.Options{}); err == nil {
		names = append(names, p.Profiles()...)
	}
	return names, cobra.ShellCompDirectiveDefault
}
