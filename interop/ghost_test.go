package interop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

const ghostVersion = "5.130.6" // the last of Ghost 5

// ghostPost is a post as returned by Ghost's admin API.
type ghostPost struct {
	Title, Slug, Status string
	Published           string `json:"published_at"`
	HTML                string
	Excerpt             string `json:"custom_excerpt"`
	CommentID           string `json:"comment_id"`
	Tags                []struct{ Name string }
	Authors             []struct{ Name, Email, Bio string }
}

// TestGhost imports blogs into a real Ghost and compares what it stores. Installing
// takes minutes, so the test runs only if BLOGFERRY_GHOST is 1 or names the folder of
// an installed Ghost.
func TestGhost(t *testing.T) {
	app := os.Getenv("BLOGFERRY_GHOST")
	if app == "" {
		t.Skip("BLOGFERRY_GHOST is not set")
	}
	need(t, "node", "npm")
	if app == "1" {
		app = installGhost(t)
	}
	g := startGhost(t, app)
	for name, all := range map[string][]blog.Record{"demo": demoRecords(t), "hostile": hostileBlog()} {
		t.Run(name, func(t *testing.T) {
			g.clear(t)
			doc, plan := exportGhost(t, all, export.Options{Comments: io.Discard})
			g.load(t, "blog.json", doc, len(all))
			compareGhost(t, all, plan, g.posts(t))
		})
	}
	t.Run("zip", func(t *testing.T) { ghostImages(t, g) })
}

func exportGhost(t *testing.T, all []blog.Record, o export.Options) ([]byte, *export.Plan) {
	t.Helper()
	records := func(yield func(*blog.Record, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}
	o.Permalink = "/:slug/"
	plan, err := export.NewPlan(records, o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if n, err := export.Write(&b, "ghost", records, o); err != nil || n != len(all) {
		t.Fatalf("%d posts of %d, %v", n, len(all), err)
	}
	return b.Bytes(), plan
}

// compareGhost compares everything that Ghost stores.
func compareGhost(t *testing.T, all []blog.Record, plan *export.Plan, got []ghostPost) {
	t.Helper()
	byID := map[string]ghostPost{}
	for _, p := range got {
		byID[p.CommentID] = p
	}
	if len(got) != len(all) || len(byID) != len(all) {
		t.Errorf("Ghost has %d posts of %d", len(got), len(all))
	}
	for n := range all {
		want, got := wantGhost(&all[n], n, plan), summary(byID[all[n].ID])
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-stored +Ghost):\n%s", all[n].ID, diff)
		}
	}
}

// ghostSummary is the part of a post that is compared.
type ghostSummary struct {
	Title, Slug, Status, Author, Role, Excerpt, Body string
	At                                               int64
	Tags                                             []string
}

func wantGhost(r *blog.Record, n int, plan *export.Plan) ghostSummary {
	s := ghostSummary{
		Title: limit(r.Title, 255), Slug: plan.Entry(n).Slug, Status: "published", Author: "Owner", Excerpt: limit(r.Excerpt, 300),
		Body: squeeze(movedLinks(r.BodyHTML, plan)),
	}
	if s.Title == "" {
		s.Title = "(Untitled)"
	}
	if a, ok := plan.Author(r); ok {
		s.Author = limit(a.Name, 191)
		for _, known := range plan.Authors() {
			if known.Slug == a.Slug {
				s.Role = limit(known.Role, 250)
			}
		}
	}
	if at := plan.Entry(n).At; at.IsZero() {
		s.Status = "draft"
	} else {
		s.At = at.Unix()
	}
	tags, categories := plan.Terms(r)
	seen := map[string]bool{}
	for _, term := range append(categories, tags...) {
		if key := blog.NameKey(term.Name); !seen[key] {
			seen[key] = true
			name := limit(strings.TrimLeft(term.Name, "#, "), 191)
			if name == "" {
				name = term.Slug
			}
			s.Tags = append(s.Tags, name)
		}
	}
	return s
}

// limit truncates a text as Ghost requires, without the "…" that squeeze removes.
func limit(text string, most int) string {
	text = squeeze(text)
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1]))
	}
	return text
}

// movedLinks returns a body whose links between posts lead to their new addresses.
func movedLinks(markup string, plan *export.Plan) string {
	for _, part := range strings.Split(markup, `href="`)[1:] {
		old, _, _ := strings.Cut(part, `"`)
		if path := plan.Link(old); path != old {
			markup = strings.ReplaceAll(markup, `href="`+old+`"`, `href="`+path+`"`)
		}
	}
	return markup
}

func summary(p ghostPost) ghostSummary {
	s := ghostSummary{Title: squeeze(p.Title), Slug: p.Slug, Status: p.Status, Excerpt: squeeze(p.Excerpt)}
	body := strings.TrimPrefix(strings.TrimSpace(p.HTML), "<!--kg-card-begin: html-->")
	s.Body = squeeze(strings.TrimSuffix(strings.TrimSpace(body), "<!--kg-card-end: html-->"))
	if len(p.Authors) > 0 {
		s.Author, s.Role = squeeze(p.Authors[0].Name), squeeze(p.Authors[0].Bio)
	}
	if at, err := time.Parse(time.RFC3339, p.Published); err == nil {
		s.At = at.Unix()
	}
	for _, tag := range p.Tags {
		if !strings.HasPrefix(tag.Name, "#Import ") { // Ghost's own
			s.Tags = append(s.Tags, squeeze(tag.Name))
		}
	}
	return s
}

