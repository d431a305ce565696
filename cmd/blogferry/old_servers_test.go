//go:build unix

package main

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/demo"
)

// oldServer is a server that rejects a crawl without flags.
type oldServer struct {
	tls    *tls.Config              // nil for http
	admits func(*http.Request) bool // nil: everybody who gets that far
	refuse int                      // status for others
	hint   string                   // part of what they are told to try
	args   []string                 // the way in, with URL, HOST and PORT in it
	env    []string                 // the same
}

var oldServers = map[string]oldServer{
	"TLS 1.0": {
		tls:  &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10},
		hint: "--legacy-tls", args: []string{"URL", "--legacy-tls", "--insecure"},
	},
	"RSA key exchange": {
		tls:  &tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		hint: "--legacy-tls", args: []string{"URL", "--legacy-tls", "--insecure"},
	},
	"own certificate": {
		tls: &tls.Config{}, hint: "--insecure", args: []string{"URL", "--insecure"},
	},
	"cookie": {
		admits: func(r *http.Request) bool {
			cookie, err := r.Cookie("session")
			return err == nil && cookie.Value == "let me in"
		},
		refuse: 403, hint: "a login", args: []string{"URL", "--cookie-file", "cookies.txt"},
	},
	"header": {
		admits: func(r *http.Request) bool { return r.Header.Get("X-Key") == "open sesame" },
		refuse: 403, hint: "a --header", args: []string{"URL", "--header", "X-Key: open sesame"},
	},
	"basic authentication": {
		admits: func(r *http.Request) bool {
			user, password, _ := r.BasicAuth()
			return user == "ann" && password == "s3cret"
		},
		refuse: 401, hint: "user name and password", args: []string{"http://ann:s3cret@HOST:PORT/blog"},
	},
	"moved name": {
		admits: func(r *http.Request) bool { return strings.HasPrefix(r.Host, "old.test:") },
		refuse: 404, hint: "check the address", args: []string{"http://old.test:PORT/blog", "--resolve", "old.test:127.0.0.1"},
	},
	"proxy": {
		admits: func(r *http.Request) bool { return r.URL.Host == "inside.test" },
		refuse: 404, hint: "check the address", args: []string{"http://inside.test/blog"}, env: []string{"HTTP_PROXY=http://HOST:PORT"},
	},
}

// Each old server is crawled with its flag, and the error without the flag names it.
func TestOldServers(t *testing.T) {
	for name, s := range oldServers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			crawl := s.start(t)
			if code, _, stderr := crawl([]string{"URL"}, nil); code != 1 || !strings.Contains(stderr, "hint: ") || !strings.Contains(stderr, s.hint) {
				t.Errorf("a plain crawl ended with %d, want 1 and a hint with %q:\n%s", code, s.hint, stderr)
			}
			code, stdout, stderr := crawl(s.args, s.env)
			if code != 0 || !strings.Contains(stdout, "12 of 12 posts stored: complete") {
				t.Errorf("%v ended with %d:\n%s%s", s.args, code, stdout, stderr)
			}
		})
	}
}

// start starts the server and returns the arguments to crawl it.
func (s oldServer) start(t *testing.T) func(args, env []string) (code int, stdout, stderr string) {
	site := demo.New(demo.Options{Posts: demo.Posts()[:12]})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.admits != nil && !s.admits(r) {
			w.WriteHeader(s.refuse)
			return
		}
		site.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if server.TLS = s.tls; s.tls != nil {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	host, port, _ := strings.Cut(server.Listener.Addr().String(), ":")
	dir := t.TempDir()
	writeCookies(t, dir, host)
	fill := strings.NewReplacer("URL", server.URL+site.Listing(), "HOST", host, "PORT", port)
	return func(args, env []string) (code int, stdout, stderr string) {
		cmd := inFolder(t, dir, "crawl", "--delay", "0s")
		for _, arg := range args {
			cmd.Args = append(cmd.Args, fill.Replace(arg))
		}
		for _, variable := range env {
			cmd.Env = append(cmd.Env, fill.Replace(variable))
		}
		return ended(t, cmd)
	}
}

// writeCookies writes cookies.txt as curl does.
func writeCookies(t *testing.T, dir, host string) {
	lines := "# Netscape HTTP Cookie File\n\n" +
		host + "\tFALSE\t/\tFALSE\t0\tlang\ten\n" +
		"#HttpOnly_" + host + "\tFALSE\t/\tFALSE\t0\tsession\tlet me in\n"
	if err := os.WriteFile(filepath.Join(dir, "cookies.txt"), []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A file that is no cookie file is wrong usage and never a panic.
func FuzzReadCookies(f *testing.F) {
	f.Add("old.example\tTRUE\t/\tFALSE\t0\tname\tvalue\n")
	f.Add("#HttpOnly_.old.example\tTRUE\t/blog\tTRUE\t99999999999\tname\t\n")
	f.Add("name=value")
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "cookies.txt")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		jar, err := readCookies(file)
		if (jar == nil) != (err != nil) {
			t.Errorf("jar %v, error %v", jar, err)
		}
	})
}
