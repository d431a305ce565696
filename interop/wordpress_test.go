package interop

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"
	nethtml "golang.org/x/net/html"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// wordpress is a WordPress without a web server: PHP scripts call it.
type wordpress struct {
	site, socket, database string
	oldSite                string // port from which files may be fetched
}

const packagedWordPress = "/usr/share/wordpress"

// startWordPress starts a database and returns a WordPress that uses it.
func startWordPress(t *testing.T) *wordpress {
	t.Helper()
	need(t, "mariadbd", "mariadb-install-db", "mariadb", "php", "xmllint")
	if _, err := os.Stat(packagedWordPress); err != nil {
		missing(t, err)
	}
	dir := t.TempDir()
	w := &wordpress{site: filepath.Join(dir, "site"), socket: startMariaDB(t, dir)}
	run(t, dir, "cp", "-rL", packagedWordPress, w.site) // Debian's has links to itself
	if err := os.Remove(filepath.Join(w.site, "wp-config.php")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(w.site, os.DirFS("testdata/wordpress")); err != nil {
		t.Fatal(err)
	}
	return w
}

// startMariaDB starts a database server that is not reachable from the network.
func startMariaDB(t *testing.T, dir string) (socket string) {
	t.Helper()
	sockets, err := os.MkdirTemp("", "db") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	socket = filepath.Join(sockets, "s")
	common := []string{"--no-defaults", "--user=" + me.Username, "--datadir=" + filepath.Join(dir, "db")}
	run(t, dir, "mariadb-install-db", append(common, "--auth-root-authentication-method=normal", "--skip-test-db")...)
	server := command(t, dir, nil, "mariadbd", append(common, "--skip-networking", "--socket="+socket)...)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		_ = os.RemoveAll(sockets)
	})
	for range 600 {
		if exec.Command("mariadb", "--no-defaults", "-S", socket, "-u", "root", "-e", "SELECT 1").Run() == nil {
			return socket
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("mariadbd does not answer")
	return ""
}

// empty returns the same WordPress with an empty site in a time zone.
func (w *wordpress) empty(t *testing.T, name, zone string) *wordpress {
	t.Helper()
	run(t, w.site, "mariadb", "--no-defaults", "-S", w.socket, "-u", "root", "-e", "CREATE DATABASE "+name+" CHARACTER SET utf8mb4")
	site := &wordpress{site: w.site, socket: w.socket, database: name}
	site.php(t, "install.php", zone)
	return site
}

func (w *wordpress) php(t *testing.T, args ...string) string {
	t.Helper()
	env := []string{"WP_SOCKET=" + w.socket, "WP_DATABASE=" + w.database, "WP_OLD_SITE=" + w.oldSite}
	out, _ := mustRun(t, command(t, w.site, env, "php", append([]string{"-d", "error_reporting=1"}, args...)...))
	return out
}

// rest returns responses of WordPress's REST API.
func rest[T any](t *testing.T, w *wordpress, route string) (all []T) {
	t.Helper()
	if err := json.Unmarshal([]byte(w.php(t, "show.php", route)), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

type wpText struct{ Raw, Rendered string }

type wpPost struct {
	ID               int
	Date, Slug, Link string
	GMT              string `json:"date_gmt"`
	Status           string
	Title            wpText
	Content, Excerpt wpText
	Author           int
	Tags, Categories []int
	Meta             map[string]string
}

type wpComment struct {
	ID, Post, Parent int
	Author           string `json:"author_name"`
	Date             string
	Content          wpText
}

type wpTerm struct {
	ID   int
	Name string
}

// wpShown is a post as readers of the new site see it.
type wpShown struct {
	Title, Author, Role, Date, GMT, Status, Link, Text, Excerpt string
	Tags, Categories, Comments                                  []string
}

// posts returns the posts of the site, by blogferry's id.
func (w *wordpress) posts(t *testing.T) map[string]wpShown {
	names := func(route string) map[int]string {
		all := map[int]string{}
		for _, term := range rest[wpTerm](t, w, route) {
			all[term.ID] = fold(html.UnescapeString(term.Name))
		}
		return all
	}
	users, tags, categories := names("/wp/v2/users"), names("/wp/v2/tags"), names("/wp/v2/categories")
	comments := w.comments(t)
	all := map[string]wpShown{}
	for _, p := range rest[wpPost](t, w, "/wp/v2/posts?status=publish,draft,future,private,pending") {
		if p.Status == "draft" {
			p.GMT, p.Link = "", "" // it has none before it is published
		}
		all[p.Meta["blogferry_id"]] = wpShown{
			Title: fold(html.UnescapeString(p.Title.Raw)), Author: users[p.Author], Role: fold(p.Meta["blogferry_role"]),
			Date: p.Date, GMT: p.GMT, Status: p.Status, Link: p.Link, Text: letters(p.Content.Rendered), Excerpt: letters(p.Excerpt.Raw),
			Tags: pick(tags, p.Tags), Categories: pick(categories, p.Categories), Comments: comments[p.ID],
		}
	}
	return all
}

func (w *wordpress) comments(t *testing.T) map[int][]string {
	list := rest[wpComment](t, w, "/wp/v2/comments?orderby=id&order=asc")
	byID := map[int]wpComment{}
	for _, c := range list {
		byID[c.ID] = c
	}
	all := map[int][]string{}
	for _, c := range list {
		all[c.Post] = append(all[c.Post], fmt.Sprintf("%s %s to %q: %s", fold(html.UnescapeString(c.Author)), c.Date, fold(html.UnescapeString(byID[c.Parent].Author)), letters(c.Content.Rendered)))
	}
	for _, list := range all {
		slices.Sort(list)
	}
	return all
}

func pick(names map[int]string, ids []int) (list []string) {
	for _, id := range ids {
		list = append(list, strings.ToLower(names[id]))
	}
	slices.Sort(list)
	return list
}

// wantOnePost returns what a record must look like in WordPress, at a time that may
// have been moved to be unique.
func wantOnePost(r blog.Record, path string, late time.Duration) wpShown {
	s := wpShown{
		Title: fold(r.Title), Author: cmp.Or(firstRunes(fold(r.Author), 200), "admin"), Role: fold(r.Role),
		Text: letters(r.BodyHTML), Excerpt: letters(html.EscapeString(r.Excerpt)), Tags: foldAll(r.Tags), Categories: foldAll(r.Categories),
	}
	if len(s.Categories) == 0 {
		s.Categories = []string{"uncategorized"} // WordPress gives each post a category
	}
	at, dated := time.Unix(0, 0).UTC(), r.PublishedAt != nil
	if dated {
		at = wallTime(*r.PublishedAt)
	}
	s.Date = at.Add(late).Format(restTime)
	s.Comments = wantComments(r, at.Add(late))
	if !dated {
		s.Status = "draft"
		return s
	}
	s.Status, s.GMT, s.Link = "publish", at.Add(late).UTC().Format(restTime), "http://new.example"+path
	return s
}

const restTime = "2006-01-02T15:04:05"

func wallTime(rfc3339 string) time.Time {
	at, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		panic(err)
	}
	return at
}

// wantComments returns a record's comments; one without a date has that of the previous
// comment, or of the post.
func wantComments(r blog.Record, at time.Time) (all []string) {
	authors := map[string]string{}
	for _, c := range r.Comments {
		if c.URL != nil {
			authors[*c.URL] = firstRunes(fold(c.Author), 245)
		}
	}
	for _, c := range r.Comments {
		if c.PublishedAt != nil {
			at = wallTime(*c.PublishedAt)
		}
		parent := ""
		if c.Parent != nil {
			parent = authors[*c.Parent]
		}
		all = append(all, fmt.Sprintf("%s %s to %q: %s", firstRunes(fold(c.Author), 245), at.Format(restTime), parent, letters(c.BodyHTML)))
	}
	slices.Sort(all)
	return all
}

// firstRunes truncates a name as WordPress does.
func firstRunes(s string, most int) string {
	if r := []rune(s); len(r) > most {
		s = strings.TrimSpace(string(r[:most]))
	}
	return s
}

// fold removes from a text what databases and pages do not distinguish: control
// characters, kinds of space, characters without width.
func fold(s string) string {
	return blog.Fold(strings.Map(func(r rune) rune {
		if r < ' ' && !unicode.IsSpace(r) || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s))
}

func foldAll(all []string) (list []string) {
	for _, s := range all {
		list = append(list, strings.ToLower(firstRunes(fold(s), 200))) // spellings that differ in case become one
	}
	slices.Sort(list)
	return list
}

// letters returns the text of markup without punctuation, which WordPress converts to
// typographic forms.
func letters(markup string) string {
	var b strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(markup))
	for kind := z.Next(); kind != nethtml.ErrorToken; kind = z.Next() {
		if kind == nethtml.TextToken {
			b.WriteString(html.UnescapeString(string(z.Raw())))
		}
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.ReplaceAll(b.String(), ":smile:", "")) // of which it makes a picture
}

// TestWordPress imports blogs into WordPress and compares what it shows.
func TestWordPress(t *testing.T) {
	program := startWordPress(t)
	for _, c := range []struct {
		name, zone string
		records    func(t *testing.T) []blog.Record
		late       map[string]time.Duration // by id of the post
	}{
		{"demo", "UTC", demoRecords, nil},
		{"hostile", "Europe/Prague", func(*testing.T) []blog.Record { return hostileBlog() }, map[string]time.Duration{"twin2": time.Second, "undated": time.Second}},
	} {
		t.Run(c.name, func(t *testing.T) {
			records := c.records(t)
			w := program.empty(t, c.name, c.zone)
			file := writeWXR(t, records)
			if said := w.php(t, "import.php", file); said != "" {
				t.Errorf("the import says:\n%s", said)
			}
			want := wantInWordPress(t, records, c.late)
			if diff := gocmp.Diff(want, w.posts(t)); diff != "" {
				t.Errorf("posts (-blogferry +WordPress):\n%s", diff)
			}
			sameStructure(t, w.php(t, "export.php"), file)
			importAgain(t, w, file, want)
		})
	}
}

// writeWXR exports records to a file that xmllint accepts.
func writeWXR(t *testing.T, records []blog.Record) (file string) {
	t.Helper()
	return writeWXRWith(t, records, export.Options{})
}

func writeWXRWith(t *testing.T, records []blog.Record, o export.Options) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "blog.xml")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := export.Write(f, "wxr", recordsOf(records), o); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, t.TempDir(), "xmllint", "--noout", file)
	return file
}