// ghostImages checks that an image in a zip is shown at the address in the post.
func ghostImages(t *testing.T, g *ghostSite) {
	g.clear(t)
	image := []byte("\x89PNG\r\n\x1a\nnot much of a picture")
	all := []blog.Record{{ID: "p1", Title: "Picture", BodyHTML: `<p><img src="http://old.example/a.png" alt="A"/></p>`}}
	doc, _ := exportGhost(t, all, export.Options{
		Zip: true, MediaMode: export.MediaCopy,
		Media:     func(old string) (export.Media, bool) { return export.Media{Name: "a.png", Type: "image/png"}, true },
		OpenMedia: func(export.Media) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(image)), nil },
	})
	g.load(t, "blog.zip", doc, 1)
	const address = "/content/images/blogferry/a.png"
	if body := g.posts(t)[0].HTML; !strings.Contains(body, `src="`+address+`"`) && !strings.Contains(body, `src="`+g.url+address+`"`) {
		t.Errorf("body = %s", body)
	}
	res, err := http.Get(g.url + address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(got, image) {
		t.Errorf("the image is %q (%s, %v)", got, res.Status, err)
	}
}

// installGhost installs Ghost from npm, however long compiling SQLite takes. Ghost's
// list of development dependencies is removed, since it names one that npm does not
// have.
func installGhost(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run(t, dir, "npm", "pack", "--silent", "ghost@"+ghostVersion)
	run(t, dir, "tar", "xzf", "ghost-"+ghostVersion+".tgz")
	app := filepath.Join(dir, "package")
	run(t, app, "npm", "pkg", "delete", "devDependencies")
	install := exec.CommandContext(t.Context(), "npm", "install", "--omit=dev", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error")
	install.Dir = app
	mustRun(t, install)
	return app
}

// ghostSite is a running Ghost whose owner is logged in.
type ghostSite struct {
	url    string
	client *http.Client
}

func startGhost(t *testing.T, app string) *ghostSite {
	t.Helper()
	dir := t.TempDir()
	app, err := filepath.Abs(app)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(app, filepath.Join(dir, "current")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS(filepath.Join(app, "content"))); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	jar, _ := cookiejar.New(nil)
	g := &ghostSite{url: fmt.Sprintf("http://127.0.0.1:%d", port), client: &http.Client{Jar: jar, Timeout: time.Minute}}
	config, err := json.Marshal(map[string]any{
		"url": g.url, "server": map[string]any{"host": "127.0.0.1", "port": port},
		"database": map[string]any{"client": "sqlite3", "useNullAsDefault": true, "connection": map[string]any{"filename": filepath.Join(dir, "ghost.db")}},
		"mail":     map[string]any{"transport": "stub"},
		"privacy":  map[string]any{"useUpdateCheck": false, "useGravatar": false, "useRpcPing": false, "useStructuredData": false},
		"security": map[string]any{"staffDeviceVerification": false},
		"paths":    map[string]any{"contentPath": filepath.Join(dir, "content")},
		"logging":  map[string]any{"level": "error", "transports": []string{"stdout"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.production.json"), config, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, dir, []string{"NODE_ENV=production"}, "node", "current/index.js")
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("Ghost said:\n%s", log.String())
		}
	})
	g.setUp(t)
	return g
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// setUp waits for Ghost, creates its owner and logs in.
func (g *ghostSite) setUp(t *testing.T) {
	t.Helper()
	const email, password = "owner@new.example", "a long pass phrase 4711"
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(300 * time.Millisecond) {
		res, err := g.client.Get(g.url + "/ghost/api/admin/authentication/setup/")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("Ghost does not start: %v", err)
		}
	}
	g.post(t, "authentication/setup/", map[string]any{"setup": []any{map[string]any{"name": "Owner", "email": email, "password": password, "blogTitle": "New"}}})
	g.post(t, "session/", map[string]any{"username": email, "password": password})
}

func (g *ghostSite) post(t *testing.T, path string, value any) {
	t.Helper()
	body, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	g.ask(t, http.MethodPost, path, "application/json", bytes.NewReader(body))
}

// ask sends a request to the admin API, which must succeed.
func (g *ghostSite) ask(t *testing.T, method, path, kind string, body io.Reader) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, g.url+"/ghost/api/admin/"+path, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", g.url)
	req.Header.Set("Content-Type", kind)
	res, err := g.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		t.Fatalf("%s %s: %s, %v\n%s", method, path, res.Status, err, answer)
	}
	return answer
}

func (g *ghostSite) clear(t *testing.T) {
	t.Helper()
	g.ask(t, http.MethodDelete, "db/", "application/json", nil)
}

// load imports a file. Ghost reports success at once, and imports it later, or not at
// all.
func (g *ghostSite) load(t *testing.T, name string, file []byte, posts int) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("importfile", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(file)
	w.Close()
	g.ask(t, http.MethodPost, "db/", w.FormDataContentType(), &form)
	for deadline := time.Now().Add(2 * time.Minute); len(g.posts(t)) != posts; time.Sleep(500 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("Ghost has %d posts of %d", len(g.posts(t)), posts)
		}
	}
}

func (g *ghostSite) posts(t *testing.T) (all []ghostPost) {
	t.Helper()
	for page := 1; ; page++ {
		query := url.Values{"limit": {"100"}, "page": {fmt.Sprint(page)}, "formats": {"html"}, "include": {"tags,authors"}}
		var answer struct{ Posts []ghostPost }
		if err := json.Unmarshal(g.ask(t, http.MethodGet, "posts/?"+query.Encode(), "application/json", nil), &answer); err != nil {
			t.Fatal(err)
		}
		if all = append(all, answer.Posts...); len(answer.Posts) < 100 {
			return all
		}
	}
}
