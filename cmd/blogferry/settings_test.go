package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/blog"
)

// probe parses a command line up to the point where the command would start, in a
// folder with the given blogferry.yaml, and returns the environment with the flags of
// crawl.
func probe(t *testing.T, file string, environment map[string]string, args ...string) (*env, crawlOptions, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	if file != "" {
		if err := os.WriteFile(configName, []byte(file), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	e := newEnv(strings.NewReader(""), io.Discard, io.Discard)
	e.lookup = func(name string) (string, bool) { v, ok := environment[name]; return v, ok }
	root := newRootCmd(e)
	cmd, rest, err := root.Find(append([]string{"crawl"}, args...))
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return e, crawlOptions{}, err
	}
	if err := e.start(cmd); err != nil {
		return e, crawlOptions{}, err
	}
	o, err := e.resolveOptions(&blog.Source{URL: "http://old.example/blog"})
	return e, o, err
}

func TestPrecedence(t *testing.T) {
	const file = "delay: 4s\n"
	const withSource = file + "sources:\n  - url: http://old.example/blog\n    delay: 3s\n"
	env := map[string]string{"BLOGFERRY_DELAY": "2s"}
	for _, test := range []struct {
		name string
		file string
		env  map[string]string
		args []string
		want time.Duration
	}{
		{"default", "", nil, nil, time.Second},
		{"file", file, nil, nil, 4 * time.Second},
		{"file, for this blog", withSource, nil, nil, 3 * time.Second},
		{"environment before file", withSource, env, nil, 2 * time.Second},
		{"flag before environment", withSource, env, []string{"--delay", "0s"}, 0},
		{"an empty variable is none", file, map[string]string{"BLOGFERRY_DELAY": ""}, nil, 4 * time.Second},
	} {
		_, o, err := probe(t, test.file, test.env, test.args...)
		if err != nil || time.Duration(o.Delay) != test.want {
			t.Errorf("%s: delay %v, %v; want %v", test.name, time.Duration(o.Delay), err, test.want)
		}
		if wantGiven := test.name != "default"; o.delayGiven != wantGiven {
			t.Errorf("%s: delay given: %v, want %v", test.name, o.delayGiven, wantGiven)
		}
	}
}

func TestStoredSettings(t *testing.T) {
	e, _, err := probe(t, "delay: 4s\ntimeout: 5s\n", nil, "--timeout", "6s", "--header", "X-Key: 1", "--header", "Cookie: secret", "--allow-host", "a.example,b.example")
	if err != nil {
		t.Fatal(err)
	}
	src := &blog.Source{URL: "http://old.example/blog", Settings: map[string]string{"delay": "9s", "details": "never"}}
	o, err := e.resolveOptions(src)
	if err != nil {
		t.Fatal(err)
	}
	e.remember(src)
	if time.Duration(o.Delay) != 9*time.Second || o.Details != "never" {
		t.Errorf("what the source was told before is lost: delay %v, details %s", time.Duration(o.Delay), o.Details)
	}
	if src.Settings["timeout"] != "6s" || src.Settings["delay"] != "9s" {
		t.Errorf("settings to repeat: %v", src.Settings)
	}
	if got := src.Settings["header"]; got != "X-Key: 1" {
		t.Errorf("stored headers %q, want those without credentials", got)
	}
	if got := src.Settings["allow-host"]; got != "a.example\nb.example" {
		t.Errorf("stored hosts %q", got)
	}
	later, _, err := probe(t, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	o, err = later.resolveOptions(src)
	if err != nil || !slices.Equal(o.AllowHosts, []string{"a.example", "b.example"}) || !slices.Equal(o.Headers, []string{"X-Key: 1"}) {
		t.Errorf("a later sync has hosts %q, headers %q, %v", o.AllowHosts, o.Headers, err)
	}
}

func TestReadingSettingsOfASource(t *testing.T) {
	e, _, err := probe(t, "", nil, "--timezone", "Europe/Berlin", "--date-order", "dmy")
	if err != nil {
		t.Fatal(err)
	}
	src := &blog.Source{URL: "http://old.example/blog", DateOrder: blog.MDY, DateOrderBy: "dates"}
	if _, err := e.resolveOptions(src); err != nil {
		t.Fatal(err)
	}
	if src.Timezone != "Europe/Berlin" || src.DateOrder != blog.DMY || src.DateOrderBy != "flag" {
		t.Errorf("source after flags: %+v", src)
	}
	quiet, _, err := probe(t, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := quiet.resolveOptions(src); err != nil || src.Timezone != "Europe/Berlin" || src.DateOrder != blog.DMY {
		t.Errorf("source after a run without flags: %+v, %v", src, err)
	}
}

func TestListsFromEverywhere(t *testing.T) {
	want := []string{"A: 1", "B: 2, 3"}
	for name, test := range map[string]struct {
		file string
		env  map[string]string
		args []string
	}{
		"file":        {file: "header:\n  - 'A: 1'\n  - 'B: 2, 3'\n"},
		"environment": {env: map[string]string{"BLOGFERRY_HEADER": "A: 1\nB: 2, 3\n"}},
		"flags":       {args: []string{"--header", "A: 1", "--header", "B: 2, 3"}},
	} {
		if _, o, err := probe(t, test.file, test.env, test.args...); err != nil || !slices.Equal(o.Headers, want) {
			t.Errorf("%s: headers %q, %v; want %q", name, o.Headers, err, want)
		}
	}
}

func TestEveryFlagHasAVariable(t *testing.T) {
	_, o, err := probe(t, "", map[string]string{
		"BLOGFERRY_MAX_BODY": "1MiB", "BLOGFERRY_IGNORE_ROBOTS": "true", "BLOGFERRY_DATE_ORDER": "ymd",
		"BLOGFERRY_MAX_PAGES": "7", "BLOGFERRY_RESOLVE": "a.example:192.0.2.1", "BLOGFERRY_DB": "x.db",
	})
	if err != nil || o.MaxBody != 1<<20 || !o.IgnoreRobots || o.DateOrder != "ymd" || o.MaxPages != 7 || len(o.Resolve) != 1 {
		t.Errorf("from the environment: %+v, %v", o, err)
	}
}

func TestSettingsErrors(t *testing.T) {
	for _, test := range []struct {
		name, file, want string
		env              map[string]string
	}{
		{name: "unknown key", file: "db: x.db\ndelai: 2s\n", want: "blogferry.yaml:2: delai: unknown key"},
		{name: "bad value", file: "\ndelay: soon\n", want: `blogferry.yaml:2: delay: invalid value "soon"`},
		{name: "bad zone", file: "timezone: Mars\n", want: "blogferry.yaml:1: timezone: invalid value \"Mars\": unknown time zone"},
		{name: "bad syntax", file: "delay: 1s\ndb: [x\n", want: "blogferry.yaml:2:"},
		{name: "twice", file: "delay: 1s\ndelay: 2s\n", want: "blogferry.yaml:2:"},
		{name: "a list for one", file: "delay: [1s, 2s]\n", want: "blogferry.yaml:1: delay: invalid value"},
		{name: "a map", file: "delay:\n  a: 1\n", want: "blogferry.yaml:2: delay: want a plain value"},
		{name: "nothing", file: "delay:\n", want: "blogferry.yaml:1: delay: want a plain value"},
		{name: "no settings", file: "- a\n- b\n", want: "blogferry.yaml:1: want one list of settings"},
		{name: "a sentence", file: "hello\n", want: "blogferry.yaml:1: want one list of settings"},
		{name: "source without url", file: "sources:\n  - delay: 1s\n", want: "blogferry.yaml:2: sources: an item has no url"},
		{name: "source with bad url", file: "sources:\n  - url: nonsense\n", want: `blogferry.yaml:2: url: "nonsense" is not a web address`},
		{name: "source twice", file: "sources:\n  - url: http://a.example/\n  - url: http://a.example\n", want: "blogferry.yaml:3: url: http://a.example/ is listed twice"},
		{name: "key of no blog", file: "sources:\n  - url: http://a.example/\n    full: true\n", want: "blogferry.yaml:3: full: unknown key"},
		{name: "sources no list", file: "sources: http://a.example/\n", want: "blogferry.yaml:1: sources: want a list"},
		{name: "bad bool", file: "full: perhaps\n", want: `blogferry.yaml:1: full: invalid value "perhaps": want true or false`},
		{name: "variable", env: map[string]string{"BLOGFERRY_MAX_PAGES": "many"}, want: `BLOGFERRY_MAX_PAGES: invalid value "many"`},
		{name: "missing file", env: map[string]string{"BLOGFERRY_CONFIG": "gone.yaml"}, want: "read settings gone.yaml:"},
	} {
		_, _, err := probe(t, test.file, test.env)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
			continue
		}
		if code := codeOf(t.Context(), err); code != exitUsage {
			t.Errorf("%s: exit code %d, want 2", test.name, code)
		}
	}
}

func TestConfigPaths(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "all.yaml")
	if err := os.WriteFile(file, []byte("db: blogs.db\nprofile: kentico\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	e, _, err := probe(t, "", nil, "--config", file)
	if err != nil || e.global.DB != filepath.Join(dir, "blogs.db") {
		t.Errorf("db %q, %v; want it beside the settings file", e.global.DB, err)
	}
}

func TestEmptyConfig(t *testing.T) {
	for _, file := range []string{"# nothing\n", "---\n", ""} {
		if _, _, err := probe(t, file, nil); err != nil {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func FuzzParseConfig(f *testing.F) {
	for _, seed := range []string{"delay: 1s\n", "sources:\n  - url: http://a.example/\n    delay: 2s\n", "a: [", "? a\n: b", "&a a: *a", "a: !!binary x", "- - -", "\xff", "<<: {a: 1}"} {
		f.Add([]byte(seed))
	}
	keys := configKeys{common: []string{"delay", "db", "header"}, source: []string{"delay"}}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parseConfig("blogferry.yaml", data, keys)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "blogferry.yaml:") {
				t.Errorf("error without place: %v", err)
			}
			return
		}
		for _, g := range c.common {
			if g.where == "" {
				t.Errorf("setting without place: %+v", g)
			}
		}
	})
}

// docs/settings.md has the flags of sync and those of every command, and its example is
// valid.
func TestSettingsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	e := newEnv(nil, nil, nil)
	root := newRootCmd(e)
	sync, _, err := root.Find([]string{"sync"})
	if err != nil {
		t.Fatal(err)
	}
	documented := func(f *pflag.Flag) {
		if f.Name != "help" && !strings.Contains(string(text), "| `--"+f.Name) {
			t.Errorf("no row for --%s", f.Name)
		}
	}
	sync.LocalFlags().VisitAll(documented)
	root.PersistentFlags().VisitAll(documented)
	_, example, _ := strings.Cut(string(text), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	settings, err := parseConfig("blogferry.yaml", []byte(example), keysOf(root))
	if err != nil || len(settings.sources) != 2 {
		t.Errorf("the example: %v", err)
	}
}
