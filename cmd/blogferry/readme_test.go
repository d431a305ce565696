package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/demo"
)

// served is the address of the demo blog in the README.
const served = "127.0.0.1:8000"

// step is a command in a page of the docs, with its stated output.
type step struct {
	command string
	output  []string
}

var console = regexp.MustCompile("(?ms)^```console\n(.*?)^```$")

// consoleSteps returns the commands of the console blocks of a page.
func consoleSteps(page string) (steps []step) {
	for _, block := range console.FindAllStringSubmatch(page, -1) {
		for _, line := range strings.Split(strings.TrimSuffix(block[1], "\n"), "\n") {
			if command, ok := strings.CutPrefix(line, "$ "); ok {
				steps = append(steps, step{command: command})
			} else if n := len(steps); n > 0 {
				steps[n-1].output = append(steps[n-1].output, line)
			}
		}
	}
	return steps
}

// TestREADME runs the commands of the README in order and compares their output with
// the stated one, in which a line "…" stands for any lines.
func TestREADME(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	steps := consoleSteps(string(page))
	if len(steps) < 8 {
		t.Fatalf("the README has %d commands with output", len(steps))
	}
	t.Chdir(t.TempDir())
	shell := newREADMEShell(t)
	for _, s := range steps {
		got := shell.run(t, s.command)
		if want := strings.Join(s.output, "\n"); !matches(want, got) {
			t.Errorf("$ %s\n%s", s.command, cmp.Diff(plain(want), plain(got)))
		}
	}
}

// readmeShell runs commands against the demo blog.
type readmeShell struct{ site *httptest.Server }

func newREADMEShell(t *testing.T) readmeShell {
	site := httptest.NewServer(demo.New(demo.Options{Validators: true}))
	t.Cleanup(site.Close)
	return readmeShell{site}
}

// run returns the output of a command, standard output and error together.
func (s readmeShell) run(t *testing.T, command string) string {
	command = strings.Replace(command, "go run ./cmd/blogferry", "blogferry", 1)
	command = strings.ReplaceAll(command, served, s.site.Listener.Addr().String())
	words := strings.Fields(command)
	var out bytes.Buffer
	if words[0] == "blogferry" {
		run(t.Context(), words[1:], strings.NewReader(""), &out, &out)
	} else {
		needProgram(t, "sh")
		needProgram(t, words[0])
		cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil {
			t.Errorf("$ %s\n%v", command, err)
		}
	}
	text := strings.ReplaceAll(out.String(), s.site.Listener.Addr().String(), served)
	return strings.TrimSuffix(text, "\n")
}

// needProgram skips the test if another program is not installed, except in CI, which
// installs it.
func needProgram(t *testing.T, name string) {
	_, err := exec.LookPath(name)
	switch {
	case errors.Is(err, exec.ErrNotFound) && os.Getenv("BLOGFERRY_REAL") == "":
		t.Skipf("%s is not installed", name)
	case err != nil:
		t.Fatal(err)
	}
}

// Parts that differ between runs.
var variable = map[*regexp.Regexp]string{
	regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d (crawl|sync|import)`): "TIME $1",
	regexp.MustCompile(`127\.0\.0\.1:\d+`):                              "HOST",
	regexp.MustCompile(`\b[0-9a-f]{20}\b`):                              "ID", // it depends on the host
}

func plain(text string) string {
	for part, mask := range variable {
		text = part.ReplaceAllString(text, mask)
	}
	return text
}

// matches reports whether the output is as the page states.
func matches(want, got string) bool {
	var pattern []string
	for _, part := range strings.Split(plain("\n"+want+"\n"), "\n…\n") {
		pattern = append(pattern, regexp.QuoteMeta(part))
	}
	return regexp.MustCompile(`(?s)\A` + strings.Join(pattern, `\n(?:.*\n)?`) + `\z`).MatchString(plain("\n" + got + "\n"))
}

func TestREADMEMatches(t *testing.T) {
	for i, test := range []struct {
		want, got string
		same      bool
	}{
		{"a\nb", "a\nb", true},
		{"a\nb", "a\nc", false},
		{"a\n…\nd", "a\nb\nc\nd", true},
		{"a\n…", "a\nb", true},
		{"a\n…\nd", "a\nb\nc", false},
		{"at 127.0.0.1:8000", "at 127.0.0.1:4711", true},
		{"", "a", false},
	} {
		if matches(test.want, test.got) != test.same {
			t.Errorf("%d: matches(%q, %q) = %v", i, test.want, test.got, !test.same)
		}
	}
}

var link = regexp.MustCompile(`\]\(([a-zA-Z][\w./-]*)\)`)

// The README links to every page of the docs, and to nothing that does not exist.
func TestREADMELinks(t *testing.T) {
	const root = "../../"
	page, err := os.ReadFile(root + "README.md")
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]bool{}
	for _, l := range link.FindAllStringSubmatch(string(page), -1) {
		linked[l[1]] = true
		if _, err := os.Stat(root + l[1]); err != nil {
			t.Error(err)
		}
	}
	pages, err := filepath.Glob(root + "docs/*.md")
	if err != nil || len(pages) < 5 {
		t.Fatalf("%d pages of docs, %v", len(pages), err)
	}
	for _, p := range pages {
		if !linked["docs/"+filepath.Base(p)] {
			t.Errorf("the README does not lead to %s", p)
		}
	}
}

var shellBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// Commands that the README shows without output have existing flags.
func TestREADMEFlags(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range shellBlock.FindAllStringSubmatch(string(page), -1) {
		for _, line := range strings.Split(block[1], "\n") {
			if err := parseCommand(line); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
}

// parseCommand parses a line as a command line of blogferry, without running it.
func parseCommand(line string) error {
	line, _, _ = strings.Cut(line, "#")
	line, _, _ = strings.Cut(line, "|")
	words := strings.Fields(strings.ReplaceAll(line, `"`, ""))
	if len(words) == 0 || words[0] != "blogferry" {
		return nil
	}
	cmd, rest, err := newRootCmd(newEnv(nil, nil, nil)).Find(words[1:])
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return fmt.Errorf("%s: %w", cmd.Name(), err)
	}
	return nil
}
