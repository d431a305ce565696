package interop

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"iter"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// webServer is a real server with our redirect rules.
type webServer struct {
	rules   string // value of --for
	program string
	config  string              // with DIR, ADDRESS, HOST and PORT in it; the rules are in DIR/rules
	check   []string            // arguments that only test the configuration; nil where there is no such thing
	serve   []string            // arguments that serve
	module  string              // of Node.js, that it needs
	knows   func(*url.URL) bool // addresses that its rules can express; nil for all
	passes  bool                // a query that no rule asks for goes along
}

var webServers = []webServer{
	{
		rules: "nginx", program: "nginx",
		config: `daemon off; pid DIR/pid; error_log DIR/error.log;
events {}
http {
	access_log off; client_body_temp_path DIR/body; proxy_temp_path DIR/proxy; fastcgi_temp_path DIR/f; uwsgi_temp_path DIR/u; scgi_temp_path DIR/s;
	include DIR/rules;
	server { listen ADDRESS; if ($blogferry_to) { return 301 $blogferry_to; } }
}`,
		check: []string{"-p", "DIR", "-c", "DIR/config", "-e", "DIR/error.log", "-t"},
		serve: []string{"-p", "DIR", "-c", "DIR/config", "-e", "DIR/error.log"},
	},
	{
		rules: "apache", program: "apache2",
		config: `ServerRoot DIR
ServerName old.example
PidFile DIR/pid
ErrorLog DIR/error.log
Listen ADDRESS
Mutex file:DIR
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
DocumentRoot DIR/htdocs
AllowEncodedSlashes On
Include DIR/rules`,
		check: []string{"-t", "-f", "DIR/config"},
		serve: []string{"-f", "DIR/config", "-DFOREGROUND"},
	},
	{
		rules: "caddy", program: "caddy",
		config: "{\n\tadmin off\n\tauto_https off\n\tstorage file_system DIR/data\n}\nhttp://ADDRESS {\n\timport DIR/rules\n}\n",
		check:  []string{"validate", "--config", "DIR/config", "--adapter", "caddyfile"},
		serve:  []string{"run", "--config", "DIR/config", "--adapter", "caddyfile"},
		knows:  func(old *url.URL) bool { return !strings.ContainsAny(old.Path, "{}\\") },
	},
	{
		rules: "netlify", program: "node", module: "netlify-redirector",
		serve: []string{"TESTDATA/netlify/serve.js", "DIR/rules", "HOST", "PORT"},
		knows: func(old *url.URL) bool {
			for _, values := range old.Query() {
				if values[0] == "" || values[0][0] == ':' || strings.ContainsFunc(values[0], unicode.IsSpace) {
					return false
				}
			}
			return !isPattern(old.EscapedPath())
		},
	},
	{
		rules: "cloudflare", program: "wrangler",
		serve:  []string{"pages", "dev", "DIR/htdocs", "--ip", "HOST", "--port", "PORT", "--compatibility-date", "2025-01-01"},
		knows:  func(old *url.URL) bool { return old.RawQuery == "" && !isPattern(old.EscapedPath()) },
		passes: true,
	},
}

// isPattern reports whether a path would be a pattern in _redirects.
func isPattern(path string) bool {
	return strings.Contains(path, "*") || strings.Contains(path, "/:") || strings.Contains(path, "://")
}

// TestRedirects requests every old address from real servers.
func TestRedirects(t *testing.T) {
	for _, s := range webServers {
		t.Run(s.rules, func(t *testing.T) {
			need(t, s.program)
			t.Run("demo", func(t *testing.T) {
				export := func(server string) []byte {
					return []byte(blogferry(t, "export", "--format", "redirects", "--for", server, "--to", "hugo"))
				}
				s.asked(t, export(s.rules), export("csv"))
			})
			t.Run("hostile", func(t *testing.T) { s.asked(t, hostileRules(t, s.rules), hostileRules(t, "csv")) })
		})
	}
}

