package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// release is set by -ldflags "-X main.release=v1.2.3" for builds without module
// version information.
var release string

// version returns the version of this program without a leading v.
func version() string {
	if release != "" {
		return strings.TrimPrefix(release, "v")
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}

// revision returns the commit that the program was built from, "" if unknown.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var commit, dirty string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "-dirty"
		}
	}
	if commit == "" {
		return ""
	}
	return commit[:min(len(commit), 12)] + dirty
}

// platform returns the operating system and architecture of this build.
func platform() string { return runtime.GOOS + "/" + runtime.GOARCH }

func newVersionCmd(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Show the version",
		Example: "  blogferry version\n  blogferry version --json",
		Args:    argCount(0, 0),
		// Without env.do: a broken blogferry.yaml must not hide the version.
		RunE: func(cmd *cobra.Command, _ []string) error {
			e.started = true
			return runVersion(e)
		},
	}
	return cmd
}

func runVersion(e *env) error {
	if e.global.JSON {
		return writeJSON(e.stdout, map[string]string{
			"version": version(), "revision": revision(), "go": runtime.Version(), "platform": platform(),
		})
	}
	text := "blogferry " + version()
	if r := revision(); r != "" {
		text += " (" + r + ")"
	}
	_, err := fmt.Fprintf(e.stdout, "%s %s %s\n", text, runtime.Version(), platform())
	return err
}
