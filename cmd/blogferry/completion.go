package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newCompletionCmd(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print a script that completes commands and flags in a shell",
		Example: `  blogferry completion bash > /etc/bash_completion.d/blogferry
  source <(blogferry completion zsh)`,
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args:      argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e.started = true
			return runCompletion(e, cmd.Root(), args[0])
		},
	}
}

func runCompletion(e *env, root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(e.stdout, true)
	case "zsh":
		return root.GenZshCompletion(e.stdout)
	case "fish":
		return root.GenFishCompletion(e.stdout, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(e.stdout)
	}
	return &usageError{err: fmt.Errorf("completion: unknown shell %q", shell), hint: "the shells are bash, zsh, fish, powershell"}
}
