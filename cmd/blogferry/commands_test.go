package main

import (
	"bytes"
	"cmp"
	"context"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/export"
)

// contract has the commands and flags that scripts rely on.
var contract = map[string]string{
	"":           "db json quiet verbose log-format config",
	"crawl":      crawlContract,
	"sync":       crawlContract + " every",
	"import":     "url timezone date-order profile",
	"export":     "format out source since until author tag excel markdown removed authors tags comments for to path",
	"check":      "sample seed out source",
	"verify":     "base source permalink authors tags to path delay timeout",
	"map":        "source authors tags",
	"status":     "",
	"media":      "delay max-media accept-missing timeout max-wait user-agent ignore-robots allow-host header",
	"inspect":    "timezone date-order profile delay max-body timeout user-agent ignore-robots header cookie-file",
	"reparse":    "dry-run timezone date-order profile",
	"search":     "limit source",
	"history":    "",
	"demo":       "serve",
	"version":    "",
	"completion": "",
}

const crawlContract = "delay parallel timezone date-order profile details full max-pages max-body timeout max-wait " +
	"user-agent ignore-robots allow-host header cookie-file resolve legacy-tls insecure no-comments accept-missing recheck-details media max-media"

func TestCommandsAndFlags(t *testing.T) {
	root := newRootCmd(newEnv(nil, nil, nil))
	for name, flags := range contract {
		cmd, _, err := root.Find(strings.Fields(name))
		if err != nil || cmd.Name() != cmp.Or(name, "blogferry") {
			t.Errorf("no command %q: %v", name, err)
			continue
		}
		for _, flag := range strings.Fields(flags) {
			if cmd.Flag(flag) == nil && root.PersistentFlags().Lookup(flag) == nil {
				t.Errorf("%s has no flag --%s", name, flag)
			}
		}
	}
	for _, cmd := range root.Commands() {
		if _, ok := contract[cmd.Name()]; !ok && cmd.Name() != "help" {
			t.Errorf("command %q is not in the contract of this test", cmd.Name())
		}
	}
	if f := root.PersistentFlags().ShorthandLookup("v"); f == nil || f.Name != "verbose" {
		t.Error("-v is not --verbose")
	}
}

func TestDefaults(t *testing.T) {
	root := newRootCmd(newEnv(nil, nil, nil))
	crawl, _, err := root.Find([]string{"crawl"})
	if err != nil {
		t.Fatal(err)
	}
	for flag, want := range map[string]string{
		"delay": "1s", "parallel": "1", "timezone": "UTC", "date-order": "auto", "profile": "auto", "details": "auto",
		"max-pages": "0", "max-body": "8MiB", "timeout": "30s", "max-wait": "10m", "full": "false",
	} {
		if got := crawl.Flag(flag).DefValue; got != want {
			t.Errorf("--%s defaults to %q, want %q", flag, got, want)
		}
	}
	if got := root.PersistentFlags().Lookup("db").DefValue; got != "blog.db" {
		t.Errorf("--db defaults to %q", got)
	}
}

// The help of every command fits on about a screen and has an example.
func TestHelp(t *testing.T) {
	root := newRootCmd(newEnv(nil, nil, nil))
	for _, cmd := range append(root.Commands(), root) {
		if cmd.Example == "" || !strings.Contains(cmd.Example, "blogferry") {
			t.Errorf("%q has no example", cmd.Name())
		}
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") || len(cmd.Short) > 72 {
			t.Errorf("%q: short text %q", cmd.Name(), cmd.Short)
		}
		var out bytes.Buffer
		cmd.SetOut(&out)
		if err := cmd.Help(); err != nil {
			t.Errorf("%q: %v", cmd.Name(), err)
		}
		for _, line := range strings.Split(out.String(), "\n") {
			if len(line) > helpWidth {
				t.Errorf("%q: long line in help: %s", cmd.Name(), line)
			}
		}
	}
	var out bytes.Buffer
	if code := run(context.Background(), []string{"--help"}, nil, &out, &out); code != 0 || !strings.Contains(out.String(), "130 interrupted") {
		t.Errorf("help ended with %d and did not name the exit codes:\n%s", code, out.String())
	}
}

// The flags in the table of formats are flags of export.
func TestFormatsHeedFlags(t *testing.T) {
	root := newRootCmd(newEnv(nil, nil, nil))
	cmd, _, err := root.Find([]string{"export"})
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range strings.Fields("authors base-url comments excel for markdown media path permalink split tags to") {
		if cmd.Flag(flag) == nil || len(export.FormatsUsing(flag)) == 0 {
			t.Errorf("--%s is no flag, or no format heeds it", flag)
		}
	}
	for _, flag := range strings.Fields("author format out preflight removed since source tag until") {
		if names := export.FormatsUsing(flag); len(names) > 0 {
			t.Errorf("--%s is for every format, not for %v alone", flag, names)
		}
	}
}