// hostileRules are the rules of a blog with the worst addresses.
func hostileRules(t *testing.T, server string) []byte {
	t.Helper()
	known := func(yield func(blog.Address, error) bool) {
		for i, s := range append(hostileTexts, "a;b", "${x}", "$1 %1", "%2e%2e", "a  b", "{placeholder}", "~tilde", "+plus+", "Case", "CASE") {
			path := (&url.URL{Path: "/old/" + strings.TrimLeft(s, "./")}).EscapedPath()
			id := fmt.Sprintf("h%03d", i%len(hostileTexts))
			for _, old := range []string{path, path + fmt.Sprintf("?id=%d", i), "/q.aspx?t=" + url.QueryEscape(s) + fmt.Sprintf("&n=%d", i)} {
				if !yield(blog.Address{URL: "http://old.example" + old, Kind: blog.AddressPost, Post: id}, nil) {
					return
				}
			}
		}
	}
	var out bytes.Buffer
	o := export.Options{Redirects: export.RedirectOptions{Server: server, Addresses: iter.Seq2[blog.Address, error](known)}}
	if _, err := export.Write(&out, "redirects", records(hostileBlog()), o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (s webServer) asked(t *testing.T, rules, table []byte) {
	dir, address := t.TempDir(), freeAddress(t)
	host, port, _ := net.SplitHostPort(address)
	testdata, _ := filepath.Abs("testdata")
	place := strings.NewReplacer("DIR", dir, "ADDRESS", address, "HOST", host, "PORT", port, "TESTDATA", testdata).Replace
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "htdocs"), 0o777); err != nil {
		t.Fatal(err)
	}
	write("rules", string(rules))
	write("htdocs/_redirects", string(rules))
	write("config", place(s.config))
	env := []string{"HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir, "WRANGLER_SEND_METRICS=false"}
	if s.module != "" {
		env = append(env, "NODE_PATH="+nodeModules(t, s.module))
	}
	args := func(list []string) (placed []string) {
		for _, a := range list {
			placed = append(placed, place(a))
		}
		return placed
	}
	if s.check != nil {
		mustRun(t, command(t, dir, env, s.program, args(s.check)...))
	}
	serve(t, command(t, dir, env, s.program, args(s.serve)...), address)
	s.compare(t, address, table)
}

// nodeModules returns the folder of globally installed npm modules; a module must be
// there.
func nodeModules(t *testing.T, module string) string {
	t.Helper()
	need(t, "npm")
	out, _ := run(t, ".", "npm", "root", "--global")
	root := strings.TrimSpace(out)
	if _, err := os.Stat(filepath.Join(root, module)); err != nil {
		missing(t, err)
	}
	return root
}

// freeAddress returns an address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// serve starts a server and waits until it listens. It ends with the test.
func serve(t *testing.T, cmd *exec.Cmd, address string) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if c, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", address); err == nil {
			c.Close()
			return
		}
	}
	t.Fatalf("%s does not listen on %s:\n%s", cmd.Path, address, out.String())
}

// compare requests every address of the table, as it is and with the parameter of a
// campaign.
func (s webServer) compare(t *testing.T, address string, table []byte) {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil || len(rows) < 50 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, row := range rows[1:] {
		old, err := url.Parse(row[0])
		if err != nil {
			t.Fatal(err)
		}
		if s.knows != nil && !s.knows(old) {
			continue
		}
		asked := []string{""}
		if old.RawQuery == "" {
			asked = append(asked, "?utm_source=mail")
		}
		for _, campaign := range asked {
			status, to := ask(t, client, "http://"+address+old.RequestURI()+campaign)
			if s.passes {
				to = strings.TrimSuffix(to, campaign)
			}
			if status != http.StatusMovedPermanently || strings.TrimPrefix(to, "http://"+address) != row[1] {
				t.Errorf("%s%s: %d to %q, want %s", old.RequestURI(), campaign, status, to, row[1])
			}
		}
	}
}

func ask(t *testing.T, client *http.Client, address string) (status int, location string) {
	t.Helper()
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode, response.Header.Get("Location")
}

func records(all []blog.Record) export.Records {
	return func(yield func(*blog.Record, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}
}
