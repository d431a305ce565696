//go:build unix

package parser

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// realPages gives listing pages of real blogs, by blog: the first, the last and
// some between. They are no part of the project; CORPORA names the folder into
// which ../shared/corpora/unpack.sh has laid them out.
func realPages(tb testing.TB) map[string][]*blog.Page {
	tb.Helper()
	const most = 8 // of one blog
	dir := os.Getenv("CORPORA")
	if dir == "" {
		tb.Skip("CORPORA names no folder with saved blogs: unpack ../shared/corpora, which is no part of the project")
	}
	gold, err := filepath.Glob(filepath.Join(dir, "_truth", "*.posts.jsonl"))
	if err != nil || len(gold) == 0 {
		tb.Fatalf("no saved blogs in %s: %v", dir, err)
	}
	out := map[string][]*blog.Page{}
	for _, file := range gold {
		name := strings.TrimSuffix(filepath.Base(file), ".posts.jsonl")
		files := listingPages(tb, file)
		for i := range min(most, len(files)) {
			path := files[i*len(files)/min(most, len(files))]
			body, err := os.ReadFile(filepath.Join(dir, name, filepath.FromSlash(path)))
			if err != nil {
				tb.Fatal(err)
			}
			out[name] = append(out[name], savedPage(path, body))
		}
	}
	return out
}

// listingPages are the pages that gold rows were read off.
func listingPages(tb testing.TB, gold string) []string {
	tb.Helper()
	f, err := os.Open(gold)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var files []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var row struct {
			Page string `json:"listing_page"`
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			tb.Fatal(err)
		}
		if !slices.Contains(files, row.Page) {
			files = append(files, row.Page)
		}
	}
	return files
}

// BenchmarkReal compares the CPU time of reading real pages with that of
// html.Parse alone: for pages of blogs that nobody has seen, and for those of
// which the first page has been read. The three take turns, since other work on
// the machine slows all of them.
func BenchmarkReal(b *testing.B) {
	p, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, pages := range realPages(b) {
		b.Run(name, func(b *testing.B) { benchReal(b, p, pages) })
	}
}

func benchReal(b *testing.B, p *Parser, pages []*blog.Page) {
	known := learned(b, p, pages[0])
	tree := func(page *blog.Page) { _, _ = html.Parse(strings.NewReader(string(page.Body))) }
	unseen := func(page *blog.Page) { readPage(b, p, page, blog.Knowledge{}) }
	told := func(page *blog.Page) { readPage(b, p, page, known) }
	var took [3]time.Duration
	for b.Loop() {
		for _, page := range pages {
			for i, read := range []func(*blog.Page){tree, unseen, told} {
				start := cpuTime(b)
				read(page)
				took[i] += cpuTime(b) - start
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(took[1])/float64(took[0]), "unseen/tree")
	b.ReportMetric(float64(took[2])/float64(took[0]), "told/tree")
}

// cpuTime is what the process has spent so far.
func cpuTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
