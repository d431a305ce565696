package export

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
)

// mediaOptions have one picture with two addresses, a file, and a missing picture.
func mediaOptions(mode MediaMode) Options {
	known := map[string]Media{
		"http://old.example/i/kiln.jpg?width=320": {Name: "kiln.jpg", Type: "image/jpeg"},
		"http://old.example/i/kiln.jpg":           {Name: "kiln.jpg", Type: "image/jpeg"},
		"http://old.example/files/a b.pdf":        {Name: "a b.pdf", Type: "application/pdf"},
		"http://old.example/i/lost.jpg":           {Name: "lost.jpg", Type: "image/jpeg"},
	}
	return Options{
		MediaMode: mode,
		Media:     func(old string) (Media, bool) { m, ok := known[old]; return m, ok },
		OpenMedia: func(m Media) (io.ReadCloser, error) {
			if m.Name == "lost.jpg" {
				return nil, errors.New("open lost.jpg: no such file")
			}
			return io.NopCloser(strings.NewReader("bytes of " + m.Name)), nil
		},
	}
}

const linkedBody = `<p><a href="http://old.example/other.aspx#c2">other</a> <a href="http://elsewhere.example/">away</a>` +
	`<a href="http://old.example/files/a b.pdf#page=2">pdf</a>` +
	`<img src="http://old.example/i/kiln.jpg?width=320"/><img src="http://old.example/i/none.jpg"/></p>`

func linkedRecords() []blog.Record {
	return []blog.Record{
		{ID: "p1", URL: text("http://old.example/first.aspx"), PublishedAt: text("2014-07-02T10:00:00Z"), BodyHTML: linkedBody,
			Images:   []blog.Image{{URL: "http://old.example/i/kiln.jpg?width=320", Alt: "x"}},
			Comments: []blog.RecordComment{{BodyHTML: `<a href="http://old.example/other.aspx">see</a>`}}},
		{ID: "p2", URL: text("http://old.example/other.aspx"), PublishedAt: text("2014-07-01T10:00:00Z"), BodyHTML: `<img src="http://old.example/i/kiln.jpg">`},
	}
}

func TestBodies(t *testing.T) {
	for _, c := range []struct {
		why            string
		mode           MediaMode
		base           string
		other, pdf, at string // addresses in the body
		files          []string
	}{
		{"keep", MediaKeep, "", "/2014/07/other/#c2", "http://old.example/files/a b.pdf#page=2", "http://old.example/i/kiln.jpg?width=320", nil},
		{"copy", MediaCopy, "", "/2014/07/other/#c2", "/media/a%20b.pdf#page=2", "/media/kiln.jpg", []string{"static/media/a b.pdf", "static/media/kiln.jpg"}},
		{"copy below a root", MediaCopy, "https://new.example/blog", "/blog/2014/07/other/#c2", "/blog/media/a%20b.pdf#page=2", "/blog/media/kiln.jpg",
			[]string{"static/media/a b.pdf", "static/media/kiln.jpg"}},
		{"absolute", MediaAbsolute, "https://new.example", "/2014/07/other/#c2", "https://new.example/media/a%20b.pdf#page=2", "https://new.example/media/kiln.jpg", nil},
	} {
		o := mediaOptions(c.mode)
		o.BaseURL = c.base
		files := memory{}
		got := moved(t, o, files)
		want := strings.NewReplacer("http://old.example/other.aspx#c2", c.other, "http://old.example/files/a b.pdf#page=2", c.pdf,
			"http://old.example/i/kiln.jpg?width=320", c.at).Replace(linkedBody)
		if diff := cmp.Diff(want, got[0].BodyHTML); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.why, diff)
		}
		if got[0].Images[0].URL != c.at || !strings.Contains(got[0].Comments[0].BodyHTML, strings.TrimSuffix(c.other, "#c2")) {
			t.Errorf("%s: images %v, comments %v", c.why, got[0].Images, got[0].Comments)
		}
		if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, c.files) {
			t.Errorf("%s: files %q, want %q", c.why, names, c.files)
		}
	}
}

// moved returns linkedRecords with new addresses, without changing the originals.
func moved(t *testing.T, o Options, tree Tree) (got []*blog.Record) {
	t.Helper()
	all := linkedRecords()
	plan, err := NewPlan(seq(all), o)
	if err != nil {
		t.Fatal(err)
	}
	b := &bodies{plan: plan, o: o, copies: &copies{open: o.OpenMedia}}
	for r, err := range b.records(seq(all)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if err := b.copies.write(tree, "static/media"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(linkedRecords(), all); diff != "" {
		t.Errorf("the records were changed:\n%s", diff)
	}
	return got
}

// A format that holds what the old blog said keeps its addresses.
func TestBodiesElsewhere(t *testing.T) {
	all, o := linkedRecords(), mediaOptions(MediaCopy)
	plan, err := NewPlan(seq(all), o)
	if err != nil {
		t.Fatal(err)
	}
	place := func(m Media) (string, error) { return "/content/images/" + m.Name, nil }
	b := &bodies{plan: plan, o: o, copies: &copies{open: o.OpenMedia, place: place}, address: func(path string) string { return "https://new.example" + path }}
	r := b.record(&all[0])
	if !strings.Contains(r.BodyHTML, `"https://new.example/2014/07/other/#c2"`) || !strings.Contains(r.BodyHTML, `"https://new.example/content/images/kiln.jpg"`) {
		t.Errorf("%v", r)
	}
}

// If a copy is missing, the old address stays; if the disk is full, the export ends.
func TestBodiesWithoutCopy(t *testing.T) {
	all := []blog.Record{{ID: "p1", BodyHTML: `<img src="http://old.example/i/lost.jpg">`}, {ID: "p2", BodyHTML: `<img src="http://old.example/i/kiln.jpg">`}}
	o := mediaOptions(MediaCopy)
	var warned []string
	o.Warn = func(r *blog.Record, err error) { warned = append(warned, r.ID+": "+err.Error()) }
	plan, err := NewPlan(seq(all), o)
	if err != nil {
		t.Fatal(err)
	}
	b := &bodies{plan: plan, o: o, copies: &copies{open: o.OpenMedia}}
	for i := range all {
		if r := b.record(&all[i]); (r.BodyHTML == all[i].BodyHTML) != (i == 0) {
			t.Errorf("with and without a copy: %v", r)
		}
	}
	if want := []string{"p1: copy media: open lost.jpg: no such file; the old address stays"}; !slices.Equal(warned, want) {
		t.Errorf("warnings %q, want %q", warned, want)
	}
	if err := b.copies.write(&limited{left: 3}, "media"); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a full disk: %v", err)
	}
}
