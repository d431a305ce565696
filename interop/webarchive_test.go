package interop

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
)

// TestWget mirrors the demo blog into web archives with Wget, and imports them when the
// blog is gone.
func TestWget(t *testing.T) {
	need(t, "wget")
	site := httptest.NewServer(demo.New(demo.Options{}))
	listing, dir := site.URL+"/blog", t.TempDir()
	program := filepath.Join(shared, "blogferry")
	if err := prepare(); err != nil {
		t.Fatal(err)
	}
	run(t, dir, program, "crawl", listing, "--delay", "0s", "--db", "live.db")
	if err := os.Mkdir(filepath.Join(dir, "parts"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, o := range [][]string{
		{"--warc-file=whole"},
		{"--warc-file=parts/first", "--warc-max-size=200K", "--warc-cdx"},
		{"--warc-file=parts/again", "--warc-dedup=parts/first.cdx", "--no-warc-compression"},
	} {
		mirror := command(t, dir, nil, "wget", append(o, "--quiet", "--recursive", "--level=inf", "--delete-after", "--execute=robots=off", listing)...)
		// The demo blog has dead links, for which Wget exits with 8.
		if out, err := mirror.CombinedOutput(); err != nil && mirror.ProcessState.ExitCode() != 8 {
			t.Fatalf("wget: %v\n%s", err, out)
		}
	}
	site.Close()
	want := contents(t, dir, "live.db")
	parts, err := filepath.Glob(filepath.Join(dir, "parts", "first-000*.warc.gz"))
	if err != nil || len(parts) < 3 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	for name, path := range map[string]string{"whole": "whole.warc.gz", "revisits": "parts", "all": "."} {
		db := name + ".db"
		run(t, dir, program, "import", path, "--url", listing, "--db", db)
		run(t, dir, program, "status", "--db", db) // which is complete
		if diff := cmp.Diff(want, contents(t, dir, db)); diff != "" {
			t.Errorf("%s: posts by crawl and from web archives (-crawl +import):\n%s", name, diff)
		}
	}
	half, err := os.ReadFile(filepath.Join(dir, "whole.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "half.warc.gz"), half[:len(half)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	cut := command(t, dir, nil, program, "import", "half.warc.gz", "--db", "half.db")
	if out, err := cut.CombinedOutput(); cut.ProcessState.ExitCode() != 3 {
		t.Errorf("half a web archive: %v, want exit 3\n%s", err, out)
	}
}

// contents returns the hashes of a database's posts by permalink.
func contents(t *testing.T, dir, db string) map[string]string {
	t.Helper()
	out, _ := run(t, dir, filepath.Join(shared, "blogferry"), "export", "--format", "json", "--db", db)
	var records []blog.Record
	if err := json.Unmarshal([]byte(out), &records); err != nil {
		t.Fatal(err)
	}
	hashes := map[string]string{}
	for _, rec := range records {
		hashes[rec.ID+" "+*rec.URL] = rec.ContentHash
	}
	if len(hashes) < 50 {
		t.Fatalf("%s has %d posts only", db, len(hashes))
	}
	return hashes
}
