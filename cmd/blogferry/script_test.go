package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/blogferry/blogferry/demo"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"blogferry": func() {
		code := process()
		if file := os.Getenv(statusAtEnd); file != "" {
			copyStatus(file)
		}
		os.Exit(code)
	}})
}

// statusAtEnd is the environment variable with the file to which blogferry copies the
// status of its process on Linux when it ends.
const statusAtEnd = "BLOGFERRY_TEST_STATUS"

func copyStatus(file string) {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		err = os.WriteFile(file, status, 0o666)
	}
	if err != nil {
		panic(err)
	}
}

// TestScripts runs the scripts ../../testdata/script/*.txtar.
//
// Besides testscript's own commands they have blogferry itself, and
//
//	code N blogferry …       requires that exit code
//	site KEY=VALUE …         serves a new demo blog; $BLOG is its listing
//	change publish N …       changes it: publish N, delete N, rename N TITLE
//	break KIND KEY=VALUE …   adds a fault to it; mend removes its faults
//	asked KIND N             requires N requests of a kind since the last asked
//	page PATH FILE           serves that file, too
//	guard USER PASSWORD      requires them from now on; $GUARDED has them in the address
//	save DIR html|text       saves its listing pages as files
//	expand FROM TO           copies a file with $BLOG and the like replaced
//
// $ARCHIVE/http://old.example/blog is the same blog in a web archive.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Setup: func(e *testscript.Env) error {
			blog := &scriptSite{}
			e.Values[siteKey{}] = blog
			e.Defer(blog.close)
			// Test sites need no pause between requests.
			e.Setenv("BLOGFERRY_DELAY", "0s")
			return blog.serve(e.Setenv, demo.Options{Validators: true})
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": scriptCode, "site": scriptNewSite, "change": scriptChange,
			"break": scriptBreak, "mend": scriptMend, "asked": scriptAsked, "page": scriptPage, "guard": scriptGuard, "save": scriptSave, "expand": scriptExpand,
		},
	})
}

type siteKey struct{}

// scriptSite is the demo blog of one script.
type scriptSite struct {
	site   *demo.Site
	server *httptest.Server
	asked  map[demo.Kind]int
	pages  sync.Map                  // further ones: bytes by path
	guard  atomic.Pointer[[2]string] // user and password to ask for
}

func (s *scriptSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if want := s.guard.Load(); want != nil && *want != [2]string{user, password} {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if data, ok := s.pages.Load(r.URL.Path); ok {
		_, _ = w.Write(data.([]byte))
		return
	}
	if address, ok := strings.CutPrefix(r.URL.Path, archivePath+"id_/http://"); ok {
		w.Header().Set("Memento-Datetime", "Tue, 11 Nov 2014 00:00:00 GMT")
		r = r.Clone(r.Context())
		r.Host, r.URL.Path, _ = strings.Cut(address, "/")
		r.URL.Path = "/" + r.URL.Path
	}
	s.site.ServeHTTP(w, r)
}

const archivePath = "/web/20141111"

func (s *scriptSite) serve(setenv func(key, value string), o demo.Options) error {
	s.close()
	s.site = demo.New(o)
	s.server = httptest.NewServer(s)
	s.asked = map[demo.Kind]int{}
	setenv("SITE", s.server.URL)
	setenv("BLOG", s.server.URL+s.site.Listing())
	setenv("ARCHIVE", s.server.URL+archivePath)
	return nil
}

func (s *scriptSite) close() {
	if s.server != nil {
		s.server.CloseClientConnections()
		s.server.Close()
	}
}

func siteOf(ts *testscript.TestScript) *scriptSite { return ts.Value(siteKey{}).(*scriptSite) }

func scriptCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [args...]")
	}
	want := number(ts, args[0])
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func scriptNewSite(ts *testscript.TestScript, _ bool, args []string) {
	o := demo.Options{Validators: true}
	for _, arg := range args {
		key, value, _ := strings.Cut(arg, "=")
		switch key {
		case "template":
			o.Template = demo.Template(value)
		case "pager":
			o.Pager = demo.Pager(value)
		case "posts":
			o.Posts = demo.Posts()[:number(ts, value)]
		case "robots":
			o.Robots = strings.ReplaceAll(value, "|", "\n")
		case "validators":
			o.Validators = value == "true"
		case "culture":
			o.Culture = value
		default:
			ts.Fatalf("site: unknown setting %q", key)
		}
	}
	ts.Check(siteOf(ts).serve(ts.Setenv, o))
}

func scriptChange(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: change publish N | delete N | rename N TITLE")
	}
	site, n := siteOf(ts).site, number(ts, args[1])
	switch args[0] {
	case "publish":
		site.Apply(demo.PublishNew(n))
	case "delete":
		site.Apply(demo.DeleteAt(n))
	case "rename":
		site.Apply(demo.Rename(demo.Posts()[n].Path, args[2]))
	default:
		ts.Fatalf("change: unknown change %q", args[0])
	}
}

func scriptBreak(ts *testscript.TestScript, _ bool, args []string) {
	f := demo.Fault{Kind: demo.FaultKind(args[0]), Times: demo.Always}
	for _, arg := range args[1:] {
		key, value, _ := strings.Cut(arg, "=")
		switch key {
		case "on":
			f.On = demo.Kind(value)
		case "page":
			f.Page = number(ts, value)
		case "path":
			f.Path = value
		case "times":
			f.Times = number(ts, value)
		case "status":
			f.Status = number(ts, value)
		case "to":
			f.To = value
		case "retry-after":
			f.RetryAfter = value
		case "type":
			f.Type = value
		default:
			ts.Fatalf("break: unknown setting %q", key)
		}
	}
	siteOf(ts).site.Break(f)
}

func scriptMend(ts *testscript.TestScript, _ bool, _ []string) { siteOf(ts).site.Mend() }

func scriptAsked(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: asked KIND N")
	}
	s, kind := siteOf(ts), demo.Kind(args[0])
	now := s.site.Log.Count(kind)
	got, want := now-s.asked[kind], number(ts, args[1])
	s.asked[kind] = now
	if (got == want) == neg {
		ts.Fatalf("asked for %d %s pages, want %d:\n%s", got, kind, want, s.site.Log.String())
	}
}

func scriptPage(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: page PATH FILE")
	}
	siteOf(ts).pages.Store(args[0], []byte(ts.ReadFile(args[1])))
}

func scriptGuard(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: guard USER PASSWORD")
	}
	siteOf(ts).guard.Store(&[2]string{args[0], args[1]})
	ts.Setenv("GUARDED", strings.Replace(ts.Getenv("BLOG"), "://", "://"+args[0]+":"+args[1]+"@", 1))
}

func scriptSave(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: save DIR html|text")
	}
	ts.Check(siteOf(ts).site.Save(ts.MkAbs(args[0]), demo.SaveOptions{Text: args[1] == "text"}))
}

func scriptExpand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: expand FROM TO")
	}
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o666))
}

func number(ts *testscript.TestScript, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		ts.Fatalf("%q is no number", text)
	}
	return n
}