func wantInWordPress(t *testing.T, records []blog.Record, late map[string]time.Duration) map[string]wpShown {
	t.Helper()
	plan, err := export.NewPlan(recordsOf(records), export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]wpShown{}
	for i, r := range records {
		want[r.ID] = wantOnePost(r, plan.Path(plan.Entry(i)), late[r.ID])
	}
	return want
}

// importAgain checks that a second import recognizes every post and comment.
func importAgain(t *testing.T, w *wordpress, file string, want map[string]wpShown) {
	t.Helper()
	said := w.php(t, "import.php", file)
	for line := range strings.Lines(said) {
		if !strings.HasPrefix(line, "exists: ") {
			t.Errorf("the second import says: %s", line)
		}
	}
	posts := rest[wpPost](t, w, "/wp/v2/posts?status=publish,draft,future,private,pending")
	comments := 0
	for _, s := range want {
		comments += len(s.Comments)
	}
	if got := rest[wpComment](t, w, "/wp/v2/comments"); len(posts) != len(want) || len(got) != comments {
		t.Errorf("after the second import there are %d posts and %d comments, want %d and %d", len(posts), len(got), len(want), comments)
	}
}

// sameStructure checks that each of our elements is where WordPress's own export has
// it.
func sameStructure(t *testing.T, reference, file string) {
	t.Helper()
	ours, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	places := map[string][]string{}
	for _, e := range childLists(t, reference) {
		if len(e.children) > len(places[e.name]) {
			places[e.name] = e.children
		}
	}
	for _, e := range childLists(t, string(ours)) {
		rest := places[e.name]
		for _, name := range e.children {
			n := slices.Index(rest, name)
			if n < 0 {
				t.Fatalf("%s in %s is not where WordPress has it:\nours %q\n its %q", name, e.name, e.children, places[e.name])
			}
			rest = rest[n+1:]
		}
	}
}

type childList struct {
	name     string
	children []string // in their order, those of one name that follow each other once
}

func childLists(t *testing.T, doc string) (all []*childList) {
	t.Helper()
	open := []*childList{{}}
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			name, parent := strings.TrimSpace(e.Name.Space+" "+e.Name.Local), open[len(open)-1]
			if n := len(parent.children); n == 0 || parent.children[n-1] != name {
				parent.children = append(parent.children, name)
			}
			open = append(open, &childList{name: name})
			all = append(all, open[len(open)-1])
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

func recordsOf(all []blog.Record) export.Records {
	return func(yield func(*blog.Record, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}
}
